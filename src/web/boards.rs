//! 进度 and 未报名单, and what a supervisor does from there: accept in bulk, exempt, extend.

mod exceptions;
mod missing;
mod paper;
mod query;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

pub use self::exceptions::{exempt, extend};
pub use self::missing::{missing, remind};
pub use self::paper::paper;
pub use self::query::Query;
pub(super) use self::query::{number, some};
use super::answer::{self, No, ask, page};
use super::posted::Posted;
use super::signed::{Signed, masked};
use super::views;
use crate::workflow::board::board;
use crate::workflow::{Service, review};

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (actor, campaign, query) = (signed.actor.clone(), campaign.into_inner(), query.into_inner());
    let (filter, node) = (query.filter()?, query.node.clone());
    let (board, clean) = ask(&service, move |service| {
        let board = board(service, &actor, campaign, some(&node), &filter)?;
        let clean = review::clean(service, &actor, campaign, &board.node.code)?;
        Ok((board, clean))
    })
    .await?;
    let mut shown =
        views::board::board_page(&board, &clean, query.address(), &signed.actor, &masked(&signed.csrf));
    if let Some(count) = query.accepted {
        shown.frame = shown.frame.done(format!("已通过 {count} 份没有疑问的上报。"));
    }
    page(&shown)
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
