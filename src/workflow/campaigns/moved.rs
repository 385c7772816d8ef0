//! A deadline moves, with a reason; once the campaign is published, every unit that it asks is told.

use super::super::Service;
use super::arranged::{check_clocks, millis, not_archived, note, own};
use crate::campaign::task::grace_minutes;
use crate::campaign::{CampaignState, Deliverable, Due, Task};
use crate::problem::Problem;
use crate::store::{Conn, campaigns, messages, standings};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// Moves a deadline, sets one or takes it away (`None`). Once published, a reason is needed, and the units are
/// told.
pub fn move_due(
    service: &Service,
    actor: &Actor,
    deliverable: i64,
    (after, close): (Option<Due>, Option<Instant>),
    reason: &str,
) -> Result<i64, Problem> {
    let before = service.store.read(|conn| campaigns::deliverable(conn, deliverable))?;
    let task = own(service, actor, before.campaign)?;
    check_clocks(after.as_ref(), close)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Problem::field("reason", "请写明更改截止时间的原因，各填报单位会看到。"));
    }
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        not_archived(conn, task.id)?;
        let before = campaigns::deliverable(conn, deliverable)?;
        campaigns::move_due(conn, &before, after.as_ref(), close, (account, now, &reason))?;
        if task.state != CampaignState::Draft {
            tell_everybody(conn, &task, &before, after.as_ref(), &reason, now)?;
        }
        let change = serde_json::json!({
            "deliverable": deliverable, "before": before.due.as_ref().map(|due| millis(due.instant)),
            "after": after.as_ref().map(|due| millis(due.instant)),
            "phrase": after.as_ref().map_or("", |due| due.phrase.as_str()),
            "grace": after.as_ref().map_or(0, grace_minutes), "close": close.map(millis), "reason": reason,
            "shifted": after.as_ref().and_then(|due| due.shifted_from).map(millis),
        });
        note(conn, account, now, "move-due", task.id, change)?;
        Ok(task.id)
    })
}

fn tell_everybody(
    conn: &mut Conn,
    task: &Task,
    before: &Deliverable,
    after: Option<&Due>,
    reason: &str,
    now: Instant,
) -> Result<(), Problem> {
    let expected: Vec<i64> =
        standings::below(conn, task.id, &task.path)?.into_iter().map(|standing| standing.unit).collect();
    let words = format!(
        "“{}”的{}截止时间已由 {} 改为 {}。原因：{reason}",
        task.title,
        before.title,
        meaning(before.due.as_ref()),
        meaning(after)
    );
    messages::leave(conn, &expected, Some(task.id), &words, now)
}

fn meaning(due: Option<&Due>) -> String {
    due.map_or_else(|| "不限时间".to_owned(), Due::meaning)
}
