//! 书面件 held against the log: every day that was noted, and every note taken back, stands in its unit's chain.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;

use crate::problem::Problem;
use crate::store::audit::chain_of;
use crate::store::connection::Conn;
use crate::store::schema::{audit_entry, paper_arrival, unit};

/// Chain of the unit, deliverable, day, who, when.
type Noted = (String, i64, Option<String>, Option<i64>, i64);

/// Checks that rows and entries are the same.
pub fn paper_arrivals(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let rows: Vec<(String, i64, Option<String>, i64, i64)> = paper_arrival::table
        .inner_join(unit::table)
        .select((
            unit::code,
            paper_arrival::deliverable_id,
            paper_arrival::received_on,
            paper_arrival::account_id,
            paper_arrival::at,
        ))
        .load(conn)?;
    let entries: Vec<(String, Option<i64>, i64, String)> = audit_entry::table
        .filter(audit_entry::verb.eq("note-paper"))
        .select((audit_entry::chain, audit_entry::account_id, audit_entry::at, audit_entry::detail))
        .load(conn)?;
    let mut balance: BTreeMap<Noted, i64> = BTreeMap::new();
    for (code, deliverable, on, by, at) in rows {
        *balance.entry((chain_of(&code), deliverable, on, Some(by), at)).or_default() += 1;
    }
    for (chain, by, at, detail) in entries {
        let detail: Value = serde_json::from_str(&detail).unwrap_or_default();
        let on = detail["on"].as_str().map(str::to_owned);
        let noted = (chain, detail["deliverable"].as_i64().unwrap_or_default(), on, by, at);
        *balance.entry(noted).or_default() -= 1;
    }
    let mut wrong: Vec<(String, i64)> =
        balance.into_iter().filter(|(_, count)| *count != 0).map(|(noted, _)| (noted.0, noted.1)).collect();
    wrong.dedup();
    faults.extend(wrong.into_iter().map(|(chain, deliverable)| {
        let code = chain.trim_start_matches("unit/");
        format!("单位 {code} 第 {deliverable} 号报送材料的书面件登记与审计记录不符")
    }));
    Ok(())
}
