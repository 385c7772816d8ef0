//! 本级上报数: what a node itself says that its units add up to.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{self, No, ask};
use super::super::boards::some;
use super::super::signed::Signed;
use super::body::Body;
use super::reply::{created, tell};
use super::shapes;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::Service;
use crate::workflow::stated::{self, Said};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Named {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
    /// 文件名
    #[serde(default)]
    name: String,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/stated-totals", tag = "totals",
    summary = "一个单位的历次本级上报数",
    description = "本级自报的合计，只用来与所属合计对照，不计入汇总；以最近一次为准。差额见 `totals` 的 `differences`。",
    params(("campaign" = i64, Path, description = "任务编号"), Which),
    responses((status = 200, body = shapes::StatedsShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Which>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        Ok(shapes::stated(&stated::view(service, &signed.actor, *campaign, some(&query.node))?))
    })
    .await
}

fn kept(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, &str),
    said: Said,
) -> Result<shapes::StatedsShape, Problem> {
    stated::state(service, actor, (campaign, some(node)), said)?;
    Ok(shapes::stated(&stated::view(service, actor, campaign, some(node))?))
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/stated-totals", tag = "totals",
    summary = "登记本级上报数",
    description = "没有报的指标不写，不要写 0。每次登记都保留，以最近一次为准。",
    params(("campaign" = i64, Path, description = "任务编号"), Which), request_body = shapes::NewStated,
    responses((status = 201, body = shapes::StatedsShape), (status = 422, body = shapes::ProblemShape)))]
pub async fn keep(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Which>,
    body: Body,
) -> Result<HttpResponse, No> {
    let said = Said::Values(body.json::<shapes::NewStated>()?.said());
    let campaign = campaign.into_inner();
    let shape =
        ask(&service, move |service| kept(service, &signed.actor, (campaign, &query.node), said)).await?;
    created(&request, &format!("/api/v1/campaigns/{campaign}/stated-totals"), &shape)
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/stated-totals/file", tag = "totals",
    summary = "登记本级上报数：上传合计表",
    description = "请求的内容就是文件本身，与填报单位的表一样读取；只能有一张合计表。文件原样保存。",
    params(("campaign" = i64, Path, description = "任务编号"), Named),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "本级的合计表"),
    responses((status = 201, body = shapes::StatedsShape), (status = 422, body = shapes::ProblemShape)))]
pub async fn keep_file(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Named>,
    body: Body,
) -> Result<HttpResponse, No> {
    let (name, bytes) = body.file(&query.name)?;
    let campaign = campaign.into_inner();
    let shape = ask(&service, move |service| {
        kept(service, &signed.actor, (campaign, &query.node), Said::File(name, bytes))
    })
    .await?;
    created(&request, &format!("/api/v1/campaigns/{campaign}/stated-totals"), &shape)
}

#[utoipa::path(get, path = "/api/v1/stated-totals/{stated}/file", tag = "totals", summary = "本级上报数的原文件",
    params(("stated" = i64, Path, description = "登记的编号")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "文件原样")))]
pub async fn file(
    signed: Signed,
    service: web::Data<Service>,
    stated: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let file = ask(&service, move |service| stated::file(service, &signed.actor, *stated)).await?;
    Ok(answer::download(&file.name, "application/octet-stream", file.bytes))
}
