//! Units: the tree of who must send to whom, and the history of every change to it.
//!
//! A unit's place is its path, the numbers of its ancestors and its own between slashes (`/1/5/9/`). A subtree
//! is a range of paths, which one index answers on both databases: `/` is followed by `0`, so everything below
//! `/1/5/` lies from `/1/5/` up to `/1/50`. Units are never deleted: whoever reported once stays in the books.

use std::collections::HashMap;

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::to_millis;
use super::schema::{unit, unit_change};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Level, Register, Unit, UnitCode};

/// A unit in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub level: Level,
    pub parent: Option<i64>,
    pub path: String,
    pub short_name: Option<String>,
    pub aliases: Vec<String>,
    pub contact: Option<String>,
    pub exempt_reason: Option<String>,
    pub reports: bool,
    pub active: bool,
}

/// What a unit is, without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    pub code: String,
    pub name: String,
    pub level: Level,
    pub short_name: Option<String>,
    pub aliases: Vec<String>,
    pub contact: Option<String>,
    pub exempt_reason: Option<String>,
    pub reports: bool,
    pub active: bool,
}

impl Description {
    /// What a register says of a unit in use.
    pub fn of(unit: &Unit) -> Description {
        Description {
            code: unit.code.as_str().to_owned(),
            name: unit.name.clone(),
            level: unit.level,
            short_name: unit.short_name.clone(),
            aliases: unit.aliases.clone(),
            contact: unit.contact.clone(),
            exempt_reason: unit.exempt.clone(),
            reports: unit.reports_itself,
            active: true,
        }
    }
}

type Row = (
    i64,
    String,
    String,
    String,
    Option<i64>,
    String,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    bool,
    bool,
);

/// Separates aliases in their column; no name contains it.
const BETWEEN_ALIASES: char = '\n';

fn node(row: Row) -> Node {
    let (id, code, name, level, parent, path, short_name, aliases, contact, exempt_reason, reports, active) =
        row;
    Node {
        id,
        code,
        name,
        level: Level::from_text(&level).unwrap_or(Level::Unit),
        parent,
        path,
        short_name,
        aliases: aliases
            .split(BETWEEN_ALIASES)
            .filter(|alias| !alias.is_empty())
            .map(str::to_owned)
            .collect(),
        contact,
        exempt_reason,
        reports,
        active,
    }
}

/// The first path behind the subtree of `path`.
pub fn behind(path: &str) -> String {
    format!("{}0", path.strip_suffix('/').unwrap_or(path))
}

pub fn by_code(conn: &mut Conn, code: &str) -> Result<Option<Node>, Problem> {
    Ok(unit::table.filter(unit::code.eq(code)).first(conn).optional()?.map(node))
}

pub fn by_id(conn: &mut Conn, id: i64) -> Result<Option<Node>, Problem> {
    Ok(unit::table.find(id).first(conn).optional()?.map(node))
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

/// The whole subtree, its own node included, by code.
pub fn below(conn: &mut Conn, path: &str) -> Result<Vec<Node>, Problem> {
    let rows: Vec<Row> = unit::table
        .filter(unit::path.ge(path))
        .filter(unit::path.lt(behind(path)))
        .order(unit::code)
        .load(conn)?;
    Ok(rows.into_iter().map(node).collect())
}

/// Every active unit as the pure rooms know them: whom a new campaign may ask.
pub fn register(conn: &mut Conn) -> Result<Register, Problem> {
    built(unit::table.filter(unit::active.eq(true)).order(unit::code).load(conn)?)
}

/// Also the units that are no longer active: what they once sent still counts in its campaign.
pub fn whole_register(conn: &mut Conn) -> Result<Register, Problem> {
    built(unit::table.order(unit::code).load(conn)?)
}

fn built(rows: Vec<Row>) -> Result<Register, Problem> {
    let nodes: Vec<Node> = rows.into_iter().map(node).collect();
    Register::from_units(units(nodes)).map_err(|mistakes| {
        tracing::error!(?mistakes, "the unit tree is damaged");
        Problem::broken()
    })
}

/// Nodes as units, whose parents are named by their codes.
pub fn units(nodes: Vec<Node>) -> Vec<Unit> {
    let code_of: HashMap<i64, UnitCode> =
        nodes.iter().map(|node| (node.id, UnitCode::new(&node.code))).collect();
    nodes
        .into_iter()
        .map(|node| Unit {
            code: UnitCode::new(&node.code),
            name: node.name,
            level: node.level,
            parent: node.parent.and_then(|parent| code_of.get(&parent).cloned()),
            aliases: node.aliases,
            short_name: node.short_name,
            contact: node.contact,
            exempt: node.exempt_reason,
            reports_itself: node.reports,
        })
        .collect()
}

/// Grows with every change of the tree: a register made at this version is good until it moves.
pub fn version(conn: &mut Conn) -> Result<i64, Problem> {
    let newest: Option<i64> = unit_change::table.select(diesel::dsl::max(unit_change::id)).first(conn)?;
    Ok(newest.unwrap_or(0))
}

/// Who changes the tree, and when.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub at: Instant,
    /// Nobody where the command line does it.
    pub account: Option<i64>,
}

