//! Questions: campaigns, boards, totals, revisions, receipts.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{No, ask};
use super::super::boards::{number, some};
use super::super::signed::Signed;
use super::reply::json;
use super::shapes;
use crate::problem::Problem;
use crate::workflow::board::{Filter, board};
use crate::workflow::totals::{self, Basis};
use crate::workflow::{Service, look};

/// Rows of one answer.
const MOST: usize = 1_000;
const USUAL: usize = 100;

pub(super) fn limit(asked: Option<usize>) -> Result<usize, Problem> {
    match asked {
        None => Ok(USUAL),
        Some(limit) if (1..=MOST).contains(&limit) => Ok(limit),
        Some(_) => Err(Problem::field("limit", format!("limit 应在 1 到 {MOST} 之间。"))),
    }
}

#[utoipa::path(get, path = "/api/v1/campaigns", tag = "campaigns", summary = "看得到的全部任务", responses(
    (status = 200, body = shapes::CampaignsShape), (status = 401, body = shapes::ProblemShape)))]
pub async fn campaigns(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
) -> Result<HttpResponse, No> {
    let found = ask(&service, move |service| look::campaigns_of(service, &signed.actor)).await?;
    let campaigns = found.iter().map(shapes::campaign).collect();
    json(&request, StatusCode::OK, &shapes::CampaignsShape { campaigns })
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BoardQuery {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
    /// 材料编号；不写为全部必报材料：都收到才算实报，任一项迟报即为迟报
    deliverable: Option<i64>,
    /// 只列这一类：`counts` 里的名称，例如 `missing`
    #[serde(default)]
    state: String,
    /// 从哪个代码之后开始
    #[serde(default)]
    after: String,
    /// 一页最多几个；不写为 100
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/board", tag = "campaigns", summary = "进度：谁报了，谁没报",
    params(("campaign" = i64, Path, description = "任务编号"), BoardQuery), responses(
    (status = 200, body = shapes::BoardShape),
    (status = 404, body = shapes::ProblemShape), (status = 422, body = shapes::ProblemShape)))]
pub async fn show_board(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<BoardQuery>,
) -> Result<HttpResponse, No> {
    let (campaign, query) = (campaign.into_inner(), query.into_inner());
    let limit = limit(query.limit)?;
    let (deliverable, node) = (query.deliverable, query.node.clone());
    let filter = Filter { deliverable, number: number(&query.state), ..Filter::default() };
    let board =
        ask(&service, move |service| board(service, &signed.actor, campaign, some(&node), &filter)).await?;
    let mut rest = board.units.iter().filter(|row| row.whole.head.code > query.after).peekable();
    let units: Vec<shapes::RowShape> =
        rest.by_ref().take(limit).map(|row| shapes::row(&board, row)).collect();
    let more = rest.peek().is_some();
    let shape = shapes::BoardShape {
        node: board.node.code.clone(),
        name: board.node.name.clone(),
        deliverable: board.chosen,
        counts: shapes::counts(&board.counts),
        next: units.last().filter(|_| more).map(|last| last.unit.code.clone()),
        units,
    };
    json(&request, StatusCode::OK, &shape)
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TotalsQuery {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
    /// 只汇总已通过的
    #[serde(default)]
    accepted: bool,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/totals", tag = "totals", summary = "汇总：一个单位和它的直接下级",
    params(("campaign" = i64, Path, description = "任务编号"), TotalsQuery), responses(
    (status = 200, body = shapes::TotalsShape),
    (status = 404, body = shapes::ProblemShape)))]
