//! Failed sign-ins: noted before they are judged and counted afterwards, so that many guesses at one moment
//! cannot all be the first.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::to_millis;
use super::super::schema::sign_in_try;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Notes a try to sign in before it is judged; its number. Tries older than the window are forgotten.
pub fn note_try(
    conn: &mut Conn,
    login: &str,
    address: &str,
    at: Instant,
    window_begins: Instant,
) -> Result<i64, Problem> {
    let old = sign_in_try::table.filter(sign_in_try::at.le(to_millis(window_begins)));
    diesel::delete(old).execute(conn)?;
    let row =
        (sign_in_try::login.eq(login), sign_in_try::address.eq(address), sign_in_try::at.eq(to_millis(at)));
    Ok(diesel::insert_into(sign_in_try::table).values(row).returning(sign_in_try::id).get_result(conn)?)
}

/// Tries of a login from an address since the window began, those being judged included.
pub fn tries(conn: &mut Conn, login: &str, address: &str, window_begins: Instant) -> Result<i64, Problem> {
    let own = sign_in_try::table
        .filter(sign_in_try::login.eq(login))
        .filter(sign_in_try::address.eq(address))
        .filter(sign_in_try::at.gt(to_millis(window_begins)));
    Ok(own.count().get_result(conn)?)
}

/// Tries of a login from anywhere since the window began, those being judged included.
pub fn tries_from_anywhere(conn: &mut Conn, login: &str, window_begins: Instant) -> Result<i64, Problem> {
    let own = sign_in_try::table
        .filter(sign_in_try::login.eq(login))
        .filter(sign_in_try::at.gt(to_millis(window_begins)));
    Ok(own.count().get_result(conn)?)
}

/// Takes back a try that was not judged.
pub fn take_back_try(conn: &mut Conn, id: i64) -> Result<(), Problem> {
    diesel::delete(sign_in_try::table.find(id)).execute(conn)?;
    Ok(())
}

/// Forgets the failures of a login from an address, after it succeeded.
pub fn forget_tries(conn: &mut Conn, login: &str, address: &str) -> Result<(), Problem> {
    let own =
        sign_in_try::table.filter(sign_in_try::login.eq(login)).filter(sign_in_try::address.eq(address));
    diesel::delete(own).execute(conn)?;
    Ok(())
}
