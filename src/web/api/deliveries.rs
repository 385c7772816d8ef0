//! Material that was sent: looked at, its files handed out, accepted or returned.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::{No, ask};
use super::super::signed::Signed;
use super::super::streaming;
use super::body::Body;
use super::reply::{created, tell};
use super::shapes;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::package::{self, Asked, Delivery};
use crate::workflow::{Service, look};

#[utoipa::path(get, path = "/api/v1/deliveries/{delivery}", tag = "materials", summary = "一次材料报送和它的回执",
    params(("delivery" = i64, Path, description = "材料报送编号")),
    responses((status = 200, body = shapes::DeliveryShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        let (delivery, asked) = found(service, &signed.actor, *id)?;
        Ok(shapes::delivery(&delivery, &asked))
    })
    .await
}

/// A delivery with everything of its deliverable.
fn found(service: &Service, actor: &Actor, id: i64) -> Result<(Delivery, Asked), Problem> {
    let delivery = package::delivery(service, actor, id)?;
    let whole = package::package(service, actor, delivery.campaign, &delivery.unit_code)?;
    let asked = whole.asked.into_iter().find(|asked| asked.deliverable.id == delivery.deliverable);
    Ok((delivery, asked.ok_or_else(Problem::not_found)?))
}

#[utoipa::path(get, path = "/api/v1/receipts/{receipt}/delivery", tag = "materials", summary = "按回执号查一次材料报送",
    description = "统计表的回执号查 `submissions`。",
    params(("receipt" = String, Path, description = "回执号")),
    responses((status = 200, body = shapes::DeliveryShape)))]
pub async fn by_receipt(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    number: web::Path<String>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        let known = look::delivered(service, &signed.actor, &number)?;
        let (delivery, _, view) = known.ok_or_else(Problem::not_found)?;
        let asked = view.package.asked.iter().find(|asked| asked.deliverable.id == delivery.deliverable);
        Ok(shapes::delivery(&delivery, asked.ok_or_else(Problem::not_found)?))
    })
    .await
}

#[utoipa::path(get, path = "/api/v1/deliveries/{delivery}/files/{file}", tag = "materials", summary = "报来的一个文件",
    description = "图片是去掉拍摄信息的。",
    params(("delivery" = i64, Path, description = "材料报送编号"), ("file" = i64, Path, description = "这次报送里的第几个，从 1 起")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "文件")))]
pub async fn file(
    signed: Signed,
    service: web::Data<Service>,
    at: web::Path<(i64, i64)>,
) -> Result<HttpResponse, No> {
    let at = at.into_inner();
    let handed = ask(&service, move |service| package::hand_out(service, &signed.actor, at)).await?;
    streaming::download(&service, handed).await
}

#[utoipa::path(get, path = "/api/v1/deliveries/{delivery}/reviews", tag = "reviews", summary = "这次材料报送的审核记录",
    params(("delivery" = i64, Path, description = "材料报送编号")),
    responses((status = 200, body = shapes::DeliveryReviewsShape)))]
pub async fn reviews(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| reviews_of(service, &signed.actor, *id)).await
}

fn reviews_of(service: &Service, actor: &Actor, id: i64) -> Result<shapes::DeliveryReviewsShape, Problem> {
    let (_, mut asked) = found(service, actor, id)?;
    asked.reviews.retain(|review| review.delivery == id);
    Ok(shapes::delivery_reviews(&asked.reviews))
}

#[utoipa::path(post, path = "/api/v1/deliveries/{delivery}/reviews", tag = "reviews", summary = "通过或退回材料",
    description = "只能审核该单位这项材料最新的一次报送。退回必须写明原因，填报单位会看到。",
    params(("delivery" = i64, Path, description = "材料报送编号")), request_body = shapes::NewDeliveryReview,
    responses((status = 201, body = shapes::DeliveryReviewsShape), (status = 409, body = shapes::ProblemShape),
    (status = 412, body = shapes::ProblemShape)))]
pub async fn decide(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewDeliveryReview = body.json()?;
    let (actor, id) = (signed.actor, id.into_inner());
    let shape = ask(&service, move |service| {
        package::delivery(service, &actor, id)?;
        match wanted.verdict.as_str() {
            "accept" if !wanted.reason.is_empty() => return Err(Problem::field("reason", "通过不写原因。")),
            "accept" => package::accept(service, &actor, id)?,
            "return" => package::return_(service, &actor, id, &wanted.reason)?,
            _ => return Err(Problem::field("verdict", "verdict 应为 accept 或 return。")),
        };
        reviews_of(service, &actor, id)
    })
    .await?;
    created(&request, &format!("/api/v1/deliveries/{id}/reviews"), &shape)
}
