//! How the entries of one chain hang together: each carries the hash of the one before it.
//!
//! The hash is made over every field of an entry in a fixed order, so that a changed field, an entry taken
//! out and one put in between all show at the next link.

use diesel::prelude::*;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::super::connection::{Conn, Prepared};
use super::super::numbers::to_millis;
use super::super::schema::{audit_chain, audit_entry};
use super::super::written;
use super::timely;
use crate::problem::Problem;
use crate::vocabulary::hex::hex;
use crate::vocabulary::time::Instant;

/// The chain of entries that belong to no unit.
pub const SYSTEM: &str = "system";

/// The hash before the first entry of a chain.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What is to be logged.
#[derive(Clone, Debug)]
pub struct Entry {
    pub chain: String,
    pub at: Instant,
    pub account: Option<i64>,
    /// Stable, kebab-case: `submit`, `accept`, `sign-in` …
    pub verb: &'static str,
    /// What it was done to: `revision 12`, `unit 370320001` …
    pub subject: String,
    /// JSON, or nothing.
    pub detail: String,
}

/// The name of a unit's chain.
pub fn chain_of(unit_code: &str) -> String {
    format!("unit/{unit_code}")
}

/// A link that was made: its number in the chain and its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub chain: String,
    pub sequence: i64,
    pub hash: String,
}

/// Appends an entry to its chain. The chain's row stays locked until the transaction ends.
pub fn append(conn: &mut Conn, entry: Entry) -> Result<Link, Problem> {
    timely::check(conn, entry.verb)?;
    let begun = (
        audit_chain::name.eq(entry.chain.clone()),
        audit_chain::length.eq(1_i64),
        audit_chain::head.eq(GENESIS),
    );
    let lengthened = diesel::insert_into(audit_chain::table)
        .values(begun)
        .on_conflict(audit_chain::name)
        .do_update()
        .set(audit_chain::length.eq(audit_chain::length + 1))
        .returning((audit_chain::length, audit_chain::head));
    let (sequence, previous): (i64, String) = Prepared(lengthened).get_result(conn)?;
    let detail = with_rows(entry.detail, written::told(conn)?)?;
    let line = Line {
        chain: &entry.chain,
        sequence,
        at: to_millis(entry.at),
        account: entry.account,
        verb: entry.verb,
        subject: &entry.subject,
        detail: &detail,
        previous: &previous,
    };
    let hash = line.hash();
    diesel::insert_into(audit_entry::table)
        .values((
            audit_entry::chain.eq(&entry.chain),
            audit_entry::sequence.eq(sequence),
            audit_entry::at.eq(line.at),
            audit_entry::account_id.eq(entry.account),
            audit_entry::verb.eq(entry.verb),
            audit_entry::subject.eq(&entry.subject),
            audit_entry::detail.eq(&detail),
            audit_entry::previous.eq(&previous),
            audit_entry::hash.eq(&hash),
        ))
        .execute(conn)?;
    Prepared(diesel::update(audit_chain::table.find(&entry.chain)).set(audit_chain::head.eq(&hash)))
        .execute(conn)?;
    Ok(Link { chain: entry.chain, sequence, hash })
}

/// The detail of an entry together with the digests of what its transaction wrote.
fn with_rows(detail: String, rows: Option<Value>) -> Result<String, Problem> {
    let Some(rows) = rows else { return Ok(detail) };
    let mut whole: Map<String, Value> = match detail.is_empty() {
        true => Map::new(),
        false => serde_json::from_str(&detail).map_err(|_| Problem::broken())?,
    };
    whole.insert("rows".to_owned(), rows);
    Ok(Value::Object(whole).to_string())
}

/// What a hash covers: every field, each with its length before it, so that no two lines read alike.
pub(super) struct Line<'l> {
    pub(super) chain: &'l str,
    pub(super) sequence: i64,
    pub(super) at: i64,
    pub(super) account: Option<i64>,
    pub(super) verb: &'l str,
    pub(super) subject: &'l str,
    pub(super) detail: &'l str,
    pub(super) previous: &'l str,
}

impl Line<'_> {
    pub(super) fn hash(&self) -> String {
        let account = self.account.map_or(String::new(), |account| account.to_string());
        let (sequence, at) = (self.sequence.to_string(), self.at.to_string());
        hash_of(&[self.previous, self.chain, &sequence, &at, &account, self.verb, self.subject, self.detail])
    }
}

pub(super) fn hash_of(fields: &[&str]) -> String {
    let mut hash = Sha256::new();
    for field in fields {
        hash.update(field.len().to_string());
        hash.update(":");
        hash.update(field);
    }
    hex(&hash.finalize())
}

pub(super) type Stored = (String, i64, i64, Option<i64>, String, String, String, String, String);
