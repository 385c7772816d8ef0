//! A checkpoint: the heads of all chains at one moment under one hash, each checkpoint after the one before it,
//! and each signed.
//!
//! A chain alone cannot show that its end was cut off; a checkpoint that names its head can. Whoever may write to
//! the database could cut both, or make another: that is what the signature and the file beside the database are
//! for (`store::witness`).

use diesel::prelude::*;

use super::super::connection::{Conn, Prepared};
use super::super::numbers::{from_millis, to_millis};
use super::super::objects::sha256;
use super::super::schema::{audit_chain, checkpoint};
use super::chain::{GENESIS, SYSTEM, hash_of};
use crate::problem::Problem;
use crate::vocabulary::statement::{Signer, Statement};
use crate::vocabulary::time::{Instant, to_the_millisecond};

/// What the statement of a checkpoint is called.
pub const KIND: &str = "CHECKPOINT";

/// The last checkpoint, whichever server wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// 0: there is none yet.
    pub number: i64,
    pub at: Option<Instant>,
}

pub fn last(conn: &mut Conn) -> Result<Last, Problem> {
    let last = checkpoint::table.order(checkpoint::id.desc()).select((checkpoint::id, checkpoint::at));
    let found: Option<(i64, i64)> = last.first(conn).optional()?;
    Ok(found.map_or(Last { number: 0, at: None }, |(number, at)| Last { number, at: Some(from_millis(at)) }))
}

/// What a checkpoint states.
pub(super) struct Heads<'h> {
    pub(super) number: i64,
    /// Milliseconds.
    pub(super) at: i64,
    /// A line for each chain: name, length, head.
    pub(super) listed: &'h str,
    pub(super) previous: &'h str,
    pub(super) hash: &'h str,
}

impl Heads<'_> {
    pub(super) fn statement(&self) -> Statement {
        let system = self.listed.lines().find_map(|line| line.strip_prefix("system "));
        Statement::new(KIND)
            .with("number", self.number.to_string())
            .with("at", to_the_millisecond(from_millis(self.at)))
            .with("chains", self.listed.lines().count().to_string())
            .with("heads", sha256(self.listed.as_bytes()))
            .with("system", system.unwrap_or_default())
            .with("previous", self.previous)
            .with("hash", self.hash)
    }
}

/// Writes a checkpoint over the heads of all chains; its hash. One at a time, whichever server writes it.
pub fn seal(conn: &mut Conn, at: Instant, signer: &Signer) -> Result<String, Problem> {
    Prepared(
        diesel::update(audit_chain::table.find(SYSTEM)).set(audit_chain::length.eq(audit_chain::length)),
    )
    .execute(conn)?;
    sealed(conn, at, signer)
}

/// The same where nobody else is about to and this checkpoint is still the last; whether it was written. Nobody waits:
/// who is busy with the log now is let alone, and the next look finds out.
pub fn seal_after(conn: &mut Conn, last: i64, at: Instant, signer: &Signer) -> Result<bool, Problem> {
    if !has_turn(conn)? || self::last(conn)?.number != last {
        return Ok(false);
    }
    sealed(conn, at, signer).map(|_| true)
}

/// Takes the turn at the system's chain, which every checkpoint needs, unless somebody has it. SQLite has one writer.
pub(super) fn has_turn(conn: &mut Conn) -> Result<bool, Problem> {
    let Conn::Postgresql(inner) = conn else { return Ok(true) };
    let own = audit_chain::table.find(SYSTEM).select(audit_chain::length);
    Ok(own.for_update().skip_locked().get_result::<i64>(inner).optional()?.is_some())
}

fn sealed(conn: &mut Conn, at: Instant, signer: &Signer) -> Result<String, Problem> {
    let heads: Vec<(String, i64, String)> = audit_chain::table.order(audit_chain::name).load(conn)?;
    let last: Option<(i64, String)> = checkpoint::table
        .order(checkpoint::id.desc())
        .select((checkpoint::id, checkpoint::hash))
        .first(conn)
        .optional()?;
    let (number, previous) = last.map_or((1, GENESIS.to_owned()), |(id, hash)| (id + 1, hash));
    let listed: String =
        heads.iter().map(|(name, length, head)| format!("{name} {length} {head}\n")).collect();
    let at = to_millis(at);
    let hash = hash_of(&[&previous, &at.to_string(), &listed]);
    let stated = Heads { number, at, listed: &listed, previous: &previous, hash: &hash };
    let proof = signer.sign(stated.statement()).text();
    diesel::insert_into(checkpoint::table)
        .values((
            checkpoint::id.eq(number),
            checkpoint::at.eq(at),
            checkpoint::chains.eq(heads.len() as i64),
            checkpoint::heads.eq(&listed),
            checkpoint::previous.eq(&previous),
            checkpoint::hash.eq(&hash),
            checkpoint::proof.eq(&proof),
        ))
        .execute(conn)?;
    Ok(hash)
}

/// The signed texts of all checkpoints behind this one (0: of all), the oldest first.
pub fn proofs(conn: &mut Conn, behind: i64) -> Result<Vec<String>, Problem> {
    let proofs: Vec<Option<String>> = checkpoint::table
        .filter(checkpoint::id.gt(behind))
        .order(checkpoint::id)
        .select(checkpoint::proof)
        .load(conn)?;
    Ok(proofs.into_iter().flatten().collect())
}

/// The signed text of the last checkpoint.
pub fn last_proof(conn: &mut Conn) -> Result<Option<String>, Problem> {
    let last = checkpoint::table.order(checkpoint::id.desc()).select(checkpoint::proof);
    Ok(last.first::<Option<String>>(conn).optional()?.flatten())
}

/// A signed checkpoint against the one with its number: what is wrong, if anything.
pub fn unlike(conn: &mut Conn, number: i64, hash: &str) -> Result<bool, Problem> {
    let kept: Option<String> =
        checkpoint::table.find(number).select(checkpoint::hash).get_result(conn).optional()?;
    Ok(kept.as_deref() != Some(hash))
}
