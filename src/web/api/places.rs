//! One unit in one campaign: looked at, exempted, given more time; and what it says of its burden.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::{No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::reply::{created, done, json, tell};
use super::shapes;
use crate::campaign::CampaignState;
use crate::campaign::deadline::read_instant;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::{Service, burden, campaigns, look};

/// A campaign and a unit's code, from the address.
type Where = web::Path<(i64, String)>;

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/units/{unit}", tag = "places",
    summary = "一个单位在一项任务里的情况",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    responses((status = 200, body = shapes::PlaceShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
) -> Result<HttpResponse, No> {
    let place = place.into_inner();
    tell(&request, &service, move |service| seen(service, &signed.actor, &place)).await
}

fn seen(
    service: &Service,
    actor: &Actor,
    (campaign, code): &(i64, String),
) -> Result<shapes::PlaceShape, Problem> {
    Ok(shapes::place(&look::unit(service, actor, *campaign, code)?))
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/units/{unit}/exemption", tag = "places", summary = "免报",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    request_body = shapes::Exemption,
    responses((status = 200, body = shapes::PlaceShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn exempt(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    body: Body,
) -> Result<HttpResponse, No> {
    let reason = body.json::<shapes::Exemption>()?.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(No(Problem::field("reason", "请写明原因，不超过 500 个字。")));
    }
    exempted(request, signed, service, place, Some(reason)).await
}

#[utoipa::path(delete, path = "/api/v1/campaigns/{campaign}/units/{unit}/exemption", tag = "places",
    summary = "取消免报",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    responses((status = 200, body = shapes::PlaceShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn expect(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
) -> Result<HttpResponse, No> {
    exempted(request, signed, service, place, None).await
}

/// What is so already is not said to the unit once more.
async fn exempted(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    reason: Option<String>,
) -> Result<HttpResponse, No> {
    let (actor, place) = (signed.actor, place.into_inner());
    tell(&request, &service, move |service| {
        let before = look::unit(service, &actor, place.0, &place.1)?;
        if before.place.standing.exempt != reason || before.place.task.state == CampaignState::Archived {
            campaigns::exempt(service, &actor, place.0, &place.1, reason)?;
        }
        seen(service, &actor, &place)
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/units/{unit}/extensions", tag = "places", summary = "延期",
    description = "后批的代替先批的。与现有的延期完全相同时，什么都不变，答 200。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    request_body = shapes::NewExtension,
    responses((status = 200, body = shapes::PlaceShape, description = "早已这样延期"),
    (status = 201, body = shapes::PlaceShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn extend(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewExtension = body.json()?;
    let (actor, place) = (signed.actor, place.into_inner());
    let address = format!("/api/v1/campaigns/{}/units/{}", place.0, super::super::answer::escaped(&place.1));
    let (is_new, shape) = ask(&service, move |service| {
        let is_new = extended(service, &actor, &place, &wanted)?;
        Ok((is_new, seen(service, &actor, &place)?))
    })
    .await?;
    if is_new {
        created(&request, &address, &shape)
    } else {
        json(&request, actix_web::http::StatusCode::OK, &shape)
    }
}

/// Whether there was anything to grant.
fn extended(
    service: &Service,
    actor: &Actor,
    (campaign, code): &(i64, String),
    wanted: &shapes::NewExtension,
) -> Result<bool, Problem> {
    let until = read_instant(&wanted.until)
        .ok_or_else(|| Problem::field("until", "请写明延期到什么时候，例如 2024-03-26T00:00:00+08:00。"))?;
    let before = look::unit(service, actor, *campaign, code)?;
    let also = before.package.asked.iter().find(|asked| asked.deliverable.id == wanted.deliverable);
    let extensions = also.map_or(&before.extensions, |asked| &asked.extensions);
    let is_so =
        extensions.last().is_some_and(|last| last.until == until && last.reason == wanted.reason.trim());
    let is_of_campaign = also.is_some()
        || before.expected.as_ref().is_some_and(|expected| expected.table.id == wanted.deliverable);
    if is_so && is_of_campaign && before.place.task.state != CampaignState::Archived {
        return Ok(false);
    }
    campaigns::extend(service, actor, (*campaign, code), wanted.deliverable, until, &wanted.reason)?;
    Ok(true)
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/units/{unit}/burden", tag = "places",
    summary = "反映负担", description = "布置单位只看到有多少单位反映和写了什么，看不到是谁。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    request_body = shapes::BurdenShape,
    responses((status = 204), (status = 409, body = shapes::ProblemShape)))]
pub async fn say(
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    body: Body,
) -> Result<HttpResponse, No> {
    let said = body.json::<shapes::BurdenShape>()?.said()?;
    let (campaign, code) = place.into_inner();
    done(&service, move |service| burden::say(service, &signed.actor, (campaign, &code), Some(said))).await
}

#[utoipa::path(delete, path = "/api/v1/campaigns/{campaign}/units/{unit}/burden", tag = "places",
    summary = "收回反映的负担",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    responses((status = 204), (status = 409, body = shapes::ProblemShape)))]
pub async fn unsay(signed: Signed, service: web::Data<Service>, place: Where) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    done(&service, move |service| burden::say(service, &signed.actor, (campaign, &code), None)).await
}