/// Adds a unit below its parent (or as the root).
pub fn add(
    conn: &mut Conn,
    description: &Description,
    parent: Option<&Node>,
    change: Change,
) -> Result<Node, Problem> {
    let above = parent.map_or("/", |parent| parent.path.as_str());
    // The number is part of the path and known only afterwards: until then the code keeps the path unique.
    let row = (
        unit::code.eq(&description.code),
        unit::name.eq(&description.name),
        unit::level.eq(description.level.code()),
        unit::parent_id.eq(parent.map(|parent| parent.id)),
        unit::path.eq(format!("{above}?{}", description.code)),
        unit::short_name.eq(&description.short_name),
        unit::aliases.eq(listed(&description.aliases)),
        unit::contact.eq(&description.contact),
        unit::exempt_reason.eq(&description.exempt_reason),
        unit::reports.eq(description.reports),
        unit::active.eq(description.active),
    );
    let id: i64 = diesel::insert_into(unit::table).values(row).returning(unit::id).get_result(conn)?;
    let path = format!("{above}{id}/");
    let placed = diesel::update(unit::table.find(id)).set(unit::path.eq(&path));
    let added = node(placed.returning(unit::all_columns).get_result(conn)?);
    note(conn, id, change, "created", None, Some(&description.code))?;
    Ok(added)
}

/// Gives a unit a new description; the fields that changed are noted one by one. Its code stays.
pub fn describe(
    conn: &mut Conn,
    before: &Node,
    description: &Description,
    change: Change,
) -> Result<(), Problem> {
    let row = (
        unit::name.eq(&description.name),
        unit::level.eq(description.level.code()),
        unit::short_name.eq(&description.short_name),
        unit::aliases.eq(listed(&description.aliases)),
        unit::contact.eq(&description.contact),
        unit::exempt_reason.eq(&description.exempt_reason),
        unit::reports.eq(description.reports),
        unit::active.eq(description.active),
    );
    diesel::update(unit::table.find(before.id)).set(row).execute(conn)?;
    let (old, new) = (before.description().fields(), description.fields());
    for ((field, old), (_, new)) in old.into_iter().zip(new).filter(|(old, new)| old != new) {
        note(conn, before.id, change, field, old.as_deref(), new.as_deref())?;
    }
    Ok(())
}

/// Puts a unit, with everything below it, under another parent.
pub fn move_below(conn: &mut Conn, moved: &Node, parent: &Node, change: Change) -> Result<(), Problem> {
    if parent.path.starts_with(&moved.path) {
        return Err(Problem::invalid(format!("{} 不能移到自己的下级单位之下。", moved.name)));
    }
    let old_parent = match moved.parent {
        Some(id) => by_id(conn, id)?.map(|node| node.code),
        None => None,
    };
    let new_path = format!("{}{}/", parent.path, moved.id);
    for below in below(conn, &moved.path)? {
        let path = format!("{new_path}{}", &below.path[moved.path.len()..]);
        diesel::update(unit::table.find(below.id)).set(unit::path.eq(path)).execute(conn)?;
    }
    diesel::update(unit::table.find(moved.id)).set(unit::parent_id.eq(parent.id)).execute(conn)?;
    note(conn, moved.id, change, "parent", old_parent.as_deref(), Some(&parent.code))
}

fn note(
    conn: &mut Conn,
    id: i64,
    change: Change,
    field: &str,
    before: Option<&str>,
    after: Option<&str>,
) -> Result<(), Problem> {
    let row = (
        unit_change::unit_id.eq(id),
        unit_change::at.eq(to_millis(change.at)),
        unit_change::account_id.eq(change.account),
        unit_change::field.eq(field),
        unit_change::before.eq(before),
        unit_change::after.eq(after),
    );
    diesel::insert_into(unit_change::table).values(row).execute(conn)?;
    Ok(())
}

fn listed(aliases: &[String]) -> String {
    aliases.join(&BETWEEN_ALIASES.to_string())
}

impl Node {
    pub fn description(&self) -> Description {
        Description {
            code: self.code.clone(),
            name: self.name.clone(),
            level: self.level,
            short_name: self.short_name.clone(),
            aliases: self.aliases.clone(),
            contact: self.contact.clone(),
            exempt_reason: self.exempt_reason.clone(),
            reports: self.reports,
            active: self.active,
        }
    }
}

impl Description {
    /// Each field under its name in the history.
    fn fields(&self) -> [(&'static str, Option<String>); 8] {
        let yes_or_no = |yes: bool| Some(if yes { "yes" } else { "no" }.to_owned());
        let aliases = (!self.aliases.is_empty()).then(|| self.aliases.join("、"));
        [
            ("name", Some(self.name.clone())),
            ("level", Some(self.level.code().to_owned())),
            ("short_name", self.short_name.clone()),
            ("aliases", aliases),
            ("contact", self.contact.clone()),
            ("exempt", self.exempt_reason.clone()),
            ("reports", yes_or_no(self.reports)),
            ("active", yes_or_no(self.active)),
        ]
    }
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
