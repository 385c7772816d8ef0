//! 单位自己报过的: what a unit has in force in other campaigns of a year.

use diesel::prelude::*;

use super::connection::Conn;
use super::schema::{campaign, expected_unit, revision};
use crate::problem::Problem;

/// Campaign and revision in force of a unit in a year, one campaign left out; what came in last first, at most so many.
pub fn in_force(
    conn: &mut Conn,
    (unit, year, except): (i64, i32, i64),
    most: usize,
) -> Result<Vec<(i64, i64)>, Problem> {
    let rows: Vec<(i64, i64)> = expected_unit::table
        .inner_join(campaign::table)
        .inner_join(revision::table.on(expected_unit::in_force_revision_id.eq(revision::id.nullable())))
        .filter(expected_unit::unit_id.eq(unit).and(campaign::year.eq(i64::from(year))))
        .filter(campaign::id.ne(except))
        .order((revision::received_at.desc(), revision::id.desc()))
        .select((campaign::id, revision::id))
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .load(conn)?;
    Ok(rows)
}
