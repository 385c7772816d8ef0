//! 进度 and 未报名单, and what a supervisor does from there: accept in bulk, exempt, extend.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page, page_as};
use super::posted::Posted;
use super::signed::{Signed, masked};
use super::views;
use super::views::board::Asked;
use crate::campaign::deadline::read_instant;
use crate::campaign::standing::Number;
use crate::problem::{Problem, ProblemCode};
use crate::workflow::board::{Filter, board};
use crate::workflow::{Service, campaigns, look, review};

/// What a board's address says.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
    /// So many were accepted in one step just now.
    accepted: Option<u32>,
}

/// An empty word is none.
pub(super) fn some(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// The number that a filter's word means.
pub(super) fn number(state: &str) -> Option<Number> {
    Number::from_code(if state == "pending" { Number::Waiting.code() } else { state })
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (actor, campaign, query) = (signed.actor.clone(), campaign.into_inner(), query.into_inner());
    let filter = Filter { number: number(&query.state), status: None, words: query.q.clone() };
    let node = query.node.clone();
    let (board, clean) = ask(&service, move |service| {
        let board = board(service, &actor, campaign, some(&node), &filter)?;
        let clean = review::clean(service, &actor, campaign, &board.node.code)?;
        Ok((board, clean))
    })
    .await?;
    let asked = Asked { state: &query.state, q: &query.q, after: &query.after };
    let mut shown = views::board::board_page(&board, &clean, &asked, &signed.actor, &masked(&signed.csrf));
    if let Some(count) = query.accepted {
        shown.frame = shown.frame.done(format!("已通过 {count} 份没有疑问的上报。"));
    }
    page(&shown)
}

pub async fn missing(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (actor, campaign) = (signed.actor.clone(), campaign.into_inner());
    let filter = Filter { number: Some(Number::Missing), ..Filter::default() };
    let board =
        ask(&service, move |service| board(service, &actor, campaign, some(&query.node), &filter)).await?;
    page(&views::board::missing_page(&board, &signed.actor, &masked(&signed.csrf)))
}

#[derive(Debug, Deserialize, Validate)]
pub struct Node {
    #[validate(length(min = 1, max = 100, message = "页面内容不完整，请刷新后再试。"))]
    node: String,
}

/// Accepts everything below a node about which nothing was asked.
pub async fn accept_clean(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    posted: Posted<Node>,
) -> Result<HttpResponse, No> {
    posted.check()?;
    let (campaign, node) = (campaign.into_inner(), posted.value.node);
    let back = format!("/campaigns/{campaign}/board?node={}", answer::escaped(&node));
    let accepted =
        ask(&service, move |service| review::accept_clean(service, &signed.actor, campaign, &node)).await?;
    Ok(answer::see_other(&format!("{back}&accepted={accepted}")))
}

#[derive(Debug, Deserialize, Validate)]
pub struct Reason {
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
}

/// Exempts a unit; without a reason it is expected again.
pub async fn exempt(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    posted: Posted<Reason>,
) -> Result<HttpResponse, No> {
    posted.check()?;
    let (campaign, code) = place.into_inner();
    let back = format!("/campaigns/{campaign}/units/{code}");
    let reason = some(&posted.value.reason).map(str::to_owned);
    ask(&service, move |service| campaigns::exempt(service, &signed.actor, campaign, &code, reason)).await?;
    Ok(answer::see_other(&back))
}

#[derive(Clone, Debug, Deserialize, Validate)]
pub struct More {
    deliverable: i64,
    #[serde(default)]
    #[validate(length(max = 60, message = "延期时间写得太长，请写成 2024-03-25 24:00。"))]
    until: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
}

pub async fn extend(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    posted: Posted<More>,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    let typed = posted.value.clone();
    let until = read_instant(&typed.until)
        .ok_or_else(|| Problem::field("until", "请写明延期到什么时候，例如 2024-03-25 24:00。"));
    let extended = match (posted.check(), until) {
        (Err(problem), _) | (_, Err(problem)) => Err(problem),
        (Ok(()), Ok(until)) => {
            let (actor, code, more) = (signed.actor.clone(), code.clone(), typed.clone());
            ask(&service, move |service| {
                campaigns::extend(service, &actor, (campaign, &code), more.deliverable, until, &more.reason)
            })
            .await
        }
    };
    match extended {
        Ok(()) => Ok(answer::see_other(&format!("/campaigns/{campaign}/units/{code}"))),
        Err(problem) if problem.code == ProblemCode::Invalid => {
            let actor = signed.actor.clone();
            let view = ask(&service, move |service| look::unit(service, &actor, campaign, &code)).await?;
            let mut page = views::unit::unit_page(&view, &signed.actor, &masked(&signed.csrf));
            page.frame = page.frame.wrong(&problem.sentences);
            if let Some(control) = &mut page.control {
                control.deliverable = typed.deliverable.to_string();
                (control.until, control.reason) = (typed.until, typed.reason);
            }
            page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(No(problem)),
    }
}
