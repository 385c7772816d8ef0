//! 登记: which rows a transaction wrote, so that the log's next entry carries a digest of each.
//!
//! What was sent is proven by snapshots and receipts (`proof`). Everything else that has a meaning (who may do
//! what, whom a campaign asks, what a unit was told) is held by the log alone, in this way:
//!
//! 1. Whoever writes a row of a guarded table says so here: [`changing`] before an existing row is touched,
//!    [`added`] behind one that is new and never changes again.
//! 2. The next entry that the same transaction appends to the log takes all of that and carries, under `rows`
//!    in its detail, the digest of each row as it is now; of a changed one also the digest of what it was.
//! 3. `proof::rows` reads the entries in their order: each row must be what its last digest says, what was
//!    changed must have been what the entry before had left, and no row may be there that no entry names.
//!
//! A transaction that wrote a guarded row and appends no entry afterwards is undone ([`within`]): nothing can be
//! written unseen, not even by a mistake in this program. The list belongs to the thread that runs the
//! transaction, because one transaction is one piece of work on one thread.
//!
//! Rows that change are digested under the lock of the system's chain, which every entry about them goes to:
//! otherwise two servers could both believe to have been the first. Rows that never change may be named by an
//! entry of any chain. A row's text is that of a backup, without its empty columns: so a column that a later
//! version adds empty changes no digest.

mod leaf;
mod tables;

use std::cell::RefCell;
use std::collections::BTreeMap;

use diesel::prelude::*;

pub use self::leaf::{Leaf, Of, digest_of};
use self::tables::digest;
pub use self::tables::{GUARDED, Guarded, Sort, UNGUARDED, WITHOUT_MEANING, all_of, is_once, parse};
use super::connection::{Conn, Prepared};
use super::schema::audit_chain;
use crate::problem::Problem;

/// The chain whose lock stands for every row that changes.
const SYSTEM: &str = "system";

thread_local! {
    /// What this thread's transaction wrote and no entry has told of; what a changed row was, by its digest.
    static OPEN: RefCell<BTreeMap<Leaf, Option<String>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Runs the work of one transaction; what it wrote must have been told of at its end.
pub(super) fn within<T>(work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    OPEN.take();
    let done = work()?;
    let untold = OPEN.take();
    if untold.is_empty() {
        return Ok(done);
    }
    let named: Vec<String> = untold.keys().map(Leaf::text).collect();
    tracing::error!(rows = named.join(", "), "rows were written and no entry tells of them");
    Err(Problem::broken())
}

/// Says that rows will be written that may be there already: those of a table with this number.
pub fn changing(conn: &mut Conn, table: &'static str, number: i64) -> Result<(), Problem> {
    change(conn, Leaf::number(table, number))
}

/// The same of the row with this name.
pub fn changing_named(conn: &mut Conn, table: &'static str, name: &str) -> Result<(), Problem> {
    change(conn, Leaf::name(table, name))
}

fn change(conn: &mut Conn, leaf: Leaf) -> Result<(), Problem> {
    if OPEN.with_borrow(|open| open.contains_key(&leaf)) {
        return Ok(());
    }
    Prepared(
        diesel::update(audit_chain::table.find(SYSTEM)).set(audit_chain::length.eq(audit_chain::length)),
    )
    .execute(conn)?;
    let before = digest(conn, &leaf)?;
    OPEN.with_borrow_mut(|open| open.insert(leaf, Some(before)));
    Ok(())
}

/// Says that a new row was written, which may change later.
pub fn made(table: &'static str, number: i64) {
    note(Leaf::number(table, number));
}

/// The same of a row with a name.
pub fn made_named(table: &'static str, name: &str) {
    note(Leaf::name(table, name));
}

fn note(leaf: Leaf) {
    OPEN.with_borrow_mut(|open| {
        open.entry(leaf).or_insert(None);
    });
}

/// Says that rows were written that never change again.
pub fn added(table: &'static str, numbers: &[i64]) {
    OPEN.with_borrow_mut(|open| {
        open.extend(numbers.iter().map(|number| (Leaf::number(table, *number), None)));
    });
}

/// What was written so far, each with its digest as it is now, as an entry carries it; the caller holds the
/// lock of the entry's chain. `None`: nothing.
pub(super) fn told(conn: &mut Conn) -> Result<Option<serde_json::Value>, Problem> {
    let open = OPEN.take();
    if open.is_empty() {
        return Ok(None);
    }
    let mut told = serde_json::Map::new();
    for (leaf, before) in joined(open) {
        let after = digest(conn, &leaf)?;
        let said = match before {
            Some(before) if before == after => continue,
            Some(before) => serde_json::json!([before, after]),
            None => after.into(),
        };
        told.insert(leaf.text(), said);
    }
    Ok((!told.is_empty()).then_some(told.into()))
}

/// Rows that never change again under one digest where they came one after the other.
fn joined(open: BTreeMap<Leaf, Option<String>>) -> Vec<(Leaf, Option<String>)> {
    let (once, mut rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|(leaf, _)| is_once(leaf));
    let mut numbers: BTreeMap<&'static str, Vec<i64>> = BTreeMap::new();
    for (leaf, before) in once {
        match leaf.of {
            Of::Numbers(number, _) => numbers.entry(leaf.table).or_default().push(number),
            Of::Name(_) => rest.push((leaf, before)),
        }
    }
    let ranges = numbers.into_iter().flat_map(|(table, numbers)| Leaf::ranges(table, &numbers));
    rest.extend(ranges.map(|leaf| (leaf, None)));
    rest
}

/// Every row that is guarded, as if it had just been written; for what an earlier version left. At most `most`
/// digests go into one map.
pub(super) fn everything(conn: &mut Conn, most: usize) -> Result<Vec<serde_json::Value>, Problem> {
    let mut leaves = Vec::new();
    for table in GUARDED {
        leaves.extend(tables::leaves(conn, table)?);
    }
    let told = |leaves: &[(Leaf, String)]| {
        let map = leaves.iter().map(|(leaf, digest)| (leaf.text(), digest.clone().into()));
        serde_json::Value::Object(map.collect())
    };
    Ok(leaves.chunks(most).map(told).collect())
}
