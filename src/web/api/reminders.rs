//! 催报: whom somebody reminded of what, kept and listed.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{No, ask};
use super::super::boards::some;
use super::super::signed::Signed;
use super::body::Body;
use super::reading::limit;
use super::reply::json;
use super::shapes;
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::reminding::{remind, reminders};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReminderQuery {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
    /// 从哪个催报编号之后开始
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
    /// 一页最多几个；不写为 100
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/reminders", tag = "campaigns", summary = "催报记录",
    description = "先记的在前；只列看得到的单位。",
    params(("campaign" = i64, Path, description = "任务编号"), ReminderQuery),
    responses((status = 200, body = shapes::RemindersShape), (status = 422, body = shapes::ProblemShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<ReminderQuery>,
) -> Result<HttpResponse, No> {
    let (campaign, query) = (campaign.into_inner(), query.into_inner());
    let most = limit(query.limit)?;
    let mut found = ask(&service, move |service| {
        reminders(service, &signed.actor, (campaign, some(&query.node)), query.after, most + 1)
    })
    .await?;
    let more = found.len() > most;
    found.truncate(most);
    let shape = shapes::RemindersShape {
        next: found.last().filter(|_| more).map(|last| last.id),
        reminders: found.iter().map(shapes::reminder).collect(),
    };
    json(&request, StatusCode::OK, &shape)
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/reminders", tag = "campaigns", summary = "记一次催报",
    description = "记下已经催过谁、用什么方式、说了什么；单位登录时会看到。只能催还缺材料的单位，有一个不缺就都不记。",
    params(("campaign" = i64, Path, description = "任务编号")), request_body = shapes::NewReminderShape,
    responses((status = 201, body = shapes::ReminderShape), (status = 409, body = shapes::ProblemShape),
    (status = 422, body = shapes::ProblemShape)))]
pub async fn keep(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let (campaign, said) = (campaign.into_inner(), body.json::<shapes::NewReminderShape>()?.reminding()?);
    let shape = ask(&service, move |service| {
        let id = remind(service, &signed.actor, campaign, said)?;
        let kept = reminders(service, &signed.actor, (campaign, None), id - 1, 1)?;
        kept.first().map(shapes::reminder).ok_or_else(Problem::broken)
    })
    .await?;
    json(&request, StatusCode::CREATED, &shape)
}
