//! 书面件: on which day somebody received a deliverable on paper. Appended: who takes the tick back adds a row without
//! a day, and the last row of a unit and a deliverable is what holds.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::{account, deliverable, paper_arrival, unit};
use super::units::behind;
use super::written;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// A paper that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperArrival {
    pub on: NaiveDate,
    /// Who noted it, and when.
    pub by: String,
    pub at: Instant,
}

pub fn insert(
    conn: &mut Conn,
    (deliverable, unit): (i64, i64),
    on: Option<NaiveDate>,
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    let id = diesel::insert_into(paper_arrival::table)
        .values((
            paper_arrival::deliverable_id.eq(deliverable),
            paper_arrival::unit_id.eq(unit),
            paper_arrival::received_on.eq(on.map(|on| on.to_string())),
            paper_arrival::account_id.eq(by),
            paper_arrival::at.eq(to_millis(now)),
        ))
        .returning(paper_arrival::id)
        .get_result(conn)?;
    written::added("paper_arrival", &[id]);
    Ok(())
}

/// Every paper that is there of a subtree, by deliverable and unit.
pub fn below(
    conn: &mut Conn,
    campaign: i64,
    path: &str,
) -> Result<BTreeMap<(i64, i64), PaperArrival>, Problem> {
    let rows: Vec<(i64, i64, Option<String>, i64, String)> = paper_arrival::table
        .inner_join(deliverable::table)
        .inner_join(unit::table)
        .inner_join(account::table.on(account::id.eq(paper_arrival::account_id)))
        .filter(deliverable::campaign_id.eq(campaign))
        .filter(unit::path.ge(path).and(unit::path.lt(behind(path))))
        .order(paper_arrival::id)
        .select((
            paper_arrival::deliverable_id,
            paper_arrival::unit_id,
            paper_arrival::received_on,
            paper_arrival::at,
            account::name,
        ))
        .load(conn)?;
    let mut there = BTreeMap::new();
    for (deliverable, unit, on, at, by) in rows {
        match on.and_then(|on| on.parse().ok()) {
            Some(on) => there.insert((deliverable, unit), PaperArrival { on, by, at: from_millis(at) }),
            None => there.remove(&(deliverable, unit)),
        };
    }
    Ok(there)
}
