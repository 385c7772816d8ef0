//! 草稿: kept by a program for the clerk who looks at it and sends it. The version that was read is named when it is
//! written (`If-Match`), so that nobody's typing is lost.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::No;
use super::super::signed::Signed;
use super::body::Body;
use super::campaigns::Named;
use super::reply::{done, meant, tell, unchanged};
use super::shapes;
use crate::problem::Problem;
use crate::workflow::{Service, draft};

/// A campaign and a unit's code, from the address.
type Where = web::Path<(i64, String)>;

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/units/{unit}/draft", tag = "drafts", summary = "草稿",
    description = "没有草稿时版本为 0。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    responses((status = 200, body = shapes::DraftShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    tell(&request, &service, move |service| {
        Ok(shapes::draft(&draft::open(service, &signed.actor, campaign, &code)?))
    })
    .await
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/units/{unit}/known-figures", tag = "drafts",
    summary = "已知的数",
    description = "本单位今年在其他任务里报过的同一指标，或上年与前年相同的数，各带来源，供填报员逐项确认；不会自动填入。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    responses((status = 200, body = shapes::KnownFiguresShape)))]
pub async fn known(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    tell(&request, &service, move |service| {
        let opened = draft::open(service, &signed.actor, campaign, &code)?;
        let known = draft::known::known(service, &signed.actor, campaign, &code)?;
        Ok(shapes::known(&opened.expected.form, &known))
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/units/{unit}/draft", tag = "drafts", summary = "暂存数据",
    description = "只暂存，不报送：由填报员在页面上核对后报送。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"),
        ("If-Match" = String, Header, description = "读到草稿时的 `ETag`")),
    request_body = shapes::NewDraft,
    responses((status = 200, body = shapes::DraftShape), (status = 409, body = shapes::ProblemShape),
    (status = 412, body = shapes::ProblemShape)))]
pub async fn save(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    body: Body,
) -> Result<HttpResponse, No> {
    let values = body.json::<shapes::NewDraft>()?.values();
    let words = "请用 If-Match 请求头写明读到草稿时的 ETag，以免盖掉别人的改动。";
    let meant = meant(&request).ok_or_else(|| Problem::field("If-Match", words))?;
    let (campaign, code) = place.into_inner();
    tell(&request, &service, move |service| {
        let before = draft::open(service, &signed.actor, campaign, &code)?;
        unchanged(&meant, &shapes::draft(&before))?;
        draft::save_values(service, &signed.actor, (campaign, &code), before.version(), values)?;
        Ok(shapes::draft(&draft::open(service, &signed.actor, campaign, &code)?))
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/units/{unit}/draft/file", tag = "drafts",
    summary = "把文件读进草稿", description = "代替草稿里原有的内容，原来的可以恢复；只暂存，不报送。别的单位的表不读进来，答 422。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"), Named),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "填好的报表文件"),
    responses((status = 200, body = shapes::DraftShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn upload(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    query: web::Query<Named>,
    body: Body,
) -> Result<HttpResponse, No> {
    let (name, bytes) = body.file(&query.name)?;
    let (campaign, code) = place.into_inner();
    tell(&request, &service, move |service| {
        draft::upload(service, &signed.actor, (campaign, &code), &name, &bytes)?;
        Ok(shapes::draft(&draft::open(service, &signed.actor, campaign, &code)?))
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/units/{unit}/draft/restoration", tag = "drafts",
    summary = "恢复上一份草稿", description = "与被文件代替的上一份对换；再恢复一次就换回来。没有上一份时答 412。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    responses((status = 200, body = shapes::DraftShape), (status = 409, body = shapes::ProblemShape),
    (status = 412, body = shapes::ProblemShape)))]
pub async fn restore(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    tell(&request, &service, move |service| {
        let before = draft::open(service, &signed.actor, campaign, &code)?;
        draft::restore(service, &signed.actor, (campaign, &code), before.version())?;
        Ok(shapes::draft(&draft::open(service, &signed.actor, campaign, &code)?))
    })
    .await
}

#[utoipa::path(delete, path = "/api/v1/campaigns/{campaign}/units/{unit}/draft", tag = "drafts", summary = "丢弃草稿",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    responses((status = 204)))]
pub async fn discard(signed: Signed, service: web::Data<Service>, place: Where) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    done(&service, move |service| draft::discard(service, &signed.actor, campaign, &code)).await
}
