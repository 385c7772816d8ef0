//! 填报任务: listed, made, published, closed; their deadlines moved with a reason; last year's figures.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveTime;
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page, page_as};
use super::boards::some;
use super::clocks::{self, Mistakes, Reckoning};
use super::home::boards;
use super::pages::campaign::{CampaignPage, CampaignValues, ClockFields, Material, clock_field, due_form};
use super::pages::layout::in_form;
use super::posted::{Fields, Posted, Pressed};
use super::signed::{Signed, masked};
use super::uploaded::Uploaded;
use super::views;
use crate::campaign::days_off::read_days;
use crate::campaign::task::NewDeliverable;
use crate::campaign::{CampaignState, DaysOff, Deliverable, DeliverableKind, Due, Shift, Task};
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;
use crate::workflow::Service;
use crate::workflow::board::{Board, Filter, board};
use crate::workflow::campaigns::{self, Plan};
use crate::workflow::look::{self, CampaignView};

pub async fn list(signed: Signed, service: web::Data<Service>) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    let boards = ask(&service, move |service| boards(service, &actor)).await?;
    page(&views::campaign::campaigns_page(&boards, &signed.actor, &masked(&signed.csrf)))
}

pub async fn new(signed: Signed, service: web::Data<Service>) -> Result<HttpResponse, No> {
    let year = chrono::Datelike::year(&service.now());
    let values = CampaignValues {
        title: format!("{year}年“3·15”活动情况统计"),
        form: "315-activity".to_owned(),
        year: year.to_string(),
        issuer: signed.actor.unit_name.clone(),
        shift: Shift::default().code().to_owned(),
        clock: ClockFields { grace_minutes: "0".to_owned(), ..ClockFields::default() },
        paper_copy: true,
        materials: Material::all(),
        ..CampaignValues::default()
    };
    page(&views::campaign::new_page(values, None, &[], &signed.actor, &masked(&signed.csrf)))
}

/// A new campaign as it was typed.
#[derive(Clone, Debug, Deserialize, Validate)]
pub struct Typed {
    #[validate(length(min = 1, max = 100, message = "请填写任务名称，不超过 100 个字。"))]
    title: String,
    #[validate(length(min = 1, message = "请选择报表。"))]
    form: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    #[validate(length(max = 100, message = "统计时限不超过 100 个字。"))]
    period: String,
    #[serde(default)]
    #[validate(length(max = 200, message = "主题不超过 200 个字。"))]
    theme: String,
    #[validate(length(min = 1, max = 100, message = "请填写布置单位，不超过 100 个字。"))]
    issuer: String,
    #[serde(default)]
    shift: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "放假的日子写得太长，请不超过 500 个字。"))]
    holidays: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "上班的日子写得太长，请不超过 500 个字。"))]
    workdays: String,
    #[serde(default)]
    returned_is_missing: String,
    #[serde(default)]
    paper_copy: String,
}

impl Typed {
    fn values(&self, fields: &Fields) -> CampaignValues {
        CampaignValues {
            title: self.title.clone(),
            form: self.form.clone(),
            year: self.year.clone(),
            period: self.period.clone(),
            theme: self.theme.clone(),
            issuer: self.issuer.clone(),
            clock: clocks::typed(fields, ""),
            shift: self.shift.clone(),
            holidays: self.holidays.clone(),
            workdays: self.workdays.clone(),
            returned_is_missing: !self.returned_is_missing.is_empty(),
            paper_copy: !self.paper_copy.is_empty(),
            materials: materials(fields),
        }
    }

    /// The plan, or every field that is wrong.
    fn plan(&self, fields: &Fields, closing: NaiveTime) -> Result<Plan, Problem> {
        let year: Option<i32> = self.year.trim().parse().ok().filter(|year| (2000..2100).contains(year));
        let mut wrong = Vec::new();
        if year.is_none() {
            wrong.push((Some("year".to_owned()), "请填写四位数的年度，例如 2024。".to_owned()));
        }
        let days_off = self.days_off(year, &mut wrong);
        let by = Reckoning { year, closing, days_off: &days_off };
        let deliverables = deliverables(fields, &by, &mut wrong);
        let (Some(year), true) = (year, wrong.is_empty()) else {
            return Err(Problem { code: ProblemCode::Invalid, sentences: wrong });
        };
        Ok(Plan {
            title: self.title.trim().to_owned(),
            form: self.form.clone(),
            year,
            period: some(&self.period).map_or_else(|| format!("{year}年度"), str::to_owned),
            theme: some(&self.theme).map(str::to_owned),
            issuer: self.issuer.trim().to_owned(),
            returned_is_missing: !self.returned_is_missing.is_empty(),
            paper_copy: !self.paper_copy.is_empty(),
            days_off,
            deliverables,
        })
    }

