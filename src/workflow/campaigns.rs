//! 布置: campaigns are made, published, closed; their deadlines move only with a reason that everybody sees.

use std::collections::HashSet;

use super::Service;
use crate::campaign::days_off::show_days;
use crate::campaign::deadline::meaning;
use crate::campaign::task::{NewDeliverable, NewTask, grace_minutes};
use crate::campaign::{CampaignState, DaysOff, Deliverable, DeliverableKind, Due, Shift, Task};
use crate::form::builtin;
use crate::problem::Problem;
use crate::store::{Conn, audit, campaigns, forms, last_year, messages, standings, units};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, UnitCode};

/// What the page asks of somebody who makes a campaign.
#[derive(Clone, Debug)]
pub struct Plan {
    pub title: String,
    /// Code of a form.
    pub form: String,
    pub year: i32,
    pub period: String,
    pub theme: Option<String>,
    pub issuer: String,
    pub returned_is_missing: bool,
    pub paper_copy: bool,
    /// Which days move its deadlines.
    pub days_off: DaysOff,
    /// What is asked for: the statistics table first, then other material, each with its clock.
    pub deliverables: Vec<NewDeliverable>,
}

/// Makes a campaign of the actor's own unit, as a draft; its number.
pub fn create(service: &Service, actor: &Actor, plan: Plan) -> Result<i64, Problem> {
    let form = builtin::form(&plan.form).ok_or_else(|| Problem::field("form", "请选择报表。"))?;
    let text = builtin::text(&plan.form).unwrap_or_default();
    if plan.deliverables.first().is_none_or(|asked| asked.kind != DeliverableKind::Table) {
        return Err(Problem::invalid("填报任务至少要报送统计报表。"));
    }
    plan.deliverables.iter().try_for_each(|asked| check_clocks(asked.due.instant, asked.close))?;
    let (account, unit, now) = (actor.account, actor.unit, service.now());
    service.store.write(move |conn| {
        let form_version = forms::keep(conn, &form.code, &form.version, text, now)?;
        let asked: Vec<_> = plan.deliverables.iter().map(asked_for).collect();
        let mut detail = serde_json::json!({ "title": plan.title, "asked": asked });
        if plan.days_off.shift != Shift::Never {
            detail["shift"] = plan.days_off.shift.code().into();
            detail["holidays"] = show_days(&plan.days_off.holidays).into();
            detail["workdays"] = show_days(&plan.days_off.workdays).into();
        }
        let id = campaigns::insert(conn, &new_task(plan, form_version, unit), account, now)?;
        note(conn, account, now, "create-campaign", id, detail)?;
        Ok(id)
    })
}

/// A deliverable as the log keeps it: `verify` holds the deadline against it.
fn asked_for(asked: &NewDeliverable) -> serde_json::Value {
    serde_json::json!({
        "kind": asked.kind.code(), "phrase": asked.due.phrase, "due": millis(asked.due.instant),
        "grace": grace_minutes(&asked.due), "close": asked.close.map(millis), "required": asked.required,
        "shifted": asked.due.shifted_from.map(millis),
    })
}

/// As the log keeps instants: to the millisecond, like the database.
fn millis(instant: Instant) -> i64 {
    instant.timestamp_millis()
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
        last_campaign: None,
        deliverables: plan.deliverables,
    }
}

fn check_clocks(due: Instant, close: Option<Instant>) -> Result<(), Problem> {
    match close {
        Some(close) if close < due => Err(Problem::field("close_at", "关闭时间不能早于截止时间。")),
        _ => Ok(()),
    }
}

/// Takes a campaign to its next state. Publishing expects every active unit of the subtree that reports;
/// publishing again expects those that have come since.
pub fn change_state(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    next: CampaignState,
) -> Result<(), Problem> {
    let task = own(service, actor, campaign)?;
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        let task = campaigns::load(conn, task.id)?;
        if !task.state.may_become(next) {
            let words = format!("填报任务现在是“{}”，不能改为“{}”。", task.state.label(), next.label());
            return Err(Problem::invalid(words));
        }
        let mut change = serde_json::json!({ "from": task.state.code(), "to": next.code() });
        if next == CampaignState::Published {
            let asked = asked(conn, &task)?;
            if asked.is_empty() {
                return Err(Problem::invalid(
                    "单位名录里没有需要填报的单位，不能发布。请先由管理员导入单位名录。",
                ));
            }
            let before = standings::expected(conn, task.id)?;
            let exempt = newly_exempt(conn, &asked, &before)?;
            standings::expect(conn, task.id, &asked, account, now)?;
            change["units"] = standings::expected(conn, task.id)?.len().into();
            change["exempt"] = exempt.into();
        }
        campaigns::set_state(conn, task.id, next, now)?;
        note(conn, account, now, "change-campaign-state", task.id, change)
    })
}

/// The units that a publication exempts because the register does, by code, each with the reason.
fn newly_exempt(
    conn: &mut Conn,
    asked: &[(i64, Option<String>)],
    before: &HashSet<i64>,
) -> Result<serde_json::Map<String, serde_json::Value>, Problem> {
    let mut exempt = serde_json::Map::new();
    for (id, reason) in asked.iter().filter(|(id, reason)| reason.is_some() && !before.contains(id)) {
        let unit = units::by_id(conn, *id)?.ok_or_else(Problem::not_found)?;
        exempt.insert(unit.code, reason.clone().into());
    }
    Ok(exempt)
}

