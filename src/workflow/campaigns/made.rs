//! A campaign is made, as a draft of the actor's own unit. The log keeps every deadline as it was arranged.

use std::collections::HashSet;

use super::super::Service;
use super::super::forms::chosen;
use super::super::notice::own;
use super::arranged::{self, check_clocks, millis, note};
use super::chosen::{check_choice, said};
use super::last_year::check_last_year;
use crate::campaign::days_off::show_days;
use crate::campaign::task::{NewDeliverable, NewTask, grace_minutes};
use crate::campaign::{Choice, DaysOff, Shift};
use crate::problem::Problem;
use crate::store::{campaigns, forms};
use crate::vocabulary::{Actor, Level};

/// What the page asks of somebody who makes a campaign.
#[derive(Clone, Debug)]
pub struct Plan {
    pub title: String,
    /// Name of a form, as [`chosen`] knows it; none is needed where no statistics table is asked for.
    pub form: String,
    pub year: i32,
    pub period: String,
    pub theme: Option<String>,
    pub issuer: String,
    pub returned_is_missing: bool,
    pub paper_copy: bool,
    /// Which days move its deadlines.
    pub days_off: DaysOff,
    /// 上年同期: the campaign whose figures units see beside their own.
    pub last_campaign: Option<i64>,
    /// The notice that it is made from, which the actor has brought.
    pub notice: Option<i64>,
    /// Whom it asks.
    pub choice: Choice,
    /// What is asked for, each with its clock: the statistics table first where there is one, then other
    /// material. A campaign that only makes a notice known asks for nothing.
    pub deliverables: Vec<NewDeliverable>,
}

/// Makes a campaign of the actor's own unit, as a draft; its number.
pub fn create(service: &Service, actor: &Actor, plan: Plan) -> Result<i64, Problem> {
    let form = match plan.deliverables.iter().filter(|asked| asked.is_table()).count() {
        0 => None,
        1 => Some(chosen(service, &plan.form)?),
        _ => return Err(Problem::invalid("一项填报任务只能有一张统计表；另一张表请另外布置一项任务。")),
    };
    for asked in &plan.deliverables {
        check_clocks(asked.due.as_ref(), asked.close)?;
    }
    check_names(&plan.deliverables)?;
    if let Some(notice) = plan.notice {
        service.store.read(|conn| own(conn, actor, notice))?;
    }
    let last = plan.last_campaign.map(|last| arranged::own(service, actor, last)).transpose()?;
    let (account, unit, now) = (actor.account, actor.unit, service.now());
    service.store.write(move |conn| {
        check_choice(conn, &plan.choice, unit)?;
        let form_version = match &form {
            Some((form, text)) => Some(forms::keep(conn, &form.code, &form.version, text, now)?),
            None => None,
        };
        if let Some(last) = &last {
            check_last_year(last, form_version)?;
        }
        let asked: Vec<_> = plan.deliverables.iter().map(asked_for).collect();
        let mut detail = serde_json::json!({ "title": plan.title, "asked": asked });
        if plan.days_off.shift != Shift::Never {
            detail["shift"] = plan.days_off.shift.code().into();
            detail["holidays"] = show_days(&plan.days_off.holidays).into();
            detail["workdays"] = show_days(&plan.days_off.workdays).into();
        }
        for (name, number) in [("notice", plan.notice), ("last", plan.last_campaign)] {
            if let Some(number) = number {
                detail[name] = number.into();
            }
        }
        if !plan.choice.is_usual() {
            detail["choice"] = said(&plan.choice);
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
    let due = asked.due.as_ref();
    serde_json::json!({
        "kind": asked.kind.code(), "title": asked.title, "phrase": due.map_or("", |due| due.phrase.as_str()),
        "due": due.map(|due| millis(due.instant)), "grace": due.map_or(0, grace_minutes),
        "close": asked.close.map(millis), "required": asked.required,
        "shifted": due.and_then(|due| due.shifted_from).map(millis), "level": asked.level.map(Level::code),
        "files": asked.files.kinds, "most_bytes": asked.files.most_bytes,
    })
}

fn new_task(plan: Plan, form_version: Option<i64>, unit: i64) -> NewTask {
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
        last_campaign: plan.last_campaign,
        choice: plan.choice,
        deliverables: plan.deliverables,
    }
}
