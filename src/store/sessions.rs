//! Sessions, failed sign-ins and setup links: everything that a door remembers.
//!
//! Of a reference only its SHA-256 is kept: whoever reads the database cannot become anybody. Nothing here
//! judges time except by what it is told.

use diesel::prelude::*;

use super::accounts::{ACTOR, ActorRow, actor_of};
use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::{account, session, setup_link, sign_in_try, unit};
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// A session that was found.
#[derive(Clone, Debug)]
pub struct Found {
    pub actor: Actor,
    pub csrf: String,
    pub created_at: Instant,
    pub seen_at: Instant,
    pub must_change: bool,
}

pub fn begin(
    conn: &mut Conn,
    fingerprint: &str,
    account: i64,
    csrf: &str,
    at: Instant,
) -> Result<(), Problem> {
    let row = (
        session::token_hash.eq(fingerprint),
        session::account_id.eq(account),
        session::csrf.eq(csrf),
        session::created_at.eq(to_millis(at)),
        session::seen_at.eq(to_millis(at)),
    );
    diesel::insert_into(session::table).values(row).execute(conn)?;
    Ok(())
}

/// The session behind a reference, unless its account is disabled.
pub fn find(conn: &mut Conn, fingerprint: &str) -> Result<Option<Found>, Problem> {
    let row: Option<(ActorRow, String, i64, i64, bool)> = session::table
        .inner_join(account::table.inner_join(unit::table))
        .filter(session::token_hash.eq(fingerprint))
        .filter(account::disabled_at.is_null())
        .select((ACTOR, session::csrf, session::created_at, session::seen_at, account::must_change))
        .first(conn)
        .optional()?;
    Ok(row.map(|(actor, csrf, created_at, seen_at, must_change)| Found {
        actor: actor_of(actor),
        csrf,
        created_at: from_millis(created_at),
        seen_at: from_millis(seen_at),
        must_change,
    }))
}

pub fn touch(conn: &mut Conn, fingerprint: &str, at: Instant) -> Result<(), Problem> {
    diesel::update(session::table.find(fingerprint)).set(session::seen_at.eq(to_millis(at))).execute(conn)?;
    Ok(())
}

/// Ends one session; whether there was one.
pub fn end(conn: &mut Conn, fingerprint: &str) -> Result<bool, Problem> {
    Ok(diesel::delete(session::table.find(fingerprint)).execute(conn)? > 0)
}

/// Ends every session of an account.
pub fn end_all(conn: &mut Conn, account: i64) -> Result<(), Problem> {
    diesel::delete(session::table.filter(session::account_id.eq(account))).execute(conn)?;
    Ok(())
}

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct Own {
    pub fingerprint: String,
    pub created_at: Instant,
    pub seen_at: Instant,
}

/// The sessions of an account, the newest first.
pub fn of_account(conn: &mut Conn, account: i64) -> Result<Vec<Own>, Problem> {
    let rows: Vec<(String, i64, i64)> = session::table
        .filter(session::account_id.eq(account))
        .order(session::created_at.desc())
        .select((session::token_hash, session::created_at, session::seen_at))
        .load(conn)?;
    let own = |(fingerprint, created, seen)| Own {
        fingerprint,
        created_at: from_millis(created),
        seen_at: from_millis(seen),
    };
    Ok(rows.into_iter().map(own).collect())
}

/// Forgets sessions that ended by themselves.
pub fn sweep(conn: &mut Conn, created_before: Instant, seen_before: Instant) -> Result<(), Problem> {
    let ended =
        session::created_at.le(to_millis(created_before)).or(session::seen_at.le(to_millis(seen_before)));
    diesel::delete(session::table.filter(ended)).execute(conn)?;
    Ok(())
}

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

pub fn add_setup_link(conn: &mut Conn, fingerprint: &str, at: Instant) -> Result<(), Problem> {
    let row = (setup_link::token_hash.eq(fingerprint), setup_link::created_at.eq(to_millis(at)));
    diesel::insert_into(setup_link::table).values(row).execute(conn)?;
    Ok(())
}

/// When an unused setup link was made.
pub fn setup_link(conn: &mut Conn, fingerprint: &str) -> Result<Option<Instant>, Problem> {
    let made: Option<i64> = setup_link::table
        .find(fingerprint)
        .filter(setup_link::used_at.is_null())
        .select(setup_link::created_at)
        .first(conn)
        .optional()?;
    Ok(made.map(from_millis))
}

/// Uses a setup link up; false where somebody else was faster.
pub fn use_setup_link(conn: &mut Conn, fingerprint: &str, at: Instant) -> Result<bool, Problem> {
    let unused = setup_link::table
        .filter(setup_link::token_hash.eq(fingerprint))
        .filter(setup_link::used_at.is_null());
    Ok(diesel::update(unused).set(setup_link::used_at.eq(to_millis(at))).execute(conn)? == 1)
}
