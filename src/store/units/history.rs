//! The history of the tree: every change of a unit, field by field, with who made it and when.
//!
//! Its newest entry is the version of the tree: whoever keeps a register in memory knows by it whether the
//! register is still good.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::{from_millis, to_millis};
use super::super::schema::{account, unit_change};
use super::super::written;
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
    let new = diesel::insert_into(unit_change::table).values(row);
    let change = new.returning(unit_change::id).get_result(conn)?;
    written::added("unit_change", &[change]);
    Ok(())
}

/// A change of one field of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub id: i64,
    pub at: Instant,
    /// Name of the account; nobody where the command line did it.
    pub by: Option<String>,
    /// `created`, `parent`, or a field of the description.
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A unit's changes with numbers above `after`, in their order.
pub fn history(conn: &mut Conn, unit: i64, after: i64, most: i64) -> Result<Vec<Changed>, Problem> {
    type Row = (i64, i64, Option<String>, String, Option<String>, Option<String>);
    let rows: Vec<Row> = unit_change::table
        .left_join(account::table)
        .filter(unit_change::unit_id.eq(unit).and(unit_change::id.gt(after)))
        .order(unit_change::id)
        .limit(most)
        .select((
            unit_change::id,
            unit_change::at,
            account::name.nullable(),
            unit_change::field,
            unit_change::before,
            unit_change::after,
        ))
        .load(conn)?;
    let changed =
        |(id, at, by, field, before, after)| Changed { id, at: from_millis(at), by, field, before, after };
    Ok(rows.into_iter().map(changed).collect())
}
