//! Deadlines held against the log: each clock as it was arranged, and every move of it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;

use super::logged::{Logged, about};
use crate::problem::Problem;
use crate::store::connection::Conn;
use crate::store::schema::{deliverable, due_change};

/// When a deadline is: its phrase, the instant (none where there is no deadline), minutes of grace, the close, the instant it was moved from by a day
/// off.
type Clock = (String, Option<i64>, i64, Option<i64>, Option<i64>);

/// What is asked: kind, deadline, whether it must be, and of which level.
type Asked = (String, Clock, bool, Option<String>);

pub(super) fn clocks(
    conn: &mut Conn,
    log: &[Logged],
    campaign: i64,
    faults: &mut Vec<String>,
) -> Result<(), Problem> {
    type Row = (i64, String, Clock, bool, Option<String>);
    let rows: Vec<Row> = deliverable::table
        .filter(deliverable::campaign_id.eq(campaign))
        .order(deliverable::id)
        .select((
            deliverable::id,
            deliverable::kind,
            (
                deliverable::phrase,
                deliverable::due_at,
                deliverable::grace_minutes,
                deliverable::close_at,
                deliverable::shifted_from,
            ),
            deliverable::required,
            deliverable::level,
        ))
        .load(conn)?;
    let mut asked: Vec<Asked> = about(log, "create-campaign", campaign)
        .flat_map(|entry| entry.detail["asked"].as_array().into_iter().flatten())
        .map(|asked| {
            let kind = asked["kind"].as_str().unwrap_or_default().to_owned();
            let level = asked["level"].as_str().map(str::to_owned);
            (kind, clock(asked, "due"), asked["required"].as_bool().unwrap_or(false), level)
        })
        .collect();
    for moved in about(log, "move-due", campaign) {
        let position = rows.iter().position(|(id, ..)| moved.detail["deliverable"] == *id);
        if let Some((_, known, ..)) = position.and_then(|position| asked.get_mut(position)) {
            *known = clock(&moved.detail, "after");
        }
    }
    let standing: Vec<Asked> =
        rows.into_iter().map(|(_, kind, clock, required, level)| (kind, clock, required, level)).collect();
    if standing != asked {
        faults.push(format!("第 {campaign} 号任务的报送材料或截止时间与审计记录不符"));
    }
    Ok(())
}

fn clock(said: &Value, due: &str) -> Clock {
    (
        said["phrase"].as_str().unwrap_or_default().to_owned(),
        said[due].as_i64(),
        said["grace"].as_i64().unwrap_or_default(),
        said["close"].as_i64(),
        said["shifted"].as_i64(),
    )
}

/// Holds two lists of the same things against each other, key by key.
pub(super) fn differing<K: Ord + Clone, V: PartialEq>(
    mut kept: BTreeMap<K, Vec<V>>,
    logged: BTreeMap<K, Vec<V>>,
) -> Vec<K> {
    let mut keys: Vec<K> = logged
        .into_iter()
        .filter_map(|(key, logged)| (kept.remove(&key) != Some(logged)).then_some(key))
        .collect();
    keys.extend(kept.into_keys());
    keys
}

/// 截止时间的更改: what units were told of each.
pub(super) fn moves(conn: &mut Conn, log: &[Logged], faults: &mut Vec<String>) -> Result<(), Problem> {
    type After = (String, Option<i64>, Option<i64>);
    type Move = (i64, Option<i64>, Option<i64>, After, String);
    type Row = (i64, i64, i64, Option<i64>, After, String);
    let rows: Vec<Row> = due_change::table
        .order(due_change::id)
        .select((
            due_change::deliverable_id,
            due_change::at,
            due_change::account_id,
            due_change::due_before,
            (due_change::phrase_after, due_change::due_after, due_change::close_after),
            due_change::reason,
        ))
        .load(conn)?;
    let mut kept: BTreeMap<i64, Vec<Move>> = BTreeMap::new();
    for (deliverable, at, by, before, after, reason) in rows {
        kept.entry(deliverable).or_default().push((at, Some(by), before, after, reason));
    }
    let mut logged: BTreeMap<i64, Vec<Move>> = BTreeMap::new();
    for Logged { at, by, detail, .. } in log.iter().filter(|entry| entry.verb == "move-due") {
        let (phrase, after, _, close, _) = clock(detail, "after");
        let before = detail["before"].as_i64();
        let reason = detail["reason"].as_str().unwrap_or_default().to_owned();
        let deliverable = detail["deliverable"].as_i64().unwrap_or_default();
        logged.entry(deliverable).or_default().push((*at, *by, before, (phrase, after, close), reason));
    }
    let differing = differing(kept, logged);
    faults.extend(differing.iter().map(|id| format!("第 {id} 号报送材料截止时间的更改与审计记录不符")));
    Ok(())
}
