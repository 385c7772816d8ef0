//! Every chain walked from its first entry to its last, and held against the checkpoints.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::schema::{audit_chain, audit_entry, checkpoint};
use super::super::signing_keys::{self, SigningKey};
use super::chain::{GENESIS, Line, Stored, hash_of};
use super::checkpoints::Heads;
use crate::problem::Problem;
use crate::vocabulary::statement::{Signed, Statement};

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

type Checkpoint = (i64, i64, i64, String, String, String, Option<String>);

fn verify_checkpoints(conn: &mut Conn, verdict: &mut Verdict) -> Result<(), Problem> {
    let stored: Vec<Checkpoint> = checkpoint::table.order(checkpoint::id).load(conn)?;
    let keys = signing_keys::all(conn)?;
    verdict.checkpoints = stored.len();
    let mut before = (GENESIS.to_owned(), false);
    for (id, at, chains, listed, previous, hash, proof) in &stored {
        let same = *previous == before.0 && hash_of(&[previous, &at.to_string(), listed]) == *hash;
        let heads = Heads { number: *id, at: *at, listed, previous, hash };
        let holds = match proof {
            // An earlier version did not sign; after the first signature there is always one.
            None => !before.1,
            Some(proof) => is_stated(proof, &heads.statement(), &keys),
        };
        if !same || !holds || usize::try_from(*chains) != Ok(listed.lines().count()) {
            verdict.faults.push(format!("第 {id} 号检查点被改动"));
        }
        before = (hash.clone(), before.1 || proof.is_some());
    }
    let Some((id, _, _, heads, ..)) = stored.last() else { return Ok(()) };
    for line in heads.lines() {
        let mut parts = line.rsplitn(3, ' ');
        let (Some(head), Some(length), Some(name)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        let sequence: i64 = length.parse().unwrap_or_default();
        let found: Option<String> = audit_entry::table
            .find((name, sequence))
            .select(audit_entry::hash)
            .get_result(conn)
            .optional()?;
        if found.as_deref() != Some(head) {
            verdict.faults.push(format!("审计链 {name} 与第 {id} 号检查点不符：可能被截短或重写"));
        }
    }
    Ok(())
}

/// Whether a signed text says exactly this, by one of the keys.
pub fn is_stated(text: &str, statement: &Statement, keys: &[SigningKey]) -> bool {
    let signed = Signed::all_in(text);
    let [only] = signed.as_slice() else { return false };
    only.statement == *statement && only.text() == text && signing_keys::is_signed(keys, only)
}
