//! 填报单位 as the register has them: looked at with their history, written one by one or as a list.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::reading::limit;
use super::reply::{created, json, meant, tell, unchanged};
use super::shapes;
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::accounts::By;
use crate::workflow::units::{self, Placed};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UnitsQuery {
    /// 名称或代码里有这些字
    #[serde(default)]
    q: String,
    /// 从哪个代码之后开始
    #[serde(default)]
    after: String,
    /// 一页最多几个；不写为 100
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/api/v1/units", tag = "units", summary = "单位名录", params(UnitsQuery),
    responses((status = 200, body = shapes::RegisterShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    query: web::Query<UnitsQuery>,
) -> Result<HttpResponse, No> {
    let most = limit(query.limit)?;
    tell(&request, &service, move |service| {
        let by = By::Actor(&signed.actor);
        let mut found = units::page(service, by, &query.q, &query.after, most + 1)?;
        let more = found.len() > most;
        found.truncate(most);
        let next = found.last().filter(|_| more).map(|last| last.node.code.clone());
        Ok(shapes::RegisterShape { units: found.iter().map(shapes::registered).collect(), next })
    })
    .await
}

#[utoipa::path(get, path = "/api/v1/units/{unit}", tag = "units", summary = "名录里的一个单位",
    params(("unit" = String, Path, description = "单位代码")),
    responses((status = 200, body = shapes::RegisteredShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    code: web::Path<String>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        Ok(shapes::registered(&units::one(service, By::Actor(&signed.actor), &code)?))
    })
    .await
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// 从哪个变更编号之后开始
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
    /// 一页最多几条；不写为 100
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/api/v1/units/{unit}/changes", tag = "units", summary = "单位的变更记录",
    params(("unit" = String, Path, description = "单位代码"), ChangesQuery),
    responses((status = 200, body = shapes::UnitChangesShape)))]
pub async fn changes(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    code: web::Path<String>,
    query: web::Query<ChangesQuery>,
) -> Result<HttpResponse, No> {
    let most = limit(query.limit)?;
    tell(&request, &service, move |service| {
        let mut found = units::changes(service, &signed.actor, &code, query.after, most + 1)?;
        let more = found.len() > most;
        found.truncate(most);
        let next = found.last().filter(|_| more).map(|last| last.id);
        Ok(shapes::UnitChangesShape { changes: found.iter().map(shapes::unit_change).collect(), next })
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/units/{unit}", tag = "units", summary = "新增或变更一个单位",
    description = "没有这个单位的新增；有的整个换成请求里的内容，须用 `If-Match` 写明读到它时的 `ETag`。单位只停用，不删除。",
    params(("unit" = String, Path, description = "单位代码"),
        ("If-Match" = Option<String>, Header, description = "读到单位时的 `ETag`；新增的不写")),
    request_body = shapes::NewUnit,
    responses((status = 200, body = shapes::RegisteredShape, description = "已变更"),
    (status = 201, body = shapes::RegisteredShape, description = "已新增"), (status = 412, body = shapes::ProblemShape)))]
pub async fn put(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    code: web::Path<String>,
    body: Body,
) -> Result<HttpResponse, No> {
    let described = body.json::<shapes::NewUnit>()?.described();
    let (code, meant) = (code.into_inner(), meant(&request));
    let place = format!("/api/v1/units/{}", super::super::answer::escaped(&code));
    let (is_new, shape) = ask(&service, move |service| {
        let by = By::Actor(&signed.actor);
        let mut is_new = false;
        units::put(service, by, &code, &described, |before| {
            is_new = before.is_none();
            agreed(meant.as_deref(), before)
        })?;
        Ok((is_new, shapes::registered(&units::one(service, by, &code)?)))
    })
    .await?;
    match is_new {
        true => created(&request, &place, &shape),
        false => json(&request, actix_web::http::StatusCode::OK, &shape),
    }
}

fn agreed(meant: Option<&str>, before: Option<&Placed>) -> Result<(), Problem> {
    match (meant, before) {
        (None, None) => Ok(()),
        (Some(_), None) => Err(Problem::stale()),
        (Some(meant), Some(before)) => unchanged(meant, &shapes::registered(before)),
        (None, Some(_)) => {
            let words = "名录里已有这个单位。要变更它，请用 If-Match 请求头写明读到它时的 ETag。";
            Err(Problem::field(header::IF_MATCH.as_str(), words))
        }
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Rehearsal {
    /// 只试，不写入
    #[serde(default)]
    dry_run: bool,
}

#[utoipa::path(post, path = "/api/v1/units/imports", tag = "units", summary = "导入单位名单",
    description = "名单里没有的单位保持不变；有一处错误就什么都不写入。同一份名单再导入一次，什么都不变。",
    params(Rehearsal),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "名单文件，CSV 或 Excel"),
    responses((status = 200, body = shapes::ImportShape)))]
pub async fn import(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    query: web::Query<Rehearsal>,
    body: Body,
) -> Result<HttpResponse, No> {
    let (_, bytes) = body.file("")?;
    tell(&request, &service, move |service| {
        let by = By::Actor(&signed.actor);
        let plan = match query.dry_run {
            true => units::rehearse(service, by, &bytes)?,
            false => units::import(service, by, &bytes)?,
        };
        Ok(shapes::imported(&plan, !query.dry_run))
    })
    .await
}
