//! 填报单位: the tree as a list, and the import of a unit list.
//!
//! A file is read by a worker like any stranger's file, compared with the tree, and shown; the confirmation
//! names the file that was kept and the tree that it was compared with, and is refused if the tree has moved
//! since. What is written is therefore what was shown.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::json;

use super::accounts::By;
use super::{Service, tables};
use crate::problem::{Problem, ProblemCode};
use crate::store::audit::{self, Entry};
use crate::store::units::{self, Change, Description, Node};
use crate::store::{Conn, accounts};
use crate::vocabulary::register::Row;
pub use crate::vocabulary::register::plan::Step;
use crate::vocabulary::register::plan::{Known, Line, Plan, plan};
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

/// A file compared with the tree, and the name under which it may be confirmed.
#[derive(Clone, Debug)]
pub struct Preview {
    pub plan: Plan,
    pub name: String,
}

/// What the file would change; nothing changes.
pub fn preview(service: &Service, by: By, bytes: &[u8]) -> Result<Preview, Problem> {
    let (plan, version) = planned(service, by, bytes)?;
    let kept = if plan.is_clean() { service.store.objects.keep(bytes)? } else { String::new() };
    Ok(Preview { plan, name: format!("{kept}.{version}") })
}

/// What a file would change; nothing is kept of it.
pub fn rehearse(service: &Service, by: By, bytes: &[u8]) -> Result<Plan, Problem> {
    Ok(planned(service, by, bytes)?.0)
}

/// The plan, and the version of the tree that it was made for.
fn planned(service: &Service, by: By, bytes: &[u8]) -> Result<(Plan, i64), Problem> {
    by.administers_all()?;
    let rows = rows(service, bytes)?;
    let (current, version) = service.store.read(|conn| Ok((known(conn)?, units::version(conn)?)))?;
    Ok((plan(&current, &rows), version))
}

/// Imports the file that was previewed, if the tree is still the same.
pub fn confirm(service: &Service, by: By, name: &str) -> Result<Plan, Problem> {
    by.administers_all()?;
    let parts = name.split_once('.').and_then(|(kept, version)| Some((kept, version.parse::<i64>().ok()?)));
    let (kept, version) = parts.ok_or_else(Problem::stale)?;
    if kept.len() != 64 || !kept.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Problem::stale());
    }
    let bytes = service.store.objects.fetch(kept)?;
    write(service, by, &bytes, Some(version))
}

/// Imports a file at once, for the command line.
pub fn import(service: &Service, by: By, bytes: &[u8]) -> Result<Plan, Problem> {
    by.administers_all()?;
    write(service, by, bytes, None)
}

fn write(service: &Service, by: By, bytes: &[u8], version: Option<i64>) -> Result<Plan, Problem> {
    let rows = rows(service, bytes)?;
    let change = Change { at: service.now(), account: by.account() };
    let sha256 = crate::store::objects::sha256(bytes);
    service.store.write(move |conn| {
        units::hold(conn)?;
        if version.is_some_and(|version| units::version(conn).is_ok_and(|now| now != version)) {
            return Err(Problem::stale());
        }
        let current = known(conn)?;
        let plan = plan(&current, &rows);
        if !plan.is_clean() {
            let sentences = plan.sentences().into_iter().map(|sentence| (None, sentence)).collect();
            return Err(Problem { code: ProblemCode::Invalid, sentences });
        }
        for line in plan.changes(&current) {
            apply(conn, line, change)?;
        }
        let detail = json!({
            "sha256": sha256,
            "new": plan.count(|step| matches!(step, Step::New(_))),
            "changed": plan.count(|step| matches!(step, Step::Changed(..))),
        });
        note(conn, change, detail.to_string())?;
        Ok(plan)
    })
}

fn note(conn: &mut Conn, change: Change, detail: String) -> Result<(), Problem> {
    let (chain, subject) = (audit::SYSTEM.to_owned(), "units".to_owned());
    let Change { at, account } = change;
    audit::append(conn, Entry { chain, at, account, verb: "import-units", subject, detail })?;
    Ok(())
}

fn rows(service: &Service, bytes: &[u8]) -> Result<Vec<Row>, Problem> {
    tables::rows_of(&service.office.pool, bytes).map_err(|sentence| Problem::field("file", sentence))
}

/// The tree as a plan sees it.
fn known(conn: &mut Conn) -> Result<Vec<Known>, Problem> {
    let nodes = units::all(conn)?;
    let active: Vec<bool> = nodes.iter().map(|node| node.active).collect();
    let known = units::units(nodes).into_iter().zip(active).map(|(unit, active)| Known { unit, active });
    Ok(known.collect())
}

fn apply(conn: &mut Conn, line: &Line, change: Change) -> Result<(), Problem> {
    let (Step::New(known) | Step::Changed(known, _)) = &line.step else { return Ok(()) };
    let description = description(known);
    let parent = match &known.unit.parent {
        Some(code) => Some(units::by_code(conn, code.as_str())?.ok_or_else(Problem::stale)?),
        None => None,
    };
    let Some(before) = units::by_code(conn, &description.code)? else {
        units::add(conn, &description, parent.as_ref(), change)?;
        return Ok(());
    };
    units::describe(conn, &before, &description, change)?;
    match parent {
        Some(parent) if before.parent != Some(parent.id) => units::move_below(conn, &before, &parent, change),
        _ => Ok(()),
    }
}

fn description(known: &Known) -> Description {
    Description { active: known.active, ..Description::of(&known.unit) }
}