    /// Which days move deadlines; what is wrong is noted.
    fn days_off(&self, year: Option<i32>, wrong: &mut Mistakes) -> DaysOff {
        let mut days = |field: &str, text: &str| {
            read_days(text, year).unwrap_or_else(|words| {
                wrong.push((Some(field.to_owned()), words));
                BTreeSet::new()
            })
        };
        let (holidays, workdays) = (days("holidays", &self.holidays), days("workdays", &self.workdays));
        let shift = Shift::from_code(&self.shift).unwrap_or_default();
        let days_off = DaysOff { shift, holidays, workdays };
        if let (Some(words), true) = (days_off.mistake(), wrong.is_empty()) {
            wrong.push((Some("holidays".to_owned()), words));
        }
        days_off
    }
}

/// What may be asked for beside the table, as ticked and typed.
fn materials(fields: &Fields) -> Vec<Material> {
    let ticked = |kind: DeliverableKind| fields.all("also").any(|code| code == kind.code());
    let typed = |material: Material| Material {
        ticked: ticked(material.kind),
        required: fields.has(&clock_field(material.kind.code(), "required")),
        clock: clocks::typed(fields, material.kind.code()),
        ..material
    };
    Material::all().into_iter().map(typed).collect()
}

/// The table and everything ticked, each with its clock; what is wrong is noted.
fn deliverables(fields: &Fields, by: &Reckoning, wrong: &mut Mistakes) -> Vec<NewDeliverable> {
    let mut found = Vec::new();
    let of_table = clocks::typed(fields, "").read("", by);
    let mut note = |kind, required, clock: Result<_, Vec<_>>| match clock {
        Ok((due, close)) => found.push(NewDeliverable { kind, due, close, required }),
        Err(mistakes) => wrong.extend(mistakes),
    };
    for material in materials(fields).into_iter().filter(|material| material.ticked) {
        let own = material.clock.read(material.kind.code(), by);
        match &of_table {
            Ok(clock) if material.clock.is_blank() => {
                note(material.kind, material.required, Ok(clock.clone()))
            }
            _ if material.clock.is_blank() => {}
            _ => note(material.kind, material.required, own),
        }
    }
    note(DeliverableKind::Table, true, of_table);
    found.sort_by_key(|asked| DeliverableKind::ALL.iter().position(|kind| *kind == asked.kind));
    found
}

