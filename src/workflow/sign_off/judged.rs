//! What whoever is above says of a sign-off: accepted, or returned with a reason.

use super::super::Service;
use super::super::campaigns::note_unit;
use super::ground::Ground;
use crate::campaign::{CampaignState, SignState, SignStep, SignVerdict};
use crate::problem::{Problem, ProblemCode};
use crate::store::{campaigns, messages, sign_offs, units};
use crate::vocabulary::Actor;

/// Accepts the newest sign-off of a node, or returns it; a return has a reason, which the node sees.
pub fn review(
    service: &Service,
    actor: &Actor,
    id: i64,
    verdict: SignVerdict,
    reason: &str,
) -> Result<(), Problem> {
    let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let (task, head) = service.store.read(|conn| {
        let head = sign_offs::find(conn, id)?.head;
        let task = campaigns::find(conn, actor, head.campaign)?;
        if !actor.reaches(&head.path) {
            return Err(Problem::not_found());
        }
        Ok((task, head))
    })?;
    if head.unit == actor.unit {
        return Err(Problem::forbidden());
    }
    match (verdict, &reason) {
        (SignVerdict::Return, None) => {
            return Err(Problem::field("reason", "请写明退回的原因，下级会看到。"));
        }
        (SignVerdict::Accept, Some(_)) => return Err(Problem::field("reason", "通过不写原因。")),
        _ => {}
    }
    let by = (actor.account, service.now());
    service.store.write(move |conn| {
        sign_offs::hold(conn, task.id)?;
        let task = campaigns::load(conn, task.id)?;
        if task.state == CampaignState::Archived {
            return Err(Problem::not_open("填报任务已归档，不能再审核。"));
        }
        let task_title = task.title.clone();
        let node = units::by_id(conn, head.unit)?.ok_or_else(Problem::not_found)?;
        let ground = Ground::of(conn, task, node, by.1)?;
        may_judge(&ground, id, verdict)?;
        sign_offs::review(conn, id, (verdict, reason.as_deref()), by)?;
        let verb = match verdict {
            SignVerdict::Accept => "accept-sign-off",
            SignVerdict::Return => "return-sign-off",
        };
        if let (SignVerdict::Return, Some(reason)) = (verdict, &reason) {
            let words = format!("“{}”第 {} 次上报汇总被退回。原因：{reason}", task_title, head.number);
            messages::leave(conn, &[head.unit], Some(head.campaign), &words, by.1)?;
        }
        let detail = serde_json::json!({
            "campaign": head.campaign, "sign_off": id, "number": head.number, "reason": reason,
        });
        note_unit(conn, by.0, by.1, verb, &head.code, detail)
    })
}

fn may_judge(ground: &Ground, id: i64, verdict: SignVerdict) -> Result<(), Problem> {
    if ground.own.last().is_none_or(|newest| newest.id != id) {
        let words = "这不是该单位最新的一次汇总上报，不能再审核。请打开最新的一次。";
        return Err(Problem::new(ProblemCode::Stale, words));
    }
    let step = match verdict {
        SignVerdict::Accept => SignStep::Accept,
        SignVerdict::Return => SignStep::Return,
    };
    let state = ground.state();
    match state {
        SignState::Published => Err(Problem::not_open("这是任务的最上一级，汇总上报后即公布，不再审核。")),
        _ if state.allows(step, 0) => Ok(()),
        _ => Err(Problem::new(ProblemCode::Stale, "这次汇总上报已经审核过了。请刷新页面查看现在的状态。")),
    }
}
