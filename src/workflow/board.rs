//! 进度: who has sent, who has not, of any node of the tree; and who is missing.

use super::Service;
use crate::campaign::deadline::meaning;
use crate::campaign::standing::{Number, tally};
use crate::campaign::{Deliverable, Standing, Status, Task};
use crate::problem::Problem;
use crate::store::units::Node;
use crate::store::{Conn, campaigns, standings, units};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

pub type Counts = [usize; Number::ALL.len()];

/// A node with everything below it.
#[derive(Clone, Debug)]
pub struct Board {
    pub task: Task,
    /// `None`: nobody is asked for figures, and nothing is counted.
    pub table: Option<Deliverable>,
    /// What the node itself has to send up, made of what its units sent.
    pub own: Vec<Deliverable>,
    pub node: Node,
    /// Nodes above, from the campaign's own down, as far as the actor sees.
    pub above: Vec<Node>,
    pub counts: Counts,
    /// Direct children that have units below them, with their numbers.
    pub children: Vec<(Node, Counts)>,
    /// The units asked for, by code.
    pub units: Vec<Standing>,
    pub now: Instant,
}

/// Which units a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub number: Option<Number>,
    pub status: Option<Status>,
    /// Part of a name or a code.
    pub words: String,
}

/// The board of a node; without one, the highest node that the actor sees.
pub fn board(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
    filter: &Filter,
) -> Result<Board, Problem> {
    let now = service.now();
    service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let (tables, others): (Vec<_>, Vec<_>) =
            campaigns::deliverables(conn, task.id)?.into_iter().partition(Deliverable::is_table);
        let table = tables.into_iter().next();
        let own = others.into_iter().filter(|asked| asked.level == Some(node.level)).collect();
        let all = standings::below(conn, task.id, &node.path)?;
        let custom = task.returned_is_missing;
        let mut children = Vec::new();
        for child in units::children(conn, node.id)? {
            let within: Vec<&Standing> =
                all.iter().filter(|standing| standing.path.starts_with(&child.path)).collect();
            let is_unit = within.len() == 1 && within[0].unit == child.id;
            if !within.is_empty() && !is_unit {
                children.push((child, tally(within, table.as_ref(), custom)));
            }
        }
        let counts = tally(&all, table.as_ref(), custom);
        let above = above(conn, actor, &task, &node)?;
        let fits = |standing: &Standing| fits(standing, filter, table.as_ref(), custom, now);
        let units = all.into_iter().filter(fits).collect();
        Ok(Board { task, table, own, node, above, counts, children, units, now })
    })
}

fn fits(
    standing: &Standing,
    filter: &Filter,
    table: Option<&Deliverable>,
    returned_is_missing: bool,
    now: Instant,
) -> bool {
    let words = filter.words.trim();
    filter.number.is_none_or(|number| standing.is_among(number, table, returned_is_missing))
        && filter.status.is_none_or(|status| standing.status(table, now) == status)
        && (words.is_empty() || standing.name.contains(words) || standing.code.contains(words))
}

/// A node of a campaign that the actor may look at.
pub(super) fn node_of(
    conn: &mut Conn,
    actor: &Actor,
    campaign: i64,
    code: Option<&str>,
) -> Result<(Task, Node), Problem> {
    let task = campaigns::find(conn, actor, campaign)?;
    let node = match code {
        Some(code) => units::by_code(conn, code)?,
        None if actor.path.starts_with(&task.path) => units::by_id(conn, actor.unit)?,
        None => units::by_id(conn, task.unit)?,
    };
    let node = node.ok_or_else(Problem::not_found)?;
    let within = actor.reaches(&node.path) && node.path.starts_with(&task.path);
    if within { Ok((task, node)) } else { Err(Problem::not_found()) }
}

pub(super) fn above(conn: &mut Conn, actor: &Actor, task: &Task, node: &Node) -> Result<Vec<Node>, Problem> {
    let mut above = Vec::new();
    let mut parent = node.parent;
    while let Some(id) = parent {
        let Some(node) = units::by_id(conn, id)? else { break };
        if !actor.reaches(&node.path) || !node.path.starts_with(&task.path) {
            break;
        }
        parent = node.parent;
        above.push(node);
    }
    above.reverse();
    Ok(above)
}

/// The text of the 未报名单, ready to be pasted into a group chat: a unit a line, counties together.
pub fn missing_text(board: &Board) -> String {
    let missing: Vec<&Standing> = board
        .units
        .iter()
        .filter(|unit| unit.is_among(Number::Missing, board.table.as_ref(), board.task.returned_is_missing))
        .collect();
    let Some(table) = &board.table else { return Problem::no_table().text() };
    if missing.is_empty() {
        return format!("【{}】{}应报单位已全部报送。", board.task.title, board.node.name);
    }
    let asked = match &table.due {
        Some(due) if board.now >= due.instant => format!("已过{}，请尽快补报", due.shown()),
        Some(due) => format!("请按{}报送", due.shown()),
        None => "请尽快报送".to_owned(),
    };
    let mut lines = vec![format!(
        "【{}】{}以下 {} 个单位尚未报送，{asked}：",
        board.task.title,
        board.node.name,
        missing.len()
    )];
    lines.extend(missing.iter().enumerate().map(|(index, unit)| {
        let more = unit.extended.map_or(String::new(), |until| format!("（已延期至 {}）", meaning(until)));
        format!("{}．{}{more}", index + 1, unit.name)
    }));
    lines.join("\n")
}
