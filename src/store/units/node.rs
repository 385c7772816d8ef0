//! A unit as its row says it: what it is (its description), and its place in the tree.
//!
//! Aliases lie in one column, one a line, and so do groups: no name contains a line break.

use crate::vocabulary::{Level, Unit};

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
    pub groups: Vec<String>,
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
    pub groups: Vec<String>,
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
            groups: unit.groups.clone(),
        }
    }
}

pub(super) type Row = (
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
    Option<String>,
);

/// Separates aliases, and groups, in their column; no name contains it.
const BETWEEN: char = '\n';

pub(super) fn node(row: Row) -> Node {
    let (
        id,
        code,
        name,
        level,
        parent,
        path,
        short_name,
        aliases,
        contact,
        exempt_reason,
        reports,
        active,
        groups,
    ) = row;
    Node {
        id,
        code,
        name,
        level: Level::from_text(&level).unwrap_or(Level::Unit),
        parent,
        path,
        short_name,
        aliases: split(&aliases),
        contact,
        exempt_reason,
        reports,
        active,
        groups: groups.as_deref().map(split).unwrap_or_default(),
    }
}

fn split(listed: &str) -> Vec<String> {
    listed.split(BETWEEN).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

pub(super) fn listed(aliases: &[String]) -> String {
    aliases.join(&BETWEEN.to_string())
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
            groups: self.groups.clone(),
        }
    }
}
