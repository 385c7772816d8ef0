//! 审计: who did what when, chained by hash so that no line can be changed or taken out unseen.
//!
//! One chain for each unit and one for the system's own entries: units do not wait for each other. An entry is
//! written in the same transaction as what it tells of; if it cannot be written, nothing happens. The head of
//! a unit's chain goes onto its receipts and so leaves the machine; a checkpoint over all heads does the same
//! for the whole.

use std::collections::HashMap;

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::connection::{Both, Conn};
use super::numbers::{from_millis, to_millis};
use super::schema::{account, audit_chain, audit_entry, checkpoint};
use crate::problem::Problem;
use crate::vocabulary::hex::hex;
use crate::vocabulary::time::Instant;

/// The chain of entries that belong to no unit.
pub const SYSTEM: &str = "system";

/// The hash before the first entry of a chain.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

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
    let (sequence, previous): (i64, String) = Both(lengthened).get_result(conn)?;
    let line = Line {
        chain: &entry.chain,
        sequence,
        at: to_millis(entry.at),
        account: entry.account,
        verb: entry.verb,
        subject: &entry.subject,
        detail: &entry.detail,
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
            audit_entry::detail.eq(&entry.detail),
            audit_entry::previous.eq(&previous),
            audit_entry::hash.eq(&hash),
        ))
        .execute(conn)?;
    diesel::update(audit_chain::table.find(&entry.chain)).set(audit_chain::head.eq(&hash)).execute(conn)?;
    Ok(Link { chain: entry.chain, sequence, hash })
}

/// What a hash covers: every field, each with its length before it, so that no two lines read alike.
struct Line<'l> {
    chain: &'l str,
    sequence: i64,
    at: i64,
    account: Option<i64>,
    verb: &'l str,
    subject: &'l str,
    detail: &'l str,
    previous: &'l str,
}

impl Line<'_> {
    fn hash(&self) -> String {
        let account = self.account.map_or(String::new(), |account| account.to_string());
        let (sequence, at) = (self.sequence.to_string(), self.at.to_string());
        hash_of(&[self.previous, self.chain, &sequence, &at, &account, self.verb, self.subject, self.detail])
    }
}

fn hash_of(fields: &[&str]) -> String {
    let mut hash = Sha256::new();
    for field in fields {
        hash.update(field.len().to_string());
        hash.update(":");
        hash.update(field);
    }
    hex(&hash.finalize())
}

type Stored = (String, i64, i64, Option<i64>, String, String, String, String, String);

/// What a check of every chain came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub chains: usize,
    pub entries: usize,
    pub checkpoints: usize,
    /// Chinese sentences; empty where all is well.
    pub faults: Vec<String>,
}

/// Recomputes every chain from its first entry, and every checkpoint.
pub fn verify(conn: &mut Conn) -> Result<Verdict, Problem> {
    let mut verdict = Verdict::default();
    let chains: Vec<(String, i64, String)> = audit_chain::table.order(audit_chain::name).load(conn)?;
    verdict.chains = chains.len();
    for (name, length, head) in chains {
        let entries: Vec<Stored> = audit_entry::table
            .filter(audit_entry::chain.eq(&name))
            .order(audit_entry::sequence)
            .load(conn)?;
        verdict.entries += entries.len();
        let last = verify_chain(&name, &entries, &mut verdict.faults);
        if entries.len() as i64 != length || last != head {
            verdict.faults.push(format!("审计链 {name} 的末端与登记不符：可能有记录被删去"));
        }
    }
    let stray: i64 = audit_entry::table
        .filter(audit_entry::chain.ne_all(audit_chain::table.select(audit_chain::name)))
        .count()
        .get_result(conn)?;
    if stray > 0 {
        verdict.faults.push(format!("有 {stray} 条审计记录不属于任何登记的审计链"));
    }
    verify_checkpoints(conn, &mut verdict)?;
    Ok(verdict)
}

fn verify_chain(name: &str, entries: &[Stored], faults: &mut Vec<String>) -> String {
    let mut previous = GENESIS.to_owned();
    for (index, (chain, sequence, at, account, verb, subject, detail, before, hash)) in
        entries.iter().enumerate()
    {
        let line = Line {
            chain,
            sequence: *sequence,
            at: *at,
            account: *account,
            verb,
            subject,
            detail,
            previous: before,
        };
        if *sequence != index as i64 + 1 || *before != previous || line.hash() != *hash {
            faults.push(format!("审计链 {name} 第 {} 条被改动、插入或删去", index + 1));
        }
        previous.clone_from(hash);
    }
    previous
}

