//! Campaigns, their deliverables, and every change of a deadline.
//!
//! Who may see a campaign is decided here, by where the actor stands in the tree: a clerk sees those that
//! expect the own unit, a supervisor those of nodes above and below; a draft only who could publish it.

use std::collections::BTreeSet;

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::{account, campaign, deliverable, due_change, expected_unit, unit};
use crate::campaign::days_off::{read_days, show_days};
use crate::campaign::task::{DueChange, NewTask, due, grace_minutes};
use crate::campaign::{CampaignState, DaysOff, Deliverable, DeliverableKind, Due, Shift, Task};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Role};

type CampaignRow = (
    (i64, String, i64, i64, i64, String, Option<String>, String, String),
    (bool, bool, Option<i64>, i64, Option<i64>, Option<i64>),
    (Option<String>, Option<String>, Option<String>),
    Option<i64>,
);

type DeliverableRow = (i64, i64, String, String, String, i64, i64, Option<i64>, bool, Option<i64>);

macro_rules! columns {
    () => {
        (
            (
                (
                    campaign::id,
                    campaign::title,
                    campaign::form_version_id,
                    campaign::unit_id,
                    campaign::year,
                    campaign::period,
                    campaign::theme,
                    campaign::issuer,
                    campaign::state,
                ),
                (
                    campaign::returned_is_missing,
                    campaign::paper_copy,
                    campaign::last_campaign_id,
                    campaign::created_at,
                    campaign::published_at,
                    campaign::closed_at,
                ),
                (campaign::shift, campaign::holidays, campaign::workdays),
                campaign::notice_id,
            ),
            (unit::code, unit::name, unit::path),
        )
    };
}

macro_rules! campaigns {
    () => {
        campaign::table.inner_join(unit::table).select(columns!())
    };
}

/// Makes a campaign with its deliverables, as a draft; its number.
pub fn insert(conn: &mut Conn, new: &NewTask, by: i64, now: Instant) -> Result<i64, Problem> {
    let id: i64 = diesel::insert_into(campaign::table)
        .values((
            campaign::title.eq(&new.title),
            campaign::form_version_id.eq(new.form_version),
            campaign::unit_id.eq(new.unit),
            campaign::year.eq(i64::from(new.year)),
            campaign::period.eq(&new.period),
            campaign::theme.eq(&new.theme),
            campaign::issuer.eq(&new.issuer),
            campaign::state.eq(CampaignState::Draft.code()),
            campaign::returned_is_missing.eq(new.returned_is_missing),
            campaign::paper_copy.eq(new.paper_copy),
            campaign::last_campaign_id.eq(new.last_campaign),
            campaign::created_by.eq(by),
            campaign::created_at.eq(to_millis(now)),
            kept_days(&new.days_off),
            campaign::notice_id.eq(new.notice),
        ))
        .returning(campaign::id)
        .get_result(conn)?;
    for asked in &new.deliverables {
        diesel::insert_into(deliverable::table)
            .values((
                deliverable::campaign_id.eq(id),
                deliverable::kind.eq(asked.kind.code()),
                deliverable::title.eq(&asked.title),
                deliverable::phrase.eq(&asked.due.phrase),
                deliverable::due_at.eq(to_millis(asked.due.instant)),
                deliverable::grace_minutes.eq(grace_minutes(&asked.due)),
                deliverable::close_at.eq(asked.close.map(to_millis)),
                deliverable::required.eq(asked.required),
                deliverable::shifted_from.eq(asked.due.shifted_from.map(to_millis)),
            ))
            .execute(conn)?;
    }
    Ok(id)
}

/// The campaign, if the actor may know of it.
pub fn find(conn: &mut Conn, actor: &Actor, id: i64) -> Result<Task, Problem> {
    let task = load(conn, id)?;
    if sees(conn, actor, &task)? { Ok(task) } else { Err(Problem::not_found()) }
}

/// The campaign, whoever asks: for the service's own work.
pub fn load(conn: &mut Conn, id: i64) -> Result<Task, Problem> {
    let row: (CampaignRow, (String, String, String)) =
        campaigns!().filter(campaign::id.eq(id)).get_result(conn)?;
    Ok(task(row))
}

