//! A checkpoint: the heads of all chains at one moment under one hash, and each checkpoint after the one
//! before it.
//!
//! A chain alone cannot show that its end was cut off; a checkpoint that names its head can.

use diesel::prelude::*;

use super::super::connection::{Conn, Prepared};
use super::super::numbers::to_millis;
use super::super::schema::{audit_chain, checkpoint};
use super::chain::{GENESIS, SYSTEM, hash_of};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Writes a checkpoint over the heads of all chains; its hash.
pub fn seal(conn: &mut Conn, at: Instant) -> Result<String, Problem> {
    // One checkpoint at a time, whichever server writes it.
    Prepared(
        diesel::update(audit_chain::table.find(SYSTEM)).set(audit_chain::length.eq(audit_chain::length)),
    )
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
