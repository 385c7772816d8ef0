//! Campaigns are made, chosen for whom, and made again for another year.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::campaigns::whole;
use super::reading::limit;
use super::reply::{created, tell};
use super::shapes;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::campaigns::Plan;
use crate::workflow::{Service, campaigns};

#[utoipa::path(post, path = "/api/v1/campaigns", tag = "campaigns", summary = "新建任务",
    description = "建成草稿，布置单位是令牌所属的单位；核对后再发布。",
    request_body = shapes::NewCampaign,
    responses((status = 201, body = shapes::ArrangedShape)))]
pub async fn create(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewCampaign = body.json()?;
    made(&request, &service, signed.actor, |service, actor| wanted.plan(service, actor)).await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/copies", tag = "campaigns", summary = "沿用到另一年",
    description = "报表、报送材料、应报单位照旧，截止时间移到那一年，这项任务的数字作为上年同期。原文里的星期在那一年对不上的，不沿用，并说明是哪一样材料。",
    params(("campaign" = i64, Path, description = "任务编号")), request_body = shapes::NewCopy,
    responses((status = 201, body = shapes::ArrangedShape)))]
pub async fn copy(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let year = body.json::<shapes::NewCopy>()?.year;
    made(&request, &service, signed.actor, move |service, actor| {
        let before = campaigns::continued(service, actor, *id)?;
        let year = year.unwrap_or(before.task.year + 1);
        before.plan(year, service.settings.office_closes)
    })
    .await
}

async fn made(
    request: &HttpRequest,
    service: &web::Data<Service>,
    actor: Actor,
    plan: impl FnOnce(&Service, &Actor) -> Result<Plan, Problem> + Send + 'static,
) -> Result<HttpResponse, No> {
    let shape = ask(service, move |service| {
        let id = campaigns::create(service, &actor, plan(service, &actor)?)?;
        whole(service, &actor, id)
    })
    .await?;
    created(request, &format!("/api/v1/campaigns/{}", shape.id), &shape)
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExpectedQuery {
    /// 从哪个代码之后开始
    #[serde(default)]
    after: String,
    /// 一页最多几个；不写为 100
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/expected", tag = "campaigns", summary = "应报单位",
    params(("campaign" = i64, Path, description = "任务编号"), ExpectedQuery),
    responses((status = 200, body = shapes::ExpectedShape)))]
pub async fn expected(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    query: web::Query<ExpectedQuery>,
) -> Result<HttpResponse, No> {
    let most = limit(query.limit)?;
    tell(&request, &service, move |service| {
        Ok(shapes::expected(&campaigns::choosing(service, &signed.actor, *id)?, &query.after, most))
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/choice", tag = "campaigns", summary = "选择应报单位",
    description = "只在草稿里；发布后逐个增加，不需要报的办理免报。",
    params(("campaign" = i64, Path, description = "任务编号")), request_body = shapes::ChoiceShape,
    responses((status = 200, body = shapes::ExpectedShape)))]
pub async fn choose(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let choice = body.json::<shapes::ChoiceShape>()?.choice()?;
    let most = limit(None)?;
    tell(&request, &service, move |service| {
        campaigns::choose(service, &signed.actor, *id, choice)?;
        Ok(shapes::expected(&campaigns::choosing(service, &signed.actor, *id)?, "", most))
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/expected", tag = "campaigns", summary = "增加一个应报单位",
    description = "只在发布后；单位会看到原因。",
    params(("campaign" = i64, Path, description = "任务编号")), request_body = shapes::NewExpected,
    responses((status = 200, body = shapes::ExpectedShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn expect(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewExpected = body.json()?;
    let most = limit(None)?;
    tell(&request, &service, move |service| {
        let (actor, id) = (&signed.actor, *id);
        let is_so = campaigns::choosing(service, actor, id)?;
        // The same request twice is one.
        if !is_so.asked.iter().any(|asked| asked.node.code == wanted.unit && asked.reason.is_some()) {
            campaigns::expect(service, actor, (id, &wanted.unit), &wanted.reason)?;
        }
        Ok(shapes::expected(&campaigns::choosing(service, actor, id)?, "", most))
    })
    .await
}
