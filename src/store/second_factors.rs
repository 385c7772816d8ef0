//! 两步验证: whose sign-in asks for a code as well, and what of it was used.
//!
//! Kept is a random salt; the secret that an authenticator has is worked out from it with a key outside the database
//! (`workflow::second_factor`), so that this table alone gives nobody a code. A row stays when the second step is
//! turned off, so that the person sees who did it. A code is good once: the last step that was accepted only rises.

use std::collections::HashSet;

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::second_factor;
use super::written;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// A second factor in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// 32 hexadecimal digits.
    pub salt: String,
    /// Of the key that the secret is worked out with.
    pub key_id: String,
    pub set_at: Instant,
    /// Of the last code that was accepted: seconds since 1970, in thirties.
    pub last_step: i64,
    /// SHA-256 of each recovery code that was not used yet.
    pub recovery: Vec<String>,
}

/// That it was turned off, and by whom; nobody where it was done on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub at: Instant,
    pub by: Option<i64>,
}

type Row = (i64, Option<String>, Option<String>, Option<i64>, i64, String, Option<i64>, Option<i64>);

/// The second factor of an account, if it has one; else whether it had one.
pub fn of(conn: &mut Conn, account: i64) -> Result<(Option<Factor>, Option<Ended>), Problem> {
    let row: Option<Row> = second_factor::table.find(account).get_result(conn).optional()?;
    let Some((_, salt, key_id, set_at, last_step, recovery, ended_at, by)) = row else {
        return Ok((None, None));
    };
    let recovery = recovery.split_whitespace().map(str::to_owned).collect();
    let factor = match (salt, key_id, set_at) {
        (Some(salt), Some(key_id), Some(set_at)) => {
            Some(Factor { salt, key_id, set_at: from_millis(set_at), last_step, recovery })
        }
        _ => None,
    };
    Ok((factor, ended_at.map(|at| Ended { at: from_millis(at), by })))
}

/// Those of these accounts that have one.
pub fn among(conn: &mut Conn, accounts: &[i64]) -> Result<HashSet<i64>, Problem> {
    let with: Vec<i64> = second_factor::table
        .filter(second_factor::account_id.eq_any(accounts.to_vec()))
        .filter(second_factor::salt.is_not_null())
        .select(second_factor::account_id)
        .load(conn)?;
    Ok(with.into_iter().collect())
}

/// Turns it on, or changes what it is; false where somebody else was faster.
pub fn set(conn: &mut Conn, account: i64, factor: &Factor) -> Result<bool, Problem> {
    written::changing(conn, "second_factor", account)?;
    let row = (
        second_factor::salt.eq(&factor.salt),
        second_factor::key_id.eq(&factor.key_id),
        second_factor::set_at.eq(to_millis(factor.set_at)),
        second_factor::last_step.eq(factor.last_step),
        second_factor::recovery.eq(factor.recovery.join(" ")),
        second_factor::ended_at.eq(None::<i64>),
        second_factor::ended_by.eq(None::<i64>),
    );
    let known = second_factor::table.find(account);
    if known.count().get_result::<i64>(conn)? == 0 {
        let new = (second_factor::account_id.eq(account), row);
        return Ok(diesel::insert_into(second_factor::table).values(new).execute(conn)? == 1);
    }
    let off = second_factor::table
        .filter(second_factor::account_id.eq(account))
        .filter(second_factor::salt.is_null());
    Ok(diesel::update(off).set(row).execute(conn)? == 1)
}

/// Uses the code of a step up; false where that one or a later one was used before.
pub fn use_step(conn: &mut Conn, account: i64, step: i64) -> Result<bool, Problem> {
    written::changing(conn, "second_factor", account)?;
    let unused = second_factor::table
        .filter(second_factor::account_id.eq(account))
        .filter(second_factor::salt.is_not_null())
        .filter(second_factor::last_step.lt(step));
    Ok(diesel::update(unused).set(second_factor::last_step.eq(step)).execute(conn)? == 1)
}

/// Uses a recovery code up; false where it is not, or no longer, one of the account's.
pub fn use_recovery(conn: &mut Conn, account: i64, hash: &str) -> Result<bool, Problem> {
    written::changing(conn, "second_factor", account)?;
    let (Some(factor), _) = of(conn, account)? else { return Ok(false) };
    let left: Vec<String> = factor.recovery.iter().filter(|known| *known != hash).cloned().collect();
    if left.len() == factor.recovery.len() {
        return Ok(false);
    }
    set_recovery(conn, account, &left)?;
    Ok(true)
}

/// Puts other recovery codes in the place of those there are.
pub fn set_recovery(conn: &mut Conn, account: i64, hashes: &[String]) -> Result<(), Problem> {
    written::changing(conn, "second_factor", account)?;
    let left = second_factor::recovery.eq(hashes.join(" "));
    diesel::update(second_factor::table.find(account)).set(left).execute(conn)?;
    Ok(())
}

/// Turns it off; false where it was off.
pub fn end(conn: &mut Conn, account: i64, ended: Ended) -> Result<bool, Problem> {
    written::changing(conn, "second_factor", account)?;
    let on = second_factor::table
        .filter(second_factor::account_id.eq(account))
        .filter(second_factor::salt.is_not_null());
    let row = (
        second_factor::salt.eq(None::<String>),
        second_factor::key_id.eq(None::<String>),
        second_factor::set_at.eq(None::<i64>),
        second_factor::recovery.eq(""),
        second_factor::ended_at.eq(to_millis(ended.at)),
        second_factor::ended_by.eq(ended.by),
    );
    Ok(diesel::update(on).set(row).execute(conn)? == 1)
}
