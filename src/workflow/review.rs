//! 审核: accept, or return with a reason. Nobody changes a figure here; there is nothing to change it with.

use super::Service;
use super::campaigns::note_unit;
use crate::campaign::{CampaignState, Step, Task};
use crate::problem::Problem;
use crate::store::reviews::{self, Verdict};
use crate::store::revisions::Revision;
use crate::store::{Conn, campaigns, messages, revisions, standings};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Severity};

/// Accepts the current revision of a unit.
pub fn accept(service: &Service, actor: &Actor, revision: i64) -> Result<(), Problem> {
    decide(service, actor, revision, Verdict::Accept)
}

/// Returns it. The reason is mandatory; items may be named.
pub fn return_(
    service: &Service,
    actor: &Actor,
    revision: i64,
    reason: &str,
    items: Vec<String>,
) -> Result<(), Problem> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Problem::field("reason", "请写明退回的原因，填报单位会看到。"));
    }
    decide(service, actor, revision, Verdict::Return { reason, items })
}

fn decide(service: &Service, actor: &Actor, id: i64, verdict: Verdict) -> Result<(), Problem> {
    let (revision, task) = service.store.read(|conn| {
        let revision = revisions::find(conn, id)?;
        let task = campaigns::find(conn, actor, revision.campaign)?;
        if actor.reaches(&revision.path) { Ok((revision, task)) } else { Err(Problem::not_found()) }
    })?;
    let by = (actor.account, service.now());
    service.store.write(move |conn| decide_now(conn, &revision, &task, &verdict, by))
}

fn decide_now(
    conn: &mut Conn,
    revision: &Revision,
    task: &Task,
    verdict: &Verdict,
    by: (i64, Instant),
) -> Result<(), Problem> {
    not_archived(campaigns::load(conn, task.id)?.state)?;
    standings::lock(conn, task.id, revision.unit)?;
    let standing = standings::find(conn, task.id, revision.unit)?.ok_or_else(Problem::not_found)?;
    if standing.current != Some(revision.id) {
        return Err(Problem::new(
            crate::problem::ProblemCode::Stale,
            "这不是该单位最新的一次上报，不能再审核。请打开最新的一次。",
        ));
    }
    let step = match verdict {
        Verdict::Accept => Step::Accept,
        Verdict::Return { .. } => Step::Return,
    };
    let Some(state) = standing.state.after(step) else {
        return Err(Problem::new(
            crate::problem::ProblemCode::Stale,
            "这次上报已经审核过了。请刷新页面查看现在的状态。",
        ));
    };
    reviews::insert(conn, revision.id, verdict, by)?;
    standings::note_review(conn, task.id, revision.unit, (state, by.1))?;
    let (verb, detail) = match verdict {
        Verdict::Accept => ("accept", serde_json::json!({ "revision": revision.id })),
        Verdict::Return { reason, items } => {
            let words = format!("“{}”第 {} 次上报被退回。原因：{reason}", task.title, revision.number);
            messages::leave(conn, &[revision.unit], Some(task.id), &words, by.1)?;
            ("return", serde_json::json!({ "revision": revision.id, "reason": reason, "items": items }))
        }
    };
    note_unit(conn, by.0, by.1, verb, &revision.unit_code, detail)
}

fn not_archived(state: CampaignState) -> Result<(), Problem> {
    match state {
        CampaignState::Archived => Err(Problem::not_open("填报任务已归档，不能再审核。")),
        _ => Ok(()),
    }
}

/// Revisions of a subtree that wait and about which nothing was asked, by their numbers.
pub fn clean(service: &Service, actor: &Actor, campaign: i64, node: &str) -> Result<Vec<i64>, Problem> {
    let (_, clean) = waiting_and_clean(service, actor, campaign, node)?;
    Ok(clean.into_iter().map(|revision| revision.id).collect())
}

/// Accepts them all at once; how many.
pub fn accept_clean(service: &Service, actor: &Actor, campaign: i64, node: &str) -> Result<usize, Problem> {
    let (task, clean) = waiting_and_clean(service, actor, campaign, node)?;
    not_archived(task.state)?;
    let by = (actor.account, service.now());
    service.store.write(move |conn| {
        for revision in &clean {
            decide_now(conn, revision, &task, &Verdict::Accept, by)?;
        }
        Ok(clean.len())
    })
}

fn waiting_and_clean(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: &str,
) -> Result<(Task, Vec<Revision>), Problem> {
    service.store.read(|conn| {
        let (task, node) = super::board::node_of(conn, actor, campaign, Some(node))?;
        let waiting = standings::below(conn, campaign, &node.path)?;
        let ids: Vec<i64> = waiting
            .iter()
            .filter(|standing| standing.state.after(Step::Accept).is_some())
            .filter_map(|standing| standing.current)
            .collect();
        let findings = revisions::findings(conn, &ids)?;
        let asked = |id: &i64| {
            let found = findings.get(id).into_iter().flatten();
            found.into_iter().any(|(finding, _)| finding.severity == Severity::Query)
        };
        let clean: Vec<i64> = ids.into_iter().filter(|id| !asked(id)).collect();
        Ok((task, revisions::many(conn, &clean)?))
    })
}
