//! Reviews against the audit chains, and every unit's standing against its revisions and reviews.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;

use crate::problem::Problem;
use crate::store::audit::chain_of;
use crate::store::connection::Conn;
use crate::store::schema::{audit_entry, campaign, expected_unit, review, revision, unit};

/// What a review and the entry of its chain must both say: chain, when, who, verdict, revision, reason, items.
type Judged = (String, i64, Option<i64>, String, i64, Option<String>, String);

type ReviewRow = (i64, i64, i64, i64, String, Option<String>, String, String);

/// Checks that every review stands in its unit's chain and every review of a chain in the table.
pub fn reviews(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let rows: Vec<ReviewRow> = review::table
        .inner_join(revision::table.inner_join(unit::table))
        .select((
            review::id,
            review::revision_id,
            review::account_id,
            review::at,
            review::verdict,
            review::reason,
            review::items,
            unit::code,
        ))
        .order(review::id)
        .load(conn)?;
    let entries: Vec<(String, i64, Option<i64>, String, String)> = audit_entry::table
        .filter(audit_entry::verb.eq_any(["accept", "return"]))
        .select((
            audit_entry::chain,
            audit_entry::at,
            audit_entry::account_id,
            audit_entry::verb,
            audit_entry::detail,
        ))
        .load(conn)?;
    let mut logged: HashMap<Judged, usize> = HashMap::new();
    for (chain, at, account, verb, detail) in entries {
        let detail: Value = serde_json::from_str(&detail).unwrap_or_default();
        let revision = detail["revision"].as_i64().unwrap_or_default();
        let reason = detail["reason"].as_str().map(str::to_owned);
        let items: Vec<&str> =
            detail["items"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        *logged.entry((chain, at, account, verb, revision, reason, items.join(" "))).or_default() += 1;
    }
    for (id, revision, account, at, verdict, reason, items, code) in rows {
        let judged = (chain_of(&code), at, Some(account), verdict, revision, reason, items);
        match logged.get_mut(&judged) {
            Some(count) if *count > 0 => *count -= 1,
            _ => faults.push(format!("第 {id} 号审核意见（单位 {code}）与审计记录不符")),
        }
    }
    let missing: usize = logged.into_values().sum();
    if missing > 0 {
        faults.push(format!("审计记录中有 {missing} 次审核在审核意见里找不到"));
    }
    Ok(())
}

/// A unit's revision: number in the database, when, nil.
type Sent = (i64, i64, bool);

type Standing = (
    (i64, i64),
    (String, i64, Option<bool>),
    (Option<i64>, Option<i64>),
    (Option<i64>, Option<i64>, Option<i64>, Option<i64>),
);

/// Checks what each campaign says of each unit: it all follows from what was sent and reviewed.
pub fn standings(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let campaigns: Vec<i64> = campaign::table.select(campaign::id).order(campaign::id).load(conn)?;
    for campaign in campaigns {
        let sent: Vec<(i64, Sent)> = revision::table
            .filter(revision::campaign_id.eq(campaign))
            .order(revision::id)
            .select((revision::unit_id, (revision::id, revision::received_at, revision::nil)))
            .load(conn)?;
        let mut by_unit: HashMap<i64, Vec<Sent>> = HashMap::new();
        sent.into_iter().for_each(|(unit, sent)| by_unit.entry(unit).or_default().push(sent));
        let verdicts: Vec<(i64, (String, i64))> = review::table
            .inner_join(revision::table)
            .filter(revision::campaign_id.eq(campaign))
            .order(review::id)
            .select((review::revision_id, (review::verdict, review::at)))
            .load(conn)?;
        let last: HashMap<i64, (String, i64)> = verdicts.into_iter().collect();
        let rows: Vec<(Standing, String)> = expected_unit::table
            .inner_join(unit::table)
            .filter(expected_unit::campaign_id.eq(campaign))
            .select((
                (
                    (expected_unit::campaign_id, expected_unit::unit_id),
                    (expected_unit::state, expected_unit::revisions, expected_unit::nil.nullable()),
                    (expected_unit::current_revision_id, expected_unit::in_force_revision_id),
                    (
                        expected_unit::first_received_at,
                        expected_unit::first_valid_at,
                        expected_unit::last_changed_at,
                        expected_unit::accepted_at,
                    ),
                ),
                unit::code,
            ))
            .load(conn)?;
        for (standing, code) in rows {
            let sent = by_unit.remove(&standing.0.1).unwrap_or_default();
            if !follows(&standing, &sent, &last) {
                faults.push(format!("第 {campaign} 号任务中单位 {code} 的填报状态与上报、审核记录不符"));
            }
        }
        if !by_unit.is_empty() {
            faults.push(format!("第 {campaign} 号任务中有 {} 个单位有上报而不在应报单位中", by_unit.len()));
        }
    }
    Ok(())
}

fn follows(standing: &Standing, sent: &[Sent], last: &HashMap<i64, (String, i64)>) -> bool {
    let (_, (state, count, nil), pointers, (first_at, valid_at, changed_at, accepted_at)) = standing;
    let current = sent.last();
    let verdict = current.and_then(|(id, ..)| last.get(id));
    let (expected, accepted) = match (current, verdict) {
        (None, _) => ("none", None),
        (Some(_), None) => ("submitted", None),
        (Some(_), Some((verdict, at))) if verdict == "accept" => ("accepted", Some(*at)),
        (Some(_), Some(_)) => ("returned", None),
    };
    let id = current.map(|(id, ..)| *id);
    state == expected
        && usize::try_from(*count) == Ok(sent.len())
        && *pointers == (id, id)
        && nil.unwrap_or(false) == current.is_some_and(|(_, _, nil)| *nil)
        && *first_at == sent.iter().map(|(_, at, _)| *at).min()
        && valid_at == first_at
        && *changed_at == current.map(|(_, at, _)| *at)
        && *accepted_at == accepted
}
