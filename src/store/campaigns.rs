//! Campaigns, their deliverables, and every change of a deadline.
//!
//! Who may see a campaign is decided here, by where the actor stands in the tree: a clerk sees those that
//! expect the own unit, a supervisor those of nodes above and below; a draft only who could publish it.

mod row;
mod asked;

use diesel::prelude::*;

pub use self::asked::{deliverable, deliverables, due_changes, find_table, move_due, table, with_table};
use self::row::{Row, campaign_columns, kept_days, task};
use super::choices;
use super::connection::Conn;
use super::numbers::to_millis;
use super::schema::{campaign, expected_unit, unit};
use super::written;
use crate::campaign::task::NewTask;
use crate::campaign::{CampaignState, Task};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Role};

macro_rules! campaigns {
    () => {
        campaign::table.inner_join(unit::table).select(campaign_columns!())
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
    written::made("campaign", id);
    choices::set(conn, id, &new.choice, (by, now))?;
    new.deliverables.iter().try_for_each(|asked| asked::insert(conn, id, asked))?;
    Ok(id)
}

/// The campaign, if the actor may know of it.
pub fn find(conn: &mut Conn, actor: &Actor, id: i64) -> Result<Task, Problem> {
    let task = load(conn, id)?;
    if sees(conn, actor, &task)? { Ok(task) } else { Err(Problem::not_found()) }
}

/// The campaign, whoever asks: for the service's own work.
pub fn load(conn: &mut Conn, id: i64) -> Result<Task, Problem> {
    let row: Row = campaigns!().filter(campaign::id.eq(id)).get_result(conn)?;
    Ok(task(row))
}

/// All campaigns that the actor may know of, the newest first.
pub fn list(conn: &mut Conn, actor: &Actor) -> Result<Vec<Task>, Problem> {
    let rows: Vec<Row> = campaigns!().order(campaign::id.desc()).load(conn)?;
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

/// Moves a campaign to a state; the caller has asked whether it may.
pub fn set_state(conn: &mut Conn, id: i64, state: CampaignState, now: Instant) -> Result<(), Problem> {
    written::changing(conn, "campaign", id)?;
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
    written::changing(conn, "campaign", id)?;
    diesel::update(campaign::table.find(id)).set(campaign::last_campaign_id.eq(last)).execute(conn)?;
    Ok(())
}
