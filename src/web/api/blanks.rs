//! 空白表 as files.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::No;
use super::super::blanks;
use super::super::signed::Signed;
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::blank::Kind;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UnitQuery {
    /// 文件种类：`xlsx`（不写也是）或 `docx`
    #[serde(default)]
    kind: String,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NodeQuery {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
    /// 文件种类：`xlsx`（不写也是）或 `docx`
    #[serde(default)]
    kind: String,
}

fn kind(text: &str) -> Result<Kind, Problem> {
    match text {
        "" => Ok(Kind::default()),
        ending => Kind::from_ending(ending).ok_or_else(|| Problem::field("kind", "请写 xlsx 或 docx。")),
    }
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/units/{unit}/blank-form", tag = "places", summary = "单位的空白表",
    description = "填好单位和任务，带上年数和填数检查；表里的标记使交回的文件认得出是哪个单位、哪项任务的。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"), UnitQuery),
    responses((status = 200, body = Vec<u8>, description = "Excel 工作簿或 Word 文档",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = 422, body = super::shapes::ProblemShape)))]
pub async fn unit(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    query: web::Query<UnitQuery>,
) -> Result<HttpResponse, No> {
    let kind = kind(&query.kind)?;
    blanks::of_unit(signed, service, place.into_inner(), kind).await
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/blank-forms.zip", tag = "places", summary = "全部单位的空白表（ZIP）",
    description = "每个应报单位一份，免报的不在内，按县区分文件夹。",
    params(("campaign" = i64, Path, description = "任务编号"), NodeQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip", description = "ZIP 文件"),
    (status = 422, body = super::shapes::ProblemShape)))]
pub async fn units(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<NodeQuery>,
) -> Result<HttpResponse, No> {
    let NodeQuery { node, kind: ending } = query.into_inner();
    let kind = kind(&ending)?;
    blanks::of_node(signed, service, (*campaign, node), kind).await
}
