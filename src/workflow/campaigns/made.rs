//! A campaign is made, as a draft of the actor's own unit. The log keeps every deadline as it was arranged.

use std::collections::HashSet;

use super::super::Service;
use super::super::forms::chosen;
use super::super::notice::own;
use super::arranged::{check_clocks, millis, note};
use crate::campaign::days_off::show_days;
use crate::campaign::task::{NewDeliverable, NewTask, grace_minutes};
use crate::campaign::{DaysOff, DeliverableKind, Shift};
use crate::problem::Problem;
use crate::store::{campaigns, forms};
use crate::vocabulary::Actor;

/// What the page asks of somebody who makes a campaign.
#[derive(Clone, Debug)]
pub struct Plan {
    pub title: String,
    /// Name of a form, as [`chosen`] knows it.
    pub form: String,
    pub year: i32,
    pub period: String,
    pub theme: Option<String>,
    pub issuer: String,
    pub returned_is_missing: bool,
    pub paper_copy: bool,
    /// Which days move its deadlines.
    pub days_off: DaysOff,
    /// The notice that it is made from, which the actor has brought.
    pub notice: Option<i64>,
    /// What is asked for: the statistics table first, then other material, each with its clock.
    pub deliverables: Vec<NewDeliverable>,
}

/// Makes a campaign of the actor's own unit, as a draft; its number.
pub fn create(service: &Service, actor: &Actor, plan: Plan) -> Result<i64, Problem> {
    let (form, text) = chosen(service, &plan.form)?;
    if plan.deliverables.first().is_none_or(|asked| asked.kind != DeliverableKind::Table) {
        return Err(Problem::invalid("填报任务至少要报送统计报表。"));
    }
    plan.deliverables.iter().try_for_each(|asked| check_clocks(asked.due.instant, asked.close))?;
    check_names(&plan.deliverables)?;
    if let Some(notice) = plan.notice {
        service.store.read(|conn| own(conn, actor, notice))?;
    }
    let (account, unit, now) = (actor.account, actor.unit, service.now());
    service.store.write(move |conn| {
        let form_version = forms::keep(conn, &form.code, &form.version, &text, now)?;
        let asked: Vec<_> = plan.deliverables.iter().map(asked_for).collect();
        let mut detail = serde_json::json!({ "title": plan.title, "asked": asked });
        if plan.days_off.shift != Shift::Never {
            detail["shift"] = plan.days_off.shift.code().into();
            detail["holidays"] = show_days(&plan.days_off.holidays).into();
            detail["workdays"] = show_days(&plan.days_off.workdays).into();
        }
        if let Some(notice) = plan.notice {
            detail["notice"] = notice.into();
        }
        let id = campaigns::insert(conn, &new_task(plan, form_version, unit), account, now)?;
        note(conn, account, now, "create-campaign", id, detail)?;
        Ok(id)
    })
}

/// Each deliverable has a name of its own: units and boards know it by that.
fn check_names(deliverables: &[NewDeliverable]) -> Result<(), Problem> {
    let mut names = HashSet::new();
    match deliverables.iter().find(|asked| !names.insert(asked.title.as_str())) {
        Some(twice) => {
            let field = format!("{}-name", twice.kind.code());
            Err(Problem::field(&field, format!("有两样材料都叫“{}”，请改成不同的名称。", twice.title)))
        }
        None => Ok(()),
    }
}

/// A deliverable as the log keeps it: `verify` holds the deadline against it.
fn asked_for(asked: &NewDeliverable) -> serde_json::Value {
    serde_json::json!({
        "kind": asked.kind.code(), "title": asked.title, "phrase": asked.due.phrase, "due": millis(asked.due.instant),
        "grace": grace_minutes(&asked.due), "close": asked.close.map(millis), "required": asked.required,
        "shifted": asked.due.shifted_from.map(millis),
    })
}

fn new_task(plan: Plan, form_version: i64, unit: i64) -> NewTask {
    NewTask {
        title: plan.title,
        form_version,
        unit,
        year: plan.year,
        period: plan.period,
        theme: plan.theme,
        issuer: plan.issuer,
        returned_is_missing: plan.returned_is_missing,
        paper_copy: plan.paper_copy,
        days_off: plan.days_off,
        notice: plan.notice,
        last_campaign: None,
        deliverables: plan.deliverables,
    }
}
