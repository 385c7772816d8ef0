//! Where units stand with a deliverable other than the table.
//!
//! Those asked are the campaign's expected units; what binds a level, the nodes of that level below the
//! campaign's own. A unit that sent nothing has no row.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::campaign::{Deliverable, Standing, UnitState};
use crate::problem::Problem;
use crate::store::connection::{Conn, Prepared};
use crate::store::numbers::{from_millis, to_millis};
use crate::store::schema::{campaign, delivered, expected_unit, extension, pending_file, unit};
use crate::store::units;
use crate::vocabulary::time::Instant;

type UnitRow = (i64, String, String, String, Option<String>, Option<String>);
type Row = (i64, String, i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>);

/// Every unit of a subtree that is asked for it, by code.
pub fn below(conn: &mut Conn, asked: &Deliverable, path: &str) -> Result<Vec<Standing>, Problem> {
    let units = units_asked(conn, asked, path)?;
    complete(conn, asked, units)
}

/// Where one unit stands; `None`: it is not asked for this.
pub fn of_one(conn: &mut Conn, asked: &Deliverable, node: &units::Node) -> Result<Option<Standing>, Problem> {
    let units = units_asked(conn, asked, &node.path)?;
    let own = units.into_iter().filter(|row| row.0 == node.id).collect();
    Ok(complete(conn, asked, own)?.pop())
}

fn units_asked(conn: &mut Conn, asked: &Deliverable, path: &str) -> Result<Vec<UnitRow>, Problem> {
    let behind = units::behind(path);
    let Some(level) = asked.level else {
        return Ok(expected_unit::table
            .inner_join(unit::table)
            .filter(expected_unit::campaign_id.eq(asked.campaign))
            .filter(unit::path.ge(path).and(unit::path.lt(behind)))
            .order(unit::code)
            .select((
                unit::id,
                unit::code,
                unit::name,
                unit::path,
                unit::contact,
                expected_unit::exempt_reason,
            ))
            .load(conn)?);
    };
    let whole: String = campaign::table
        .inner_join(unit::table)
        .filter(campaign::id.eq(asked.campaign))
        .select(unit::path)
        .get_result(conn)?;
    let rows: Vec<(i64, String, String, String, Option<String>)> = unit::table
        .filter(unit::level.eq(level.code()).and(unit::active.eq(true)))
        .filter(unit::path.ge(path).and(unit::path.lt(behind)))
        .filter(unit::path.ge(&whole).and(unit::path.lt(units::behind(&whole))))
        .order(unit::code)
        .select((unit::id, unit::code, unit::name, unit::path, unit::contact))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, code, name, path, contact)| (id, code, name, path, contact, None))
        .collect())
}

fn complete(conn: &mut Conn, asked: &Deliverable, units: Vec<UnitRow>) -> Result<Vec<Standing>, Problem> {
    /// From so many units on, everything about the deliverable is read at once.
    const MANY: usize = 1_000;
    let mut rows = delivered::table
        .filter(delivered::deliverable_id.eq(asked.id))
        .select((
            delivered::unit_id,
            delivered::state,
            delivered::revisions,
            delivered::current_delivery_id,
            delivered::first_received_at,
            delivered::last_changed_at,
            delivered::accepted_at,
        ))
        .into_boxed();
    let mut granted = extension::table
        .filter(extension::deliverable_id.eq(asked.id))
        .order(extension::id)
        .select((extension::unit_id, extension::until))
        .into_boxed();
    let mut waiting = pending_file::table
        .filter(pending_file::deliverable_id.eq(asked.id))
        .order(pending_file::id)
        .select((pending_file::unit_id, pending_file::at))
        .into_boxed();
    if units.len() <= MANY {
        let ids: Vec<i64> = units.iter().map(|row| row.0).collect();
        rows = rows.filter(delivered::unit_id.eq_any(ids.clone()));
        granted = granted.filter(extension::unit_id.eq_any(ids.clone()));
        waiting = waiting.filter(pending_file::unit_id.eq_any(ids));
    }
    let rows: Vec<Row> = rows.load(conn)?;
    let granted: Vec<(i64, i64)> = granted.load(conn)?;
    let waiting: Vec<(i64, i64)> = waiting.load(conn)?;
    let rows: HashMap<i64, Row> = rows.into_iter().map(|row| (row.0, row)).collect();
    // The newest of a unit comes last and wins.
    let granted: HashMap<i64, i64> = granted.into_iter().collect();
    let waiting: HashMap<i64, i64> = waiting.into_iter().collect();
    let standing = |(id, code, name, path, contact, exempt): UnitRow| {
        let row = rows.get(&id);
        let at = |pick: fn(&Row) -> Option<i64>| row.and_then(pick).map(from_millis);
        Standing {
            unit: id,
            code,
            name,
            path,
            contact,
            exempt,
            state: row.and_then(|row| UnitState::from_code(&row.1)).unwrap_or(UnitState::None),
            revisions: row.map_or(0, |row| row.2),
            nil: false,
            current: row.and_then(|row| row.3),
            in_force: row.and_then(|row| row.3),
            first_received: at(|row| row.4),
            first_valid: at(|row| row.4),
            last_changed: at(|row| row.5),
            accepted: at(|row| row.6),
            extended: granted.get(&id).copied().map(from_millis),
            draft_saved: waiting.get(&id).copied().map(from_millis),
        }
    };
    Ok(units.into_iter().map(standing).collect())
}

/// Locks a unit's row of a deliverable until the transaction ends, making it where it is not there yet.
pub fn lock(conn: &mut Conn, deliverable: i64, unit_id: i64) -> Result<(), Problem> {
    let row = (
        delivered::deliverable_id.eq(deliverable),
        delivered::unit_id.eq(unit_id),
        delivered::state.eq(UnitState::None.code()),
        delivered::revisions.eq(0_i64),
    );
    Prepared(diesel::insert_into(delivered::table).values(row).on_conflict_do_nothing()).execute(conn)?;
    Prepared(
        diesel::update(delivered::table.find((deliverable, unit_id)))
            .set(delivered::revisions.eq(delivered::revisions)),
    )
    .execute(conn)?;
    Ok(())
}

/// Notes what was sent: it is current.
pub fn note_delivery(
    conn: &mut Conn,
    deliverable: i64,
    before: &Standing,
    (id, received): (i64, Instant),
) -> Result<(), Problem> {
    let received = to_millis(received);
    let first = before.first_received.map_or(received, |first| to_millis(first).min(received));
    Prepared(diesel::update(delivered::table.find((deliverable, before.unit))).set((
        delivered::state.eq(UnitState::Submitted.code()),
        delivered::revisions.eq(before.revisions + 1),
        delivered::current_delivery_id.eq(Some(id)),
        delivered::first_received_at.eq(Some(first)),
        delivered::last_changed_at.eq(Some(received)),
        delivered::accepted_at.eq(None::<i64>),
    )))
    .execute(conn)?;
    Ok(())
}

/// Notes that what is current was accepted or returned.
pub fn note_review(
    conn: &mut Conn,
    deliverable: i64,
    unit_id: i64,
    (state, now): (UnitState, Instant),
) -> Result<(), Problem> {
    let accepted = (state == UnitState::Accepted).then(|| to_millis(now));
    Prepared(
        diesel::update(delivered::table.find((deliverable, unit_id)))
            .set((delivered::state.eq(state.code()), delivered::accepted_at.eq(accepted))),
    )
    .execute(conn)?;
    Ok(())
}
