//! 催报 held against the log: every reminder, its words and whom it reached stand there, and none that does not.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;

use crate::problem::Problem;
use crate::store::audit::SYSTEM;
use crate::store::connection::Conn;
use crate::store::schema::{audit_entry, reminded, reminder, unit};

/// What a reminder and its entry must both say: campaign, when, who, channel, words, and what each unit was missing.
type Said = (String, i64, Option<i64>, String, String, BTreeMap<String, Vec<i64>>);

/// Checks that every reminder stands in the log, and every one of the log in the table.
pub fn reminders(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let (mut kept, mut logged) = (kept(conn)?, logged(conn)?);
    let both: Vec<i64> =
        kept.iter().filter(|(id, said)| logged.get(id) == Some(said)).map(|(id, _)| *id).collect();
    for id in both {
        kept.remove(&id);
        logged.remove(&id);
    }
    kept.extend(logged);
    faults.extend(kept.into_keys().map(|id| format!("第 {id} 号催报与审计记录不符")));
    Ok(())
}

fn kept(conn: &mut Conn) -> Result<BTreeMap<i64, Said>, Problem> {
    type Row = (i64, i64, i64, i64, String, String);
    let rows: Vec<Row> = reminder::table
        .select((
            reminder::id,
            reminder::campaign_id,
            reminder::at,
            reminder::account_id,
            reminder::channel,
            reminder::words,
        ))
        .load(conn)?;
    let one = |(id, campaign, at, by, channel, words): Row| {
        (id, (format!("campaign {campaign}"), at, Some(by), channel, words, BTreeMap::new()))
    };
    let mut kept: BTreeMap<i64, Said> = rows.into_iter().map(one).collect();
    let reached: Vec<(i64, String, i64)> = reminded::table
        .inner_join(unit::table)
        .order((reminded::reminder_id, unit::code, reminded::deliverable_id))
        .select((reminded::reminder_id, unit::code, reminded::deliverable_id))
        .load(conn)?;
    for (id, code, deliverable) in reached {
        // A row without its reminder is told by the database's own keys.
        if let Some(said) = kept.get_mut(&id) {
            said.5.entry(code).or_default().push(deliverable);
        }
    }
    Ok(kept)
}

fn logged(conn: &mut Conn) -> Result<BTreeMap<i64, Said>, Problem> {
    let rows: Vec<(String, i64, Option<i64>, String)> = audit_entry::table
        .filter(audit_entry::chain.eq(SYSTEM).and(audit_entry::verb.eq("remind")))
        .select((audit_entry::subject, audit_entry::at, audit_entry::account_id, audit_entry::detail))
        .load(conn)?;
    let one = |(subject, at, by, detail): (String, i64, Option<i64>, String)| {
        let detail: Value = serde_json::from_str(&detail).unwrap_or_default();
        let text = |name: &str| detail[name].as_str().unwrap_or_default().to_owned();
        let units = detail["missing"].as_object().into_iter().flatten();
        let units = units.map(|(code, owed)| {
            let mut owed: Vec<i64> =
                owed.as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
            owed.sort_unstable();
            (code.clone(), owed)
        });
        let said = (subject, at, by, text("channel"), text("words"), units.collect());
        (detail["reminder"].as_i64().unwrap_or_default(), said)
    };
    Ok(rows.into_iter().map(one).collect())
}
