//! 添负担: at most one word of each unit about each campaign. Who said it is asked for by that unit alone.

use diesel::prelude::*;

use super::connection::Conn;
use super::schema::{burden, expected_unit, unit};
use super::units::behind;
use crate::campaign::burden::{Burden, BurdenKind, Heard};
use crate::problem::Problem;

type Row = (String, Option<String>);

/// Says it, says otherwise, or takes it back; the caller holds the lock of the unit's row.
pub fn say(conn: &mut Conn, campaign: i64, unit: i64, said: Option<&Burden>) -> Result<(), Problem> {
    diesel::delete(burden::table.find((campaign, unit))).execute(conn)?;
    if let Some(said) = said {
        diesel::insert_into(burden::table)
            .values((
                burden::campaign_id.eq(campaign),
                burden::unit_id.eq(unit),
                burden::kind.eq(said.kind.code()),
                burden::words.eq(&said.words),
            ))
            .execute(conn)?;
    }
    Ok(())
}

pub fn of_unit(conn: &mut Conn, campaign: i64, unit: i64) -> Result<Option<Burden>, Problem> {
    let row: Option<Row> = burden::table
        .find((campaign, unit))
        .select((burden::kind, burden::words))
        .get_result(conn)
        .optional()?;
    Ok(row.and_then(said))
}

/// What the units of a subtree said.
pub fn heard(conn: &mut Conn, campaign: i64, path: &str) -> Result<Heard, Problem> {
    let within = unit::path.ge(path).and(unit::path.lt(behind(path)));
    let asked: i64 = expected_unit::table
        .inner_join(unit::table)
        .filter(expected_unit::campaign_id.eq(campaign).and(within))
        .count()
        .get_result(conn)?;
    let within = unit::path.ge(path).and(unit::path.lt(behind(path)));
    let rows: Vec<Row> = burden::table
        .inner_join(unit::table)
        .filter(burden::campaign_id.eq(campaign).and(within))
        .select((burden::kind, burden::words))
        .load(conn)?;
    Ok(Heard::new(usize::try_from(asked).unwrap_or(0), rows.into_iter().filter_map(said).collect()))
}

fn said((kind, words): Row) -> Option<Burden> {
    Some(Burden { kind: BurdenKind::from_code(&kind)?, words })
}
