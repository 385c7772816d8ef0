//! An administrator's word that the clock is right, although the log holds a later time.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::schema::audit_entry;
use super::chain::{Entry, SYSTEM, append};
use super::timely::{CONFIRMED, begin_anew};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Says that the clock is right as it is, and the later time was wrong.
pub fn confirm_clock(
    conn: &mut Conn,
    at: Instant,
    account: Option<i64>,
    reason: &str,
) -> Result<(), Problem> {
    let latest: Option<i64> =
        audit_entry::table.select(diesel::dsl::max(audit_entry::at)).get_result(conn)?;
    let detail = serde_json::json!({ "latest": latest, "reason": reason }).to_string();
    begin_anew(at);
    let (chain, subject) = (SYSTEM.to_owned(), "service".to_owned());
    append(conn, Entry { chain, at, account, verb: CONFIRMED, subject, detail }).map(|_| ())
}
