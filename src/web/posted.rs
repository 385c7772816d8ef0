//! What a form sends: its fields, its token, and the moment at which all of it had arrived, by which a deadline
//! is judged (`arrival`). A form without the token of its session is refused before a handler sees it.

mod fields;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use validator::{Validate, ValidationErrors};

pub use self::fields::{Fields, LISTED};
use super::answer::{No, service};
use super::intake::collect;
use super::{arrival, cookies, signed};
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::Instant;

/// A form without files is never larger.
const FORM_LIMIT: usize = 1 << 20;

/// A form without files: its typed fields, all its fields, and when it had arrived.
#[derive(Debug)]
pub struct Posted<T> {
    pub value: T,
    pub fields: Fields,
    pub received: Instant,
    checked: Result<(), Problem>,
}

impl<T> Posted<T> {
    /// What the validator has to say; a page shows it with the values kept.
    pub fn check(&self) -> Result<(), Problem> {
        self.checked.clone()
    }

    /// Does it, unless the validator has something to say.
    pub async fn unless_wrong<R>(
        &self,
        done: impl Future<Output = Result<R, Problem>>,
    ) -> Result<R, Problem> {
        self.check()?;
        done.await
    }
}

/// Nothing but a button was pressed.
#[derive(Debug, serde::Deserialize, Validate)]
pub struct Pressed {}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Posted<T> {
    type Error = No;
    type Future = LocalBoxFuture<'static, Result<Posted<T>, No>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
            if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
                return Err(Problem::invalid("请求的写法不对，没有办理。请从页面上操作。").into());
            }
            let service = service(&request);
            let body = collect(payload, FORM_LIMIT, &service.settings).await?;
            let received = arrival::of(&request);
            let text = std::str::from_utf8(&body).map_err(|_| unreadable())?;
            let fields = web::Query::<Vec<(String, String)>>::from_query(text).map_err(|_| unreadable())?;
            let fields = Fields(fields.into_inner());
            check_token(&request, fields.text("csrf"))?;
            fields.without_nul()?;
            let value = web::Query::<T>::from_query(text).map_err(|_| unreadable())?.into_inner();
            let checked = value.validate().map_err(|errors| problem(&errors));
            Ok(Posted { value, fields, received, checked })
        })
    }
}

fn unreadable() -> Problem {
    Problem::invalid("表单内容不完整或写法不对，没有办理。请刷新页面后再试。")
}

/// The form's token must be the session's; before a session, the browser's.
pub(super) fn check_token(request: &HttpRequest, shown: &str) -> Result<(), Problem> {
    let token = match signed::of(request) {
        Some(signed) => Some(signed.csrf),
        None => cookies::door(request, &service(request).settings),
    };
    if token.is_some_and(|token| signed::fits(shown, &token)) { Ok(()) } else { Err(Problem::foreign()) }
}

/// The validator's words, each with its field.
pub(super) fn problem(errors: &ValidationErrors) -> Problem {
    let mut sentences: Vec<(Option<String>, String)> = errors
        .field_errors()
        .into_iter()
        .flat_map(|(field, errors)| {
            errors.iter().map(move |error| (field.to_string(), error.message.clone()))
        })
        .map(|(field, message)| {
            let words =
                message.map_or_else(|| "这一项填得不对，请检查。".to_owned(), |words| words.to_string());
            (Some(field), words)
        })
        .collect();
    sentences.sort();
    Problem { code: ProblemCode::Invalid, sentences }
}