/// The campaign with its statistics table, whoever asks.
pub fn with_table(conn: &mut Conn, id: i64) -> Result<(Task, Deliverable), Problem> {
    let (row, table): ((CampaignRow, (String, String, String)), DeliverableRow) = campaign::table
        .inner_join(unit::table)
        .inner_join(deliverable::table)
        .filter(campaign::id.eq(id).and(deliverable::kind.eq(DeliverableKind::Table.code())))
        .select((columns!(), deliverable::all_columns))
        .get_result(conn)?;
    Ok((task(row), asked(table)))
}

/// All campaigns that the actor may know of, the newest first.
pub fn list(conn: &mut Conn, actor: &Actor) -> Result<Vec<Task>, Problem> {
    let rows: Vec<(CampaignRow, (String, String, String))> =
        campaigns!().order(campaign::id.desc()).load(conn)?;
    let mut seen = Vec::new();
    for task in rows.into_iter().map(task) {
        if sees(conn, actor, &task)? {
            seen.push(task);
        }
    }
    Ok(seen)
}

fn sees(conn: &mut Conn, actor: &Actor, task: &Task) -> Result<bool, Problem> {
    if !may_know(actor, task) || actor.role != Role::Clerk {
        return Ok(may_know(actor, task));
    }
    let own = expected_unit::table.find((task.id, actor.unit));
    Ok(diesel::select(diesel::dsl::exists(own)).get_result(conn)?)
}

/// Whether the actor's role and place let the campaign be known. A clerk's unit must be expected by it besides.
pub fn may_know(actor: &Actor, task: &Task) -> bool {
    let draft = task.state == CampaignState::Draft;
    match actor.role {
        Role::Administrator => false,
        Role::Clerk => !draft,
        Role::Supervisor | Role::Auditor if draft => actor.reaches(&task.path),
        Role::Supervisor | Role::Auditor => actor.reaches(&task.path) || actor.path.starts_with(&task.path),
    }
}

/// A custom and its calendar as columns; nothing where no day moves a deadline.
fn kept_days(days_off: &DaysOff) -> KeptDays {
    let used = days_off.shift != Shift::Never;
    let kept = |text: String| used.then_some(text);
    (
        campaign::shift.eq(kept(days_off.shift.code().to_owned())),
        campaign::holidays.eq(kept(show_days(&days_off.holidays))),
        campaign::workdays.eq(kept(show_days(&days_off.workdays))),
    )
}

type KeptDays = (
    Eq<campaign::shift, Option<String>>,
    Eq<campaign::holidays, Option<String>>,
    Eq<campaign::workdays, Option<String>>,
);

fn days_off((shift, holidays, workdays): (Option<String>, Option<String>, Option<String>)) -> DaysOff {
    let days = |text: Option<String>| {
        text.map_or_else(BTreeSet::new, |text| {
            read_days(&text, None).unwrap_or_else(|words| {
                tracing::error!(words, "days off that were kept cannot be read");
                BTreeSet::new()
            })
        })
    };
    let shift = shift.as_deref().and_then(Shift::from_code).unwrap_or(Shift::Never);
    DaysOff { shift, holidays: days(holidays), workdays: days(workdays) }
}

fn task((row, (unit_code, unit_name, path)): (CampaignRow, (String, String, String))) -> Task {
    let (id, title, form_version, unit, year, period, theme, issuer, state) = row.0;
    let (returned_is_missing, paper_copy, last_campaign, created_at, published_at, closed_at) = row.1;
    Task {
        id,
        title,
        form_version,
        unit,
        unit_code,
        unit_name,
        path,
        year: year as i32,
        period,
        theme,
        issuer,
        state: CampaignState::from_code(&state).unwrap_or(CampaignState::Draft),
        returned_is_missing,
        paper_copy,
        days_off: days_off(row.2),
        notice: row.3,
        last_campaign,
        created_at: from_millis(created_at),
        published_at: published_at.map(from_millis),
        closed_at: closed_at.map(from_millis),
    }
}

/// Moves a campaign to a state; the caller has asked whether it may.
pub fn set_state(conn: &mut Conn, id: i64, state: CampaignState, now: Instant) -> Result<(), Problem> {
    let target = diesel::update(campaign::table.find(id));
    let now = Some(to_millis(now));
    match state {
        CampaignState::Published => target
            .set((
                campaign::state.eq(state.code()),
                campaign::published_at.eq(now),
                campaign::closed_at.eq(None::<i64>),
            ))
            .execute(conn)?,
        CampaignState::Closed => {
            target.set((campaign::state.eq(state.code()), campaign::closed_at.eq(now))).execute(conn)?
        }
        CampaignState::Archived => {
            target.set((campaign::state.eq(state.code()), campaign::archived_at.eq(now))).execute(conn)?
        }
        CampaignState::Draft => target.set(campaign::state.eq(state.code())).execute(conn)?,
    };
    Ok(())
}

