//! What nodes said of themselves against the audit chains, and against their own digests.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;

use crate::problem::Problem;
use crate::store::audit::chain_of;
use crate::store::connection::Conn;
use crate::store::objects::sha256;
use crate::store::schema::{audit_entry, stated_total, unit};

/// What a row and the entry of its chain must both say: chain, when, who, campaign, number, digest, file.
type Said = (String, i64, Option<i64>, i64, i64, String, Option<String>);

type Row = (i64, i64, i64, i64, String, String, Option<String>, String);

/// Checks that everything stated stands in its node's chain, and everything in the chains in the table.
pub fn stated(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let entries: Vec<(String, i64, Option<i64>, String)> = audit_entry::table
        .filter(audit_entry::verb.eq("state-total"))
        .select((audit_entry::chain, audit_entry::at, audit_entry::account_id, audit_entry::detail))
        .load(conn)?;
    let mut logged: HashMap<Said, usize> = HashMap::new();
    for (chain, at, by, detail) in entries {
        let detail: Value = serde_json::from_str(&detail).unwrap_or_default();
        let number = |name: &str| detail[name].as_i64().unwrap_or_default();
        let text = |name: &str| detail[name].as_str().map(str::to_owned);
        let digest = text("digest").unwrap_or_default();
        let line = (chain, at, by, number("campaign"), number("stated"), digest, text("sha256"));
        *logged.entry(line).or_default() += 1;
    }
    let rows: Vec<Row> = stated_total::table
        .inner_join(unit::table)
        .order(stated_total::id)
        .select((
            stated_total::id,
            stated_total::campaign_id,
            stated_total::account_id,
            stated_total::at,
            stated_total::figures,
            stated_total::digest,
            stated_total::object_sha256,
            unit::code,
        ))
        .load(conn)?;
    for (id, campaign, account, at, figures, digest, file, code) in rows {
        if sha256(figures.as_bytes()) != digest {
            faults.push(format!("第 {id} 号本级上报数（单位 {code}）与内容摘要不符"));
        }
        let line = (chain_of(&code), at, Some(account), campaign, id, digest, file);
        match logged.get_mut(&line) {
            Some(count) if *count > 0 => *count -= 1,
            _ => faults.push(format!("第 {id} 号本级上报数（单位 {code}）与审计记录不符")),
        }
    }
    let missing: usize = logged.into_values().sum();
    if missing > 0 {
        faults.push(format!("审计记录中有 {missing} 次本级上报数在数据库里找不到"));
    }
    Ok(())
}
