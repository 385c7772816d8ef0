//! What a node's sign-off stands on: its units, the nodes below that sign by themselves, what was signed before.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::campaign::sign_off::{Change, Lack, changes, of_node, of_unit};
use crate::campaign::{CampaignState, Deliverable, SignState, SignVerdict, Standing, Task, UnitState};
use crate::problem::Problem;
use crate::store::sign_offs::{self, Head};
use crate::store::units::Node;
use crate::store::{Conn, accounts, campaigns, doubles, standings, units};
use crate::vocabulary::time::Instant;

/// A node of a campaign with everything below it, at one moment.
pub struct Ground {
    pub task: Task,
    pub table: Deliverable,
    pub node: Node,
    /// Every unit asked for, by code.
    pub standings: Vec<Standing>,
    /// The nodes below that sign by themselves, none below another, by code.
    pub below: Vec<Signer>,
    /// Sign-offs of the node itself, oldest first; unit → revision of the newest.
    pub own: Vec<Head>,
    pub pins: HashMap<i64, i64>,
    /// Revisions that somebody decided not to count, each with the reason.
    pub left_out: HashMap<i64, String>,
    pub now: Instant,
}

/// A node that signs by itself.
pub struct Signer {
    pub node: Node,
    /// Oldest first.
    pub heads: Vec<Head>,
    /// 第 n 次 of the newest that is accepted, and what it pins.
    pub accepted: Option<(i64, HashMap<i64, i64>)>,
    pub changes: Vec<Change>,
}

/// Somebody for whom a node waits before it can sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    pub code: String,
    pub name: String,
    pub lack: Lack,
}

impl Signer {
    /// Where it stands; never the campaign's own node.
    pub fn state(&self) -> SignState {
        SignState::of(self.heads.last().map(Head::verdict), false)
    }

    fn contains(&self, standing: &Standing) -> bool {
        standing.path.starts_with(&self.node.path)
    }
}

impl Ground {
    pub fn of(conn: &mut Conn, task: Task, node: Node, now: Instant) -> Result<Ground, Problem> {
        let table = campaigns::table(conn, task.id)?;
        let standings = standings::below(conn, task.id, &node.path)?;
        let (own, others): (Vec<Head>, Vec<Head>) =
            sign_offs::below(conn, task.id, &node.path)?.into_iter().partition(|head| head.unit == node.id);
        let left_out = doubles::left_out(conn, task.id)?;
        let below = signers(conn, &node, (&standings, &left_out), others)?;
        let newest: Vec<i64> = own.last().map(|head| head.id).into_iter().collect();
        let pins = sign_offs::pinned(conn, &newest)?.into_values().next().unwrap_or_default();
        Ok(Ground { task, table, node, standings, below, own, pins, left_out, now })
    }

    /// Whether the node is the campaign's own.
    pub fn is_top(&self) -> bool {
        self.node.id == self.task.unit
    }

    pub fn state(&self) -> SignState {
        SignState::of(self.own.last().map(Head::verdict), self.is_top())
    }

    /// Units whose figures are no longer those of the newest sign-off.
    pub fn changes(&self) -> Vec<Change> {
        if self.own.is_empty() {
            return Vec::new();
        }
        changes(&self.pins, &self.standings, &|revision| self.left_out.contains_key(&revision))
    }

    /// 第 n 次 of the next sign-off.
    pub fn next(&self) -> i64 {
        self.own.last().map_or(1, |head| head.number + 1)
    }

    pub fn signer_of(&self, standing: &Standing) -> Option<&Signer> {
        self.below.iter().find(|signer| signer.contains(standing))
    }

    /// The revision that would be signed of each unit, by the unit's number.
    pub fn to_pin(&self) -> BTreeMap<i64, i64> {
        let pin = |standing: &Standing| {
            let signed = self.signer_of(standing).and_then(|signer| signer.accepted.as_ref());
            let revision = match signed {
                Some((_, pins)) => pins.get(&standing.unit).copied(),
                None => standing.in_force.filter(|_| standing.state == UnitState::Accepted),
            };
            Some((standing.unit, revision.filter(|revision| !self.left_out.contains_key(revision))?))
        };
        self.standings.iter().filter_map(pin).collect()
    }

