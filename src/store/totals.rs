//! Totals in the database: one GROUP BY over the figures in force.
//!
//! Sums are exact: figures are integers in millionths, bounded when they come in, so that the sum of a country
//! fits. Sum and greatest come together; the form says which one an item's total is.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::connection::Conn;
use super::numbers::from_millionths;
use super::schema::{expected_unit, figure, unit};
use crate::aggregate::combined;
use crate::campaign::UnitState;
use crate::form::{Aggregation, Form};
use crate::problem::Problem;
use crate::vocabulary::Number;

/// Which figures count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Every revision in force.
    InForce,
    /// 仅汇总已通过.
    Accepted,
}

/// The totals of a subtree, each indexed as `Form::figure`; `None` where no unit gave a figure.
#[derive(Clone, Debug)]
pub struct Subtree {
    pub whole: Vec<Option<Number>>,
    /// Of each direct child with everything below it, by the child's number. A child below which no unit counts
    /// is not there.
    pub children: HashMap<i64, Vec<Option<Number>>>,
}

/// The totals of a node and of each of its children, in one query: the figures are grouped by the part of their
/// unit's path that follows the node's own. A unit that is the node itself (机关) belongs to no child.
pub fn of_subtree(
    conn: &mut Conn,
    form: &Form,
    campaign: i64,
    path: &str,
    counting: Counting,
) -> Result<Subtree, Problem> {
    type Row = (String, String, String, Option<i64>, Option<i64>);
    let child = step_below(conn, path);
    let summed = expected_unit::table
        .inner_join(unit::table)
        .inner_join(figure::table.on(expected_unit::in_force_revision_id.eq(figure::revision_id.nullable())))
        .filter(expected_unit::campaign_id.eq(campaign))
        .filter(unit::path.ge(path).and(unit::path.lt(super::units::behind(path))))
        .filter(expected_unit::state.eq_any(states(counting)))
        .group_by(sql::<(Text, Text, Text)>(&format!("{child}, figure.item, figure.col")))
        .select((
            sql::<Text>(&child),
            sql::<Text>("figure.item"),
            sql::<Text>("figure.col"),
            sql::<Nullable<BigInt>>("CAST(SUM(figure.value) AS BIGINT)"),
            sql::<Nullable<BigInt>>("MAX(figure.value)"),
        ));
    let rows: Vec<Row> = summed.load(conn)?;
    let mut subtree = Subtree { whole: vec![None; form.figures()], children: HashMap::new() };
    for (child, item, column, sum, greatest) in rows {
        let column = form.columns.iter().position(|known| known.code == column);
        let (Some(item), Some(column)) = (form.item_index(&item), column) else { continue };
        let aggregation = form.items[item].aggregation;
        let value = match aggregation {
            Aggregation::Sum => sum.map(from_millionths),
            Aggregation::Max => greatest.map(from_millionths),
            Aggregation::None => None,
        };
        let figure = form.figure(item, column);
        subtree.whole[figure] = combined(subtree.whole[figure], value, aggregation);
        if let Ok(child) = child.parse() {
            let own = subtree.children.entry(child).or_insert_with(|| vec![None; form.figures()]);
            own[figure] = value;
        }
    }
    Ok(subtree)
}

/// What follows a path in the path of a unit below it, up to the next slash: the number of the child.
fn step_below(conn: &Conn, path: &str) -> String {
    let rest = format!("SUBSTR(unit.path, {})", path.len() + 1);
    match conn {
        Conn::Sqlite(_) => format!("SUBSTR({rest}, 1, INSTR({rest}, '/') - 1)"),
        Conn::Postgresql(_) => format!("SPLIT_PART({rest}, '/', 1)"),
    }
}

fn states(counting: Counting) -> Vec<&'static str> {
    match counting {
        Counting::InForce => UnitState::ALL.map(UnitState::code).to_vec(),
        Counting::Accepted => vec![UnitState::Accepted.code()],
    }
}
