//! 批注好的原表, for programs: the same files as on the pages.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::annotated;
use super::super::answer::No;
use super::super::signed::Signed;
use crate::workflow::Service;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AnnotatedQuery {
    /// 单位代码；不写为看得到的最上级
    #[serde(default)]
    node: String,
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/units/{unit}/draft/annotated", tag = "drafts",
    summary = "批注好的原表（草稿）",
    description = "上传的原表，只加底色、批注和最后一页“问题清单”，其余不动。.xlsx 和 .docx 是原文件；其他格式另做成 .xlsx。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "批注好的文件")))]
pub async fn draft(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
) -> Result<HttpResponse, No> {
    annotated::draft(signed, service, place).await
}

#[utoipa::path(get, path = "/api/v1/submissions/{submission}/annotated", tag = "submissions",
    summary = "批注好的原表", description = "报来的原表，加上发现的问题和退回原因。数字、公式和格式不动。",
    params(("submission" = i64, Path, description = "上报编号")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>, description = "批注好的文件")))]
pub async fn submission(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    annotated::submission(signed, service, id).await
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/annotated.zip", tag = "totals",
    summary = "各单位批注好的原表打包（ZIP）",
    description = "各单位最新一次上报中被退回的，或者还没有审核而有问题的，名称统一，内附 `随附说明.txt`。",
    params(("campaign" = i64, Path, description = "任务编号"), AnnotatedQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip", description = "ZIP 文件")))]
pub async fn units(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<AnnotatedQuery>,
) -> Result<HttpResponse, No> {
    annotated::of_node(signed, service, (*campaign, query.into_inner().node)).await
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/behalf/{batch}/annotated.zip", tag = "behalf",
    summary = "待代报的一批中批注好的原表（ZIP）",
    params(("campaign" = i64, Path, description = "任务编号"), ("batch" = String, Path, description = "批号")),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip", description = "ZIP 文件")))]
pub async fn batch(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
) -> Result<HttpResponse, No> {
    annotated::batch(signed, service, place).await
}
