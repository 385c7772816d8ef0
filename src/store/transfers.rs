//! Files on their way in pieces: whose they are, where they go, how large they will be.
//!
//! How much of one is here the received bytes say themselves ([`super::Objects::length`]); the row is what lets
//! its sender go on where a broken line ended.

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::to_millis;
use super::schema::transfer;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub id: String,
    pub campaign: i64,
    pub unit: i64,
    /// `None`: where it belongs is found out when it is here.
    pub deliverable: Option<i64>,
    /// Number of the account that sends it.
    pub account: i64,
    pub file_name: String,
    /// How large it will be.
    pub bytes: u64,
    /// Whether it has wholly arrived and lies with the unit's other files.
    pub ended: bool,
}

pub fn begin(conn: &mut Conn, new: &Transfer, now: Instant) -> Result<(), Problem> {
    diesel::insert_into(transfer::table)
        .values((
            transfer::id.eq(&new.id),
            transfer::campaign_id.eq(new.campaign),
            transfer::unit_id.eq(new.unit),
            transfer::deliverable_id.eq(new.deliverable),
            transfer::account_id.eq(new.account),
            transfer::file_name.eq(&new.file_name),
            transfer::bytes.eq(new.bytes as i64),
            transfer::begun_at.eq(to_millis(now)),
        ))
        .execute(conn)?;
    Ok(())
}

type Row = (String, i64, i64, Option<i64>, i64, String, i64, i64, Option<i64>);

/// A file that this account began to send.
pub fn find(conn: &mut Conn, id: &str, account: i64) -> Result<Transfer, Problem> {
    let row: Row = transfer::table.find(id).filter(transfer::account_id.eq(account)).get_result(conn)?;
    let (id, campaign, unit, deliverable, account, file_name, bytes, _, ended) = row;
    Ok(Transfer {
        id,
        campaign,
        unit,
        deliverable,
        account,
        file_name,
        bytes: bytes as u64,
        ended: ended.is_some(),
    })
}

/// Notes that it has wholly arrived; whether it had not before.
pub fn end(conn: &mut Conn, id: &str, now: Instant) -> Result<bool, Problem> {
    let open = transfer::table.find(id).filter(transfer::ended_at.is_null());
    Ok(diesel::update(open).set(transfer::ended_at.eq(Some(to_millis(now)))).execute(conn)? == 1)
}

pub fn forget(conn: &mut Conn, id: &str) -> Result<(), Problem> {
    diesel::delete(transfer::table.find(id)).execute(conn)?;
    Ok(())
}

/// Those begun before this instant.
pub fn begun_before(conn: &mut Conn, instant: Instant) -> Result<Vec<String>, Problem> {
    let old = transfer::table.filter(transfer::begun_at.lt(to_millis(instant))).select(transfer::id);
    Ok(old.load(conn)?)
}
