//! A body of the API: its bytes, and when the last of them had arrived.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use validator::Validate;

use super::super::answer::{No, service};
use super::super::arrival;
use super::super::intake::collect;
use super::super::posted::problem;
use super::json_words;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// A name for what came without one.
const NAMELESS: &str = "未命名文件";

/// Whatever was sent.
#[derive(Debug)]
pub struct Body {
    pub bytes: Vec<u8>,
    pub received: Instant,
}

impl Body {
    /// The body as JSON of this shape, checked.
    pub fn json<T: DeserializeOwned + Validate>(&self) -> Result<T, Problem> {
        let value: T = json_words::read(&self.bytes, "请求的 JSON 写法不对")?;
        value.validate().map_err(|errors| problem(&errors))?;
        Ok(value)
    }

    /// Whether it says of itself that it is JSON.
    pub fn is_json(request: &HttpRequest) -> bool {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        kind.is_some_and(|kind| kind.starts_with("application/json"))
    }

    /// The body as a file of this name.
    pub fn file(self, name: &str) -> Result<(String, Vec<u8>), Problem> {
        if self.bytes.is_empty() {
            return Err(Problem::field("file", "文件是空的。"));
        }
        let name: String = name.trim().chars().filter(|letter| !letter.is_control()).take(200).collect();
        Ok((if name.is_empty() { NAMELESS.to_owned() } else { name }, self.bytes))
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
