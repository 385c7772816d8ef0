//! 填报单位: the tree as a list, and the import of a unit list (`import`, carried out by `written`).
//!
//! A file is read by a worker like any stranger's file and compared with the tree before anything is written.

mod import;
mod one;
mod written;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use self::import::{Preview, confirm, import, preview, rehearse};
pub use self::one::{Described, Placed, changes, one, page, put};
use super::Service;
use crate::problem::Problem;
use crate::store::accounts;
pub use crate::store::units::Changed;
use crate::store::units::{self, Node};
pub use crate::vocabulary::register::plan::{Plan, Step};
use crate::vocabulary::{Actor, Arranged, Key, Permission};

/// A unit in the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub node: Node,
    /// Steps below the first one in sight.
    pub depth: usize,
    pub accounts: i64,
    /// Whether it is asked: marked so, or nobody is below it.
    pub reports: bool,
}

/// A page of the tree.
#[derive(Clone, Debug)]
pub struct Page {
    pub units: Vec<Listed>,
    /// In the whole tree.
    pub count: usize,
    pub more: bool,
}

/// Which units a page of the list holds.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Name or code has these; empty for all.
    pub words: String,
    /// Usual: parents before their children.
    pub order: Arranged,
    pub skip: usize,
    pub most: usize,
}

/// A page of the tree.
pub fn list(service: &Service, actor: &Actor, search: &Search) -> Result<Page, Problem> {
    if !actor.may(Permission::Administer) {
        return Err(Problem::forbidden());
    }
    let (nodes, counts) = service
        .store
        .read(|conn| Ok((units::below(conn, &actor.path)?, accounts::count_by_unit(conn, &actor.path)?)))?;
    let count = nodes.len();
    let above_others: HashSet<i64> = nodes.iter().filter_map(|node| node.parent).collect();
    let words = search.words.trim();
    let fits = |node: &Node| words.is_empty() || node.name.contains(words) || node.code.contains(words);
    let above = actor.path.matches('/').count();
    let is_tree = search.order.is_usual();
    let listed = |node: Node| Listed {
        depth: if is_tree { node.path.matches('/').count() - above } else { 0 },
        reports: node.reports || !above_others.contains(&node.id),
        accounts: counts.get(&node.id).copied().unwrap_or(0),
        node,
    };
    let mut fitting: Vec<Listed> = in_order(nodes).into_iter().filter(fits).map(listed).collect();
    search.order.sort(&mut fitting, key);
    let more = fitting.len() > search.skip + search.most;
    Ok(Page { units: fitting.into_iter().skip(search.skip).take(search.most).collect(), count, more })
}

fn key(listed: &Listed, column: &str) -> Key {
    let node = &listed.node;
    match column {
        "code" => Key::words(&node.code),
        "name" => Key::words(&node.name),
        "level" => Key::Number(node.level as i64),
        "contact" => Key::words(node.contact.as_deref().unwrap_or_default()),
        "accounts" => Key::Number(listed.accounts),
        "state" => Key::Number(match (node.active, &node.exempt_reason, listed.reports) {
            (true, None, true) => 0,
            (true, None, false) => 1,
            (true, Some(_), _) => 2,
            (false, ..) => 3,
        }),
        _ => Key::Nothing,
    }
}

/// Units above others, in the tree's order.
pub fn parents(service: &Service, actor: &Actor) -> Result<Vec<Node>, Problem> {
    let nodes = service.store.read(|conn| units::below(conn, &actor.path))?;
    let above: HashSet<i64> = nodes.iter().filter_map(|node| node.parent).collect();
    Ok(in_order(nodes).into_iter().filter(|node| above.contains(&node.id)).collect())
}

/// Parents before children, siblings by code.
fn in_order(nodes: Vec<Node>) -> Vec<Node> {
    let codes: HashMap<i64, String> = nodes.iter().map(|node| (node.id, node.code.clone())).collect();
    let place = |node: &Node| -> Vec<String> {
        let ids = node.path.split('/').filter_map(|id| id.parse::<i64>().ok());
        ids.filter_map(|id| codes.get(&id).cloned()).collect()
    };
    let ordered: BTreeMap<Vec<String>, Node> = nodes.into_iter().map(|node| (place(&node), node)).collect();
    ordered.into_values().collect()
}
