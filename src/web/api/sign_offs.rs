//! 上报汇总: signed, read as it was signed, accepted or returned.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{self, No, ask};
use super::super::boards::some;
use super::super::sign_offs::kind;
use super::super::signed::Signed;
use super::body::Body;
use super::reply::{created, tell};
use super::shapes;
use crate::campaign::SignVerdict;
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::sign_off;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/sign-offs", tag = "totals",
    summary = "上报汇总：一个单位和自行汇总上报的下级",
    params(("campaign" = i64, Path, description = "任务编号"), Which),
    responses((status = 200, body = shapes::SignOffsShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Which>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        let view = sign_off::view(service, &signed.actor, *campaign, some(&query.node))?;
        Ok(shapes::sign_offs(&view))
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/sign-offs", tag = "totals", summary = "汇总上报",
    description = "由本级审核员上报本级的汇总。数字、所依据的各次上报和工作簿从此固定，以后的变化都不影响它。数字没有变化时不能再报一次。",
    params(("campaign" = i64, Path, description = "任务编号")), request_body = shapes::NewSignOff,
    responses((status = 201, body = shapes::SignOffShape), (status = 409, body = shapes::ProblemShape),
    (status = 412, body = shapes::ProblemShape)))]
pub async fn sign(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewSignOff = body.json()?;
    let (id, shape) = ask(&service, move |service| {
        let id = sign_off::sign(service, &signed.actor, *campaign, &wanted.reason)?;
        Ok((id, shapes::sign_off(&sign_off::one(service, &signed.actor, id)?)))
    })
    .await?;
    created(&request, &format!("/api/v1/sign-offs/{id}"), &shape)
}

#[utoipa::path(get, path = "/api/v1/sign-offs/{sign_off}", tag = "totals", summary = "一次汇总上报",
    description = "任务最上一级的汇总上报即为公布，下级也能看到其中的合计数。",
    params(("sign_off" = i64, Path, description = "汇总上报编号")),
    responses((status = 200, body = shapes::SignOffShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        Ok(shapes::sign_off(&sign_off::one(service, &signed.actor, *id)?))
    })
    .await
}

async fn download(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: i64,
) -> Result<HttpResponse, No> {
    let (kind, content_type) = kind(request.path());
    let made = ask(&service, move |service| sign_off::file(service, &signed.actor, id, kind)).await?;
    Ok(answer::download(&made.name, content_type, made.bytes))
}

#[utoipa::path(get, path = "/api/v1/sign-offs/{sign_off}/workbook", tag = "totals",
    summary = "汇总上报时的工作簿，原样",
    params(("sign_off" = i64, Path, description = "汇总上报编号")),
    responses((status = 200, body = Vec<u8>, description = "Excel 工作簿",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub async fn workbook(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    download(request, signed, service, *id).await
}

#[utoipa::path(get, path = "/api/v1/sign-offs/{sign_off}/data.csv", tag = "totals",
    summary = "汇总上报时的全部数字（CSV），原样",
    params(("sign_off" = i64, Path, description = "汇总上报编号")),
    responses((status = 200, body = String, content_type = "text/csv", description = "CSV 文件")))]
pub async fn csv(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    download(request, signed, service, *id).await
}

#[utoipa::path(get, path = "/api/v1/sign-offs/{sign_off}/data.json", tag = "totals",
    summary = "汇总上报时的全部数字（JSON），原样",
    params(("sign_off" = i64, Path, description = "汇总上报编号")),
    responses((status = 200, body = [shapes::DataRow], description = "JSON 文件")))]
pub async fn data(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    download(request, signed, service, *id).await
}

#[utoipa::path(get, path = "/api/v1/sign-offs/{sign_off}/reviews", tag = "totals",
    summary = "一次汇总上报的审核记录",
    params(("sign_off" = i64, Path, description = "汇总上报编号")),
    responses((status = 200, body = shapes::SignReviewsShape)))]
pub async fn reviews(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        let one = sign_off::one(service, &signed.actor, *id)?;
        Ok(shapes::sign_reviews(&one.head.reviews))
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/sign-offs/{sign_off}/reviews", tag = "totals",
    summary = "通过或退回下级的汇总上报",
    description = "只能审核一个单位最近一次的汇总上报。退回必须写明原因，下级会看到，更正后重新汇总上报。",
    params(("sign_off" = i64, Path, description = "汇总上报编号")), request_body = shapes::NewSignReview,
    responses((status = 201, body = shapes::SignReviewsShape), (status = 409, body = shapes::ProblemShape),
    (status = 412, body = shapes::ProblemShape)))]
pub async fn review(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewSignReview = body.json()?;
    let id = id.into_inner();
    let shape = ask(&service, move |service| {
        let verdict = SignVerdict::from_code(&wanted.verdict)
            .ok_or_else(|| Problem::field("verdict", "verdict 应为 accept 或 return。"))?;
        sign_off::review(service, &signed.actor, id, verdict, &wanted.reason)?;
        let one = sign_off::one(service, &signed.actor, id)?;
        Ok(shapes::sign_reviews(&one.head.reviews))
    })
    .await?;
    created(&request, &format!("/api/v1/sign-offs/{id}/reviews"), &shape)
}
