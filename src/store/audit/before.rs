//! What was in the tables before the log carried digests of rows: noted once, when the first version that does
//! so opens the database.
//!
//! Such an entry proves nothing about the time before it, and says so by its verb; from it on every row is
//! held against the log. A log that carries digests already is never given another such entry: it would bless
//! what somebody changed behind it.

use diesel::prelude::*;

use super::super::connection::{Conn, Prepared};
use super::super::schema::{audit_chain, audit_entry};
use super::super::written;
use super::chain::{Entry, SYSTEM, append};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Digests that one entry carries.
const MOST: usize = 2_000;

/// Notes every row that an earlier version left; how many entries that took.
pub fn note_rows(conn: &mut Conn, at: Instant) -> Result<usize, Problem> {
    let entries: i64 = audit_entry::table.count().get_result(conn)?;
    if entries == 0 || carries_rows(conn)? {
        return Ok(0);
    }
    // Whichever server comes first notes them; nothing changes while it does.
    Prepared(
        diesel::update(audit_chain::table.find(SYSTEM)).set(audit_chain::length.eq(audit_chain::length)),
    )
    .execute(conn)?;
    if carries_rows(conn)? {
        return Ok(0);
    }
    let parts = written::everything(conn, MOST)?;
    for part in &parts {
        let detail = serde_json::json!({ "rows": part }).to_string();
        let (chain, subject) = (SYSTEM.to_owned(), "service".to_owned());
        append(conn, Entry { chain, at, account: None, verb: "note-rows", subject, detail })?;
    }
    Ok(parts.len())
}

/// Whether any entry carries digests of rows.
fn carries_rows(conn: &mut Conn) -> Result<bool, Problem> {
    let carrying = audit_entry::table
        .filter(audit_entry::chain.eq(SYSTEM))
        .filter(audit_entry::detail.like("%\"rows\":{%"));
    Ok(diesel::select(diesel::dsl::exists(carrying)).get_result(conn)?)
}
