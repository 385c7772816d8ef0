//! What a supervisor grants one unit: that it need not report (免报), or more time (延期).

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::{from_millis, to_millis};
use super::super::schema::{account, expected_unit, extension};
use super::super::written;
use crate::campaign::task::Extension;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Exempts a unit with a reason, or (`None`) expects it again.
pub fn exempt(
    conn: &mut Conn,
    campaign: i64,
    unit_id: i64,
    reason: Option<&str>,
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    diesel::update(expected_unit::table.find((campaign, unit_id)))
        .set((
            expected_unit::exempt_reason.eq(reason),
            expected_unit::exempt_by.eq(Some(by)),
            expected_unit::exempt_at.eq(Some(to_millis(now))),
        ))
        .execute(conn)?;
    Ok(())
}

/// Grants an extension; a later one of the same unit takes its place.
pub fn extend(
    conn: &mut Conn,
    deliverable: i64,
    unit_id: i64,
    (until, reason): (Instant, &str),
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    let id = diesel::insert_into(extension::table)
        .values((
            extension::deliverable_id.eq(deliverable),
            extension::unit_id.eq(unit_id),
            extension::until.eq(to_millis(until)),
            extension::reason.eq(reason),
            extension::granted_by.eq(by),
            extension::granted_at.eq(to_millis(now)),
        ))
        .returning(extension::id)
        .get_result(conn)?;
    written::added("extension", &[id]);
    Ok(())
}

/// A unit's extensions of a deliverable, oldest first.
pub fn extensions(conn: &mut Conn, deliverable: i64, unit_id: i64) -> Result<Vec<Extension>, Problem> {
    let rows: Vec<(i64, i64, String, String, i64)> = extension::table
        .inner_join(account::table)
        .filter(extension::deliverable_id.eq(deliverable).and(extension::unit_id.eq(unit_id)))
        .order(extension::id)
        .select((
            extension::unit_id,
            extension::until,
            extension::reason,
            account::name,
            extension::granted_at,
        ))
        .load(conn)?;
    let extensions = rows.into_iter().map(|(unit, until, reason, granted_by, granted_at)| Extension {
        unit,
        until: from_millis(until),
        reason,
        granted_by,
        granted_at: from_millis(granted_at),
    });
    Ok(extensions.collect())
}
