//! 代报: units' own files put down by whoever is above them, looked at, sent as they are.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::{No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::campaigns::Named;
use super::reply::{created, tell};
use super::shapes;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::{Service, behalf};

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/behalf", tag = "behalf", summary = "放下要代报的文件",
    description = "可以是一个文件，也可以是装着许多文件的压缩包。只看，不报送。",
    params(("campaign" = i64, Path, description = "任务编号"), Named),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "填报单位自己的文件"),
    responses((status = 201, body = shapes::BatchShape)))]
pub async fn receive(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Named>,
    body: Body,
) -> Result<HttpResponse, No> {
    let (file, campaign) = (body.file(&query.name)?, campaign.into_inner());
    let shape = ask(&service, move |service| {
        let batch = behalf::receive(service, &signed.actor, campaign, vec![file])?;
        seen(service, &signed.actor, campaign, batch)
    })
    .await?;
    created(&request, &format!("/api/v1/campaigns/{campaign}/behalf/{}", shape.batch), &shape)
}

fn seen(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    batch: String,
) -> Result<shapes::BatchShape, Problem> {
    let previewed = behalf::preview(service, actor, campaign, &batch)?;
    Ok(shapes::batch(batch, &previewed))
}

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/behalf/{batch}", tag = "behalf", summary = "待代报的一批",
    params(("campaign" = i64, Path, description = "任务编号"), ("batch" = String, Path, description = "批号")),
    responses((status = 200, body = shapes::BatchShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
) -> Result<HttpResponse, No> {
    let (campaign, batch) = place.into_inner();
    tell(&request, &service, move |service| seen(service, &signed.actor, campaign, batch)).await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/behalf/{batch}/submissions", tag = "behalf", summary = "代报选中的表和材料",
    description = "数字照文件原样，不能改。每张表、每个单位的每项材料各自办理；同样的再发一次仍是一次上报。单位会收到告知。",
    params(("campaign" = i64, Path, description = "任务编号"), ("batch" = String, Path, description = "批号")),
    request_body = shapes::NewBehalf, responses((status = 200, body = shapes::BehalfShape)))]
pub async fn send(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    body: Body,
) -> Result<HttpResponse, No> {
    let (ticked, received) = (body.json::<shapes::NewBehalf>()?.ticked()?, body.received);
    let (campaign, batch) = place.into_inner();
    tell(&request, &service, move |service| {
        let (_, sent) = behalf::send(service, &signed.actor, (campaign, &batch), &ticked, received)?;
        Ok(shapes::behalf(sent))
    })
    .await
}
