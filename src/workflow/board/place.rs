//! The node that a board is of, and those above it, as far as its reader sees.

use crate::campaign::Task;
use crate::problem::Problem;
use crate::store::units::Node;
use crate::store::{Conn, campaigns, units};
use crate::vocabulary::Actor;

/// A node of a campaign that the actor may look at.
pub(in crate::workflow) fn node_of(
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

pub(in crate::workflow) fn above(
    conn: &mut Conn,
    actor: &Actor,
    task: &Task,
    node: &Node,
) -> Result<Vec<Node>, Problem> {
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
