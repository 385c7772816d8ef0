//! Decisions about sheets that are the same against the audit chains of their units.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;

use crate::problem::Problem;
use crate::store::audit::chain_of;
use crate::store::connection::Conn;
use crate::store::schema::{audit_entry, double_count, revision, unit};

/// What a decision and the entry of its chain must both say: chain, when, who, campaign, revision, verdict, reason.
type Decided = (String, i64, Option<i64>, i64, i64, String, String);

type Row = (i64, i64, i64, bool, String, i64, i64, String);

/// Checks that every decision stands in its unit's chain and every decision of a chain in the table.
pub fn doubles(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let entries: Vec<(String, i64, Option<i64>, String)> = audit_entry::table
        .filter(audit_entry::verb.eq("decide-double"))
        .select((audit_entry::chain, audit_entry::at, audit_entry::account_id, audit_entry::detail))
        .load(conn)?;
    let mut logged: HashMap<Decided, usize> = HashMap::new();
    for (chain, at, by, detail) in entries {
        let detail: Value = serde_json::from_str(&detail).unwrap_or_default();
        let number = |name: &str| detail[name].as_i64().unwrap_or_default();
        let text = |name: &str| detail[name].as_str().unwrap_or_default().to_owned();
        let line = (chain, at, by, number("campaign"), number("revision"), text("decided"), text("reason"));
        *logged.entry(line).or_default() += 1;
    }
    let rows: Vec<Row> = double_count::table
        .inner_join(revision::table.inner_join(unit::table))
        .order(double_count::id)
        .select((
            double_count::id,
            double_count::campaign_id,
            double_count::revision_id,
            double_count::counted,
            double_count::reason,
            double_count::account_id,
            double_count::at,
            unit::code,
        ))
        .load(conn)?;
    for (id, campaign, revision, counted, reason, account, at, code) in rows {
        let verdict = if counted { "count" } else { "leave-out" };
        let line = (chain_of(&code), at, Some(account), campaign, revision, verdict.to_owned(), reason);
        match logged.get_mut(&line) {
            Some(count) if *count > 0 => *count -= 1,
            _ => faults.push(format!("第 {id} 号重复上报的判定（单位 {code}）与审计记录不符")),
        }
    }
    let missing: usize = logged.into_values().sum();
    if missing > 0 {
        faults.push(format!("审计记录中有 {missing} 次重复上报的判定在数据库里找不到"));
    }
    Ok(())
}
