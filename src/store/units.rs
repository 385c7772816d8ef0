//! Units: the tree of who must send to whom, and the history of every change to it.
//!
//! A unit's place is its path, the numbers of its ancestors and its own between slashes (`/1/5/9/`). A subtree
//! is a range of paths, which one index answers on both databases: `/` is followed by `0`, so everything below
//! `/1/5/` lies from `/1/5/` up to `/1/50`. Units are never deleted: whoever reported once stays in the books.

mod node;
mod history;
mod changing;
mod registers;

use diesel::prelude::*;

pub use self::changing::{add, describe, move_below};
pub use self::history::{Change, Changed, history, version};
pub use self::node::{Description, Node};
use self::node::{Row, node};
pub use self::registers::{register, units, whole_register};
use super::connection::Conn;
use super::schema::unit;
use crate::problem::Problem;

/// The first path behind the subtree of `path`.
pub fn behind(path: &str) -> String {
    format!("{}0", path.strip_suffix('/').unwrap_or(path))
}

pub fn by_code(conn: &mut Conn, code: &str) -> Result<Option<Node>, Problem> {
    Ok(unit::table.filter(unit::code.eq(code)).get_result(conn).optional()?.map(node))
}

pub fn by_id(conn: &mut Conn, id: i64) -> Result<Option<Node>, Problem> {
    Ok(unit::table.find(id).get_result(conn).optional()?.map(node))
}

/// The unit that has none above it; `None` before the tree was set up.
pub fn root(conn: &mut Conn) -> Result<Option<Node>, Problem> {
    Ok(unit::table.filter(unit::parent_id.is_null()).first(conn).optional()?.map(node))
}

/// Direct children, by code.
pub fn children(conn: &mut Conn, id: i64) -> Result<Vec<Node>, Problem> {
    let rows: Vec<Row> = unit::table.filter(unit::parent_id.eq(id)).order(unit::code).load(conn)?;
    Ok(rows.into_iter().map(node).collect())
}

/// The whole tree, by code.
pub fn all(conn: &mut Conn) -> Result<Vec<Node>, Problem> {
    let rows: Vec<Row> = unit::table.order(unit::code).load(conn)?;
    Ok(rows.into_iter().map(node).collect())
}

/// Lets nobody else change the tree until the transaction ends.
pub fn hold(conn: &mut Conn) -> Result<(), Problem> {
    let root = unit::table.filter(unit::parent_id.is_null());
    diesel::update(root).set(unit::name.eq(unit::name)).execute(conn)?;
    Ok(())
}

/// Lets nobody else who locks it go on with this unit until the transaction ends.
pub fn lock(conn: &mut Conn, id: i64) -> Result<(), Problem> {
    diesel::update(unit::table.find(id)).set(unit::name.eq(unit::name)).execute(conn)?;
    Ok(())
}

/// The whole subtree, its own node included, by code.
pub fn below(conn: &mut Conn, path: &str) -> Result<Vec<Node>, Problem> {
    let rows: Vec<Row> = unit::table
        .filter(unit::path.ge(path))
        .filter(unit::path.lt(behind(path)))
        .order(unit::code)
        .load(conn)?;
    Ok(rows.into_iter().map(node).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subtree_is_a_range_of_paths() {
        for (path, other, inside) in [
            ("/1/5/", "/1/5/", true),
            ("/1/5/", "/1/5/9/", true),
            ("/1/5/", "/1/50/", false),
            ("/1/5/", "/1/6/", false),
            ("/1/5/", "/1/", false),
        ] {
            let found = other >= path && other < behind(path).as_str();
            assert_eq!(found, inside, "{other} below {path}");
        }
    }
}