    /// Nodes below that have a supervisor and no sign-off that was accepted.
    pub fn unsigned(&self) -> impl Iterator<Item = &Signer> {
        self.below.iter().filter(|signer| signer.accepted.is_none())
    }

    /// Whether the deadline of a unit with this extension has ended.
    fn is_over(&self, extended: Option<Instant>) -> bool {
        let closed = matches!(self.task.state, CampaignState::Closed | CampaignState::Archived);
        closed || self.table.clocks(extended).is_past(self.now)
    }

    /// Everybody for whom the node still waits, nodes first.
    pub fn obstacles(&self) -> Vec<Obstacle> {
        let over = self.is_over(None);
        let nodes = self.below.iter().filter_map(|signer| {
            let lack = of_node(signer.state(), over)?;
            Some(Obstacle { code: signer.node.code.clone(), name: signer.node.name.clone(), lack })
        });
        let own = |standing: &&Standing| match self.signer_of(standing) {
            Some(signer) => over && signer.accepted.is_none(),
            None => true,
        };
        let units = self.standings.iter().filter(own).filter_map(|standing| {
            let lack = of_unit(standing, self.is_over(standing.extended))?;
            Some(Obstacle { code: standing.code.clone(), name: standing.name.clone(), lack })
        });
        nodes.chain(units).collect()
    }
}

/// Nodes below that have a supervisor, or have signed while they had one; of those that lie below each other the
/// topmost.
fn signers(
    conn: &mut Conn,
    node: &Node,
    (standings, left_out): (&[Standing], &HashMap<i64, String>),
    heads: Vec<Head>,
) -> Result<Vec<Signer>, Problem> {
    let mut ids: HashSet<i64> = accounts::nodes_with_supervisor(conn, &node.path)?;
    ids.extend(heads.iter().map(|head| head.unit));
    let mut nodes = Vec::new();
    for id in ids {
        let Some(below) = units::by_id(conn, id)? else { continue };
        let has_units = |standing: &Standing| standing.unit != id && standing.path.starts_with(&below.path);
        if standings.iter().any(has_units) {
            nodes.push(below);
        }
    }
    nodes.sort_by(|a, b| a.path.len().cmp(&b.path.len()).then_with(|| a.code.cmp(&b.code)));
    let mut topmost: Vec<Node> = Vec::new();
    for node in nodes {
        if !topmost.iter().any(|above| node.path.starts_with(&above.path)) {
            topmost.push(node);
        }
    }
    topmost.sort_by(|a, b| a.code.cmp(&b.code));
    let mut by_node: HashMap<i64, Vec<Head>> = HashMap::new();
    heads.into_iter().for_each(|head| by_node.entry(head.unit).or_default().push(head));
    let mut signers = Vec::new();
    for node in topmost {
        let heads = by_node.remove(&node.id).unwrap_or_default();
        signers.push(signer(conn, node, heads, (standings, left_out))?);
    }
    Ok(signers)
}

fn signer(
    conn: &mut Conn,
    node: Node,
    heads: Vec<Head>,
    (standings, left_out): (&[Standing], &HashMap<i64, String>),
) -> Result<Signer, Problem> {
    let accepted = heads.iter().rev().find(|head| head.verdict() == Some(SignVerdict::Accept));
    let accepted = accepted.map(|head| (head.id, head.number));
    let newest = heads.last().map(|head| head.id);
    let ids: Vec<i64> = newest.into_iter().chain(accepted.map(|(id, _)| id)).collect();
    let all = sign_offs::pinned(conn, &ids)?;
    let pins = newest.and_then(|id| all.get(&id).cloned()).unwrap_or_default();
    let accepted = accepted.and_then(|(id, number)| Some((number, all.get(&id)?.clone())));
    let within = standings.iter().filter(|standing| standing.path.starts_with(&node.path));
    let dropped = |revision: i64| left_out.contains_key(&revision);
    let changes = if heads.is_empty() { Vec::new() } else { changes(&pins, within, &dropped) };
    Ok(Signer { node, heads, accepted, changes })
}