pub async fn totals(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<TotalsQuery>,
) -> Result<HttpResponse, No> {
    let campaign = campaign.into_inner();
    let basis = if query.accepted { Basis::Accepted } else { Basis::InForce };
    let totals = ask(&service, move |service| {
        totals::totals(service, &signed.actor, campaign, some(&query.node), basis)
    })
    .await?;
    let form = &totals.form;
    let shape = shapes::TotalsShape {
        node: totals.node.code.clone(),
        name: totals.node.name.clone(),
        values: shapes::figures(form, &totals.figures),
        counted: totals.counted,
        accepted_only: basis == Basis::Accepted,
        counts: shapes::counts(&totals.counts),
        children: totals
            .children
            .iter()
            .map(|child| shapes::ChildTotalsShape {
                node: child.node.code.clone(),
                name: child.node.name.clone(),
                counted: child.counted,
                values: shapes::figures(form, &child.figures),
            })
            .collect(),
        differences: totals.differences.iter().map(|one| shapes::difference(form, one)).collect(),
    };
    json(&request, StatusCode::OK, &shape)
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RevisionsQuery {
    /// 单位代码；不写为看得到的全部
    #[serde(default)]
    node: String,
    /// 从哪个上报编号之后开始
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
    /// 一页最多几个；不写为 100
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/submissions", tag = "submissions", summary = "一项任务的历次上报",
    description = "先收到的在前；填报员只看到本单位的。",
    params(("campaign" = i64, Path, description = "任务编号"), RevisionsQuery), responses(
    (status = 200, body = shapes::RevisionsShape),
    (status = 404, body = shapes::ProblemShape), (status = 422, body = shapes::ProblemShape)))]
pub async fn submissions(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<RevisionsQuery>,
) -> Result<HttpResponse, No> {
    let (campaign, query) = (campaign.into_inner(), query.into_inner());
    let most = limit(query.limit)?;
    let mut found = ask(&service, move |service| {
        look::revisions(service, &signed.actor, (campaign, some(&query.node)), query.after, most + 1)
    })
    .await?;
    let more = found.len() > most;
    found.truncate(most);
    let shape = shapes::RevisionsShape {
        next: found.last().filter(|_| more).map(|last| last.id),
        submissions: found.iter().map(|revision| shapes::revision(revision, None)).collect(),
    };
    json(&request, StatusCode::OK, &shape)
}

#[utoipa::path(get, path = "/api/v1/submissions/{submission}", tag = "submissions", summary = "一次上报：数字、疑问和回执",
    params(("submission" = i64, Path, description = "上报编号")), responses(
    (status = 200, body = shapes::RevisionShape), (status = 404, body = shapes::ProblemShape)))]
pub async fn submission(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    let view = ask(&service, move |service| look::revision(service, &signed.actor, id)).await?;
    let content = (view.form.as_ref(), &view.answers, view.findings.as_slice());
    json(&request, StatusCode::OK, &shapes::revision(&view.revision, Some(content)))
}

#[utoipa::path(get, path = "/api/v1/receipts/{receipt}", tag = "submissions", summary = "按回执号查一次上报",
    params(("receipt" = String, Path, description = "回执号")), responses(
    (status = 200, body = shapes::RevisionShape), (status = 404, body = shapes::ProblemShape)))]
pub async fn receipt(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    number: web::Path<String>,
) -> Result<HttpResponse, No> {
    let number = number.into_inner();
    let view = ask(&service, move |service| look::receipt(service, &signed.actor, &number)).await?;
    let content = (view.form.as_ref(), &view.answers, view.findings.as_slice());
    json(&request, StatusCode::OK, &shapes::revision(&view.revision, Some(content)))
}

#[utoipa::path(get, path = "/api/v1/receipts/{receipt}/statement", tag = "submissions", summary = "回执的签名文本",
    description = "统计表和材料的回执都可以。原样存成文件，用命令 `huibiao verify --receipt 文件 --key 公钥` 验证，不需要本系统。",
    params(("receipt" = String, Path, description = "回执号")), responses(
    (status = 200, content_type = "text/plain", body = String, description = "签名文本"),
    (status = 404, body = shapes::ProblemShape)))]
pub async fn statement(
    signed: Signed,
    service: web::Data<Service>,
    number: web::Path<String>,
) -> Result<HttpResponse, No> {
    let number = number.into_inner();
    let text = ask(&service, move |service| look::statement(service, &signed.actor, &number)).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text))
}
