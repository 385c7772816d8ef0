//! 通知: brought as a file or as its text, answered with what it asks for.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::{No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::campaigns::Named;
use super::reply::{created, tell};
use super::shapes;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::{Service, notice};

#[utoipa::path(post, path = "/api/v1/notices", tag = "notices", summary = "读一篇通知",
    description = "通知留在服务器上，布置任务时可以引用；一个文件里有几篇通知就答几条。每次发来都另存一份。",
    params(Named),
    request_body(content((shapes::NewNotice = "application/json"), (Vec<u8> = "application/octet-stream")),
        description = "通知全文，或者通知文件"),
    responses((status = 201, body = shapes::NoticesShape)))]
pub async fn receive(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    query: web::Query<Named>,
    body: Body,
) -> Result<HttpResponse, No> {
    let came = match Body::is_json(&request) {
        true => (body.json::<shapes::NewNotice>()?.text, None),
        false => (String::new(), Some(body.file(&query.name)?)),
    };
    let shape = ask(&service, move |service| {
        let ids = notice::receive(service, &signed.actor, came)?;
        let notices: Result<_, Problem> =
            ids.into_iter().map(|id| proposed(service, &signed.actor, id)).collect();
        Ok(shapes::NoticesShape { notices: notices? })
    })
    .await?;
    let first = shape.notices.first().map_or(0, |first| first.id);
    created(&request, &format!("/api/v1/notices/{first}"), &shape)
}

fn proposed(service: &Service, actor: &Actor, id: i64) -> Result<shapes::NoticeShape, Problem> {
    shapes::notice(&notice::proposed(service, actor, id)?)
}

#[utoipa::path(get, path = "/api/v1/notices/{notice}", tag = "notices", summary = "自己发来的一篇通知",
    params(("notice" = i64, Path, description = "通知编号")),
    responses((status = 200, body = shapes::NoticeShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| proposed(service, &signed.actor, *id)).await
}
