//! 审核: a revision is accepted, or returned with its reason; and the file that it was read from.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::{self, No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::reply::{created, tell};
use super::shapes;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::{Service, look, review};

#[utoipa::path(get, path = "/api/v1/submissions/{submission}/reviews", tag = "reviews",
    summary = "这次上报的审核记录",
    params(("submission" = i64, Path, description = "上报编号")),
    responses((status = 200, body = shapes::ReviewsShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| reviews(service, &signed.actor, *id)).await
}

fn reviews(service: &Service, actor: &Actor, id: i64) -> Result<shapes::ReviewsShape, Problem> {
    let view = look::revision(service, actor, id)?;
    let own: Vec<_> = view.reviews.into_iter().filter(|review| review.revision == id).collect();
    Ok(shapes::reviews(&own))
}

#[utoipa::path(post, path = "/api/v1/submissions/{submission}/reviews", tag = "reviews", summary = "通过或退回",
    description = "只能审核该单位最新的一次上报。退回必须写明原因，填报单位会看到。谁也不能改填报单位的数字。",
    params(("submission" = i64, Path, description = "上报编号")), request_body = shapes::NewReview,
    responses((status = 201, body = shapes::ReviewsShape), (status = 409, body = shapes::ProblemShape),
    (status = 412, body = shapes::ProblemShape)))]
pub async fn decide(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewReview = body.json()?;
    let (actor, id) = (signed.actor, id.into_inner());
    let shape = ask(&service, move |service| {
        reviewed(service, &actor, id, wanted)?;
        reviews(service, &actor, id)
    })
    .await?;
    created(&request, &format!("/api/v1/submissions/{id}/reviews"), &shape)
}

fn reviewed(service: &Service, actor: &Actor, id: i64, wanted: shapes::NewReview) -> Result<(), Problem> {
    match wanted.verdict.as_str() {
        "accept" if !wanted.reason.is_empty() || !wanted.items.is_empty() => {
            Err(Problem::field("reason", "通过不写原因，也不点名指标。"))
        }
        "accept" => review::accept(service, actor, id),
        "return" => {
            let form = look::revision(service, actor, id)?.form;
            match wanted.items.iter().find(|item| form.item_index(item).is_none()) {
                Some(unknown) => Err(Problem::field("items", format!("报表里没有指标“{unknown}”。"))),
                None => review::return_(service, actor, id, &wanted.reason, wanted.items),
            }
        }
        _ => Err(Problem::field("verdict", "verdict 应为 accept 或 return。")),
    }
}

#[utoipa::path(get, path = "/api/v1/submissions/{submission}/file", tag = "submissions", summary = "报来的原文件",
    params(("submission" = i64, Path, description = "上报编号")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "文件原样")))]
pub async fn file(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let file = ask(&service, move |service| look::original(service, &signed.actor, *id)).await?;
    Ok(answer::download(&file.name, "application/octet-stream", file.bytes))
}
