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
use crate::vocabulary::{Actor, Permission};

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

/// The tree in its order, parents before their children; with words, only those whose name or code has them.
pub fn list(
    service: &Service,
    actor: &Actor,
    words: &str,
    skip: usize,
    most: usize,
) -> Result<Page, Problem> {
    if !actor.may(Permission::Administer) {
        return Err(Problem::forbidden());
    }
    let (nodes, counts) = service
        .store
        .read(|conn| Ok((units::below(conn, &actor.path)?, accounts::count_by_unit(conn, &actor.path)?)))?;
    let count = nodes.len();
    let above_others: HashSet<i64> = nodes.iter().filter_map(|node| node.parent).collect();
    let words = words.trim();
    let fits = |node: &Node| words.is_empty() || node.name.contains(words) || node.code.contains(words);
    let above = actor.path.matches('/').count();
    let fitting: Vec<Node> = in_order(nodes).into_iter().filter(fits).collect();
    let more = fitting.len() > skip + most;
    let listed = |node: Node| Listed {
        depth: node.path.matches('/').count() - above,
        reports: node.reports || !above_others.contains(&node.id),
        accounts: counts.get(&node.id).copied().unwrap_or(0),
        node,
    };
    Ok(Page { units: fitting.into_iter().skip(skip).take(most).map(listed).collect(), count, more })
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
