//! Accounts: who may sign in, with which role, at which unit.
//!
//! An account is never deleted, only disabled: what it did stays signed with its name. The password's hash
//! leaves this file only where a sign-in checks it.

mod actor;
mod search;
mod changes;

use diesel::prelude::*;

pub use self::actor::actor;
pub(super) use self::actor::{ACTOR, ActorRow, actor_of};
pub use self::changes::{add, set_disabled, set_hash, set_password};
pub use self::search::{
    Search, count, count_by_unit, count_found, list, nodes_with_supervisor, roles_of, units_with_clerk,
};
use super::connection::Conn;
use super::numbers::from_millis;
use super::schema::{account, unit};
use crate::problem::Problem;
use crate::vocabulary::Role;
use crate::vocabulary::time::Instant;

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
    /// When the password was chosen; nothing where an earlier version kept it.
    pub password_at: Option<Instant>,
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
    /// When it was chosen or handed out.
    pub at: Instant,
}

type Row = (i64, String, String, String, i64, String, bool, Option<i64>, i64, Option<i64>, Option<i64>);

fn account_of(row: Row) -> (Account, String) {
    let (id, login, name, role, unit, hash, must_change, until, created_at, disabled_at, password_at) = row;
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
        password_at: password_at.map(from_millis),
    };
    (account, hash)
}

/// The account with this login and its password's hash.
pub fn by_login(conn: &mut Conn, login: &str) -> Result<Option<(Account, String)>, Problem> {
    let row: Option<Row> = account::table.filter(account::login.eq(login)).get_result(conn).optional()?;
    Ok(row.map(account_of))
}

/// The account with this number and its password's hash.
pub fn by_id(conn: &mut Conn, id: i64) -> Result<Option<(Account, String)>, Problem> {
    let row: Option<Row> = account::table.find(id).get_result(conn).optional()?;
    Ok(row.map(account_of))
}

/// One account with its unit.
pub fn listed(conn: &mut Conn, id: i64) -> Result<Option<Listed>, Problem> {
    let row: Option<(Row, String, String)> = account::table
        .inner_join(unit::table)
        .filter(account::id.eq(id))
        .select((account::all_columns, unit::code, unit::name))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(row, unit_code, unit_name)| Listed { account: account_of(row).0, unit_code, unit_name }))
}
