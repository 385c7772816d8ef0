//! Accounts are added, get another password, are disabled and enabled. None is ever deleted: the log names
//! them.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::to_millis;
use super::super::schema::account;
use super::super::written;
use super::{New, Password};
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::Instant;

/// Adds an account; its number.
pub fn add(conn: &mut Conn, new: &New) -> Result<i64, Problem> {
    let row = (
        account::login.eq(&new.login),
        account::name.eq(&new.name),
        account::role.eq(new.role.code()),
        account::unit_id.eq(new.unit),
        account::password_hash.eq(&new.password.hash),
        account::must_change.eq(new.password.first_until.is_some()),
        account::first_password_until.eq(new.password.first_until.map(to_millis)),
        account::created_at.eq(to_millis(new.created_at)),
        account::password_at.eq(to_millis(new.password.at)),
    );
    let added = diesel::insert_into(account::table).values(row).returning(account::id).get_result(conn);
    let id: Result<i64, Problem> = added.map_err(|error| {
        use diesel::result::DatabaseErrorKind::UniqueViolation;
        match error {
            diesel::result::Error::DatabaseError(UniqueViolation, _) => {
                Problem::field("login", format!("用户名“{}”已经有人用了，请换一个。", new.login))
            }
            error => error.into(),
        }
    });
    let id = id?;
    written::made("account", id);
    Ok(id)
}

pub fn set_password(conn: &mut Conn, id: i64, password: &Password) -> Result<(), Problem> {
    written::changing(conn, "account", id)?;
    let row = (
        account::password_hash.eq(&password.hash),
        account::must_change.eq(password.first_until.is_some()),
        account::first_password_until.eq(password.first_until.map(to_millis)),
        account::password_at.eq(to_millis(password.at)),
    );
    changed(diesel::update(account::table.find(id)).set(row).execute(conn)?)
}

/// The same password, hashed at today's cost.
pub fn set_hash(conn: &mut Conn, id: i64, before: &str, hash: &str) -> Result<(), Problem> {
    written::changing(conn, "account", id)?;
    let same = account::table.filter(account::id.eq(id)).filter(account::password_hash.eq(before));
    diesel::update(same).set(account::password_hash.eq(hash)).execute(conn)?;
    Ok(())
}

pub fn set_disabled(conn: &mut Conn, id: i64, at: Option<Instant>) -> Result<(), Problem> {
    written::changing(conn, "account", id)?;
    let row = account::disabled_at.eq(at.map(to_millis));
    changed(diesel::update(account::table.find(id)).set(row).execute(conn)?)
}

pub(super) fn changed(rows: usize) -> Result<(), Problem> {
    if rows == 1 { Ok(()) } else { Err(Problem::new(ProblemCode::NotFound, "没有这个账号。")) }
}
