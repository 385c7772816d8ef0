//! A body of the API: its bytes, and when the last of them had arrived.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use validator::Validate;

use super::super::answer::{No, service};
use super::super::arrival;
use super::super::intake::collect;
use super::super::posted::problem;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Whatever was sent.
#[derive(Debug)]
pub struct Body {
    pub bytes: Vec<u8>,
    pub received: Instant,
}

impl Body {
    /// The body as JSON of this shape, checked.
    pub fn json<T: DeserializeOwned + Validate>(&self) -> Result<T, Problem> {
        let value: T = serde_json::from_slice(&self.bytes)
            .map_err(|error| Problem::invalid(format!("请求的 JSON 写法不对：{error}。")))?;
        value.validate().map_err(|errors| problem(&errors))?;
        Ok(value)
    }
}

impl FromRequest for Body {
    type Error = No;
    type Future = LocalBoxFuture<'static, Result<Body, No>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let service = service(&request);
            let bytes = collect(payload, service.settings.sheet_limit, &service.settings).await?;
            Ok(Body { bytes, received: arrival::of(&request) })
        })
    }
}
