//! An account as an actor: who asks, with which role, standing where in the tree. Every verb begins with one.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::schema::{account, unit};
use crate::problem::Problem;
use crate::vocabulary::{Actor, Role};

/// The account as an actor; `None` where it is disabled or unknown.
pub fn actor(conn: &mut Conn, id: i64) -> Result<Option<Actor>, Problem> {
    let row: Option<ActorRow> = account::table
        .inner_join(unit::table)
        .filter(account::id.eq(id))
        .filter(account::disabled_at.is_null())
        .select(ACTOR)
        .get_result(conn)
        .optional()?;
    Ok(row.map(actor_of))
}

/// The columns an actor is made of.
pub(in crate::store) const ACTOR: (
    account::id,
    account::login,
    account::name,
    account::role,
    unit::id,
    unit::code,
    unit::name,
    unit::path,
) = (account::id, account::login, account::name, account::role, unit::id, unit::code, unit::name, unit::path);

pub(in crate::store) type ActorRow = (i64, String, String, String, i64, String, String, String);

pub(in crate::store) fn actor_of(row: ActorRow) -> Actor {
    let (account, login, name, role, unit, unit_code, unit_name, path) = row;
    let role = Role::from_code(&role).unwrap_or(Role::Clerk);
    Actor { account, login, name, role, unit, unit_code, unit_name, path, apart: false }
}
