//! 重复上报: sheets that are the same, and whether they count.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{No, ask};
use super::super::boards::some;
use super::super::signed::Signed;
use super::body::Body;
use super::reply::{created, tell};
use super::shapes;
use crate::workflow::Service;
use crate::workflow::doubles;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/double-counts", tag = "totals",
    summary = "数字全部相同的上报",
    params(("campaign" = i64, Path, description = "任务编号"), Which),
    responses((status = 200, body = shapes::DoublesShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Which>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        Ok(shapes::doubles(&doubles::list(service, &signed.actor, *campaign, some(&query.node))?))
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/double-counts", tag = "totals",
    summary = "判定相同的上报是否都计入",
    description = "一组相同的上报一起判定，至少有一份计入。判定不计入的，汇总上报时不计入；实时汇总不变。写了 activity 的，判定的是同一次活动是否在哪一份里重复计入：只作记录，不改任何数字。",
    params(("campaign" = i64, Path, description = "任务编号")), request_body = shapes::NewDecision,
    responses((status = 201, body = shapes::DoublesShape), (status = 409, body = shapes::ProblemShape),
    (status = 412, body = shapes::ProblemShape)))]
pub async fn decide(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewDecision = body.json()?;
    let campaign = campaign.into_inner();
    let shape = ask(&service, move |service| {
        doubles::decide(service, &signed.actor, (campaign, None), wanted.into())?;
        Ok(shapes::doubles(&doubles::list(service, &signed.actor, campaign, None)?))
    })
    .await?;
    created(&request, &format!("/api/v1/campaigns/{campaign}/double-counts"), &shape)
}
