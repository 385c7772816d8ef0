//! The tree as the pure rooms know it: units whose parents are named by their codes, built into a register.
//!
//! Units are stored only as a register allows them: a tree of which none can be built is damaged.

use std::collections::HashMap;

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::schema::unit;
use super::node::{Node, Row, node};
use crate::problem::Problem;
use crate::vocabulary::{Register, Unit, UnitCode};

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
            groups: node.groups,
        })
        .collect()
}
