//! What a campaign asks, of whom, and by when, against the log: deadlines as they were set and moved,
//! extensions, exemptions, the units that are expected, the state.
//!
//! All of it decides who is 迟报 and who is 未报, and none of it follows from what units sent: only the log
//! knows what was arranged. The log is read in the order of its chains, the tables in the order of their rows.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;

use crate::problem::Problem;
use crate::store::audit::{SYSTEM, chain_of};
use crate::store::connection::Conn;
use crate::store::schema::{audit_entry, campaign, deliverable, due_change, expected_unit, extension, unit};

/// A line of the log: chain, when, who, verb, what it was done to, detail.
struct Logged {
    chain: String,
    at: i64,
    by: Option<i64>,
    verb: String,
    subject: String,
    detail: Value,
}

/// When a deadline is: its phrase, the instant, minutes of grace, the close, the instant it was moved from by a day
/// off.
type Clock = (String, i64, i64, Option<i64>, Option<i64>);

/// Checks what was arranged for every campaign.
pub fn arrangements(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let log = log(conn)?;
    campaigns(conn, &log, faults)?;
    moves(conn, &log, faults)?;
    extensions(conn, &log, faults)?;
    exemptions(conn, &log, faults)
}

fn log(conn: &mut Conn) -> Result<Vec<Logged>, Problem> {
    type Row = (String, i64, Option<i64>, String, String, String);
    let verbs = ["create-campaign", "change-campaign-state", "move-due", "extend", "exempt"];
    let rows: Vec<Row> = audit_entry::table
        .filter(audit_entry::verb.eq_any(verbs))
        .order((audit_entry::chain, audit_entry::sequence))
        .select((
            audit_entry::chain,
            audit_entry::at,
            audit_entry::account_id,
            audit_entry::verb,
            audit_entry::subject,
            audit_entry::detail,
        ))
        .load(conn)?;
    let entry = |(chain, at, by, verb, subject, detail): Row| {
        // What cannot be read agrees with nothing.
        let detail = serde_json::from_str(&detail).unwrap_or(Value::Null);
        Logged { chain, at, by, verb, subject, detail }
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// The entries of one kind about one campaign.
fn about<'l>(log: &'l [Logged], verb: &str, campaign: i64) -> impl Iterator<Item = &'l Logged> {
    let subject = format!("campaign {campaign}");
    log.iter().filter(move |entry| entry.chain == SYSTEM && entry.verb == verb && entry.subject == subject)
}

/// Every campaign's state, how many units it expects, and each deadline as it stands now.
fn campaigns(conn: &mut Conn, log: &[Logged], faults: &mut Vec<String>) -> Result<(), Problem> {
    type Days = (Option<String>, Option<String>, Option<String>);
    let rows: Vec<(i64, String, Days)> = campaign::table
        .select((campaign::id, campaign::state, (campaign::shift, campaign::holidays, campaign::workdays)))
        .order(campaign::id)
        .load(conn)?;
    for (id, state, days_off) in rows {
        let said = about(log, "create-campaign", id).next().map_or((None, None, None), |entry| {
            let text = |name: &str| entry.detail[name].as_str().map(str::to_owned);
            (text("shift"), text("holidays"), text("workdays"))
        });
        if days_off != said {
            faults.push(format!("第 {id} 号任务的顺延办法与审计记录不符"));
        }
        let changes: Vec<&Logged> = about(log, "change-campaign-state", id).collect();
        let last = changes.last().and_then(|entry| entry.detail["to"].as_str()).unwrap_or("draft");
        if state != last {
            faults.push(format!("第 {id} 号任务的状态与审计记录不符"));
        }
        let expected: i64 =
            expected_unit::table.filter(expected_unit::campaign_id.eq(id)).count().get_result(conn)?;
        let asked = changes.iter().rev().find_map(|entry| entry.detail["units"].as_i64()).unwrap_or(0);
        if expected != asked {
            faults.push(format!("第 {id} 号任务发布时应报 {asked} 个单位，现有 {expected} 个"));
        }
        clocks(conn, log, id, faults)?;
    }
    Ok(())
}

fn clocks(conn: &mut Conn, log: &[Logged], campaign: i64, faults: &mut Vec<String>) -> Result<(), Problem> {
    type Row = (i64, String, Clock, bool);
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
        ))
        .load(conn)?;
    let mut asked: Vec<(String, Clock, bool)> = about(log, "create-campaign", campaign)
        .flat_map(|entry| entry.detail["asked"].as_array().into_iter().flatten())
        .map(|asked| {
            let kind = asked["kind"].as_str().unwrap_or_default().to_owned();
            (kind, clock(asked, "due"), asked["required"].as_bool().unwrap_or(false))
        })
        .collect();
    for moved in about(log, "move-due", campaign) {
        let position = rows.iter().position(|(id, ..)| moved.detail["deliverable"] == *id);
        if let Some((_, known, _)) = position.and_then(|position| asked.get_mut(position)) {
            *known = clock(&moved.detail, "after");
        }
    }
    let standing: Vec<(String, Clock, bool)> =
        rows.into_iter().map(|(_, kind, clock, required)| (kind, clock, required)).collect();
    if standing != asked {
        faults.push(format!("第 {campaign} 号任务的报送材料或截止时间与审计记录不符"));
    }
    Ok(())
}

