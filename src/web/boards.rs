//! 进度 and 未报名单, and what a supervisor does from there: accept in bulk, exempt, extend.

mod exceptions;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

pub use self::exceptions::{exempt, extend};
use super::answer::{self, No, ask, page};
use super::posted::Posted;
use super::signed::{Signed, masked};
use super::views;
use super::views::board::Asked;
use crate::campaign::standing::Number;
use crate::workflow::board::{Filter, board};
use crate::workflow::{Service, review};

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
