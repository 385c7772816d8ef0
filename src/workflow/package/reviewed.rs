//! 审核 of material: accept, or return with a reason that the unit sees.

use super::super::Service;
use super::super::campaigns::note_unit;
use crate::campaign::{CampaignState, Step, Task};
use crate::problem::{Problem, ProblemCode};
use crate::store::deliveries::{self, Delivery};
use crate::store::reviews::Verdict;
use crate::store::{Conn, campaigns, messages, units};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// Accepts what a unit sent.
pub fn accept(service: &Service, actor: &Actor, delivery: i64) -> Result<Delivery, Problem> {
    decide(service, actor, delivery, Verdict::Accept)
}

/// Returns it; the reason is mandatory.
pub fn return_(service: &Service, actor: &Actor, delivery: i64, reason: &str) -> Result<Delivery, Problem> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Problem::field("reason", "请写明退回的原因，填报单位会看到。"));
    }
    decide(service, actor, delivery, Verdict::Return { reason, items: Vec::new() })
}

fn decide(service: &Service, actor: &Actor, id: i64, verdict: Verdict) -> Result<Delivery, Problem> {
    let (delivery, task) = service.store.read(|conn| {
        let delivery = deliveries::find(conn, id)?;
        let task = campaigns::find(conn, actor, delivery.campaign)?;
        if actor.reaches(&delivery.path) { Ok((delivery, task)) } else { Err(Problem::not_found()) }
    })?;
    let by = (actor.account, service.now());
    service.store.write(move |conn| {
        decide_now(conn, &delivery, &task, &verdict, by)?;
        Ok(delivery)
    })
}

fn decide_now(
    conn: &mut Conn,
    delivery: &Delivery,
    task: &Task,
    verdict: &Verdict,
    by: (i64, Instant),
) -> Result<(), Problem> {
    if campaigns::load(conn, task.id)?.state == CampaignState::Archived {
        return Err(Problem::not_open("填报任务已归档，不能再审核。"));
    }
    deliveries::lock(conn, delivery.deliverable, delivery.unit)?;
    let asked = campaigns::deliverable(conn, delivery.deliverable)?;
    let unit = units::by_id(conn, delivery.unit)?.ok_or_else(Problem::not_found)?;
    let standing = deliveries::of_one(conn, &asked, &unit)?.ok_or_else(Problem::not_found)?;
    let stale = |words: &str| Err(Problem::new(ProblemCode::Stale, words));
    if standing.current != Some(delivery.id) {
        return stale("这不是该单位最新的一次报送，不能再审核。请打开最新的一次。");
    }
    let step = match verdict {
        Verdict::Accept => Step::Accept,
        Verdict::Return { .. } => Step::Return,
    };
    let Some(state) = standing.state.after(step) else {
        return stale("这次报送已经审核过了。请刷新页面查看现在的状态。");
    };
    deliveries::insert_review(conn, delivery.id, verdict, by)?;
    deliveries::note_review(conn, asked.id, unit.id, (state, by.1))?;
    let (verb, reason) = match verdict {
        Verdict::Accept => ("accept-delivery", None),
        Verdict::Return { reason, .. } => {
            let title = &task.title;
            let words =
                format!("“{title}”的{}第 {} 次报送被退回。原因：{reason}", asked.title, delivery.number);
            messages::leave(conn, &[unit.id], Some(task.id), &words, by.1)?;
            ("return-delivery", Some(reason))
        }
    };
    let detail = serde_json::json!({ "deliverable": asked.id, "delivery": delivery.id, "reason": reason });
    note_unit(conn, by.0, by.1, verb, &unit.code, detail)
}
