//! The history of the tree: every change of a unit, field by field, with who made it and when.
//!
//! Its newest entry is the version of the tree: whoever keeps a register in memory knows by it whether the
//! register is still good.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::to_millis;
use super::super::schema::unit_change;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Grows with every change of the tree: a register made at this version is good until it moves.
pub fn version(conn: &mut Conn) -> Result<i64, Problem> {
    let newest: Option<i64> =
        unit_change::table.select(diesel::dsl::max(unit_change::id)).get_result(conn)?;
    Ok(newest.unwrap_or(0))
}

/// Who changes the tree, and when.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub at: Instant,
    /// Nobody where the command line does it.
    pub account: Option<i64>,
}

pub(super) fn note(
    conn: &mut Conn,
    id: i64,
    change: Change,
    field: &str,
    before: Option<&str>,
    after: Option<&str>,
) -> Result<(), Problem> {
    let row = (
        unit_change::unit_id.eq(id),
        unit_change::at.eq(to_millis(change.at)),
        unit_change::account_id.eq(change.account),
        unit_change::field.eq(field),
        unit_change::before.eq(before),
        unit_change::after.eq(after),
    );
    diesel::insert_into(unit_change::table).values(row).execute(conn)?;
    Ok(())
}
