//! Accounts looked for by words, below a node, a page at a time; and how many there are of what.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::schema::{account, unit};
use super::super::units::behind;
use super::{Listed, Row, account_of};
use crate::problem::Problem;
use crate::vocabulary::Role;

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

/// Nodes below a path with an account that may review: numbers of units.
pub fn nodes_with_supervisor(conn: &mut Conn, path: &str) -> Result<HashSet<i64>, Problem> {
    let units: Vec<i64> = account::table
        .inner_join(unit::table)
        .filter(unit::path.gt(path))
        .filter(unit::path.lt(behind(path)))
        .filter(account::role.eq(Role::Supervisor.code()))
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
    Ok(query.get_result(conn)?)
}

/// The roles in which somebody of this name can sign in at a unit.
pub fn roles_of(conn: &mut Conn, unit: i64, name: &str) -> Result<Vec<Role>, Problem> {
    let roles: Vec<String> = account::table
        .filter(account::unit_id.eq(unit))
        .filter(account::name.eq(name))
        .filter(account::disabled_at.is_null())
        .select(account::role)
        .load(conn)?;
    Ok(roles.iter().filter_map(|role| Role::from_code(role)).collect())
}

/// How many accounts of a role can sign in.
pub fn count(conn: &mut Conn, role: Role) -> Result<i64, Problem> {
    let able = account::table.filter(account::role.eq(role.code())).filter(account::disabled_at.is_null());
    Ok(able.count().get_result(conn)?)
}
