//! 填报任务: listed, made, published, closed; their deadlines moved with a reason; last year's figures.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page, page_as};
use super::boards::some;
use super::home::boards;
use super::pages::campaign::CampaignValues;
use super::posted::{Posted, Pressed};
use super::signed::{Signed, masked};
use super::uploaded::Uploaded;
use super::views;
use crate::campaign::deadline::{read_instant, resolve};
use crate::campaign::task::due;
use crate::campaign::{CampaignState, DeliverableKind, Task};
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
        grace_minutes: "0".to_owned(),
        paper_copy: true,
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
    #[validate(length(min = 1, max = 100, message = "请照抄通知里的截止时间，例如“3月22日前”。"))]
    phrase: String,
    #[serde(default)]
    due_at: String,
    #[serde(default)]
    grace_minutes: String,
    #[serde(default)]
    close_at: String,
    #[serde(default)]
    returned_is_missing: String,
    #[serde(default)]
    paper_copy: String,
}

impl Typed {
    fn values(&self, also: Vec<String>) -> CampaignValues {
        CampaignValues {
            also,
            title: self.title.clone(),
            form: self.form.clone(),
            year: self.year.clone(),
            period: self.period.clone(),
            theme: self.theme.clone(),
            issuer: self.issuer.clone(),
            phrase: self.phrase.clone(),
            due_at: self.due_at.clone(),
            grace_minutes: self.grace_minutes.clone(),
            close_at: self.close_at.clone(),
            returned_is_missing: !self.returned_is_missing.is_empty(),
            paper_copy: !self.paper_copy.is_empty(),
        }
    }

    /// The plan, or every field that is wrong.
    fn plan(&self, also: &[String], closing: chrono::NaiveTime) -> Result<Plan, Problem> {
        let mut wrong = Vec::new();
        let mut note = |field: &str, words: &str| wrong.push((Some(field.to_owned()), words.to_owned()));
        let year: Option<i32> = self.year.trim().parse().ok().filter(|year| (2000..2100).contains(year));
        if year.is_none() {
            note("year", "请填写四位数的年度，例如 2024。");
        }
        let due = match some(&self.due_at) {
            Some(text) => read_instant(text),
            None => year.and_then(|year| resolve(&self.phrase, year, closing)),
        };
        if due.is_none() {
            note("due_at", "从截止时间的文字里看不出是哪一天，请在这里写明，例如 2024-03-22 24:00。");
        }
        let close = some(&self.close_at).map(read_instant);
        if close == Some(None) {
            note("close_at", "关闭时间写法不对，请写成 2024-03-31 24:00，或留空。");
        }
        let grace: Option<i64> = match some(&self.grace_minutes) {
            Some(text) => text.parse().ok().filter(|grace| (0..=10_080).contains(grace)),
            None => Some(0),
        };
        if grace.is_none() {
            note("grace_minutes", "宽限请填 0 到 10080 之间的分钟数。");
        }
        let (Some(year), Some(due), Some(grace_minutes), true) = (year, due, grace, wrong.is_empty()) else {
            return Err(Problem { code: ProblemCode::Invalid, sentences: wrong });
        };
        Ok(Plan {
            title: self.title.trim().to_owned(),
            form: self.form.clone(),
            year,
            period: some(&self.period).map_or_else(|| format!("{year}年度"), str::to_owned),
            theme: some(&self.theme).map(str::to_owned),
            issuer: self.issuer.trim().to_owned(),
            phrase: self.phrase.trim().to_owned(),
            due,
            grace_minutes,
            close: close.flatten(),
            returned_is_missing: !self.returned_is_missing.is_empty(),
            paper_copy: !self.paper_copy.is_empty(),
            also: also.iter().filter_map(|code| DeliverableKind::from_code(code)).collect(),
        })
    }
}

pub async fn create(
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, No> {
    let also: Vec<String> = posted.fields.all("also").map(str::to_owned).collect();
    let planned = posted.check().and_then(|()| posted.value.plan(&also, service.settings.office_closes));
    let understood = planned.as_ref().ok().map(|plan| plan.due);
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
            let (values, csrf) = (posted.value.values(also), masked(&signed.csrf));
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
    let actor = signed.actor.clone();
    let (view, board, others) = ask(service, move |service| load(service, &actor, id)).await?;
    let csrf = masked(&signed.csrf);
    let mut page = views::campaign::campaign_page(&view, &board, &others, &signed.actor, &csrf);
    let status = match &problem {
        None => StatusCode::OK,
        Some(problem) => {
            page.frame = views::campaign::with_errors(page.frame, &problem.sentences);
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
    #[validate(length(min = 1, max = 100, message = "请照抄通知里的截止时间，例如“3月25日前”。"))]
    phrase: String,
    #[serde(default)]
    due_at: String,
    #[serde(default)]
    close_at: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
}

/// The instants that were typed.
fn instants(typed: &NewDue) -> Result<(Instant, Option<Instant>), Problem> {
    let due = read_instant(&typed.due_at)
        .ok_or_else(|| Problem::field("due_at", "截止时间写法不对，请写成 2024-03-25 24:00。"))?;
    let close = match some(&typed.close_at) {
        Some(text) => Some(read_instant(text).ok_or_else(|| {
            Problem::field("close_at", "关闭时间写法不对，请写成 2024-03-31 24:00，或留空。")
        })?),
        None => None,
    };
    Ok((due, close))
}

/// Moves a deadline.
pub async fn move_due(
    signed: Signed,
    service: web::Data<Service>,
    deliverable: web::Path<i64>,
    posted: Posted<NewDue>,
) -> Result<HttpResponse, No> {
    let deliverable = deliverable.into_inner();
    let (actor, typed, checked) = (signed.actor.clone(), posted.value.clone(), posted.check());
    let moved = ask(&service, move |service| {
        let before = campaigns::deliverable(service, &actor, deliverable)?;
        let moved = checked.and_then(|()| instants(&typed)).and_then(|(instant, close)| {
            let after = due(typed.phrase.trim(), instant, crate::campaign::task::grace_minutes(&before.due));
            campaigns::move_due(service, &actor, deliverable, (after, close), &typed.reason)
        });
        Ok((before.campaign, moved))
    });
    match moved.await? {
        (campaign, Ok(_)) => Ok(answer::see_other(&format!("/campaigns/{campaign}"))),
        (campaign, Err(problem)) if problem.code == ProblemCode::Invalid => {
            shown(&signed, &service, campaign, Some(problem)).await
        }
        (_, Err(problem)) => Err(No(problem)),
    }
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
    let loaded = match uploaded.file("file").filter(|file| !file.bytes.is_empty()).cloned() {
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
