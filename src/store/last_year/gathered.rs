//! Rows of figures gathered by unit, each unit's figures in the order of its form; and the rows that a
//! campaign has in force.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::from_millionths;
use super::super::schema::{expected_unit, figure, unit};
use crate::form::Form;
use crate::problem::Problem;
use crate::vocabulary::{Number, UnitCode};

pub(super) type Figures = BTreeMap<UnitCode, Vec<Option<Number>>>;

pub(super) type Row = (String, String, String, i64);

pub(super) fn in_force(conn: &mut Conn, campaign: i64, only: Option<i64>) -> Result<Vec<Row>, Problem> {
    let mut rows = expected_unit::table
        .inner_join(unit::table)
        .inner_join(figure::table.on(expected_unit::in_force_revision_id.eq(figure::revision_id.nullable())))
        .filter(expected_unit::campaign_id.eq(campaign).and(figure::value.is_not_null()))
        .select((unit::code, figure::item, figure::col, figure::value.assume_not_null()))
        .into_boxed();
    if let Some(only) = only {
        rows = rows.filter(expected_unit::unit_id.eq(only));
    }
    Ok(rows.load(conn)?)
}

pub(super) fn gather(form: &Form, rows: Vec<Row>) -> Figures {
    let mut figures = Figures::new();
    for (code, item, column, value) in rows {
        let column = form.columns.iter().position(|known| known.code == column);
        let (Some(item), Some(column)) = (form.item_index(&item), column) else { continue };
        let own = figures.entry(UnitCode::new(&code)).or_insert_with(|| vec![None; form.figures()]);
        own[form.figure(item, column)] = Some(from_millionths(value));
    }
    figures
}