pub async fn create(
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, No> {
    let planned =
        posted.check().and_then(|()| posted.value.plan(&posted.fields, service.settings.office_closes));
    let understood =
        planned.as_ref().ok().map(|plan| (plan.deliverables[0].due.clone(), plan.days_off.clone()));
    let made = match planned {
        Ok(plan) => {
            let actor = signed.actor.clone();
            ask(&service, move |service| campaigns::create(service, &actor, plan)).await
        }
        Err(problem) => Err(problem),
    };
    match made {
        Ok(id) => Ok(answer::see_other(&format!("/campaigns/{id}"))),
        Err(problem) if problem.code == ProblemCode::Invalid => {
            let (values, csrf) = (posted.value.values(&posted.fields), masked(&signed.csrf));
            let page =
                views::campaign::new_page(values, understood, &problem.sentences, &signed.actor, &csrf);
            page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(No(problem)),
    }
}

type Shown = (CampaignView, Board, Vec<Task>);

fn load(service: &Service, actor: &Actor, id: i64) -> Result<Shown, Problem> {
    let view = look::campaign(service, actor, id)?;
    let board = board(service, actor, id, None, &Filter::default())?;
    let others = look::campaigns_of(service, actor)?.into_iter().map(|(task, _)| task).collect();
    Ok((view, board, others))
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    shown(&signed, &service, id.into_inner(), None).await
}

async fn shown(
    signed: &Signed,
    service: &web::Data<Service>,
    id: i64,
    problem: Option<Problem>,
) -> Result<HttpResponse, No> {
    shown_with(signed, service, id, problem, |_| ()).await
}

/// The campaign's page, with what was typed put back where it could not be taken.
async fn shown_with(
    signed: &Signed,
    service: &web::Data<Service>,
    id: i64,
    problem: Option<Problem>,
    keep: impl FnOnce(&mut CampaignPage),
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    let (view, board, others) = ask(service, move |service| load(service, &actor, id)).await?;
    let csrf = masked(&signed.csrf);
    let mut page = views::campaign::campaign_page(&view, &board, &others, &signed.actor, &csrf);
    keep(&mut page);
    let status = match &problem {
        None => StatusCode::OK,
        Some(problem) => {
            page.frame = page.frame.wrong(&problem.sentences);
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    page_as(status, &page)
}

pub async fn publish(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    change(signed, service, id.into_inner(), CampaignState::Published).await
}

pub async fn close(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    change(signed, service, id.into_inner(), CampaignState::Closed).await
}

pub async fn archive(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    change(signed, service, id.into_inner(), CampaignState::Archived).await
}

async fn change(
    signed: Signed,
    service: web::Data<Service>,
    id: i64,
    next: CampaignState,
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    match ask(&service, move |service| campaigns::change_state(service, &actor, id, next)).await {
        Ok(()) => Ok(answer::see_other(&format!("/campaigns/{id}"))),
        Err(problem) if problem.code == ProblemCode::Invalid => {
            shown(&signed, &service, id, Some(problem)).await
        }
        Err(problem) => Err(No(problem)),
    }
}

#[derive(Clone, Debug, Deserialize, Validate)]
pub struct NewDue {
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
}

/// The clock that a deadline moves to. A phrase that moves without its instant is a slip: units would read one
/// day and be judged by another.
fn moved_clock(
    typed: &ClockFields,
    before: &Deliverable,
    task: &Task,
    closing: NaiveTime,
) -> Result<(Due, Option<Instant>), Problem> {
    let by = Reckoning { year: Some(task.year), closing, days_off: &task.days_off };
    let clock = typed.read("", &by).map_err(|sentences| Problem { code: ProblemCode::Invalid, sentences })?;
    if clocks::is_left_behind(&before.due, &clock.0, task.year, closing) {
        let words = "通知原文改了，截止时刻还是原来的；请一并改，或把截止时刻留空，按原文换算。";
        return Err(Problem::field("due_at", words));
    }
    Ok(clock)
}

/// Moves a deadline.
pub async fn move_due(
    signed: Signed,
    service: web::Data<Service>,
    deliverable: web::Path<i64>,
    posted: Posted<NewDue>,
) -> Result<HttpResponse, No> {
    let deliverable = deliverable.into_inner();
    let (actor, reason, checked) = (signed.actor.clone(), posted.value.reason.clone(), posted.check());
    let typed = clocks::typed(&posted.fields, "");
    let kept = (typed.clone(), reason.clone());
    let moved = ask(&service, move |service| {
        let (before, task) = campaigns::deliverable(service, &actor, deliverable)?;
        let clock = moved_clock(&typed, &before, &task, service.settings.office_closes);
        let moved = checked
            .and(clock)
            .and_then(|clock| campaigns::move_due(service, &actor, deliverable, clock, &reason));
        Ok((before.campaign, moved))
    });
    match moved.await? {
        (campaign, Ok(_)) => Ok(answer::see_other(&format!("/campaigns/{campaign}"))),
        (campaign, Err(problem)) if problem.code == ProblemCode::Invalid => {
            let keep = |page: &mut CampaignPage| {
                let item = page.deliverables.iter_mut().find(|item| item.id == deliverable);
                if let Some(item) = item {
                    (item.clock, item.reason) = kept;
                }
            };
            shown_with(&signed, &service, campaign, Some(of_form(deliverable, problem)), keep).await
        }
        (_, Err(problem)) => Err(No(problem)),
    }
}

/// The page has such a form for every deliverable: what is wrong is wrong with this one's.
fn of_form(deliverable: i64, mut problem: Problem) -> Problem {
    for field in problem.sentences.iter_mut().filter_map(|(field, _)| field.as_mut()) {
        *field = in_form(&due_form(deliverable), field);
    }
    problem
}

/// Last year's figures, from a file or from last year's campaign.
pub async fn last_year(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    uploaded: Uploaded,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    let actor = signed.actor.clone();
    let loaded = match uploaded.file("file").cloned() {
        Some(file) => {
            ask(&service, move |service| {
                campaigns::load_last_year(service, &actor, id, &file.name, &file.bytes).map(|_| ())
            })
            .await
        }
        None => {
            let last: Option<i64> = uploaded.fields.text("campaign").parse().ok();
            ask(&service, move |service| campaigns::use_last_campaign(service, &actor, id, last)).await
        }
    };
    match loaded {
        Ok(()) => Ok(answer::see_other(&format!("/campaigns/{id}"))),
        Err(problem) if matches!(problem.code, ProblemCode::Invalid | ProblemCode::Refused) => {
            shown(&signed, &service, id, Some(problem)).await
        }
        Err(problem) => Err(No(problem)),
    }
}
