//! An answer as JSON with its ETag; 304 where the asker has it already.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::super::answer::No;
use crate::problem::Problem;
use crate::workflow::submit::fingerprint;

pub fn json<T: Serialize>(request: &HttpRequest, status: StatusCode, value: &T) -> Result<HttpResponse, No> {
    let body = serde_json::to_vec(value).map_err(|_| No(Problem::broken()))?;
    let tag = format!("\"{}\"", &fingerprint(&body)[..32]);
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if status == StatusCode::OK && known.is_some_and(|known| known.contains(&tag)) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    }
    Ok(HttpResponse::build(status)
        .content_type("application/json; charset=utf-8")
        .insert_header((header::ETAG, tag))
        .body(body))
}
