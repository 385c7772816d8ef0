//! Where every expected unit stands: the one place that changes while a campaign runs, and only forwards.

mod row;
mod steps;
mod exceptions;

use std::collections::HashSet;

use diesel::prelude::*;

pub use self::exceptions::{exempt, extend, extensions};
use self::row::{Core, MANY, UNIT, UnitRow, complete, standing};
pub use self::steps::{lock, note_review, note_revision};
use super::connection::{Conn, each};
use super::numbers::to_millis;
use super::schema::{deliverable, draft, expected_unit, extension, unit};
use super::written;
use crate::campaign::{DeliverableKind, Standing, UnitState};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Expects the units of a campaign, each with the reason of its exemption where it has one. Those already
/// expected stay as they are.
pub fn expect(
    conn: &mut Conn,
    campaign: i64,
    units: &[(i64, Option<String>)],
    by: i64,
    now: Instant,
) -> Result<(), Problem> {
    written::changing(conn, "expected_unit", campaign)?;
    let rows: Vec<_> = units
        .iter()
        .map(|(unit, exempt)| {
            (
                expected_unit::campaign_id.eq(campaign),
                expected_unit::unit_id.eq(*unit),
                expected_unit::exempt_reason.eq(exempt.clone()),
                expected_unit::exempt_by.eq(exempt.as_ref().map(|_| by)),
                expected_unit::exempt_at.eq(exempt.as_ref().map(|_| to_millis(now))),
                expected_unit::state.eq(UnitState::None.code()),
                expected_unit::revisions.eq(0_i64),
                expected_unit::nil.eq(false),
            )
        })
        .collect();
    for chunk in rows.chunks(1_000) {
        let chunk = chunk.to_vec();
        each!(conn, inner => diesel::insert_into(expected_unit::table)
            .values(chunk)
            .on_conflict_do_nothing()
            .execute(inner))?;
    }
    Ok(())
}

/// The units that a campaign expects.
pub fn expected(conn: &mut Conn, campaign: i64) -> Result<HashSet<i64>, Problem> {
    let ids: Vec<i64> = expected_unit::table
        .filter(expected_unit::campaign_id.eq(campaign))
        .select(expected_unit::unit_id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// Where one unit stands; `None` where the campaign does not expect it.
pub fn find(conn: &mut Conn, campaign: i64, unit_id: i64) -> Result<Option<Standing>, Problem> {
    type Row = (Core, UnitRow, Option<i64>);
    let own_draft = draft::campaign_id.eq(campaign).and(draft::unit_id.eq(unit_id));
    let row: Option<Row> = expected_unit::table
        .inner_join(unit::table)
        .left_join(draft::table.on(own_draft))
        .filter(expected_unit::campaign_id.eq(campaign).and(expected_unit::unit_id.eq(unit_id)))
        .select((Core::as_select(), UNIT, draft::saved_at.nullable()))
        .get_result(conn)
        .optional()?;
    let Some((core, unit, saved)) = row else { return Ok(None) };
    Ok(Some(standing(core, unit, extended(conn, campaign, unit_id)?, saved)))
}

/// Until when a unit was given time for the statistics table, by the extension granted last.
fn extended(conn: &mut Conn, campaign: i64, unit_id: i64) -> Result<Option<i64>, Problem> {
    let granted: Vec<i64> = extension::table
        .inner_join(deliverable::table)
        .filter(deliverable::campaign_id.eq(campaign))
        .filter(deliverable::kind.eq(DeliverableKind::Table.code()).and(deliverable::level.is_null()))
        .filter(extension::unit_id.eq(unit_id))
        .order(extension::id)
        .select(extension::until)
        .load(conn)?;
    Ok(granted.last().copied())
}

/// Every expected unit of a subtree, by code.
pub fn below(conn: &mut Conn, campaign: i64, path: &str) -> Result<Vec<Standing>, Problem> {
    let rows: Vec<(Core, UnitRow)> = expected_unit::table
        .inner_join(unit::table)
        .filter(expected_unit::campaign_id.eq(campaign))
        .filter(unit::path.ge(path).and(unit::path.lt(super::units::behind(path))))
        .order(unit::code)
        .select((Core::as_select(), UNIT))
        .load(conn)?;
    complete(conn, campaign, rows)
}

/// Where these units stand, as far as the campaign expects them.
pub fn of_units(conn: &mut Conn, campaign: i64, units: &[i64]) -> Result<Vec<Standing>, Problem> {
    let mut standings = Vec::new();
    for units in units.chunks(MANY) {
        let rows: Vec<(Core, UnitRow)> = expected_unit::table
            .inner_join(unit::table)
            .filter(expected_unit::campaign_id.eq(campaign).and(expected_unit::unit_id.eq_any(units)))
            .select((Core::as_select(), UNIT))
            .load(conn)?;
        standings.extend(complete(conn, campaign, rows)?);
    }
    Ok(standings)
}
