//! Totals in the database: one GROUP BY over the figures in force.
//!
//! Sums are exact: figures are integers in millionths, bounded when they come in, so that the sum of a country
//! fits. Sum and greatest come together; the form says which one an item's total is.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::connection::Conn;
use super::numbers::from_millionths;
use super::schema::{expected_unit, figure, unit};
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

/// The totals of a subtree, indexed as `Form::figure`; `None` where no unit gave a figure.
pub fn of_subtree(
    conn: &mut Conn,
    form: &Form,
    campaign: i64,
    path: &str,
    counting: Counting,
) -> Result<Vec<Option<Number>>, Problem> {
    type Row = (String, String, Option<i64>, Option<i64>);
    let summed = expected_unit::table
        .inner_join(unit::table)
        .inner_join(figure::table.on(expected_unit::in_force_revision_id.eq(figure::revision_id.nullable())))
        .filter(expected_unit::campaign_id.eq(campaign))
        .filter(unit::path.ge(path).and(unit::path.lt(super::units::behind(path))))
        .filter(expected_unit::state.eq_any(states(counting)))
        .group_by((figure::item, figure::col))
        .select((
            figure::item,
            figure::col,
            sql::<Nullable<BigInt>>("CAST(SUM(figure.value) AS BIGINT)"),
            sql::<Nullable<BigInt>>("MAX(figure.value)"),
        ));
    let rows: Vec<Row> = summed.load(conn)?;
    let mut totals = vec![None; form.figures()];
    for (item, column, sum, greatest) in rows {
        let column = form.columns.iter().position(|known| known.code == column);
        let (Some(item), Some(column)) = (form.item_index(&item), column) else { continue };
        totals[form.figure(item, column)] = match form.items[item].aggregation {
            Aggregation::Sum => sum.map(from_millionths),
            Aggregation::Max => greatest.map(from_millionths),
            Aggregation::None => None,
        };
    }
    Ok(totals)
}

/// The figures of single units, each indexed as `Form::figure`, in one query; a unit that does not count is
/// not there.
pub fn of_units(
    conn: &mut Conn,
    form: &Form,
    campaign: i64,
    units: &[i64],
    counting: Counting,
) -> Result<HashMap<i64, Vec<Option<Number>>>, Problem> {
    let rows: Vec<(i64, String, String, Option<i64>)> = expected_unit::table
        .inner_join(figure::table.on(expected_unit::in_force_revision_id.eq(figure::revision_id.nullable())))
        .filter(expected_unit::campaign_id.eq(campaign))
        .filter(expected_unit::unit_id.eq_any(units.to_vec()))
        .filter(expected_unit::state.eq_any(states(counting)))
        .select((expected_unit::unit_id, figure::item, figure::col, figure::value))
        .load(conn)?;
    let mut all: HashMap<i64, Vec<Option<Number>>> = HashMap::new();
    for (unit, item, column, value) in rows {
        let column = form.columns.iter().position(|known| known.code == column);
        let (Some(item), Some(column)) = (form.item_index(&item), column) else { continue };
        let own = all.entry(unit).or_insert_with(|| vec![None; form.figures()]);
        if form.items[item].aggregation != Aggregation::None {
            own[form.figure(item, column)] = value.map(from_millionths);
        }
    }
    Ok(all)
}

fn states(counting: Counting) -> Vec<&'static str> {
    match counting {
        Counting::InForce => UnitState::ALL.map(UnitState::code).to_vec(),
        Counting::Accepted => vec![UnitState::Accepted.code()],
    }
}
