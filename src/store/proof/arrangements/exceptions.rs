//! Extensions and exemptions held against the log: each was granted by somebody, with a reason.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::clocks::differing;
use super::logged::Logged;
use crate::problem::Problem;
use crate::store::audit::chain_of;
use crate::store::connection::Conn;
use crate::store::schema::{expected_unit, extension, unit};

pub(super) fn extensions(conn: &mut Conn, log: &[Logged], faults: &mut Vec<String>) -> Result<(), Problem> {
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
pub(super) fn exemptions(conn: &mut Conn, log: &[Logged], faults: &mut Vec<String>) -> Result<(), Problem> {
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
