//! What is granted to one unit alone, with a reason and word to the unit: it need not report (免报), or has
//! more time (延期).

use super::super::Service;
use super::arranged::{millis, not_archived, note_unit};
use crate::campaign::deadline::meaning;
use crate::problem::Problem;
use crate::store::{campaigns, messages, standings};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// Exempts a unit with a reason, or expects it again (`None`).
pub fn exempt(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    code: &str,
    reason: Option<String>,
) -> Result<(), Problem> {
    let expected = service.store.read(|conn| super::super::expected::place(conn, actor, campaign, code))?;
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        not_archived(conn, campaign)?;
        standings::exempt(conn, campaign, expected.unit.id, reason.as_deref(), (account, now))?;
        let words = match &reason {
            Some(reason) => format!("“{}”本单位免报。原因：{reason}", expected.task.title),
            None => format!("“{}”本单位的免报已取消，请按时报送。", expected.task.title),
        };
        messages::leave(conn, &[expected.unit.id], Some(campaign), &words, now)?;
        let detail = serde_json::json!({ "campaign": campaign, "reason": reason });
        note_unit(conn, account, now, "exempt", &expected.unit.code, detail)
    })
}

/// Grants a unit more time for a deliverable.
pub fn extend(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    deliverable: i64,
    until: Instant,
    reason: &str,
) -> Result<(), Problem> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Problem::field("reason", "请写明延期的原因。"));
    }
    let (expected, asked) = service.store.read(|conn| {
        let expected = super::super::expected::place(conn, actor, campaign, code)?;
        Ok((expected, campaigns::deliverable(conn, deliverable)?))
    })?;
    if asked.campaign != campaign {
        return Err(Problem::not_found());
    }
    let Some(due) = &asked.due else {
        return Err(Problem::field("until", "这样材料没有截止时间，不需要延期。"));
    };
    if until <= due.instant {
        return Err(Problem::field("until", "延期须晚于原截止时间。"));
    }
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        not_archived(conn, campaign)?;
        let unit = &expected.unit;
        standings::extend(conn, deliverable, unit.id, (until, &reason), (account, now))?;
        let words = format!(
            "“{}”的{}本单位延期至 {}。原因：{reason}",
            expected.task.title,
            asked.title,
            meaning(until)
        );
        messages::leave(conn, &[unit.id], Some(campaign), &words, now)?;
        let detail = serde_json::json!({
            "campaign": campaign, "deliverable": deliverable, "until": millis(until), "reason": reason,
        });
        note_unit(conn, account, now, "extend", &unit.code, detail)
    })
}
