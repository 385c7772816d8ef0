//! One unit of the tree by itself: looked at with its history, added or described anew.
//!
//! A unit that is written alone goes through the same plan as a list of one line, so that it is checked and noted
//! alike. Whoever writes says what the unit looked like before; the tree may not have moved since.

use super::super::Service;
use super::super::accounts::By;
use super::written::{known, write_rows};
use crate::problem::{Problem, ProblemCode};
use crate::store::Conn;
use crate::store::units::{self, Changed, Node};
use crate::vocabulary::Actor;
use crate::vocabulary::register::Row;
use crate::vocabulary::register::plan::{Plan, Step, plan};

/// A unit with the code of the one above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub node: Node,
    pub parent: Option<String>,
}

/// A unit as it is to be.
#[derive(Clone, Debug, Default)]
pub struct Described {
    pub name: String,
    /// Code or word of a level.
    pub level: String,
    /// Code of the unit above; empty for the root.
    pub parent: String,
    pub aliases: Vec<String>,
    pub short_name: String,
    pub contact: String,
    /// Why it need not report; empty where it must.
    pub exempt: String,
    pub reports: bool,
    pub active: bool,
}

/// Units of the actor's subtree with codes behind `after`, by code; with words, only those whose name or code has them.
pub fn page(
    service: &Service,
    by: By,
    words: &str,
    after: &str,
    most: usize,
) -> Result<Vec<Placed>, Problem> {
    let path = match by {
        By::Actor(actor) => actor.path.clone(),
        By::CommandLine => "/".to_owned(),
    };
    by.administers(&path)?;
    let words = words.trim();
    service.store.read(|conn| {
        let fits = |node: &Node| words.is_empty() || node.name.contains(words) || node.code.contains(words);
        let mut nodes: Vec<Node> = units::below(conn, &path)?;
        nodes.retain(|node| node.code.as_str() > after && fits(node));
        nodes.sort_by(|one, other| one.code.cmp(&other.code));
        nodes.into_iter().take(most).map(|node| placed(conn, node)).collect()
    })
}

fn placed(conn: &mut Conn, node: Node) -> Result<Placed, Problem> {
    let parent = match node.parent {
        Some(id) => units::by_id(conn, id)?.map(|parent| parent.code),
        None => None,
    };
    Ok(Placed { node, parent })
}

/// A unit that is this one's business.
pub fn one(service: &Service, by: By, code: &str) -> Result<Placed, Problem> {
    let found = service.store.read(|conn| {
        let node = units::by_code(conn, code)?;
        node.map(|node| placed(conn, node)).transpose()
    })?;
    let placed = found.ok_or_else(Problem::not_found)?;
    by.administers(&placed.node.path)?;
    Ok(placed)
}

/// What has changed about a unit, field by field, behind the change with this number.
pub fn changes(
    service: &Service,
    actor: &Actor,
    code: &str,
    after: i64,
    most: usize,
) -> Result<Vec<Changed>, Problem> {
    let unit = one(service, By::Actor(actor), code)?.node.id;
    service.store.read(|conn| units::history(conn, unit, after, i64::try_from(most).unwrap_or(i64::MAX)))
}

/// Adds a unit or describes it anew. `agreed` is asked about the unit as it stands; the tree may not move between its
/// answer and the writing.
pub fn put(
    service: &Service,
    by: By,
    code: &str,
    described: &Described,
    agreed: impl FnOnce(Option<&Placed>) -> Result<(), Problem>,
) -> Result<Plan, Problem> {
    by.administers_all()?;
    let rows = vec![head(), line(code, described)];
    let (before, current, version) = service.store.read(|conn| {
        let before = units::by_code(conn, code)?.map(|node| placed(conn, node)).transpose()?;
        Ok((before, known(conn)?, units::version(conn)?))
    })?;
    agreed(before.as_ref())?;
    refuse_mistakes(&plan(&current, &rows))?;
    write_rows(service, by, rows, ("unit", code.to_owned()), Some(version))
}

/// There is one line: its mistakes are those of the unit.
fn refuse_mistakes(plan: &Plan) -> Result<(), Problem> {
    let of_line = plan.lines.iter().filter_map(|line| match &line.step {
        Step::Wrong(words) => Some(words),
        _ => None,
    });
    let words = plan.mistakes.iter().chain(of_line.flatten());
    let sentences: Vec<_> =
        words.map(|words| (None, format!("{}。", words.trim_end_matches('。')))).collect();
    if sentences.is_empty() { Ok(()) } else { Err(Problem { code: ProblemCode::Invalid, sentences }) }
}

fn head() -> Row {
    let names = [
        "code",
        "name",
        "level",
        "parent_code",
        "aliases",
        "short_name",
        "contact",
        "exempt",
        "reports",
        "active",
    ];
    Row { line: 1, cells: names.map(str::to_owned).to_vec() }
}

fn line(code: &str, described: &Described) -> Row {
    let yes_or_no = |yes: bool| if yes { "是" } else { "否" };
    let aliases = described.aliases.join("、");
    let cells = [
        code,
        &described.name,
        &described.level,
        &described.parent,
        &aliases,
        &described.short_name,
        &described.contact,
        &described.exempt,
        yes_or_no(described.reports),
        yes_or_no(described.active),
    ];
    Row { line: 2, cells: cells.map(str::to_owned).to_vec() }
}
