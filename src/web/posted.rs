//! What a form sends: fields, files, the form's token, and the moment at which all of it had arrived.
//!
//! The moment is what a deadline is judged by (`arrival`). Bodies are read with a limit on their size, on their time, and on
//! the time without progress; a body that dribbles is cut. All bodies together may hold so much memory and no
//! more. A form without the token of its session is refused before a handler sees it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Moment};

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use validator::{Validate, ValidationErrors};

use super::answer::No;
use super::{arrival, cookies, signed};
use crate::config::Settings;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::Instant;
use crate::workflow::Service;

/// A form without files is never larger.
const FORM_LIMIT: usize = 1 << 20;

/// Bytes that all bodies being read may hold together.
const TOGETHER: usize = 512 << 20;

static HELD: AtomicUsize = AtomicUsize::new(0);

/// The fields of a form, repeated and variable names included, in their order.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The first field with this name; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Every field with this name.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// `v.0`, `v.7` …: the numbers behind a prefix with their values.
    pub fn numbered<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = (usize, &'f str)> {
        let number = move |name: &str| name.strip_prefix(prefix)?.strip_prefix('.')?.parse().ok();
        self.0.iter().filter_map(move |(name, value)| Some((number(name)?, value.as_str())))
    }
}

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
            let value = web::Query::<T>::from_query(text).map_err(|_| unreadable())?.into_inner();
            let checked = value.validate().map_err(|errors| problem(&errors));
            Ok(Posted { value, fields, received, checked })
        })
    }
}

fn unreadable() -> Problem {
    Problem::invalid("表单内容不完整或写法不对，没有办理。请刷新页面后再试。")
}

pub(super) fn service(request: &HttpRequest) -> web::Data<Service> {
    request.app_data::<web::Data<Service>>().expect("the program registers its service").clone()
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

/// Memory that a body holds; given back when it goes.
pub(super) struct Held(usize);

impl Held {
    pub fn nothing() -> Held {
        Held(0)
    }

    pub fn more(&mut self, bytes: usize) -> Result<(), Problem> {
        if HELD.fetch_add(bytes, Ordering::Relaxed) + bytes > TOGETHER {
            HELD.fetch_sub(bytes, Ordering::Relaxed);
            return Err(Problem::busy());
        }
        self.0 += bytes;
        Ok(())
    }

    /// Gives some of it back.
    pub fn less(&mut self, bytes: usize) {
        let back = bytes.min(self.0);
        HELD.fetch_sub(back, Ordering::Relaxed);
        self.0 -= back;
    }

    pub fn bytes(&self) -> usize {
        self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.fetch_sub(self.0, Ordering::Relaxed);
    }
}

/// Waits for the next piece of a body: so long and no longer.
pub(super) struct Patience {
    until: Moment,
    stands: Duration,
}

impl Patience {
    pub fn new(settings: &Settings) -> Patience {
        let length = |length: chrono::Duration| length.to_std().unwrap_or_default();
        Patience { until: Moment::now() + length(settings.body_within), stands: length(settings.body_stands) }
    }

    pub async fn wait<T>(&self, next: impl Future<Output = T>) -> Result<T, Problem> {
        let left = self.until.saturating_duration_since(Moment::now()).min(self.stands);
        actix_web::rt::time::timeout(left, next).await.map_err(|_| Problem::too_slow())
    }
}

/// Reads a body to its end.
pub(super) async fn collect(
    mut payload: Payload,
    limit: usize,
    settings: &Settings,
) -> Result<Vec<u8>, Problem> {
    let patience = Patience::new(settings);
    let mut held = Held::nothing();
    let mut body = Vec::new();
    while let Some(piece) = patience.wait(payload.next()).await? {
        let piece = piece.map_err(|error: PayloadError| {
            tracing::info!(%error, "a body broke off");
            Problem::too_slow()
        })?;
        if body.len() + piece.len() > limit {
            return Err(Problem::too_large("发来的内容太大，没有接收。"));
        }
        held.more(piece.len())?;
        body.extend_from_slice(&piece);
    }
    Ok(body)
}
