//! Accounts: who may sign in, with which role, at which unit.
//!
//! An account is never deleted, only disabled: what it did stays signed with its name. The password's hash
//! leaves this file only where a sign-in checks it.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::{account, unit};
use super::units::behind;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Role};

/// An account without its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub unit: i64,
    /// The first password was not changed yet.
    pub must_change: bool,
    pub first_password_until: Option<Instant>,
    pub created_at: Instant,
    pub disabled_at: Option<Instant>,
}

/// An account with the unit it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub account: Account,
    pub unit_code: String,
    pub unit_name: String,
}

/// What a new account is.
#[derive(Clone, Debug)]
pub struct New {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub unit: i64,
    pub password: Password,
    pub created_at: Instant,
}

/// A password as it is kept.
#[derive(Clone, Debug)]
pub struct Password {
    pub hash: String,
    /// Until when it is good as a first password; `None` where the person chose it.
    pub first_until: Option<Instant>,
}

type Row = (i64, String, String, String, i64, String, bool, Option<i64>, i64, Option<i64>);

fn account_of(row: Row) -> (Account, String) {
    let (id, login, name, role, unit, hash, must_change, until, created_at, disabled_at) = row;
    let account = Account {
        id,
        login,
        name,
        role: Role::from_code(&role).unwrap_or(Role::Clerk),
        unit,
        must_change,
        first_password_until: until.map(from_millis),
        created_at: from_millis(created_at),
        disabled_at: disabled_at.map(from_millis),
    };
    (account, hash)
}

/// The account with this login and its password's hash.
pub fn by_login(conn: &mut Conn, login: &str) -> Result<Option<(Account, String)>, Problem> {
    let row: Option<Row> = account::table.filter(account::login.eq(login)).first(conn).optional()?;
    Ok(row.map(account_of))
}

/// The account with this number and its password's hash.
pub fn by_id(conn: &mut Conn, id: i64) -> Result<Option<(Account, String)>, Problem> {
    let row: Option<Row> = account::table.find(id).first(conn).optional()?;
    Ok(row.map(account_of))
}

/// The account as an actor; `None` where it is disabled or unknown.
pub fn actor(conn: &mut Conn, id: i64) -> Result<Option<Actor>, Problem> {
    let row: Option<ActorRow> = account::table
        .inner_join(unit::table)
        .filter(account::id.eq(id))
        .filter(account::disabled_at.is_null())
        .select(ACTOR)
        .first(conn)
        .optional()?;
    Ok(row.map(actor_of))
}

/// The columns an actor is made of.
pub(super) const ACTOR: (
    account::id,
    account::login,
    account::name,
    account::role,
    unit::id,
    unit::code,
    unit::name,
    unit::path,
) = (account::id, account::login, account::name, account::role, unit::id, unit::code, unit::name, unit::path);

pub(super) type ActorRow = (i64, String, String, String, i64, String, String, String);

pub(super) fn actor_of(row: ActorRow) -> Actor {
    let (account, login, name, role, unit, unit_code, unit_name, path) = row;
    let role = Role::from_code(&role).unwrap_or(Role::Clerk);
    Actor { account, login, name, role, unit, unit_code, unit_name, path }
}

/// Which accounts a list holds.
#[derive(Clone, Debug)]
pub struct Search {
    /// Of units at or below this path.
    pub path: String,
    /// Login, name, unit code or unit name contain this; empty for all.
    pub words: String,
    /// The last login of the page before.
    pub after: Option<String>,
    pub most: i64,
}

impl Search {
    fn pattern(&self) -> Option<String> {
        let special = |letter: char| matches!(letter, '%' | '_' | '\\').then_some('\\');
        let escaped: String =
            self.words.chars().flat_map(|letter| special(letter).into_iter().chain([letter])).collect();
        (!escaped.is_empty()).then(|| format!("%{escaped}%"))
    }
}

/// Login, name, unit code or unit name contain the words; its type is beyond writing down.
macro_rules! has_words {
    ($pattern:expr) => {{
        let pattern: String = $pattern;
        let own = account::login.like(pattern.clone()).escape('\\');
        let own = own.or(account::name.like(pattern.clone()).escape('\\'));
        own.or(unit::code.like(pattern.clone()).escape('\\')).or(unit::name.like(pattern).escape('\\'))
    }};
}

