//! Sign-ins under way: the password was right, and something else is asked before there is a session.
//!
//! Such a row lets nobody in. It lies in the database, so that any of several servers goes on where another began, and
//! it goes with the sessions of its account.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::{from_millis, to_millis};
use super::super::schema::sign_in_step;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Somebody at the door.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub account: i64,
    /// Whether the code of the second factor was right already.
    pub code_given: bool,
    pub created_at: Instant,
}

/// Begins one; those that began before are forgotten.
pub fn begin_step(
    conn: &mut Conn,
    fingerprint: &str,
    account: i64,
    (at, too_old): (Instant, Instant),
) -> Result<(), Problem> {
    let old = sign_in_step::table.filter(sign_in_step::created_at.le(to_millis(too_old)));
    diesel::delete(old).execute(conn)?;
    let row = (
        sign_in_step::token_hash.eq(fingerprint),
        sign_in_step::account_id.eq(account),
        sign_in_step::code_given.eq(false),
        sign_in_step::created_at.eq(to_millis(at)),
    );
    diesel::insert_into(sign_in_step::table).values(row).execute(conn)?;
    Ok(())
}

/// The sign-in behind a reference.
pub fn step(conn: &mut Conn, fingerprint: &str) -> Result<Option<Step>, Problem> {
    let row: Option<(i64, bool, i64)> = sign_in_step::table
        .find(fingerprint)
        .select((sign_in_step::account_id, sign_in_step::code_given, sign_in_step::created_at))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(account, code_given, at)| Step { account, code_given, created_at: from_millis(at) }))
}

/// Notes whether the code was given; false where the sign-in has ended meanwhile.
pub fn note_code(conn: &mut Conn, fingerprint: &str, given: bool) -> Result<bool, Problem> {
    let given = sign_in_step::code_given.eq(given);
    Ok(diesel::update(sign_in_step::table.find(fingerprint)).set(given).execute(conn)? == 1)
}

/// Ends one; false where it has ended already.
pub fn end_step(conn: &mut Conn, fingerprint: &str) -> Result<bool, Problem> {
    Ok(diesel::delete(sign_in_step::table.find(fingerprint)).execute(conn)? == 1)
}
