//! Sessions: who is signed in, since when, and when last seen. What else a door remembers stands beside it:
//! failed sign-ins (`tries`), sign-ins under way (`steps`) and one-time links (`setup_links`).
//!
//! Of a reference only its SHA-256 is kept: whoever reads the database cannot become anybody. Nothing here
//! judges time except by what it is told.

mod tries;
mod setup_links;
mod steps;

use diesel::prelude::*;

pub use self::setup_links::{add_setup_link, setup_link, use_setup_link};
pub use self::steps::{Step, begin_step, end_step, note_code, step};
pub use self::tries::{forget_tries, note_try, take_back_try, tries, tries_from_anywhere};
use super::accounts::{ACTOR, ActorRow, actor_of};
use super::connection::{Conn, Prepared};
use super::numbers::{from_millis, to_millis};
use super::schema::{account, session, sign_in_step, unit};
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
        .get_result(conn)
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
    Prepared(diesel::update(session::table.find(fingerprint)).set(session::seen_at.eq(to_millis(at))))
        .execute(conn)?;
    Ok(())
}

/// Ends one session; whether there was one.
pub fn end(conn: &mut Conn, fingerprint: &str) -> Result<bool, Problem> {
    Ok(diesel::delete(session::table.find(fingerprint)).execute(conn)? > 0)
}

/// Ends every session of an account, and every sign-in under way.
pub fn end_all(conn: &mut Conn, account: i64) -> Result<(), Problem> {
    diesel::delete(sign_in_step::table.filter(sign_in_step::account_id.eq(account))).execute(conn)?;
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
