//! 报送材料 of a campaign with their clocks, and every change of a deadline.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::{from_millis, to_millis};
use super::super::schema::{account, campaign, deliverable, due_change, unit};
use super::super::written;
use super::row::{self, campaign_columns, task};
use crate::campaign::task::{DueChange, Files, NewDeliverable, due, grace_minutes};
use crate::campaign::{Deliverable, DeliverableKind, Due, Task};
use crate::problem::Problem;
use crate::vocabulary::Level;
use crate::vocabulary::time::Instant;

type DeliverableRow = (
    (i64, i64, String, String, String),
    (Option<i64>, i64, Option<i64>, bool, Option<i64>),
    (Option<String>, Option<String>, Option<i64>),
);

macro_rules! columns {
    () => {
        (
            (
                deliverable::id,
                deliverable::campaign_id,
                deliverable::kind,
                deliverable::title,
                deliverable::phrase,
            ),
            (
                deliverable::due_at,
                deliverable::grace_minutes,
                deliverable::close_at,
                deliverable::required,
                deliverable::shifted_from,
            ),
            (deliverable::level, deliverable::file_kinds, deliverable::most_bytes),
        )
    };
}

/// Separates kinds of files in their column.
const BETWEEN: char = ' ';

pub(super) fn insert(conn: &mut Conn, campaign: i64, asked: &NewDeliverable) -> Result<(), Problem> {
    let due = asked.due.as_ref();
    let kinds = (!asked.files.kinds.is_empty()).then(|| asked.files.kinds.join(&BETWEEN.to_string()));
    let id = diesel::insert_into(deliverable::table)
        .values((
            deliverable::campaign_id.eq(campaign),
            deliverable::kind.eq(asked.kind.code()),
            deliverable::title.eq(&asked.title),
            deliverable::phrase.eq(phrase(due)),
            deliverable::due_at.eq(due.map(|due| to_millis(due.instant))),
            deliverable::grace_minutes.eq(due.map_or(0, grace_minutes)),
            deliverable::close_at.eq(asked.close.map(to_millis)),
            deliverable::required.eq(asked.required),
            deliverable::shifted_from.eq(due.and_then(|due| due.shifted_from).map(to_millis)),
            deliverable::level.eq(asked.level.map(Level::code)),
            deliverable::file_kinds.eq(kinds),
            deliverable::most_bytes.eq(asked.files.most_bytes.map(u64::cast_signed)),
        ))
        .returning(deliverable::id)
        .get_result(conn)?;
    written::made("deliverable", id);
    Ok(())
}

/// The campaign with its statistics table, whoever asks.
pub fn with_table(conn: &mut Conn, id: i64) -> Result<(Task, Deliverable), Problem> {
    let (row, table): (row::Row, DeliverableRow) = campaign::table
        .inner_join(unit::table)
        .inner_join(deliverable::table)
        .filter(campaign::id.eq(id).and(deliverable::kind.eq(DeliverableKind::Table.code())))
        .filter(deliverable::level.is_null())
        .select((campaign_columns!(), columns!()))
        .get_result(conn)?;
    Ok((task(row), asked(table)))
}

/// The deliverables of a campaign, the statistics table first.
pub fn deliverables(conn: &mut Conn, campaign: i64) -> Result<Vec<Deliverable>, Problem> {
    let rows: Vec<DeliverableRow> = deliverable::table
        .filter(deliverable::campaign_id.eq(campaign))
        .order(deliverable::id)
        .select(columns!())
        .load(conn)?;
    Ok(rows.into_iter().map(asked).collect())
}

/// The statistics table of a campaign; `None` where it asks for none.
pub fn find_table(conn: &mut Conn, campaign: i64) -> Result<Option<Deliverable>, Problem> {
    let row: Option<DeliverableRow> = deliverable::table
        .filter(deliverable::campaign_id.eq(campaign))
        .filter(deliverable::kind.eq(DeliverableKind::Table.code()).and(deliverable::level.is_null()))
        .select(columns!())
        .get_result(conn)
        .optional()?;
    Ok(row.map(asked))
}

/// The statistics table of a campaign, where figures are asked for.
pub fn table(conn: &mut Conn, campaign: i64) -> Result<Deliverable, Problem> {
    find_table(conn, campaign)?.ok_or_else(Problem::no_table)
}

pub fn deliverable(conn: &mut Conn, id: i64) -> Result<Deliverable, Problem> {
    let row: DeliverableRow = deliverable::table.find(id).select(columns!()).get_result(conn)?;
    Ok(asked(row))
}

fn asked((row, clock, (level, kinds, most_bytes)): DeliverableRow) -> Deliverable {
    let (id, campaign, kind, title, phrase) = row;
    let (due_at, grace, close, required, shifted_from) = clock;
    let due = due_at.map(|due_at| Due {
        shifted_from: shifted_from.map(from_millis),
        ..due(&phrase, from_millis(due_at), grace)
    });
    Deliverable {
        id,
        campaign,
        kind: DeliverableKind::from_code(&kind).unwrap_or(DeliverableKind::Table),
        title,
        due,
        close: close.map(from_millis),
        required,
        level: level.as_deref().and_then(Level::from_code),
        files: Files {
            kinds: kinds.iter().flat_map(|kinds| kinds.split(BETWEEN)).map(str::to_owned).collect(),
            most_bytes: most_bytes.map(i64::cast_unsigned),
        },
    }
}

/// Moves a deadline and keeps what it was, who moved it and why.
pub fn move_due(
    conn: &mut Conn,
    before: &Deliverable,
    after: Option<&Due>,
    close: Option<Instant>,
    (by, now, reason): (i64, Instant, &str),
) -> Result<(), Problem> {
    let id = diesel::insert_into(due_change::table)
        .values((
            due_change::deliverable_id.eq(before.id),
            due_change::at.eq(to_millis(now)),
            due_change::account_id.eq(by),
            due_change::phrase_before.eq(phrase(before.due.as_ref())),
            due_change::due_before.eq(before.due.as_ref().map(|due| to_millis(due.instant))),
            due_change::close_before.eq(before.close.map(to_millis)),
            due_change::phrase_after.eq(phrase(after)),
            due_change::due_after.eq(after.map(|due| to_millis(due.instant))),
            due_change::close_after.eq(close.map(to_millis)),
            due_change::reason.eq(reason),
        ))
        .returning(due_change::id)
        .get_result(conn)?;
    written::added("due_change", &[id]);
    written::changing(conn, "deliverable", before.id)?;
    diesel::update(deliverable::table.find(before.id))
        .set((
            deliverable::phrase.eq(phrase(after)),
            deliverable::due_at.eq(after.map(|due| to_millis(due.instant))),
            deliverable::grace_minutes.eq(after.map_or(0, grace_minutes)),
            deliverable::close_at.eq(close.map(to_millis)),
            deliverable::shifted_from.eq(after.and_then(|due| due.shifted_from).map(to_millis)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The words of a deadline; none where there is none.
fn phrase(due: Option<&Due>) -> &str {
    due.map_or("", |due| due.phrase.as_str())
}

/// Every change of a deliverable's deadline, oldest first.
pub fn due_changes(conn: &mut Conn, deliverable: i64) -> Result<Vec<DueChange>, Problem> {
    type Row = ((i64, String, Option<i64>, Option<i64>, String, Option<i64>, Option<i64>, String), String);
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
            due_before: due_before.map(from_millis),
            phrase_after: after,
            due_after: due_after.map(from_millis),
            close_before: close_before.map(from_millis),
            close_after: close_after.map(from_millis),
            reason,
        },
    );
    Ok(changes.collect())
}
