//! Totals in the database: kept by county, so that those of a province are the sum of its counties.
//!
//! For every node and campaign `kept_total` holds what the units directly below the node add up to: the figures
//! in force, those of them that were accepted, the numbers of the board. A total of any node above is added up
//! from these; only the units directly below the node that is looked at are read one by one.
//!
//! No kept sum is ever shown when it is old. Whatever changes what a unit counts for (a sheet sent, returned,
//! accepted, an exemption, more time, a moved deadline, another place in the tree) leaves a row in
//! `changed_unit` in the same transaction; triggers of the database do that, so no verb can forget it. Reading
//! sees sums and changes of one moment, leaves out the sums of nodes with a change, and reads the figures
//! below these as if nothing were kept. [`remake`] then keeps the new sums. First it forgets the changes and
//! afterwards it reads: what is changed meanwhile leaves a row that it has not seen, and the next reading makes
//! that node anew once more. A crash between the two leaves the change, or both undone.
//!
//! Units add rows and wait for nobody. Two who remake sums of one campaign, on one server or on several, come
//! one after the other.
//!
//! Sums are exact: figures are integers in millionths, bounded when they come in, so that the sum of a country
//! fits. Sum and greatest are kept together; the form says which one an item's total is.

mod added;

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use self::added::{IN_UNITS, listed, what};
pub use self::added::{Owners, Sum, added_up};
use super::campaigns;
use super::connection::{Conn, each};
use super::numbers::from_millionths;
use super::schema::{campaign, kept_total};
use super::units::{Node, behind};
use crate::aggregate::{Basis, combined};
use crate::campaign::standing::Number as Count;
use crate::campaign::{Deliverable, Task};
use crate::form::{Aggregation, Form};
use crate::problem::Problem;
use crate::vocabulary::Number;

/// What some units add up to.
#[derive(Clone, Debug)]
pub struct Part {
    /// Indexed as `Form::figure`; `None` where no unit gave a figure.
    pub figures: Vec<Option<Number>>,
    /// In the order of [`Count::ALL`].
    pub counts: [usize; Count::ALL.len()],
}

/// The totals of a subtree.
#[derive(Clone, Debug)]
pub struct Subtree {
    pub whole: Part,
    /// Of each direct child with everything below it, by the child's number. A child below which no unit is
    /// expected is not there.
    pub children: HashMap<i64, Part>,
    /// Nodes whose sums were not kept, or no longer true: to be remade.
    pub stale: Vec<i64>,
}

impl Part {
    fn of(form: &Form) -> Part {
        Part { figures: vec![None; form.figures()], counts: [0; Count::ALL.len()] }
    }

    fn count(&self, number: Count) -> usize {
        let position = Count::ALL.iter().position(|known| *known == number);
        position.map_or(0, |position| self.counts[position])
    }

    /// Units of the campaign, the exempt ones among them.
    pub fn units(&self) -> usize {
        self.count(Count::Expected) + self.count(Count::Exempt)
    }

    /// Units whose figures are in the totals.
    pub fn counted(&self, basis: Basis) -> usize {
        let accepted = self.count(Count::Accepted);
        match basis {
            Basis::Accepted => accepted,
            Basis::InForce => accepted + self.count(Count::Waiting) + self.count(Count::Returned),
        }
    }

    fn add(&mut self, form: &Form, sum: &Sum) {
        if sum.what == IN_UNITS {
            let number = Count::ALL.iter().position(|number| number.code() == sum.item);
            let count = number.and_then(|number| self.counts.get_mut(number));
            count.into_iter().for_each(|count| *count += usize::try_from(sum.total).unwrap_or(0));
            return;
        }
        add_figure(form, &mut self.figures, (&sum.item, &sum.col), (sum.total, sum.greatest));
    }
}

/// Adds the sum and the greatest of some figures, in millionths, to totals indexed as `Form::figure`.
pub fn add_figure(
    form: &Form,
    figures: &mut [Option<Number>],
    (item, column): (&str, &str),
    (sum, greatest): (i64, i64),
) {
    let column = form.columns.iter().position(|known| known.code == column);
    let (Some(item), Some(column)) = (form.item_index(item), column) else { return };
    let aggregation = form.items[item].aggregation;
    let value = match aggregation {
        Aggregation::Sum => Some(from_millionths(sum)),
        Aggregation::Max => Some(from_millionths(greatest)),
        Aggregation::None => None,
    };
    let total = &mut figures[form.figure(item, column)];
    *total = combined(*total, value, aggregation);
}

impl Subtree {
    /// Adds the sum to the whole and to the child that it is of; a unit that is the node itself (机关) belongs to
    /// no child.
    fn add(&mut self, form: &Form, child: Option<i64>, sum: &Sum) {
        self.whole.add(form, sum);
        if let Some(child) = child {
            self.children.entry(child).or_insert_with(|| Part::of(form)).add(form, sum);
        }
    }
}

/// The totals of a node and of each of its direct children.
pub fn of_subtree(
    conn: &mut Conn,
    (form, task, table): (&Form, &Task, &Deliverable),
    (node, children): (&Node, &[Node]),
    basis: Basis,
) -> Result<Subtree, Problem> {
    let stale = stale_below(conn, task.id, &node.path)?;
    let below: Vec<i64> = stale.iter().map(|stale| stale.id).filter(|id| *id != node.id).collect();
    let mut subtree = Subtree {
        whole: Part::of(form),
        children: HashMap::new(),
        stale: stale.iter().map(|stale| stale.id).collect(),
    };
    let own: Vec<i64> = std::iter::once(node).chain(children).map(|node| node.id).collect();
    for sum in added_up(conn, (task, table), (Owners::Units, &own), &[basis])? {
        subtree.add(form, Some(sum.owner).filter(|unit| *unit != node.id), &sum);
    }
    let child_of: HashMap<i64, Option<i64>> =
        stale.iter().map(|stale| (stale.id, step(&node.path, &stale.path))).collect();
    for sum in added_up(conn, (task, table), (Owners::Nodes, &below), &[basis])? {
        subtree.add(form, child_of.get(&sum.owner).copied().flatten(), &sum);
    }
    for sum in kept(conn, task.id, &node.path, &below, basis)? {
        subtree.add(form, Some(sum.owner), &sum);
    }
    Ok(subtree)
}

