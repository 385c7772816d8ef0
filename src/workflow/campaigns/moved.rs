//! A deadline moves, with a reason; once the campaign is published, every unit that it asks is told.

use super::super::Service;
use super::arranged::{check_clocks, millis, not_archived, note, own};
use crate::campaign::task::grace_minutes;
use crate::campaign::{CampaignState, Deliverable, Due, Task};
use crate::problem::Problem;
use crate::store::{Conn, campaigns, messages, standings};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// Moves a deadline. Once published, a reason is needed, and the units are told.
pub fn move_due(
    service: &Service,
    actor: &Actor,
    deliverable: i64,
    (after, close): (Due, Option<Instant>),
    reason: &str,
) -> Result<i64, Problem> {
    let before = service.store.read(|conn| campaigns::deliverable(conn, deliverable))?;
    let task = own(service, actor, before.campaign)?;
    check_clocks(after.instant, close)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Problem::field("reason", "请写明更改截止时间的原因，各填报单位会看到。"));
    }
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        not_archived(conn, task.id)?;
        let before = campaigns::deliverable(conn, deliverable)?;
        campaigns::move_due(conn, &before, &after, close, (account, now, &reason))?;
        if task.state != CampaignState::Draft {
            tell_everybody(conn, &task, &before, &after, &reason, now)?;
        }
        let change = serde_json::json!({
            "deliverable": deliverable, "before": millis(before.due.instant), "after": millis(after.instant),
            "phrase": after.phrase, "grace": grace_minutes(&after), "close": close.map(millis), "reason": reason,
            "shifted": after.shifted_from.map(millis),
        });
        note(conn, account, now, "move-due", task.id, change)?;
        Ok(task.id)
    })
}

fn tell_everybody(
    conn: &mut Conn,
    task: &Task,
    before: &Deliverable,
    after: &Due,
    reason: &str,
    now: Instant,
) -> Result<(), Problem> {
    let expected: Vec<i64> =
        standings::below(conn, task.id, &task.path)?.into_iter().map(|standing| standing.unit).collect();
    let words = format!(
        "“{}”的{}截止时间已由 {} 改为 {}。原因：{reason}",
        task.title,
        before.title,
        before.due.meaning(),
        after.meaning()
    );
    messages::leave(conn, &expected, Some(task.id), &words, now)
}
