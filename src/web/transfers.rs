//! A file in pieces, by the tus protocol (1.0, with creation and termination): begun with its size, asked for how much
//! is here, added to, ended by its last byte.
//!
//! Pages and programs speak it alike, each at addresses of its own. A page's script shows its session's token in a
//! header, because a piece of a file is no form.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::answer::{No, ask, is_api};
use super::giving_way::Lane;
use super::posted::check_token;
use super::signed::Signed;
use super::streaming;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::base64;
use crate::workflow::Service;
use crate::workflow::package::{self, Begun};

const TUS: &str = "1.0.0";

/// How the script of a page shows that it is one.
const TOKEN: &str = "x-csrf-token";

fn check(request: &HttpRequest) -> Result<(), Problem> {
    if is_api(request.path()) {
        return Ok(());
    }
    let shown = request.headers().get(TOKEN).and_then(|token| token.to_str().ok());
    check_token(request, shown.unwrap_or_default())
}

fn number(request: &HttpRequest, name: &str) -> Result<u64, Problem> {
    let found = request.headers().get(name).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    found.ok_or_else(|| Problem::field(name, format!("请求头 {name} 缺少，或不是整数。")))
}

/// `filename`, `deliverable`: names and values in Base64, between commas.
fn metadata(request: &HttpRequest, name: &str) -> Option<String> {
    let text = request.headers().get("upload-metadata")?.to_str().ok()?;
    let found = text.split(',').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix(' '))?;
    String::from_utf8(base64::decode(found.trim().as_bytes())?).ok()
}

fn answer_as(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response.insert_header(("tus-resumable", TUS)).insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

pub async fn begin(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
) -> Result<HttpResponse, No> {
    check(&request)?;
    let (campaign, code) = place.into_inner();
    let begun = Begun {
        deliverable: metadata(&request, "deliverable").and_then(|text| text.trim().parse().ok()),
        name: metadata(&request, "filename").unwrap_or_default(),
        bytes: number(&request, "upload-length")?,
    };
    let actor = signed.actor;
    let transfer =
        ask(&service, move |service| package::begin(service, &actor, (campaign, &code), &begun)).await?;
    let base = if is_api(request.path()) { "/api/v1" } else { "" };
    let address = format!("{base}/transfers/{}", transfer.id);
    Ok(answer_as(StatusCode::CREATED).insert_header((header::LOCATION, address)).finish())
}

/// Whoever asks and hears that all is here goes away content. So a file whose last byte came as the server died is
/// ended by the question.
pub async fn offset(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<String>,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    let asked = move |service: &Service| {
        let (transfer, here) = package::offset(service, &signed.actor, &id)?;
        if here == transfer.bytes {
            package::end(service, &signed.actor, &transfer)?;
        }
        Ok((transfer, here))
    };
    let (transfer, here) = ask(&service, asked).await?;
    Ok(answer_as(StatusCode::OK)
        .insert_header(("upload-offset", here.to_string()))
        .insert_header(("upload-length", transfer.bytes.to_string()))
        .finish())
}

pub async fn add(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, No> {
    check(&request)?;
    let (actor, id) = (signed.actor.clone(), id.into_inner());
    let start = number(&request, "upload-offset")?;
    let (transfer, here) = ask(&service, move |service| package::offset(service, &actor, &id)).await?;
    if start != here {
        let words = format!("已收到 {here} 个字节，请从那里接着传。");
        return Err(No(Problem::new(ProblemCode::NotOpen, words)));
    }
    let here = streaming::add((&service, &Lane::of(&request)), &transfer, start, body).await?;
    if here == transfer.bytes {
        ask(&service, move |service| package::end(service, &signed.actor, &transfer)).await?;
    }
    Ok(answer_as(StatusCode::NO_CONTENT).insert_header(("upload-offset", here.to_string())).finish())
}

pub async fn cancel(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<String>,
) -> Result<HttpResponse, No> {
    check(&request)?;
    let id = id.into_inner();
    ask(&service, move |service| package::cancel(service, &signed.actor, &id)).await?;
    Ok(answer_as(StatusCode::NO_CONTENT).finish())
}
