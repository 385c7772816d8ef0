//! 汇总 as files, and the units behind one of its figures.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{self, No, ask};
use super::super::archives;
use super::super::boards::some;
use super::super::signed::Signed;
use super::reply::tell;
use super::shapes;
use crate::form::Form;
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::live::{self, Kind};
use crate::workflow::totals::{self, Basis, Behind};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
    /// 只汇总已通过的
    #[serde(default)]
    accepted: bool,
}

impl Which {
    fn basis(&self) -> Basis {
        if self.accepted { Basis::Accepted } else { Basis::InForce }
    }
}

async fn download(
    signed: Signed,
    service: web::Data<Service>,
    (campaign, query): (i64, Which),
    (kind, content_type): (Kind, &'static str),
) -> Result<HttpResponse, No> {
    let made = ask(&service, move |service| {
        live::download(service, &signed.actor, (campaign, some(&query.node)), query.basis(), kind)
    });
    let made = made.await?;
    Ok(answer::download(&made.name, content_type, made.bytes))
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/workbook", tag = "totals", summary = "汇总工作簿",
    params(("campaign" = i64, Path, description = "任务编号"), Which),
    responses((status = 200, body = Vec<u8>, description = "Excel 工作簿",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub async fn workbook(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Which>,
) -> Result<HttpResponse, No> {
    download(signed, service, (*campaign, query.into_inner()), (Kind::Workbook, answer::XLSX)).await
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/data.csv", tag = "totals", summary = "全部数字，一行一个（CSV）",
    params(("campaign" = i64, Path, description = "任务编号"), Which),
    responses((status = 200, body = String, content_type = "text/csv", description = "CSV 文件")))]
pub async fn csv(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Which>,
) -> Result<HttpResponse, No> {
    let kind = (Kind::Csv, "text/csv; charset=utf-8");
    download(signed, service, (*campaign, query.into_inner()), kind).await
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/data.json", tag = "totals", summary = "全部数字，一行一个（JSON）",
    params(("campaign" = i64, Path, description = "任务编号"), Which),
    responses((status = 200, body = [shapes::DataRow], description = "JSON 文件")))]
pub async fn data(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Which>,
) -> Result<HttpResponse, No> {
    download(signed, service, (*campaign, query.into_inner()), (Kind::Json, "application/json")).await
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FilesQuery {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/files.zip", tag = "totals", summary = "全部材料打包（ZIP）",
    description = "按县区和单位分文件夹，名称统一，内附 `清单.xlsx`（含 SHA-256）。边写边发，中途出错就断开，不会发来不完整却像完整的文件。图片不带拍摄信息。",
    params(("campaign" = i64, Path, description = "任务编号"), FilesQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip", description = "ZIP 文件")))]
pub async fn files(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<FilesQuery>,
) -> Result<HttpResponse, No> {
    archives::of_node(signed, service, (*campaign, query.into_inner().node)).await
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SourcesQuery {
    /// 哪个数字：指标代码，有几栏的写“指标/栏”
    #[serde(default)]
    figure: String,
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
    /// 只汇总已通过的
    #[serde(default)]
    accepted: bool,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/sources", tag = "totals", summary = "一个合计数由哪些单位构成",
    params(("campaign" = i64, Path, description = "任务编号"), SourcesQuery),
    responses((status = 200, body = shapes::SourcesShape)))]
pub async fn sources(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<SourcesQuery>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| {
        let (place, basis) =
            ((*campaign, some(&query.node)), Which { accepted: query.accepted, ..Which::default() }.basis());
        let form = totals::totals(service, &signed.actor, place.0, place.1, basis)?.form;
        let figure = figure(&form, &query.figure)?;
        let behind = totals::behind(service, &signed.actor, place, figure, basis)?;
        Ok(behind_one(&behind, &query.figure))
    })
    .await
}

/// The figure of this name.
fn figure(form: &Form, name: &str) -> Result<usize, Problem> {
    let (item, column) = name.split_once('/').unwrap_or((name, ""));
    let column = match column {
        "" if !form.has_columns() => Some(0),
        code => form.columns.iter().position(|known| known.code == code),
    };
    let found = form.item_index(item).filter(|item| !form.items[*item].section).zip(column);
    let (item, column) =
        found.ok_or_else(|| Problem::field("figure", format!("报表里没有“{name}”这个数字。")))?;
    Ok(form.figure(item, column))
}

fn behind_one(behind: &Behind, figure: &str) -> shapes::SourcesShape {
    let number = |number: &Option<crate::vocabulary::Number>| number.as_ref().map(ToString::to_string);
    let source = |(standing, revision, answers): &(
        crate::campaign::Standing,
        crate::workflow::look::Revision,
        crate::submit::Answers,
    )| {
        shapes::SourceShape {
            unit: standing.code.clone(),
            name: standing.name.clone(),
            value: number(&answers.values()[behind.figure]),
            submission: revision.id,
        }
    };
    shapes::SourcesShape {
        node: behind.totals.node.code.clone(),
        figure: figure.to_owned(),
        sum: number(&behind.totals.figures[behind.figure]),
        units: behind.units.iter().map(source).collect(),
        absent: behind.absent.iter().map(|standing| standing.code.clone()).collect(),
    }
}
