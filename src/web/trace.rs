//! Every request has a number; it stands in the log, in the answer's header and on the error page.
//!
//! One line a request: method, address without its query, status, time, who. Nothing that opens a door is in
//! it: a setup link's token is left out, bodies and headers are never logged.

use std::time::Instant;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use tracing::Instrument;

use super::{cookies, signed};
use crate::vocabulary::hex::hex;
use crate::workflow::Service;

/// The number of a request in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

pub async fn follow(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut random = [0; 8];
    let _ = getrandom::fill(&mut random);
    let id = hex(&random);
    request.extensions_mut().insert(RequestId(id.clone()));
    let address = request
        .app_data::<web::Data<Service>>()
        .map(|service| cookies::address(request.request(), &service.settings));
    let span = tracing::info_span!("request", id);
    let begun = Instant::now();
    async move {
        let mut answered = next.call(request).await?;
        if let Ok(value) = HeaderValue::from_str(&id) {
            answered.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
        }
        let account = signed::of(answered.request()).map(|signed| signed.actor.account);
        tracing::info!(
            method = %answered.request().method(),
            path = path(answered.request()),
            status = answered.status().as_u16(),
            milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            account,
            address,
            "answered"
        );
        Ok(answered)
    }
    .instrument(span)
    .await
}

/// The address as it may be written down.
pub fn path(request: &HttpRequest) -> String {
    match request.match_pattern() {
        Some(pattern) if pattern.contains("{token}") => pattern,
        _ => request.path().chars().filter(|letter| !letter.is_control()).take(200).collect(),
    }
}
