//! When all received files were last held against their hashes, and what came of it: two entries of the system's
//! chain for each time, one where it begins and one where it has ended.
//!
//! The first keeps several servers on one database apart: of those who find a check due at once, one has its turn at the
//! chain and says that it begins. One that never says that it has ended was on a server that did not live to; after a
//! while it counts no more.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::super::connection::Conn;
use super::super::numbers::from_millis;
use super::super::schema::audit_entry;
use super::chain::{Entry, SYSTEM, append};
use super::checkpoints::has_turn;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

const BEGUN: &str = "begin-file-check";
const ENDED: &str = "check-files";

/// A check that has not ended after so long will not.
const GIVEN_UP: TimeDelta = TimeDelta::hours(6);

/// Faults that an entry names.
const NAMED: usize = 5;

/// What a check came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCheck {
    /// When it ended.
    pub at: Instant,
    pub files: u64,
    pub faulty: u64,
    /// A Chinese sentence for each of the first ones.
    pub faults: Vec<String>,
}

/// Says that a check begins now, where none has ended since then, none is under way, and nobody else is about to say so;
/// whether it was said.
pub fn begin_file_check(conn: &mut Conn, since: Instant, at: Instant) -> Result<bool, Problem> {
    if !needs_file_check(conn, since, at)? || !has_turn(conn)? || !needs_file_check(conn, since, at)? {
        return Ok(false);
    }
    append(conn, entry(at, BEGUN, String::new())).map(|_| true)
}

/// Says what a check came to.
pub fn end_file_check(conn: &mut Conn, check: &FileCheck) -> Result<(), Problem> {
    let named: Vec<&String> = check.faults.iter().take(NAMED).collect();
    let detail = json!({ "checked": check.files, "faulty": check.faulty, "faults": named });
    append(conn, entry(check.at, ENDED, detail.to_string())).map(|_| ())
}

/// The last check that has ended.
pub fn last_file_check(conn: &mut Conn) -> Result<Option<FileCheck>, Problem> {
    let last: Option<(i64, String)> = audit_entry::table
        .filter(audit_entry::chain.eq(SYSTEM))
        .filter(audit_entry::verb.eq(ENDED))
        .order(audit_entry::sequence.desc())
        .select((audit_entry::at, audit_entry::detail))
        .first(conn)
        .optional()?;
    Ok(last.map(|(at, detail)| {
        let detail: Value = serde_json::from_str(&detail).unwrap_or_default();
        let faults = detail["faults"].as_array().into_iter().flatten();
        FileCheck {
            at: from_millis(at),
            files: detail["checked"].as_u64().unwrap_or(0),
            faulty: detail["faulty"].as_u64().unwrap_or(0),
            faults: faults.filter_map(|fault| fault.as_str().map(str::to_owned)).collect(),
        }
    }))
}

/// Whether no check has ended since then and none is under way.
pub fn needs_file_check(conn: &mut Conn, since: Instant, at: Instant) -> Result<bool, Problem> {
    let last: Option<(i64, String)> = audit_entry::table
        .filter(audit_entry::chain.eq(SYSTEM))
        .filter(audit_entry::verb.eq_any([BEGUN, ENDED]))
        .order(audit_entry::sequence.desc())
        .select((audit_entry::at, audit_entry::verb))
        .first(conn)
        .optional()?;
    let Some((last, verb)) = last.map(|(last, verb)| (from_millis(last), verb)) else { return Ok(true) };
    Ok(if verb == BEGUN { at - last >= GIVEN_UP } else { last < since })
}

fn entry(at: Instant, verb: &'static str, detail: String) -> Entry {
    Entry { chain: SYSTEM.to_owned(), at, account: None, verb, subject: "objects".to_owned(), detail }
}
