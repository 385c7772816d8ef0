//! 汇总: the totals of any node from what is in force now, and the units behind each of them.
//!
//! What a county adds up to is kept and added to its city's and province's (`store::totals`). A reading that
//! finds sums to be old shows the true ones, and has them kept for the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Service;
use super::board::{Counts, node_of};
use super::stated::{self, Difference};
pub use crate::aggregate::Basis;
use crate::campaign::{Deliverable, Standing, Task, UnitState};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::revisions::{Revision, answers};
use crate::store::totals::{Subtree, of_subtree, remake};
use crate::store::units::Node;
use crate::store::{Conn, campaigns, last_year, revisions, standings, units};
use crate::submit::Answers;
use crate::vocabulary::{Actor, Number};

/// The totals of a node and of each node below it.
#[derive(Clone, Debug)]
pub struct Totals {
    pub task: Task,
    pub table: Deliverable,
    pub form: Arc<Form>,
    pub node: Node,
    pub basis: Basis,
    pub figures: Vec<Option<Number>>,
    /// Nodes above, as far as the actor sees.
    pub above: Vec<Node>,
    /// Direct children that somebody reports in, by code.
    pub children: Vec<ChildTotals>,
    pub counts: Counts,
    /// How many units' figures are in the totals.
    pub counted: usize,
    /// Of the node last year, where it is known.
    pub last_year: Option<Vec<Option<Number>>>,
    /// Where the node or one below it said itself what it adds up to.
    pub differences: Vec<Difference>,
}

/// The totals of a node's child.
#[derive(Clone, Debug)]
pub struct ChildTotals {
    pub node: Node,
    pub figures: Vec<Option<Number>>,
    /// Expected units below it, and those whose figures are in the totals.
    pub units: usize,
    pub counted: usize,
}

/// Live totals of a node.
pub fn totals(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
    basis: Basis,
) -> Result<Totals, Problem> {
    let (totals, stale) = service.store.read(|conn| read(service, conn, actor, (campaign, node), basis))?;
    keep(service, campaign, stale);
    Ok(totals)
}

/// The totals, and the nodes whose sums were not kept.
fn read(
    service: &Service,
    conn: &mut Conn,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    basis: Basis,
) -> Result<(Totals, Vec<i64>), Problem> {
    let (task, node) = node_of(conn, actor, campaign, node)?;
    let form = service.form_of(conn, &task)?;
    let table = campaigns::table(conn, task.id)?;
    let children = units::children(conn, node.id)?;
    let Subtree { whole, children: mut below, stale } =
        of_subtree(conn, (&form, &task, &table), (&node, &children), basis)?;
    let children = children.into_iter().filter_map(|child| {
        let part = below.remove(&child.id)?;
        let (units, counted) = (part.units(), part.counted(basis));
        Some(ChildTotals { node: child, figures: part.figures, units, counted })
    });
    let children: Vec<ChildTotals> = children.collect();
    let own = (&node, &whole.figures);
    let all = std::iter::once(own).chain(children.iter().map(|child| (&child.node, &child.figures)));
    let sums = all.map(|(node, sums)| (node, sums.clone()));
    let differences = stated::beside(conn, &form, (task.id, &node.path), sums)?;
    let above = super::board::above(conn, actor, &task, &node)?;
    let last_year = last_year::of_node(conn, &form, (task.id, task.last_campaign), &node)?;
    let (counts, counted, figures) = (whole.counts, whole.counted(basis), whole.figures);
    Ok((
        Totals {
            task,
            table,
            form,
            node,
            basis,
            figures,
            above,
            children,
            counts,
            counted,
            last_year,
            differences,
        },
        stale,
    ))
}

/// Nodes whose sums are kept by one stroke: nobody who sends waits longer for it.
const TOGETHER: usize = 100;

/// Keeps the sums of some nodes. What was read is true without it: where it cannot be done, the next reading
/// tries again.
fn keep(service: &Service, campaign: i64, stale: Vec<i64>) {
    for nodes in stale.chunks(TOGETHER) {
        let nodes = nodes.to_vec();
        if service.store.write(move |conn| remake(conn, campaign, &nodes)).is_err() {
            tracing::warn!(campaign, "sums were not kept");
            return;
        }
    }
}

/// Whether a unit's figures are in the totals.
pub(super) fn counts_now(standing: &Standing, basis: Basis) -> bool {
    standing.in_force.is_some() && (basis == Basis::InForce || standing.state == UnitState::Accepted)
}

/// Where one total comes from: each unit behind it.
#[derive(Clone, Debug)]
pub struct Behind {
    pub totals: Totals,
    pub figure: usize,
    /// Unit, its revision in force, its answers.
    pub units: Vec<(Standing, Revision, Answers)>,
    /// Expected units that are not in the total.
    pub absent: Vec<Standing>,
}

/// The units behind one figure of a node's totals.
pub fn behind(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    figure: usize,
    basis: Basis,
) -> Result<Behind, Problem> {
    let totals = totals(service, actor, campaign, node, basis)?;
    if figure >= totals.form.figures() {
        return Err(Problem::not_found());
    }
    service.store.read(|conn| {
        let all = standings::below(conn, campaign, &totals.node.path)?;
        let (counted, absent): (Vec<Standing>, Vec<Standing>) =
            all.into_iter().partition(|standing| counts_now(standing, basis));
        let ids: Vec<i64> = counted.iter().filter_map(|standing| standing.in_force).collect();
        let mut answers = answers(conn, &totals.form, &ids)?;
        let mut by_id: BTreeMap<i64, Revision> =
            revisions::many(conn, &ids)?.into_iter().map(|revision| (revision.id, revision)).collect();
        let units = counted.into_iter().filter_map(|standing| {
            let id = standing.in_force?;
            Some((standing, by_id.remove(&id)?, answers.remove(&id)?))
        });
        Ok(Behind { units: units.collect(), absent, totals: totals.clone(), figure })
    })
}
