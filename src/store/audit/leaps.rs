//! Jumps of the clock, in the system's chain: each is an entry, and stands until somebody has confirmed the clock.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::super::connection::Conn;
use super::super::numbers::{from_millis, to_millis};
use super::super::schema::audit_entry;
use super::chain::{Entry, SYSTEM, append};
use super::timely::CONFIRMED;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

const LEAPT: &str = "clock-jumped";

/// A clock that jumped ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leap {
    /// What it would have shown, and what it showed.
    pub before: Instant,
    pub after: Instant,
}

pub fn note_leap(conn: &mut Conn, leap: Leap) -> Result<(), Problem> {
    let (before, after) = (to_millis(leap.before), to_millis(leap.after));
    let detail = json!({ "before": before, "after": after, "ahead": after - before }).to_string();
    let (chain, subject) = (SYSTEM.to_owned(), "clock".to_owned());
    append(conn, Entry { chain, at: leap.after, account: None, verb: LEAPT, subject, detail }).map(|_| ())
}

/// The jumps since the clock was last confirmed, the oldest first.
pub fn unconfirmed_leaps(conn: &mut Conn) -> Result<Vec<Leap>, Problem> {
    let system = || audit_entry::table.filter(audit_entry::chain.eq(SYSTEM));
    let confirmed: Option<i64> = system()
        .filter(audit_entry::verb.eq(CONFIRMED))
        .select(diesel::dsl::max(audit_entry::sequence))
        .get_result(conn)?;
    let since: Vec<String> = system()
        .filter(audit_entry::verb.eq(LEAPT))
        .filter(audit_entry::sequence.gt(confirmed.unwrap_or(0)))
        .order(audit_entry::sequence)
        .select(audit_entry::detail)
        .load(conn)?;
    Ok(since.iter().filter_map(|detail| read(detail)).collect())
}

fn read(detail: &str) -> Option<Leap> {
    let detail: Value = serde_json::from_str(detail).ok()?;
    let at = |name: &str| detail[name].as_i64().map(from_millis);
    Some(Leap { before: at("before")?, after: at("after")? })
}
