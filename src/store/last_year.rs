//! 上年同期 that came from a file: loaded once for a campaign, each unit's own figures and whole nodes' totals
//! kept apart.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::connection::{Conn, each};
use super::numbers::{from_millionths, to_millionths};
use super::schema::{expected_unit, figure, last_year_figure, unit};
use super::totals::add_figure;
use super::units::{Node, behind};
use crate::form::Form;
use crate::problem::Problem;
use crate::report::LastYear;
use crate::vocabulary::{Number, UnitCode};

/// Puts a file's figures in the place of what was loaded before. `units`: numbers of the units with figures
/// indexed as `Form::figure`; the flag says that it is a whole node's total.
pub fn replace(
    conn: &mut Conn,
    form: &Form,
    campaign: i64,
    units: &[(i64, bool, Vec<Option<Number>>)],
) -> Result<(), Problem> {
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

type Figures = BTreeMap<UnitCode, Vec<Option<Number>>>;
type Row = (String, String, String, i64);

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

/// What an item's figures of last year come to.
#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = Text)]
    col: String,
    #[diesel(sql_type = BigInt)]
    total: i64,
    #[diesel(sql_type = BigInt)]
    greatest: i64,
}

/// Last year's figures of a node: its own total where the file gave one, else what those units had that are
/// expected below it this year; `None`: nothing is known.
pub fn of_node(
    conn: &mut Conn,
    form: &Form,
    (campaign, last): (i64, Option<i64>),
    node: &Node,
) -> Result<Option<Vec<Option<Number>>>, Problem> {
    let total: Vec<Row> = last_year_figure::table
        .inner_join(unit::table)
        .filter(last_year_figure::campaign_id.eq(campaign).and(last_year_figure::unit_id.eq(node.id)))
        .filter(last_year_figure::whole_node.eq(true))
        .select((unit::code, last_year_figure::item, last_year_figure::col, last_year_figure::value))
        .load(conn)?;
    if let Some((_, figures)) = gather(form, total).pop_first() {
        return Ok(Some(figures));
    }
    let known = match last {
        _ if is_loaded(conn, campaign)? => added_up(conn, (campaign, campaign), &node.path, LOADED)?,
        Some(last) => added_up(conn, (campaign, last), &node.path, SENT)?,
        None => Vec::new(),
    };
    let mut figures = vec![None; form.figures()];
    for known in &known {
        add_figure(form, &mut figures, (&known.item, &known.col), (known.total, known.greatest));
    }
    Ok((!known.is_empty()).then_some(figures))
}

const LOADED: &str = "JOIN last_year_figure AS before ON before.unit_id = unit.id AND NOT whole_node";
const SENT: &str = "JOIN expected_unit AS before ON before.unit_id = unit.id \
     JOIN figure ON figure.revision_id = before.in_force_revision_id";

/// What units below a path had in another campaign, of those that this one expects.
fn added_up(
    conn: &mut Conn,
    (campaign, before): (i64, i64),
    path: &str,
    figures: &str,
) -> Result<Vec<Total>, Problem> {
    let query = format!(
        "SELECT item, col, CAST(SUM(value) AS BIGINT) AS total, MAX(value) AS greatest \
         FROM expected_unit JOIN unit ON unit.id = expected_unit.unit_id {figures} \
         WHERE expected_unit.campaign_id = $1 AND before.campaign_id = $2 AND value IS NOT NULL \
         AND unit.path >= $3 AND unit.path < $4 GROUP BY item, col"
    );
    let query = diesel::sql_query(query).bind::<BigInt, _>(campaign).bind::<BigInt, _>(before);
    Ok(query.bind::<Text, _>(path.to_owned()).bind::<Text, _>(behind(path)).load(conn)?)
}

fn in_force(conn: &mut Conn, campaign: i64, only: Option<i64>) -> Result<Vec<Row>, Problem> {
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

fn gather(form: &Form, rows: Vec<Row>) -> Figures {
    let mut figures = Figures::new();
    for (code, item, column, value) in rows {
        let column = form.columns.iter().position(|known| known.code == column);
        let (Some(item), Some(column)) = (form.item_index(&item), column) else { continue };
        let own = figures.entry(UnitCode::new(&code)).or_insert_with(|| vec![None; form.figures()]);
        own[form.figure(item, column)] = Some(from_millionths(value));
    }
    figures
}