/// Writes a checkpoint over the heads of all chains; its hash.
pub fn seal(conn: &mut Conn, at: Instant) -> Result<String, Problem> {
    // One checkpoint at a time, whichever server writes it.
    diesel::update(audit_chain::table.find(SYSTEM))
        .set(audit_chain::length.eq(audit_chain::length))
        .execute(conn)?;
    let heads: Vec<(String, i64, String)> = audit_chain::table.order(audit_chain::name).load(conn)?;
    let previous: Option<String> =
        checkpoint::table.order(checkpoint::id.desc()).select(checkpoint::hash).first(conn).optional()?;
    let previous = previous.unwrap_or_else(|| GENESIS.to_owned());
    let listed: String =
        heads.iter().map(|(name, length, head)| format!("{name} {length} {head}\n")).collect();
    let hash = hash_of(&[&previous, &to_millis(at).to_string(), &listed]);
    diesel::insert_into(checkpoint::table)
        .values((
            checkpoint::at.eq(to_millis(at)),
            checkpoint::chains.eq(heads.len() as i64),
            checkpoint::heads.eq(&listed),
            checkpoint::previous.eq(&previous),
            checkpoint::hash.eq(&hash),
        ))
        .execute(conn)?;
    Ok(hash)
}

fn verify_checkpoints(conn: &mut Conn, verdict: &mut Verdict) -> Result<(), Problem> {
    let stored: Vec<(i64, i64, i64, String, String, String)> =
        checkpoint::table.order(checkpoint::id).load(conn)?;
    verdict.checkpoints = stored.len();
    let mut before = GENESIS.to_owned();
    for (id, at, _, heads, previous, hash) in &stored {
        if *previous != before || hash_of(&[previous, &at.to_string(), heads]) != *hash {
            verdict.faults.push(format!("第 {id} 号检查点被改动"));
        }
        before.clone_from(hash);
    }
    let Some((id, _, _, heads, _, _)) = stored.last() else { return Ok(()) };
    for line in heads.lines() {
        let mut parts = line.rsplitn(3, ' ');
        let (Some(head), Some(length), Some(name)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        let sequence: i64 = length.parse().unwrap_or_default();
        let found: Option<String> =
            audit_entry::table.find((name, sequence)).select(audit_entry::hash).first(conn).optional()?;
        if found.as_deref() != Some(head) {
            verdict.faults.push(format!("审计链 {name} 与第 {id} 号检查点不符：可能被截短或重写"));
        }
    }
    Ok(())
}

/// An entry as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    pub chain: String,
    pub sequence: i64,
    pub at: Instant,
    pub account: Option<String>,
    pub verb: String,
    pub subject: String,
    pub detail: String,
    pub hash: String,
}

/// Where an entry stands in the log: what a page ends with and the next one begins behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    at: i64,
    sequence: i64,
    chain: String,
}

impl Place {
    pub fn of(shown: &Shown) -> Place {
        Place { at: to_millis(shown.at), sequence: shown.sequence, chain: shown.chain.clone() }
    }

    pub fn text(&self) -> String {
        format!("{}.{}.{}", self.at, self.sequence, self.chain)
    }

    pub fn parse(text: &str) -> Option<Place> {
        let mut parts = text.splitn(3, '.');
        let at = parts.next()?.parse().ok()?;
        let sequence = parts.next()?.parse().ok()?;
        Some(Place { at, sequence, chain: parts.next()?.to_owned() })
    }
}

/// Which entries are looked for.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Chains that may be seen; `None` for all.
    pub within: Option<Vec<String>>,
    pub chain: Option<String>,
    pub verb: Option<String>,
    pub behind: Option<Place>,
    pub most: i64,
}

/// Entries, the newest first.
pub fn find(conn: &mut Conn, filter: &Filter) -> Result<Vec<Shown>, Problem> {
    let mut query = audit_entry::table
        .left_join(account::table)
        .order((audit_entry::at.desc(), audit_entry::chain, audit_entry::sequence.desc()))
        .limit(filter.most)
        .select((audit_entry::all_columns, account::name.nullable()))
        .into_boxed();
    if let Some(chains) = &filter.within {
        query = query.filter(audit_entry::chain.eq_any(chains.clone()));
    }
    if let Some(chain) = &filter.chain {
        query = query.filter(audit_entry::chain.eq(chain.clone()));
    }
    if let Some(verb) = &filter.verb {
        query = query.filter(audit_entry::verb.eq(verb.clone()));
    }
    if let Some(Place { at, sequence, chain }) = filter.behind.clone() {
        let same_chain = audit_entry::chain.eq(chain.clone()).and(audit_entry::sequence.lt(sequence));
        let same_time = audit_entry::at.eq(at).and(audit_entry::chain.gt(chain).or(same_chain));
        query = query.filter(audit_entry::at.lt(at).or(same_time));
    }
    let rows: Vec<(Stored, Option<String>)> = query.load(conn)?;
    let shown =
        rows.into_iter().map(|((chain, sequence, at, _, verb, subject, detail, _, hash), account)| Shown {
            chain,
            sequence,
            at: from_millis(at),
            account,
            verb,
            subject,
            detail,
            hash,
        });
    Ok(shown.collect())
}

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
    let (chains, entries) = audit_chain::table.select((diesel::dsl::count_star(), total)).first(conn)?;
    let sealed: Option<i64> = checkpoint::table.select(diesel::dsl::max(checkpoint::at)).first(conn)?;
    Ok(Summary { chains, entries, sealed_at: sealed.map(from_millis) })
}
