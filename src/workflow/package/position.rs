//! Who sends material for whom in which campaign: found once, and what is asked of that unit.

use crate::campaign::{Deliverable, Task};
use crate::problem::Problem;
use crate::store::units::Node;
use crate::store::{Conn, campaigns, standings, units};
use crate::vocabulary::Actor;

/// A unit's place in a campaign as far as material other than the table goes.
#[derive(Clone, Debug)]
pub struct Position {
    pub task: Task,
    pub unit: Node,
    /// What is asked of it.
    pub asked: Vec<Deliverable>,
    /// Whether it is one of the units that the campaign expects; a node above them is asked only for what binds
    /// its level.
    pub is_expected: bool,
}

impl Position {
    /// What somebody means by a deliverable's number.
    pub fn deliverable(&self, id: i64) -> Result<&Deliverable, Problem> {
        self.asked.iter().find(|asked| asked.id == id).ok_or_else(Problem::not_found)
    }

    /// Whether an actor sends for a unit that is not the own one (代报).
    pub fn is_on_behalf(&self, actor: &Actor) -> bool {
        actor.unit != self.unit.id
    }
}

/// The unit's place, if the actor may know of it and see what the unit sent.
pub(in crate::workflow) fn position(
    conn: &mut Conn,
    actor: &Actor,
    campaign: i64,
    code: &str,
) -> Result<Position, Problem> {
    let task = campaigns::load(conn, campaign)?;
    let unit = units::by_code(conn, code)?.ok_or_else(Problem::not_found)?;
    if !actor.reaches(&unit.path) || !campaigns::may_know(actor, &task) {
        return Err(Problem::not_found());
    }
    let is_expected = standings::find(conn, task.id, unit.id)?.is_some();
    let asked = campaigns::deliverables(conn, task.id)?.into_iter();
    let asked: Vec<Deliverable> = asked.filter(|asked| binds(asked, &task, &unit, is_expected)).collect();
    if !is_expected && asked.is_empty() {
        return Err(Problem::not_found());
    }
    Ok(Position { task, unit, asked, is_expected })
}

fn binds(asked: &Deliverable, task: &Task, unit: &Node, is_expected: bool) -> bool {
    match asked.level {
        _ if asked.is_table() => false,
        None => is_expected,
        Some(level) => level == unit.level && unit.path.starts_with(&task.path),
    }
}
