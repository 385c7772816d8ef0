//! Whom a campaign was chosen to ask, and how many it asks, against the log.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::{Value, json};

use super::logged::Logged;
use crate::problem::Problem;
use crate::store::audit::SYSTEM;
use crate::store::choices;
use crate::store::connection::Conn;
use crate::store::schema::expected_unit;
use crate::vocabulary::Level;

/// How many units a campaign expects: as many as when it was last published, or a unit was added.
pub(super) fn expected(
    conn: &mut Conn,
    log: &[Logged],
    campaign: i64,
    faults: &mut Vec<String>,
) -> Result<(), Problem> {
    let now: i64 =
        expected_unit::table.filter(expected_unit::campaign_id.eq(campaign)).count().get_result(conn)?;
    let said = entries(log, campaign).filter_map(|entry| entry.detail["units"].as_i64()).last().unwrap_or(0);
    if now != said {
        faults.push(format!("第 {campaign} 号任务发布时应报 {said} 个单位，现有 {now} 个"));
    }
    Ok(())
}

/// The choice as it was last made, and every unit added since.
pub(super) fn choices(
    conn: &mut Conn,
    log: &[Logged],
    campaign: i64,
    faults: &mut Vec<String>,
) -> Result<(), Problem> {
    let mut said = json!({ "below": [], "level": null, "groups": [] });
    let mut singles: BTreeMap<String, Value> = BTreeMap::new();
    for Logged { verb, detail, .. } in entries(log, campaign) {
        let choice = if verb == "create-campaign" { &detail["choice"] } else { detail };
        match verb.as_str() {
            "create-campaign" | "choose-units" if choice.is_object() => {
                for part in ["below", "level", "groups"] {
                    said[part] = choice[part].clone();
                }
                let named = choice["singles"].as_array().into_iter().flatten();
                singles = named.map(|single| (code(single), single.clone())).collect();
            }
            "expect-unit" => {
                let single = json!({ "unit": detail["unit"], "decided": "add", "reason": detail["reason"] });
                singles.insert(code(&single), single);
            }
            _ => {}
        }
    }
    let kept = choices::of(conn, campaign)?;
    let codes: Vec<&str> = kept.below.iter().map(|code| code.as_str()).collect();
    let now = json!({ "below": codes, "level": kept.level.map(Level::code), "groups": kept.groups });
    let single = |single: &crate::campaign::Single| json!({ "unit": single.unit.as_str(), "decided": if single.asked { "add" } else { "remove" }, "reason": single.reason });
    let now_singles: BTreeMap<String, Value> =
        kept.singles.iter().map(single).map(|single| (code(&single), single)).collect();
    if now != said || now_singles != singles {
        faults.push(format!("第 {campaign} 号任务的应报单位范围与审计记录不符"));
    }
    Ok(())
}

fn code(single: &Value) -> String {
    single["unit"].as_str().unwrap_or_default().to_owned()
}

/// What the log says of whom a campaign asks, in its order.
fn entries(log: &[Logged], campaign: i64) -> impl Iterator<Item = &Logged> {
    let subject = format!("campaign {campaign}");
    log.iter().filter(move |entry| entry.chain == SYSTEM && entry.subject == subject)
}