fn clock(said: &Value, due: &str) -> Clock {
    (
        said["phrase"].as_str().unwrap_or_default().to_owned(),
        said[due].as_i64().unwrap_or_default(),
        said["grace"].as_i64().unwrap_or_default(),
        said["close"].as_i64(),
        said["shifted"].as_i64(),
    )
}

/// Holds two lists of the same things against each other, key by key.
fn differing<K: Ord + Clone, V: PartialEq>(
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
fn moves(conn: &mut Conn, log: &[Logged], faults: &mut Vec<String>) -> Result<(), Problem> {
    type Move = (i64, Option<i64>, i64, (String, i64, Option<i64>), String);
    type Row = (i64, i64, i64, i64, (String, i64, Option<i64>), String);
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
        let before = detail["before"].as_i64().unwrap_or_default();
        let reason = detail["reason"].as_str().unwrap_or_default().to_owned();
        let deliverable = detail["deliverable"].as_i64().unwrap_or_default();
        logged.entry(deliverable).or_default().push((*at, *by, before, (phrase, after, close), reason));
    }
    let differing = differing(kept, logged);
    faults.extend(differing.iter().map(|id| format!("第 {id} 号报送材料截止时间的更改与审计记录不符")));
    Ok(())
}

fn extensions(conn: &mut Conn, log: &[Logged], faults: &mut Vec<String>) -> Result<(), Problem> {
    type Granted = (i64, Option<i64>, i64, String);
    type Row = (i64, i64, i64, i64, String);
    let rows: Vec<(Row, String)> = extension::table
        .inner_join(unit::table)
        .order(extension::id)
        .select((
            (
                extension::deliverable_id,
                extension::granted_at,
                extension::granted_by,
                extension::until,
                extension::reason,
            ),
            unit::code,
        ))
        .load(conn)?;
    let mut kept: BTreeMap<(String, i64), Vec<Granted>> = BTreeMap::new();
    for ((deliverable, at, by, until, reason), code) in rows {
        kept.entry((chain_of(&code), deliverable)).or_default().push((at, Some(by), until, reason));
    }
    let mut logged: BTreeMap<(String, i64), Vec<Granted>> = BTreeMap::new();
    for Logged { chain, at, by, detail, .. } in log.iter().filter(|entry| entry.verb == "extend") {
        let deliverable = detail["deliverable"].as_i64().unwrap_or_default();
        let reason = detail["reason"].as_str().unwrap_or_default().to_owned();
        let until = detail["until"].as_i64().unwrap_or_default();
        logged.entry((chain.clone(), deliverable)).or_default().push((*at, *by, until, reason));
    }
    for (chain, deliverable) in differing(kept, logged) {
        let code = chain.trim_start_matches("unit/");
        faults.push(format!("单位 {code} 第 {deliverable} 号报送材料的延期与审计记录不符"));
    }
    Ok(())
}

/// An exemption: why, by whom, when.
type Exempt = (Option<String>, Option<i64>, Option<i64>);

/// 免报: what the register said when the campaign was published, and every decision since.
fn exemptions(conn: &mut Conn, log: &[Logged], faults: &mut Vec<String>) -> Result<(), Problem> {
    let mut logged: BTreeMap<(i64, String), Exempt> = BTreeMap::new();
    for Logged { at, by, detail, subject, .. } in
        log.iter().filter(|entry| entry.verb == "change-campaign-state")
    {
        let Some(campaign) = subject.strip_prefix("campaign ").and_then(|id| id.parse().ok()) else {
            continue;
        };
        for (code, reason) in detail["exempt"].as_object().into_iter().flatten() {
            let exempt = (reason.as_str().map(str::to_owned), *by, Some(*at));
            logged.insert((campaign, chain_of(code)), exempt);
        }
    }
    for Logged { chain, at, by, detail, .. } in log.iter().filter(|entry| entry.verb == "exempt") {
        let campaign = detail["campaign"].as_i64().unwrap_or_default();
        let reason = detail["reason"].as_str().map(str::to_owned);
        logged.insert((campaign, chain.clone()), (reason, *by, Some(*at)));
    }
    let rows: Vec<((i64, Exempt), String)> = expected_unit::table
        .inner_join(unit::table)
        .order((expected_unit::campaign_id, unit::code))
        .select((
            (
                expected_unit::campaign_id,
                (expected_unit::exempt_reason, expected_unit::exempt_by, expected_unit::exempt_at),
            ),
            unit::code,
        ))
        .load(conn)?;
    for ((campaign, exempt), code) in rows {
        let said = logged.remove(&(campaign, chain_of(&code))).unwrap_or_default();
        if exempt != said {
            faults.push(format!("第 {campaign} 号任务中单位 {code} 的免报与审计记录不符"));
        }
    }
    Ok(())
}