/// Takes last year's figures from another campaign.
pub fn set_last_campaign(conn: &mut Conn, id: i64, last: Option<i64>) -> Result<(), Problem> {
    diesel::update(campaign::table.find(id)).set(campaign::last_campaign_id.eq(last)).execute(conn)?;
    Ok(())
}

/// The deliverables of a campaign, the statistics table first.
pub fn deliverables(conn: &mut Conn, campaign: i64) -> Result<Vec<Deliverable>, Problem> {
    let rows: Vec<DeliverableRow> =
        deliverable::table.filter(deliverable::campaign_id.eq(campaign)).order(deliverable::id).load(conn)?;
    Ok(rows.into_iter().map(asked).collect())
}

/// The statistics table of a campaign.
pub fn table(conn: &mut Conn, campaign: i64) -> Result<Deliverable, Problem> {
    let row: DeliverableRow = deliverable::table
        .filter(
            deliverable::campaign_id.eq(campaign).and(deliverable::kind.eq(DeliverableKind::Table.code())),
        )
        .get_result(conn)?;
    Ok(asked(row))
}

pub fn deliverable(conn: &mut Conn, id: i64) -> Result<Deliverable, Problem> {
    let row: DeliverableRow = deliverable::table.find(id).get_result(conn)?;
    Ok(asked(row))
}

fn asked(row: DeliverableRow) -> Deliverable {
    let (id, campaign, kind, title, phrase, due_at, grace, close, required, shifted_from) = row;
    let due = due(&phrase, from_millis(due_at), grace);
    Deliverable {
        id,
        campaign,
        kind: DeliverableKind::from_code(&kind).unwrap_or(DeliverableKind::Table),
        title,
        due: Due { shifted_from: shifted_from.map(from_millis), ..due },
        close: close.map(from_millis),
        required,
    }
}

/// Moves a deadline and keeps what it was, who moved it and why.
pub fn move_due(
    conn: &mut Conn,
    before: &Deliverable,
    after: &Due,
    close: Option<Instant>,
    (by, now, reason): (i64, Instant, &str),
) -> Result<(), Problem> {
    diesel::insert_into(due_change::table)
        .values((
            due_change::deliverable_id.eq(before.id),
            due_change::at.eq(to_millis(now)),
            due_change::account_id.eq(by),
            due_change::phrase_before.eq(&before.due.phrase),
            due_change::due_before.eq(to_millis(before.due.instant)),
            due_change::close_before.eq(before.close.map(to_millis)),
            due_change::phrase_after.eq(&after.phrase),
            due_change::due_after.eq(to_millis(after.instant)),
            due_change::close_after.eq(close.map(to_millis)),
            due_change::reason.eq(reason),
        ))
        .execute(conn)?;
    diesel::update(deliverable::table.find(before.id))
        .set((
            deliverable::phrase.eq(&after.phrase),
            deliverable::due_at.eq(to_millis(after.instant)),
            deliverable::grace_minutes.eq(grace_minutes(after)),
            deliverable::close_at.eq(close.map(to_millis)),
            deliverable::shifted_from.eq(after.shifted_from.map(to_millis)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Every change of a deliverable's deadline, oldest first.
pub fn due_changes(conn: &mut Conn, deliverable: i64) -> Result<Vec<DueChange>, Problem> {
    type Row = ((i64, String, i64, Option<i64>, String, i64, Option<i64>, String), String);
    let rows: Vec<Row> = due_change::table
        .inner_join(account::table)
        .filter(due_change::deliverable_id.eq(deliverable))
        .order(due_change::id)
        .select((
            (
                due_change::at,
                due_change::phrase_before,
                due_change::due_before,
                due_change::close_before,
                due_change::phrase_after,
                due_change::due_after,
                due_change::close_after,
                due_change::reason,
            ),
            account::name,
        ))
        .load(conn)?;
    let changes = rows.into_iter().map(
        |((at, before, due_before, close_before, after, due_after, close_after, reason), by)| DueChange {
            at: from_millis(at),
            by,
            phrase_before: before,
            due_before: from_millis(due_before),
            phrase_after: after,
            due_after: from_millis(due_after),
            close_before: close_before.map(from_millis),
            close_after: close_after.map(from_millis),
            reason,
        },
    );
    Ok(changes.collect())
}
