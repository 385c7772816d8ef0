//! 审计: who did what when, chained by hash so that no line can be changed or taken out unseen.
//!
//! One chain for each unit and one for the system's own entries: units do not wait for each other. An entry is
//! written in the same transaction as what it tells of; if it cannot be written, nothing happens. The head of
//! a unit's chain goes onto its receipts and so leaves the machine; a checkpoint over all heads does the same
//! for the whole.

mod chain;
mod before;
mod checkpoints;
mod file_checks;
mod leaps;
mod verify;
mod shown;
pub(in crate::store) mod timely;
mod confirmed;

use std::collections::HashMap;

use diesel::prelude::*;

pub use self::before::note_rows;
pub use self::chain::{Entry, Link, SYSTEM, append, chain_of};
pub use self::checkpoints::last as last_checkpoint;
pub use self::checkpoints::{KIND as CHECKPOINT, Last, last_proof, proofs, seal, seal_after, unlike};
pub use self::confirmed::confirm_clock;
pub use self::file_checks::{FileCheck, begin_file_check, end_file_check, last_file_check, needs_file_check};
pub use self::leaps::{Leap, note_leap, unconfirmed_leaps};
pub use self::shown::{Filter, First, Place, Shown, find};
pub use self::verify::{Verdict, is_stated, verify};
use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::{audit_chain, audit_entry, checkpoint};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// When each of these accounts last did something, by the account's number.
pub fn last(conn: &mut Conn, verb: &str, accounts: &[i64]) -> Result<HashMap<i64, Instant>, Problem> {
    let rows: Vec<(Option<i64>, Option<i64>)> = audit_entry::table
        .filter(audit_entry::verb.eq(verb))
        .filter(audit_entry::account_id.eq_any(accounts.iter().copied().map(Some).collect::<Vec<_>>()))
        .group_by(audit_entry::account_id)
        .select((audit_entry::account_id, diesel::dsl::max(audit_entry::at)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(account, at)| Some((account?, from_millis(at?)))).collect())
}

/// The hash of the entry at a place of a chain.
pub fn hash_at(conn: &mut Conn, chain: &str, sequence: i64) -> Result<Option<String>, Problem> {
    Ok(audit_entry::table.find((chain, sequence)).select(audit_entry::hash).get_result(conn).optional()?)
}

/// Whether an account has done something since then, with just this told of it.
pub fn has(conn: &mut Conn, account: i64, verb: &str, detail: &str, since: Instant) -> Result<bool, Problem> {
    let entries = audit_entry::table
        .filter(audit_entry::account_id.eq(account))
        .filter(audit_entry::verb.eq(verb))
        .filter(audit_entry::detail.eq(detail))
        .filter(audit_entry::at.ge(to_millis(since)));
    Ok(entries.count().get_result::<i64>(conn)? > 0)
}

/// The size of the log.
#[derive(Clone, Debug)]
pub struct Summary {
    pub chains: i64,
    pub entries: i64,
    /// When the last checkpoint was written.
    pub sealed_at: Option<Instant>,
}

pub fn summary(conn: &mut Conn) -> Result<Summary, Problem> {
    let total = diesel::dsl::sql::<diesel::sql_types::BigInt>("CAST(COALESCE(SUM(length), 0) AS BIGINT)");
    let (chains, entries) = audit_chain::table.select((diesel::dsl::count_star(), total)).get_result(conn)?;
    let sealed: Option<i64> = checkpoint::table.select(diesel::dsl::max(checkpoint::at)).get_result(conn)?;
    Ok(Summary { chains, entries, sealed_at: sealed.map(from_millis) })
}
