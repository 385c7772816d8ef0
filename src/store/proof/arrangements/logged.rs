//! The log as it speaks of arrangements: its lines in the order of their chains, with their details read.

use diesel::prelude::*;
use serde_json::Value;

use crate::problem::Problem;
use crate::store::audit::SYSTEM;
use crate::store::connection::Conn;
use crate::store::schema::audit_entry;

/// A line of the log: chain, when, who, verb, what it was done to, detail.
pub(super) struct Logged {
    pub(super) chain: String,
    pub(super) at: i64,
    pub(super) by: Option<i64>,
    pub(super) verb: String,
    pub(super) subject: String,
    pub(super) detail: Value,
}

pub(super) fn log(conn: &mut Conn) -> Result<Vec<Logged>, Problem> {
    type Row = (String, i64, Option<i64>, String, String, String);
    let verbs = [
        "create-campaign",
        "choose-units",
        "change-campaign-state",
        "expect-unit",
        "move-due",
        "extend",
        "exempt",
    ];
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
pub(super) fn about<'l>(log: &'l [Logged], verb: &str, campaign: i64) -> impl Iterator<Item = &'l Logged> {
    let subject = format!("campaign {campaign}");
    log.iter().filter(move |entry| entry.chain == SYSTEM && entry.verb == verb && entry.subject == subject)
}