/// Whom a campaign asks when it is published: every active unit below its node that reports, each with the
/// reason of its exemption where it has one.
pub(super) fn asked(conn: &mut Conn, task: &Task) -> Result<Vec<(i64, Option<String>)>, Problem> {
    let register = units::register(conn)?;
    let below = units::below(conn, &task.path)?.into_iter();
    let asked = below.filter(|node| node.active && register.reports(&UnitCode::new(&node.code)));
    Ok(asked.map(|node| (node.id, node.exempt_reason)).collect())
}

/// A campaign that the actor may arrange: of the own unit, or of one below.
pub(super) fn own(service: &Service, actor: &Actor, campaign: i64) -> Result<Task, Problem> {
    let task = service.store.read(|conn| campaigns::find(conn, actor, campaign))?;
    if actor.reaches(&task.path) { Ok(task) } else { Err(Problem::forbidden()) }
}

/// A deliverable of a campaign that the actor may arrange.
pub fn deliverable(service: &Service, actor: &Actor, id: i64) -> Result<(Deliverable, Task), Problem> {
    let found = service.store.read(|conn| campaigns::deliverable(conn, id))?;
    let task = own(service, actor, found.campaign)?;
    Ok((found, task))
}

/// What was archived stays as it is: its boards and workbooks say what they said then.
fn not_archived(conn: &mut Conn, campaign: i64) -> Result<(), Problem> {
    match campaigns::load(conn, campaign)?.state {
        CampaignState::Archived => Err(Problem::not_open("填报任务已归档，只能查看和下载，不能再改动。")),
        _ => Ok(()),
    }
}

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

/// Takes last year's figures from last year's campaign.
pub fn use_last_campaign(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    last: Option<i64>,
) -> Result<(), Problem> {
    let task = own(service, actor, campaign)?;
    if let Some(last) = last {
        let before = own(service, actor, last)?;
        if before.form_version != task.form_version || last == campaign {
            return Err(Problem::field("campaign", "上年任务的报表与本任务不同，不能作为上年同期。"));
        }
    }
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        not_archived(conn, campaign)?;
        campaigns::set_last_campaign(conn, campaign, last)?;
        note(conn, account, now, "set-last-year", campaign, serde_json::json!({ "campaign": last }))
    })
}

/// Loads last year's figures from a file, in any layout that the reader reads; how many units it had.
pub fn load_last_year(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    name: &str,
    bytes: &[u8],
) -> Result<usize, Problem> {
    let task = own(service, actor, campaign)?;
    let reader = service.store.read(|conn| service.reader_of_last_year(conn, &task))?;
    let found = super::last_year::read_last_year_bytes(&reader, name, bytes, task.year - 1, service.now())?;
    let sha256 = service.store.objects.keep(bytes)?;
    let (account, now) = (actor.account, service.now());
    let name = name.to_owned();
    service.store.write(move |conn| {
        not_archived(conn, campaign)?;
        let form = reader.form();
        let mut rows = Vec::new();
        for (whole, figures) in [(false, &found.0), (true, &found.1)] {
            for (code, values) in figures {
                if let Some(node) = units::by_code(conn, code.as_str())? {
                    rows.push((node.id, whole, values.clone()));
                }
            }
        }
        last_year::replace(conn, form, campaign, &rows)?;
        let detail = serde_json::json!({ "file": name, "sha256": sha256, "units": rows.len() });
        note(conn, account, now, "load-last-year", campaign, detail)?;
        Ok(rows.len())
    })
}

/// Exempts a unit with a reason, or expects it again (`None`).
pub fn exempt(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    code: &str,
    reason: Option<String>,
) -> Result<(), Problem> {
    let expected = service.store.read(|conn| super::expected::find(service, conn, actor, campaign, code))?;
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
        let expected = super::expected::find(service, conn, actor, campaign, code)?;
        Ok((expected, campaigns::deliverable(conn, deliverable)?))
    })?;
    if asked.campaign != campaign {
        return Err(Problem::not_found());
    }
    if until <= asked.due.instant {
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

fn note(
    conn: &mut Conn,
    account: i64,
    at: Instant,
    verb: &'static str,
    campaign: i64,
    detail: serde_json::Value,
) -> Result<(), Problem> {
    let entry = audit::Entry {
        chain: audit::SYSTEM.to_owned(),
        at,
        account: Some(account),
        verb,
        subject: format!("campaign {campaign}"),
        detail: detail.to_string(),
    };
    audit::append(conn, entry).map(|_| ())
}

pub(super) fn note_unit(
    conn: &mut Conn,
    account: i64,
    at: Instant,
    verb: &'static str,
    code: &str,
    detail: serde_json::Value,
) -> Result<(), Problem> {
    let entry = audit::Entry {
        chain: audit::chain_of(code),
        at,
        account: Some(account),
        verb,
        subject: format!("unit {code}"),
        detail: detail.to_string(),
    };
    audit::append(conn, entry).map(|_| ())
}
