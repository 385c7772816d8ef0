//! API tokens: kept as their SHA-256, shown once, good until they end or are revoked.
//!
//! Tokens of earlier versions have no end; they stay good, and the examination of the installation names them.

use diesel::prelude::*;

use super::accounts::{ACTOR, ActorRow, actor_of};
use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::{account, api_token, unit};
use super::written;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// A token as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: i64,
    pub name: String,
    pub created_at: Instant,
    pub revoked_at: Option<Instant>,
    /// From this moment on it is refused; nothing where an earlier version made it.
    pub ends_at: Option<Instant>,
}

impl Token {
    pub fn has_ended(&self, now: Instant) -> bool {
        self.ends_at.is_some_and(|end| now >= end)
    }

    pub fn is_in_use(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && !self.has_ended(now)
    }
}

/// A token that somebody showed, with its owner.
#[derive(Clone, Debug)]
pub struct Owned {
    pub id: i64,
    pub owner: Actor,
    pub ends_at: Option<Instant>,
}

pub fn add(
    conn: &mut Conn,
    account: i64,
    name: &str,
    fingerprint: &str,
    (at, end): (Instant, Instant),
) -> Result<i64, Problem> {
    let row = (
        api_token::account_id.eq(account),
        api_token::name.eq(name),
        api_token::token_hash.eq(fingerprint),
        api_token::created_at.eq(to_millis(at)),
        api_token::ends_at.eq(to_millis(end)),
    );
    let id = diesel::insert_into(api_token::table).values(row).returning(api_token::id).get_result(conn)?;
    written::made("api_token", id);
    Ok(id)
}

/// Whose token it is, unless it was revoked, its account is disabled or still has its first password. Whether it has
/// ended is for the caller, who knows what time it is.
pub fn owner(conn: &mut Conn, fingerprint: &str) -> Result<Option<Owned>, Problem> {
    let row: Option<(i64, Option<i64>, ActorRow)> = api_token::table
        .inner_join(account::table.inner_join(unit::table))
        .filter(api_token::token_hash.eq(fingerprint))
        .filter(api_token::revoked_at.is_null())
        .filter(account::disabled_at.is_null())
        .filter(account::must_change.eq(false))
        .select((api_token::id, api_token::ends_at, ACTOR))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(id, end, owner)| Owned { id, owner: actor_of(owner), ends_at: end.map(from_millis) }))
}

/// The tokens of an account, the newest first.
pub fn list(conn: &mut Conn, account: i64) -> Result<Vec<Token>, Problem> {
    type Row = (i64, String, i64, Option<i64>, Option<i64>);
    let rows: Vec<Row> = api_token::table
        .filter(api_token::account_id.eq(account))
        .order(api_token::id.desc())
        .select((
            api_token::id,
            api_token::name,
            api_token::created_at,
            api_token::revoked_at,
            api_token::ends_at,
        ))
        .load(conn)?;
    let tokens = rows.into_iter().map(|(id, name, created, revoked, end)| Token {
        id,
        name,
        created_at: from_millis(created),
        revoked_at: revoked.map(from_millis),
        ends_at: end.map(from_millis),
    });
    Ok(tokens.collect())
}

/// How many tokens that are not revoked have no end.
pub fn endless(conn: &mut Conn) -> Result<i64, Problem> {
    let endless =
        api_token::table.filter(api_token::revoked_at.is_null()).filter(api_token::ends_at.is_null());
    Ok(endless.count().get_result(conn)?)
}

/// Revokes a token of the account; its name, or nothing where there is no such token in use.
pub fn revoke(conn: &mut Conn, account: i64, id: i64, at: Instant) -> Result<Option<String>, Problem> {
    written::changing(conn, "api_token", id)?;
    let own = api_token::table
        .filter(api_token::id.eq(id))
        .filter(api_token::account_id.eq(account))
        .filter(api_token::revoked_at.is_null());
    let revoked = diesel::update(own).set(api_token::revoked_at.eq(to_millis(at)));
    Ok(revoked.returning(api_token::name).get_result(conn).optional()?)
}

/// Revokes every token of an account.
pub fn revoke_all(conn: &mut Conn, account: i64, at: Instant) -> Result<(), Problem> {
    let own =
        || api_token::table.filter(api_token::account_id.eq(account)).filter(api_token::revoked_at.is_null());
    let ids: Vec<i64> = own().select(api_token::id).load(conn)?;
    ids.into_iter().try_for_each(|id| written::changing(conn, "api_token", id))?;
    diesel::update(own()).set(api_token::revoked_at.eq(to_millis(at))).execute(conn)?;
    Ok(())
}
