//! Whom a campaign asks, as it was chosen: what the campaign's row says, and single units with their reasons.

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::to_millis;
use super::schema::{campaign, expected_choice, unit};
use super::written;
use crate::campaign::{Choice, Single};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Level, UnitCode};

/// Separates codes, and groups, in their column; none of them contains it.
const BETWEEN: char = '\n';

/// Whom a campaign was chosen to ask.
pub fn of(conn: &mut Conn, id: i64) -> Result<Choice, Problem> {
    type Row = (Option<String>, Option<String>, Option<String>);
    let columns = (campaign::asks_below, campaign::asks_level, campaign::asks_groups);
    let (below, level, groups): Row = campaign::table.find(id).select(columns).get_result(conn)?;
    let singles: Vec<(String, bool, String)> = expected_choice::table
        .inner_join(unit::table)
        .filter(expected_choice::campaign_id.eq(id))
        .order(unit::code)
        .select((unit::code, expected_choice::asked, expected_choice::reason))
        .load(conn)?;
    let single =
        |(code, asked, reason): (String, bool, String)| Single { unit: UnitCode::new(&code), asked, reason };
    Ok(Choice {
        below: split(below).iter().map(|code| UnitCode::new(code)).collect(),
        level: level.as_deref().and_then(Level::from_code),
        groups: split(groups),
        singles: singles.into_iter().map(single).collect(),
    })
}

/// Chooses anew; the caller has asked whether all of its units are there.
pub fn set(conn: &mut Conn, id: i64, choice: &Choice, (by, now): (i64, Instant)) -> Result<(), Problem> {
    let below: Vec<&str> = choice.below.iter().map(UnitCode::as_str).collect();
    let groups: Vec<&str> = choice.groups.iter().map(String::as_str).collect();
    written::changing(conn, "campaign", id)?;
    written::changing(conn, "expected_choice", id)?;
    diesel::update(campaign::table.find(id))
        .set((
            campaign::asks_below.eq(listed(&below)),
            campaign::asks_level.eq(choice.level.map(Level::code)),
            campaign::asks_groups.eq(listed(&groups)),
        ))
        .execute(conn)?;
    diesel::delete(expected_choice::table.filter(expected_choice::campaign_id.eq(id))).execute(conn)?;
    choice.singles.iter().try_for_each(|single| add(conn, id, single, (by, now)))
}

/// Adds one unit, or takes one out.
pub fn add(conn: &mut Conn, id: i64, single: &Single, (by, now): (i64, Instant)) -> Result<(), Problem> {
    let found = unit::table.filter(unit::code.eq(single.unit.as_str())).select(unit::id).get_result(conn);
    let chosen: i64 = found.optional()?.ok_or_else(Problem::not_found)?;
    written::changing(conn, "expected_choice", id)?;
    diesel::delete(expected_choice::table.find((id, chosen))).execute(conn)?;
    diesel::insert_into(expected_choice::table)
        .values((
            expected_choice::campaign_id.eq(id),
            expected_choice::unit_id.eq(chosen),
            expected_choice::asked.eq(single.asked),
            expected_choice::reason.eq(&single.reason),
            expected_choice::account_id.eq(by),
            expected_choice::at.eq(to_millis(now)),
        ))
        .execute(conn)?;
    Ok(())
}

fn split(listed: Option<String>) -> Vec<String> {
    listed.iter().flat_map(|listed| listed.split(BETWEEN)).map(str::to_owned).collect()
}

fn listed(parts: &[&str]) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(&BETWEEN.to_string()))
}
