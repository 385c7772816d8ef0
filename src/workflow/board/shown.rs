//! A board, read whole.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::Service;
use super::gathered::{chosen, counted, wholes};
use super::order::{Order, Rank};
use super::place::{above, node_of};
use super::row::{Counts, Row};
use crate::campaign::standing::Number;
use crate::campaign::whole::tally;
use crate::campaign::{Deliverable, Status, Task, Whole};
use crate::problem::Problem;
use crate::store::units::Node;
use crate::store::{Conn, campaigns, paper_arrivals, reminders, units};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// A node with everything below it.
#[derive(Clone, Debug)]
pub struct Board {
    pub task: Task,
    /// Everything that the campaign asks for; where the board is about all of it, each with its numbers.
    pub offered: Vec<(Deliverable, Option<Counts>)>,
    /// What the board is about; empty where nothing is asked for.
    pub asked: Vec<Deliverable>,
    /// The one deliverable that was chosen; `None`: all.
    pub chosen: Option<i64>,
    /// What the node itself has to send up, made of what its units sent.
    pub own: Vec<Deliverable>,
    pub node: Node,
    /// Nodes above, from the campaign's own down, as far as the actor sees.
    pub above: Vec<Node>,
    pub counts: Counts,
    /// Direct children that have units below them, with their numbers.
    pub children: Vec<(Node, Counts)>,
    /// The units asked for, in the order that was wished.
    pub units: Vec<Row>,
    pub now: Instant,
}

/// Which units a list shows, of which deliverable, in which order.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// `None`: all.
    pub deliverable: Option<i64>,
    pub number: Option<Number>,
    pub status: Option<Status>,
    /// Part of a name or a code.
    pub words: String,
    pub order: Order,
    /// The order of the children.
    pub below: Rank,
}

impl Filter {
    /// Who is missing something.
    pub fn missing(deliverable: Option<i64>) -> Filter {
        Filter { deliverable, number: Some(Number::Missing), ..Filter::default() }
    }
}

impl Board {
    /// The statistics table, where the board is about it.
    pub fn table(&self) -> Option<&Deliverable> {
        self.asked.iter().find(|asked| asked.is_table())
    }

    /// The only thing that the board is about, if it is one.
    pub fn only(&self) -> Option<&Deliverable> {
        if let [only] = self.asked.as_slice() { Some(only) } else { None }
    }

    /// What a unit of it still owes.
    pub fn owed<'a>(&'a self, whole: &'a Whole) -> Vec<&'a Deliverable> {
        whole.owed(&self.asked, self.task.returned_is_missing)
    }
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
        let offered = campaigns::deliverables(conn, task.id)?;
        let own = offered.iter().filter(|asked| asked.level == Some(node.level)).cloned().collect();
        let asked = chosen(&offered, filter.deliverable)?;
        let all = wholes(conn, &asked, &node.path)?;
        let custom = task.returned_is_missing;
        let offered = counted(conn, offered, (&asked, &all), filter.deliverable, (&task, &node))?;
        let count = |within: &[&Whole]| tally(within.iter().copied(), &asked, custom);
        let mut children = Vec::new();
        for child in units::children(conn, node.id)? {
            let within: Vec<&Whole> =
                all.iter().filter(|whole| whole.head.path.starts_with(&child.path)).collect();
            let is_unit = within.len() == 1 && within[0].head.unit == child.id;
            if !within.is_empty() && !is_unit {
                let counts = count(&within);
                children.push((child, counts));
            }
        }
        filter.below.sort(&mut children);
        let counts = tally(&all, &asked, custom);
        let above = above(conn, actor, &task, &node)?;
        let mut reminded = reminders::last_of_each(conn, (task.id, filter.deliverable), &node.path)?;
        let rows = all.into_iter().filter(|whole| fits(whole, filter, &asked, custom, now));
        let mut papers = papers(conn, &task, &asked, &node)?;
        let rows = rows.map(|whole| Row {
            reminded: reminded.remove(&whole.head.unit),
            papers: papers.remove(&whole.head.unit).unwrap_or_default(),
            whole,
        });
        let mut units: Vec<Row> = rows.collect();
        filter.order.sort(&mut units, &asked, now);
        let chosen = filter.deliverable;
        Ok(Board { task, offered, asked, chosen, own, node, above, counts, children, units, now })
    })
}

/// The papers that came of what the board is about, by unit.
fn papers(
    conn: &mut Conn,
    task: &Task,
    asked: &[Deliverable],
    node: &Node,
) -> Result<BTreeMap<i64, BTreeMap<i64, NaiveDate>>, Problem> {
    let mut papers: BTreeMap<i64, BTreeMap<i64, NaiveDate>> = BTreeMap::new();
    for ((deliverable, unit), paper) in paper_arrivals::below(conn, task.id, &node.path)? {
        if asked.iter().any(|asked| asked.id == deliverable) {
            papers.entry(unit).or_default().insert(deliverable, paper.on);
        }
    }
    Ok(papers)
}

fn fits(
    whole: &Whole,
    filter: &Filter,
    asked: &[Deliverable],
    returned_is_missing: bool,
    now: Instant,
) -> bool {
    let words = filter.words.trim();
    filter.number.is_none_or(|number| whole.is_among(number, asked, returned_is_missing))
        && filter.status.is_none_or(|status| whole.status(asked, now) == status)
        && (words.is_empty() || whole.head.name.contains(words) || whole.head.code.contains(words))
}
