//! 单位告知: what the own unit has not acknowledged yet.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::No;
use super::super::signed::Signed;
use super::reply::{done, tell};
use super::shapes;
use crate::workflow::{Service, look};

#[utoipa::path(get, path = "/api/v1/messages", tag = "messages", summary = "本单位还没有看的告知",
    responses((status = 200, body = shapes::MessagesShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| Ok(shapes::messages(look::unread(service, &signed.actor)?))).await
}

#[utoipa::path(put, path = "/api/v1/messages/{id}/reading", tag = "messages", summary = "知道了",
    description = "再说一次，或者不是本单位的告知，都什么也不变。",
    params(("id" = i64, Path, description = "告知编号")), responses((status = 204)))]
pub async fn acknowledge(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    done(&service, move |service| look::acknowledge(service, &signed.actor, *id)).await
}
