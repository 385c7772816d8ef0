//! One campaign: shown whole, published, closed, archived, with its notice and last year's figures.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{self, No, ask};
use super::super::boards::some;
use super::super::signed::Signed;
use super::body::Body;
use super::reply::{json, tell};
use super::shapes;
use crate::campaign::CampaignState;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::Actor;
use crate::workflow::board::{Filter, board, missing_text};
use crate::workflow::{Service, campaigns, look, notice, review};

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}", tag = "campaigns", summary = "一项任务的全貌",
    params(("campaign" = i64, Path, description = "任务编号")),
    responses((status = 200, body = shapes::ArrangedShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| whole(service, &signed.actor, *id)).await
}

pub(super) fn whole(service: &Service, actor: &Actor, id: i64) -> Result<shapes::ArrangedShape, Problem> {
    Ok(shapes::arranged(&look::campaign(service, actor, id)?))
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/state", tag = "campaigns",
    summary = "发布、关闭、重新开放或归档",
    description = "草稿可以发布，已发布的可以关闭，已关闭的可以重新开放或归档。已是要改成的状态时，什么都不变。",
    params(("campaign" = i64, Path, description = "任务编号")), request_body = shapes::NewState,
    responses((status = 200, body = shapes::ArrangedShape)))]
pub async fn state(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let next = body.json::<shapes::NewState>()?.state()?;
    let (actor, id) = (signed.actor, id.into_inner());
    tell(&request, &service, move |service| {
        become_(service, &actor, id, next)?;
        whole(service, &actor, id)
    })
    .await
}

/// A campaign that is in the wanted state already stays as it is: the same request twice is one.
fn become_(service: &Service, actor: &Actor, id: i64, next: CampaignState) -> Result<(), Problem> {
    match campaigns::change_state(service, actor, id, next) {
        Err(problem) if problem.code == ProblemCode::Invalid => {
            let is_so = look::campaign(service, actor, id)?.task.state == next;
            if is_so { Ok(()) } else { Err(problem) }
        }
        changed => changed,
    }
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/last-year", tag = "campaigns",
    summary = "指定上年任务，作为上年同期",
    params(("campaign" = i64, Path, description = "任务编号")), request_body = shapes::LastCampaign,
    responses((status = 200, body = shapes::ArrangedShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn last_campaign(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let last = body.json::<shapes::LastCampaign>()?.campaign;
    let (actor, id) = (signed.actor, id.into_inner());
    tell(&request, &service, move |service| {
        campaigns::use_last_campaign(service, &actor, id, last)?;
        whole(service, &actor, id)
    })
    .await
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Named {
    /// 文件名
    #[serde(default)]
    pub(super) name: String,
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/last-year/file", tag = "campaigns",
    summary = "从文件导入上年数据", description = "再次导入会替换先前导入的。",
    params(("campaign" = i64, Path, description = "任务编号"), Named),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "上年汇总表的文件"),
    responses((status = 200, body = shapes::LoadedShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn last_year_file(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    query: web::Query<Named>,
    body: Body,
) -> Result<HttpResponse, No> {
    let (name, bytes) = body.file(&query.name)?;
    tell(&request, &service, move |service| {
        let units = campaigns::load_last_year(service, &signed.actor, *id, &name, &bytes)?;
        Ok(shapes::LoadedShape { units })
    })
    .await
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/notice", tag = "campaigns", summary = "任务所附的通知",
    params(("campaign" = i64, Path, description = "任务编号")),
    responses((status = 200, body = shapes::NoticeTextShape)))]
pub async fn notice(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        let (title, kept) = notice::of_campaign(service, &signed.actor, *id)?;
        Ok(shapes::NoticeTextShape { title, text: kept.text, file: kept.file.map(|(name, _)| name) })
    })
    .await
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/notice/file", tag = "campaigns", summary = "通知的原文件",
    params(("campaign" = i64, Path, description = "任务编号")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "文件原样")))]
pub async fn notice_file(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let file = ask(&service, move |service| notice::file_of_campaign(service, &signed.actor, *id)).await?;
    Ok(answer::download(&file.name, "application/octet-stream", file.bytes))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Node {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
    /// 材料编号；不写为全部必报材料
    deliverable: Option<i64>,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/missing", tag = "campaigns", summary = "未报名单",
    params(("campaign" = i64, Path, description = "任务编号"), Node),
    responses((status = 200, body = shapes::MissingShape)))]
pub async fn missing(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    query: web::Query<Node>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        let filter = Filter::missing(query.deliverable);
        let board = board(service, &signed.actor, *id, some(&query.node), &filter)?;
        Ok(shapes::MissingShape {
            text: missing_text(&board),
            deliverable: board.chosen,
            units: board.units.iter().map(|row| shapes::row(&board, row)).collect(),
            node: board.node.code,
            name: board.node.name,
        })
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/acceptances", tag = "reviews",
    summary = "一并通过没有疑问的待审上报",
    params(("campaign" = i64, Path, description = "任务编号")), request_body = shapes::NewAcceptances,
    responses((status = 200, body = shapes::AcceptancesShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn accept_clean(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let node = body.json::<shapes::NewAcceptances>()?.node;
    let verb = move |service: &Service| review::accept_clean(service, &signed.actor, *id, &node);
    let accepted = ask(&service, verb).await?;
    json(&request, StatusCode::OK, &shapes::AcceptancesShape { accepted })
}