/// Accounts by login.
pub fn list(conn: &mut Conn, search: &Search) -> Result<Vec<Listed>, Problem> {
    let mut query = account::table
        .inner_join(unit::table)
        .filter(unit::path.ge(search.path.clone()))
        .filter(unit::path.lt(behind(&search.path)))
        .order(account::login)
        .limit(search.most)
        .select((account::all_columns, unit::code, unit::name))
        .into_boxed();
    if let Some(pattern) = search.pattern() {
        query = query.filter(has_words!(pattern));
    }
    if let Some(after) = &search.after {
        query = query.filter(account::login.gt(after.clone()));
    }
    let rows: Vec<(Row, String, String)> = query.load(conn)?;
    let listed = |(row, unit_code, unit_name)| Listed { account: account_of(row).0, unit_code, unit_name };
    Ok(rows.into_iter().map(listed).collect())
}

/// Accounts that can sign in, by the number of their unit, at or below a path.
pub fn count_by_unit(conn: &mut Conn, path: &str) -> Result<HashMap<i64, i64>, Problem> {
    let counts: Vec<(i64, i64)> = account::table
        .inner_join(unit::table)
        .filter(unit::path.ge(path))
        .filter(unit::path.lt(behind(path)))
        .filter(account::disabled_at.is_null())
        .group_by(account::unit_id)
        .select((account::unit_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

/// Units at or below a path that have a clerk who can sign in.
pub fn units_with_clerk(conn: &mut Conn, path: &str) -> Result<HashSet<i64>, Problem> {
    let units: Vec<i64> = account::table
        .inner_join(unit::table)
        .filter(unit::path.ge(path))
        .filter(unit::path.lt(behind(path)))
        .filter(account::role.eq(Role::Clerk.code()))
        .filter(account::disabled_at.is_null())
        .select(account::unit_id)
        .load(conn)?;
    Ok(units.into_iter().collect())
}

/// How many accounts a search finds in all.
pub fn count_found(conn: &mut Conn, search: &Search) -> Result<i64, Problem> {
    let mut query = account::table
        .inner_join(unit::table)
        .filter(unit::path.ge(search.path.clone()))
        .filter(unit::path.lt(behind(&search.path)))
        .select(diesel::dsl::count_star())
        .into_boxed();
    if let Some(pattern) = search.pattern() {
        query = query.filter(has_words!(pattern));
    }
    Ok(query.first(conn)?)
}

/// One account with its unit.
pub fn listed(conn: &mut Conn, id: i64) -> Result<Option<Listed>, Problem> {
    let row: Option<(Row, String, String)> = account::table
        .inner_join(unit::table)
        .filter(account::id.eq(id))
        .select((account::all_columns, unit::code, unit::name))
        .first(conn)
        .optional()?;
    Ok(row.map(|(row, unit_code, unit_name)| Listed { account: account_of(row).0, unit_code, unit_name }))
}

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
    );
    diesel::insert_into(account::table).values(row).returning(account::id).get_result(conn).map_err(|error| {
        use diesel::result::DatabaseErrorKind::UniqueViolation;
        match error {
            diesel::result::Error::DatabaseError(UniqueViolation, _) => {
                Problem::field("login", format!("用户名“{}”已经有人用了，请换一个。", new.login))
            }
            error => error.into(),
        }
    })
}

pub fn set_password(conn: &mut Conn, id: i64, password: &Password) -> Result<(), Problem> {
    let row = (
        account::password_hash.eq(&password.hash),
        account::must_change.eq(password.first_until.is_some()),
        account::first_password_until.eq(password.first_until.map(to_millis)),
    );
    changed(diesel::update(account::table.find(id)).set(row).execute(conn)?)
}

/// The same password, hashed at today's cost.
pub fn set_hash(conn: &mut Conn, id: i64, before: &str, hash: &str) -> Result<(), Problem> {
    let same = account::table.filter(account::id.eq(id)).filter(account::password_hash.eq(before));
    diesel::update(same).set(account::password_hash.eq(hash)).execute(conn)?;
    Ok(())
}

pub fn set_disabled(conn: &mut Conn, id: i64, at: Option<Instant>) -> Result<(), Problem> {
    let row = account::disabled_at.eq(at.map(to_millis));
    changed(diesel::update(account::table.find(id)).set(row).execute(conn)?)
}

fn changed(rows: usize) -> Result<(), Problem> {
    if rows == 1 { Ok(()) } else { Err(Problem::new(ProblemCode::NotFound, "没有这个账号。")) }
}

/// How many accounts of a role can sign in.
pub fn count(conn: &mut Conn, role: Role) -> Result<i64, Problem> {
    let able = account::table.filter(account::role.eq(role.code())).filter(account::disabled_at.is_null());
    Ok(able.count().get_result(conn)?)
}
