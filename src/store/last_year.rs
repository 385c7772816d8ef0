//! 上年同期 that came from a file: loaded once for a campaign, each unit's own figures and whole nodes' totals
//! kept apart.

mod gathered;
mod node;

use diesel::prelude::*;

use self::gathered::{Figures, Row, gather, in_force};
pub use self::node::of_node;
use super::connection::{Conn, each};
use super::numbers::to_millionths;
use super::schema::{last_year_figure, unit};
use super::written;
use crate::form::Form;
use crate::problem::Problem;
use crate::report::LastYear;
use crate::vocabulary::Number;

/// Puts a file's figures in the place of what was loaded before. `units`: numbers of the units with figures
/// indexed as `Form::figure`; the flag says that it is a whole node's total.
pub fn replace(
    conn: &mut Conn,
    form: &Form,
    campaign: i64,
    units: &[(i64, bool, Vec<Option<Number>>)],
) -> Result<(), Problem> {
    written::changing(conn, "last_year_figure", campaign)?;
    diesel::delete(last_year_figure::table.filter(last_year_figure::campaign_id.eq(campaign)))
        .execute(conn)?;
    let mut rows = Vec::new();
    for (unit, whole, figures) in units {
        for (index, value) in figures.iter().enumerate() {
            let Some(value) = value.and_then(to_millionths) else { continue };
            rows.push((
                last_year_figure::campaign_id.eq(campaign),
                last_year_figure::unit_id.eq(*unit),
                last_year_figure::whole_node.eq(*whole),
                last_year_figure::item.eq(form.items[index / form.columns.len()].code.clone()),
                last_year_figure::col.eq(form.columns[index % form.columns.len()].code.clone()),
                last_year_figure::value.eq(value),
            ));
        }
    }
    for chunk in rows.chunks(1_000) {
        let chunk = chunk.to_vec();
        each!(conn, inner => diesel::insert_into(last_year_figure::table).values(chunk).execute(inner))?;
    }
    Ok(())
}

/// Whether a file was loaded for this campaign.
pub fn is_loaded(conn: &mut Conn, campaign: i64) -> Result<bool, Problem> {
    let rows = last_year_figure::table.filter(last_year_figure::campaign_id.eq(campaign));
    Ok(diesel::select(diesel::dsl::exists(rows)).get_result(conn)?)
}

/// Last year's figures of one unit, from the file or from last year's campaign; `None`: nothing is known.
pub fn of_unit(
    conn: &mut Conn,
    form: &Form,
    (campaign, last): (i64, Option<i64>),
    unit_id: i64,
) -> Result<Option<Vec<Option<Number>>>, Problem> {
    let loaded: Vec<Row> = last_year_figure::table
        .inner_join(unit::table)
        .filter(last_year_figure::campaign_id.eq(campaign).and(last_year_figure::unit_id.eq(unit_id)))
        .filter(last_year_figure::whole_node.eq(false))
        .select((unit::code, last_year_figure::item, last_year_figure::col, last_year_figure::value))
        .load(conn)?;
    if let Some((_, figures)) = gather(form, loaded).pop_first() {
        return Ok(Some(figures));
    }
    let Some(last) = last else { return Ok(None) };
    let rows = in_force(conn, last, Some(unit_id))?;
    Ok(gather(form, rows).pop_first().map(|(_, figures)| figures))
}

/// Last year's figures of everybody in a campaign.
pub fn of_campaign(
    conn: &mut Conn,
    form: &Form,
    campaign: i64,
    last: Option<i64>,
) -> Result<Option<LastYear>, Problem> {
    let loaded = |whole: bool| {
        last_year_figure::table
            .inner_join(unit::table)
            .filter(last_year_figure::campaign_id.eq(campaign).and(last_year_figure::whole_node.eq(whole)))
            .select((unit::code, last_year_figure::item, last_year_figure::col, last_year_figure::value))
    };
    let units: Vec<Row> = loaded(false).load(conn)?;
    let totals: Vec<Row> = loaded(true).load(conn)?;
    if !units.is_empty() || !totals.is_empty() {
        return Ok(Some(LastYear::new(gather(form, units), gather(form, totals))));
    }
    let Some(last) = last else { return Ok(None) };
    let units = gather(form, in_force(conn, last, None)?);
    Ok(Some(LastYear::new(units, Figures::new())))
}
