//! What moves a unit on: a revision that was sent, a review that was made. Whoever moves it holds its row
//! first.

use diesel::prelude::*;

use super::super::connection::{Conn, Prepared};
use super::super::numbers::to_millis;
use super::super::schema::expected_unit;
use crate::campaign::{Standing, UnitState};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Locks a unit's row until the transaction ends, so that two requests about the same unit come one after the
/// other on either database.
pub fn lock(conn: &mut Conn, campaign: i64, unit_id: i64) -> Result<(), Problem> {
    let locked = Prepared(
        diesel::update(expected_unit::table.find((campaign, unit_id)))
            .set(expected_unit::revisions.eq(expected_unit::revisions)),
    )
    .execute(conn)?;
    if locked == 1 { Ok(()) } else { Err(Problem::not_found()) }
}

/// Notes a revision that was sent: it is current and, being clean, in force.
pub fn note_revision(
    conn: &mut Conn,
    before: &Standing,
    campaign: i64,
    (revision, nil, received): (i64, bool, Instant),
) -> Result<(), Problem> {
    let received = to_millis(received);
    let first = |known: Option<Instant>| known.map_or(received, |known| to_millis(known).min(received));
    Prepared(diesel::update(expected_unit::table.find((campaign, before.unit))).set((
        expected_unit::state.eq(UnitState::Submitted.code()),
        expected_unit::revisions.eq(before.revisions + 1),
        expected_unit::nil.eq(nil),
        expected_unit::current_revision_id.eq(Some(revision)),
        expected_unit::in_force_revision_id.eq(Some(revision)),
        expected_unit::first_received_at.eq(Some(first(before.first_received))),
        expected_unit::first_valid_at.eq(Some(first(before.first_valid))),
        expected_unit::last_changed_at.eq(Some(received)),
        expected_unit::accepted_at.eq(None::<i64>),
    )))
    .execute(conn)?;
    Ok(())
}

/// Notes that the current revision was accepted or returned.
pub fn note_review(
    conn: &mut Conn,
    campaign: i64,
    unit_id: i64,
    (state, now): (UnitState, Instant),
) -> Result<(), Problem> {
    let accepted = (state == UnitState::Accepted).then(|| to_millis(now));
    Prepared(
        diesel::update(expected_unit::table.find((campaign, unit_id)))
            .set((expected_unit::state.eq(state.code()), expected_unit::accepted_at.eq(accepted))),
    )
    .execute(conn)?;
    Ok(())
}
