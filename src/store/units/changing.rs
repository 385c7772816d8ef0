//! Units are added, described anew and moved, and each change leaves its line in the history.
//!
//! A unit is never deleted: whoever reported once stays in the books, no longer active.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::schema::unit;
use super::super::written;
use super::history::{Change, note};
use super::node::{Description, Node, listed, node};
use super::{below, by_id};
use crate::problem::Problem;

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
        unit::groups.eq(groups(description)),
    );
    let id: i64 = diesel::insert_into(unit::table).values(row).returning(unit::id).get_result(conn)?;
    written::made("unit", id);
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
        unit::groups.eq(groups(description)),
    );
    written::changing(conn, "unit", before.id)?;
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
        written::changing(conn, "unit", below.id)?;
        diesel::update(unit::table.find(below.id)).set(unit::path.eq(path)).execute(conn)?;
    }
    diesel::update(unit::table.find(moved.id)).set(unit::parent_id.eq(parent.id)).execute(conn)?;
    note(conn, moved.id, change, "parent", old_parent.as_deref(), Some(&parent.code))
}

/// Groups as they are kept; nothing where it has none.
fn groups(description: &Description) -> Option<String> {
    (!description.groups.is_empty()).then(|| listed(&description.groups))
}

impl Description {
    /// Each field under its name in the history.
    fn fields(&self) -> [(&'static str, Option<String>); 9] {
        let yes_or_no = |yes: bool| Some(if yes { "yes" } else { "no" }.to_owned());
        let several = |names: &[String]| (!names.is_empty()).then(|| names.join("、"));
        [
            ("name", Some(self.name.clone())),
            ("level", Some(self.level.code().to_owned())),
            ("short_name", self.short_name.clone()),
            ("aliases", several(&self.aliases)),
            ("contact", self.contact.clone()),
            ("exempt", self.exempt_reason.clone()),
            ("reports", yes_or_no(self.reports)),
            ("active", yes_or_no(self.active)),
            ("groups", several(&self.groups)),
        ]
    }
}
