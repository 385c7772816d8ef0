//! An answer as JSON with its ETag; 304 where the asker has it already; 412 where somebody changes what has
//! changed since.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::super::answer::{No, ask};
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::submit::fingerprint;

pub fn json<T: Serialize>(request: &HttpRequest, status: StatusCode, value: &T) -> Result<HttpResponse, No> {
    let (body, tag) = written(value)?;
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if status == StatusCode::OK && known.is_some_and(|known| known.contains(&tag)) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    }
    Ok(HttpResponse::build(status)
        .content_type("application/json; charset=utf-8")
        .insert_header((header::ETAG, tag))
        .body(body))
}

/// A value as JSON, and the tag of this state of it.
fn written<T: Serialize>(value: &T) -> Result<(Vec<u8>, String), Problem> {
    let body = serde_json::to_vec(value).map_err(|_| Problem::broken())?;
    let tag = format!("\"{}\"", &fingerprint(&body)[..32]);
    Ok((body, tag))
}

/// What a verb says, as an answer.
pub async fn tell<T: Serialize + Send + 'static>(
    request: &HttpRequest,
    service: &web::Data<Service>,
    verb: impl FnOnce(&Service) -> Result<T, Problem> + Send + 'static,
) -> Result<HttpResponse, No> {
    json(request, StatusCode::OK, &ask(service, verb).await?)
}

/// Done, and there is nothing to say of it.
pub async fn done(
    service: &web::Data<Service>,
    verb: impl FnOnce(&Service) -> Result<(), Problem> + Send + 'static,
) -> Result<HttpResponse, No> {
    ask(service, verb).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Something new, with the address at which it is from now on.
pub fn created<T: Serialize>(request: &HttpRequest, place: &str, value: &T) -> Result<HttpResponse, No> {
    let mut response = json(request, StatusCode::CREATED, value)?;
    if let Ok(place) = header::HeaderValue::from_str(place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// The state that somebody means to change (`If-Match`), where the request says so.
pub fn meant(request: &HttpRequest) -> Option<String> {
    let tag = request.headers().get(header::IF_MATCH)?.to_str().ok()?;
    Some(tag.to_owned())
}

/// Whether a thing is still in the state that somebody means to change.
pub fn unchanged<T: Serialize>(meant: &str, now: &T) -> Result<(), Problem> {
    let (_, tag) = written(now)?;
    if meant.trim() == "*" || meant.contains(&tag) { Ok(()) } else { Err(Problem::stale()) }
}
