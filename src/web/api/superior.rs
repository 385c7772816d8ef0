//! 上级模板: a superior's own blank file, read, confirmed with corrections, and filled.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{self, No, ask};
use super::super::boards::some;
use super::super::signed::Signed;
use super::super::superior::{media_type, which};
use super::body::Body;
use super::reply::{created, done, tell};
use super::shapes;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::Service;
use crate::workflow::superior::{self, Sheets};

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

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Figures {
    /// `live` 为实时的汇总数，`signed` 为本级最近一次已上报的汇总数；不写为实时
    #[serde(default)]
    from: String,
}

fn template(
    service: &Service,
    actor: &Actor,
    id: i64,
    from: superior::From,
) -> Result<shapes::TemplateShape, Problem> {
    let opened = superior::open(service, actor, id, Sheets::Draft)?;
    let looked = opened.look(service, actor, from)?;
    Ok(shapes::template(&opened, &looked, &superior::below(service, &opened)?))
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/superior-template", tag = "totals",
    summary = "一个单位的上级模板",
    description = "正在用的（已确认的）和上传后还没有确认的。审核员只能看和用本单位的。",
    params(("campaign" = i64, Path, description = "任务编号"), Which),
    responses((status = 200, body = shapes::TemplatesShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Which>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        Ok(shapes::templates(&superior::shown(service, &signed.actor, *campaign, some(&query.node))?))
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/superior-template", tag = "totals",
    summary = "上传上级模板",
    description = "请求的内容就是上级下发的空白表（.xlsx、.xls、.docx）。读取后给出各格填什么，确认以后才能用来填表；确认以前仍用原来的模板。",
    params(("campaign" = i64, Path, description = "任务编号"), Named),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "上级的空白表"),
    responses((status = 201, body = shapes::TemplateShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn receive(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Named>,
    body: Body,
) -> Result<HttpResponse, No> {
    let (name, bytes) = body.file(&query.name)?;
    let (id, shape) = ask(&service, move |service| {
        let of = (*campaign, some(&query.node));
        let id = superior::receive(service, &signed.actor, of, (&name, bytes))?;
        Ok((id, template(service, &signed.actor, id, superior::From::Live)?))
    })
    .await?;
    created(&request, &format!("/api/v1/superior-templates/{id}"), &shape)
}

#[utoipa::path(get, path = "/api/v1/superior-templates/{template}", tag = "totals",
    summary = "一个上级模板：各格填什么，有什么填不进去",
    description = "`problems` 是下载之前应当看到的；`refused` 不为 `null` 时整张表填不进去。",
    params(("template" = i64, Path, description = "模板编号"), Figures),
    responses((status = 200, body = shapes::TemplateShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    query: web::Query<Figures>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| template(service, &signed.actor, *id, which(&query.from))).await
}

#[utoipa::path(put, path = "/api/v1/superior-templates/{template}/confirmation", tag = "totals",
    summary = "确认上级模板",
    description = "可以同时更正若干格，没有写的格照认出的填。确认后代替本单位原来的模板。",
    params(("template" = i64, Path, description = "模板编号")), request_body = shapes::NewConfirmation,
    responses((status = 200, body = shapes::TemplateShape), (status = 409, body = shapes::ProblemShape),
    (status = 412, body = shapes::ProblemShape)))]
pub async fn confirm(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewConfirmation = body.json()?;
    tell(&request, &service, move |service| {
        let (actor, id) = (&signed.actor, *id);
        let opened = superior::open(service, actor, id, Sheets::Draft)?;
        let chosen = wanted.chosen(&opened)?;
        if !chosen.is_empty() {
            let choices = superior::choices(&opened, &superior::below(service, &opened)?, &chosen)?;
            superior::correct(service, actor, id, &choices)?;
        }
        superior::confirm(service, actor, id)?;
        template(service, actor, id, superior::From::Live)
    })
    .await
}

#[utoipa::path(delete, path = "/api/v1/superior-templates/{template}", tag = "totals", summary = "删除上级模板",
    description = "记录和原文件仍保留，不再显示，也不能再用来填表。",
    params(("template" = i64, Path, description = "模板编号")),
    responses((status = 204), (status = 409, body = shapes::ProblemShape)))]
pub async fn remove(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    done(&service, move |service| superior::remove(service, &signed.actor, *id)).await
}

#[utoipa::path(get, path = "/api/v1/superior-templates/{template}/filled", tag = "totals",
    summary = "下载填好的上级报表",
    description = "按已确认的各格填写；文件名写明是实时的还是已上报的。有什么没有填进去，见模板的 `problems`。",
    params(("template" = i64, Path, description = "模板编号"), Figures),
    responses((status = 200, body = Vec<u8>, description = "填好的表，格式与模板相同",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub async fn filled(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    query: web::Query<Figures>,
) -> Result<HttpResponse, No> {
    let from = which(&query.from);
    let made = ask(&service, move |service| superior::download(service, &signed.actor, *id, from)).await?;
    Ok(answer::download(&made.name, media_type(&made), made.bytes))
}

#[utoipa::path(get, path = "/api/v1/superior-templates/{template}/file", tag = "totals",
    summary = "上级模板的原文件",
    params(("template" = i64, Path, description = "模板编号")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "文件原样")))]
pub async fn file(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let file = ask(&service, move |service| superior::file(service, &signed.actor, *id)).await?;
    Ok(answer::download(&file.name, "application/octet-stream", file.bytes))
}