/// A node of which something changed since its sums were kept.
#[derive(QueryableByName)]
pub struct Stale {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    path: String,
}

/// The node that a change is about; none above the root.
const CHANGED: &str = "COALESCE(changed_unit.node_id, changed.parent_id)";

/// Every such node below a path, the path's own among them.
pub fn stale_below(conn: &mut Conn, campaign: i64, path: &str) -> Result<Vec<Stale>, Problem> {
    let query = format!(
        "SELECT DISTINCT unit.id AS id, unit.path AS path FROM changed_unit \
         JOIN unit AS changed ON changed.id = changed_unit.unit_id JOIN unit ON unit.id = {CHANGED} \
         WHERE changed_unit.campaign_id = $1 AND unit.path >= $2 AND unit.path < $3"
    );
    let query = diesel::sql_query(query).bind::<BigInt, _>(campaign);
    Ok(query.bind::<Text, _>(path.to_owned()).bind::<Text, _>(behind(path)).load(conn)?)
}

/// The sums kept of the nodes below a path but those that are stale, by the path's direct children.
fn kept(
    conn: &mut Conn,
    campaign: i64,
    path: &str,
    stale: &[i64],
    basis: Basis,
) -> Result<Vec<Sum>, Problem> {
    let rest = format!("SUBSTR(unit.path, {})", path.len() + 1);
    let child = match conn {
        Conn::Sqlite(_) => format!("CAST(SUBSTR({rest}, 1, INSTR({rest}, '/') - 1) AS BIGINT)"),
        Conn::Postgresql(_) => format!("CAST(SPLIT_PART({rest}, '/', 1) AS BIGINT)"),
    };
    let query = format!(
        "SELECT {child} AS owner, what, item, col, CAST(SUM(total) AS BIGINT) AS total, \
         MAX(greatest) AS greatest FROM kept_total JOIN unit ON unit.id = node_id \
         WHERE campaign_id = $1 AND what IN ('{IN_UNITS}', '{}') AND unit.path > $2 AND unit.path < $3 \
         AND node_id NOT IN ({}) GROUP BY 1, 2, 3, 4",
        what(basis),
        listed(stale),
    );
    let query = diesel::sql_query(query).bind::<BigInt, _>(campaign);
    Ok(query.bind::<Text, _>(path.to_owned()).bind::<Text, _>(behind(path)).load(conn)?)
}

/// What follows a path in the path of a node below it, up to the next slash: the number of the child.
fn step(path: &str, below: &str) -> Option<i64> {
    below.strip_prefix(path)?.split('/').next()?.parse().ok()
}

/// Keeps the sums of some nodes as they are now.
pub fn remake(conn: &mut Conn, campaign: i64, nodes: &[i64]) -> Result<(), Problem> {
    hold(conn, campaign)?;
    let seen = format!(
        "DELETE FROM changed_unit WHERE id IN (SELECT changed_unit.id FROM changed_unit \
         JOIN unit AS changed ON changed.id = changed_unit.unit_id WHERE campaign_id = $1 \
         AND ({CHANGED} IN ({}) OR {CHANGED} IS NULL))",
        listed(nodes)
    );
    diesel::sql_query(seen).bind::<BigInt, _>(campaign).execute(conn)?;
    let (task, table) = (campaigns::load(conn, campaign)?, campaigns::table(conn, campaign)?);
    let sums = added_up(conn, (&task, &table), (Owners::Nodes, nodes), &Basis::ALL)?;
    let old = kept_total::table.filter(kept_total::campaign_id.eq(campaign));
    diesel::delete(old.filter(kept_total::node_id.eq_any(nodes))).execute(conn)?;
    let rows: Vec<_> = sums
        .into_iter()
        .map(|sum| {
            (
                kept_total::campaign_id.eq(campaign),
                kept_total::node_id.eq(sum.owner),
                kept_total::what.eq(sum.what),
                kept_total::item.eq(sum.item),
                kept_total::col.eq(sum.col),
                kept_total::total.eq(sum.total),
                kept_total::greatest.eq(sum.greatest),
            )
        })
        .collect();
    for chunk in rows.chunks(1_000) {
        let chunk = chunk.to_vec();
        each!(conn, inner => diesel::insert_into(kept_total::table).values(chunk).execute(inner))?;
    }
    Ok(())
}

/// Lets nobody else remake sums of a campaign until the transaction ends; who sends into it does not wait.
fn hold(conn: &mut Conn, id: i64) -> Result<(), Problem> {
    diesel::update(campaign::table.find(id)).set(campaign::title.eq(campaign::title)).execute(conn)?;
    Ok(())
}

/// Every sum that is kept of a campaign.
pub fn all_kept(conn: &mut Conn, campaign: i64) -> Result<Vec<Sum>, Problem> {
    let query =
        "SELECT node_id AS owner, what, item, col, total, greatest FROM kept_total WHERE campaign_id = $1";
    Ok(diesel::sql_query(query).bind::<BigInt, _>(campaign).load(conn)?)
}
