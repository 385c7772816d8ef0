//! Answers: pages, redirects, downloads, and the no of a handler.
//!
//! Handlers return `Result<HttpResponse, No>`; a [`No`] carries the problem as it is, and `refusal`, around
//! everything, puts it into words.

use std::any::Any;
use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use askama::Template;

use crate::problem::{Problem, ProblemCode};
use crate::workflow::Service;

/// A request that was not carried out.
#[derive(Debug)]
pub struct No(pub Problem);

impl From<Problem> for No {
    fn from(problem: Problem) -> No {
        No(problem)
    }
}

impl fmt::Display for No {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.code())
    }
}

impl ResponseError for No {
    fn status_code(&self) -> StatusCode {
        status(self.0.code)
    }

    fn error_response(&self) -> HttpResponse {
        refuse(self.0.clone())
    }
}

/// The program's service, which every request finds.
pub fn service(request: &HttpRequest) -> web::Data<Service> {
    request.app_data::<web::Data<Service>>().expect("the program registers its service").clone()
}

/// A verb with what it works on, and its answer. All verbs are of this one type, because the runtime's code around a
/// piece of work is compiled once for every type of work.
type Work = Box<dyn FnOnce() -> Box<dyn Any + Send> + Send>;

/// Runs a verb off the request threads: verbs wait for the disk.
pub async fn ask<T: Send + 'static>(
    service: &web::Data<Service>,
    verb: impl FnOnce(&Service) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let (service, span) = (service.clone(), tracing::Span::current());
    let work: Work = Box::new(move || Box::new(span.in_scope(|| verb(service.get_ref()))));
    let done = web::block(work).await.ok().and_then(|answer| answer.downcast().ok());
    done.map_or_else(
        || {
            tracing::error!("a verb panicked");
            Err(Problem::broken())
        },
        |answer: Box<Result<T, Problem>>| *answer,
    )
}

/// A page.
pub fn page(page: &impl Template) -> Result<HttpResponse, No> {
    page_as(StatusCode::OK, page)
}

/// A page that says what is wrong, with the values kept.
pub fn page_again(page: &impl Template) -> Result<HttpResponse, No> {
    page_as(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// What can be put right on the page that it came from, to be shown there again; any other problem is the answer itself.
pub fn to_correct(problem: Problem) -> Result<Problem, No> {
    if problem.code == ProblemCode::Invalid { Ok(problem) } else { Err(No(problem)) }
}

/// The same of what may also be tried again after a while, or with another code: with the status of its answer.
pub fn to_try_again(problem: Problem) -> Result<(Problem, StatusCode), No> {
    match problem.code {
        ProblemCode::SignInFailed | ProblemCode::Invalid => Ok((problem, StatusCode::UNPROCESSABLE_ENTITY)),
        ProblemCode::Throttled => Ok((problem, StatusCode::TOO_MANY_REQUESTS)),
        _ => Err(No(problem)),
    }
}

pub fn page_as(status: StatusCode, page: &impl Template) -> Result<HttpResponse, No> {
    let text = page.render().map_err(|error| {
        tracing::error!(%error, "a page was not rendered");
        No(Problem::broken())
    })?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(text))
}

/// After something was done: on to a page that may be loaded again.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const XLS: &str = "application/vnd.ms-excel";

/// A file to keep, never one to show: its content may be a stranger's.
pub fn download(file_name: &str, content_type: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition("attachment", file_name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(bytes)
}

/// How a file is to be taken (`attachment`, `inline`) and what it is called, also for programs that know ASCII alone.
pub fn disposition(taken: &str, file_name: &str) -> String {
    let plain: String = file_name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || ".-_".contains(letter) { letter } else { '_' })
        .collect();
    format!("{taken}; filename=\"{plain}\"; filename*=UTF-8''{}", escaped(file_name))
}

/// Percent-escaped, for a query or a header.
pub fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

pub fn status(code: ProblemCode) -> StatusCode {
    match code {
        ProblemCode::SignInNeeded | ProblemCode::SignInFailed => StatusCode::UNAUTHORIZED,
        ProblemCode::Throttled => StatusCode::TOO_MANY_REQUESTS,
        ProblemCode::Forbidden | ProblemCode::ForeignRequest => StatusCode::FORBIDDEN,
        ProblemCode::NotFound => StatusCode::NOT_FOUND,
        ProblemCode::NotOpen => StatusCode::CONFLICT,
        ProblemCode::Stale => StatusCode::PRECONDITION_FAILED,
        ProblemCode::Invalid | ProblemCode::KeyReused | ProblemCode::Unfit | ProblemCode::Refused => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        ProblemCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemCode::TooSlow => StatusCode::REQUEST_TIMEOUT,
        ProblemCode::Busy | ProblemCode::ClockBehind | ProblemCode::Unreachable => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        ProblemCode::Full => StatusCode::INSUFFICIENT_STORAGE,
        ProblemCode::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An answer that `refusal` still has to put into words.
pub fn refuse(problem: Problem) -> HttpResponse {
    let mut response = HttpResponse::new(status(problem.code));
    response.extensions_mut().insert(problem);
    response
}

/// Nothing is at this address.
pub async fn nothing() -> HttpResponse {
    refuse(Problem::not_found())
}
