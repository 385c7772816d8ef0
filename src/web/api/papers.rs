//! 书面件: the day on which a deliverable came on paper.

use actix_web::{HttpResponse, web};

use super::super::answer::No;
use super::super::signed::Signed;
use super::body::Body;
use super::reply::done;
use super::shapes;
use crate::workflow::Service;
use crate::workflow::paper::note_paper;

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/units/{unit}/paper", tag = "places", summary = "登记书面件",
    description = "登记收到签字盖章的书面件；`on` 不写为取消登记。已是这样时，什么都不变。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    request_body = shapes::PaperShape,
    responses((status = 204), (status = 409, body = shapes::ProblemShape)))]
pub async fn note(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    body: Body,
) -> Result<HttpResponse, No> {
    let paper: shapes::PaperShape = body.json()?;
    let (campaign, code) = place.into_inner();
    done(&service, move |service| {
        note_paper(service, &signed.actor, (campaign, &code), paper.deliverable, paper.on()?)
    })
    .await
}
