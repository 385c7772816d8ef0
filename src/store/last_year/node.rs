//! 上年同期 of a node: its own total where last year's file gave one, else what those units had that this
//! year's campaign expects below it.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::super::connection::Conn;
use super::super::schema::{last_year_figure, unit};
use super::super::totals::add_figure;
use super::super::units::{Node, behind};
use super::gathered::{Row, gather};
use super::is_loaded;
use crate::form::Form;
use crate::problem::Problem;
use crate::vocabulary::Number;

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
