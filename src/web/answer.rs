//! Answers: pages, redirects, downloads, and every no in the form that the asker understands.
//!
//! Handlers return `Result<HttpResponse, No>`; a [`No`] carries the problem, and [`render`], around everything,
//! turns it into a Chinese page or, under `/api`, into problem details (RFC 9457). It also catches what actix
//! refuses by itself. Denials of what somebody signed in tried are noted in the audit log here.

use std::any::Any;
use std::fmt;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, ResponseError, web};
use askama::Template;
use serde_json::json;

use super::pages::ErrorPage;
use super::signed;
use super::trace::RequestId;
use crate::problem::{Problem, ProblemCode};
use crate::workflow::{Service, sign_in};

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

/// A file to keep, never one to show: its content may be a stranger's.
pub fn download(file_name: &str, content_type: &str, bytes: Vec<u8>) -> HttpResponse {
    let plain: String = file_name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || ".-_".contains(letter) { letter } else { '_' })
        .collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", escaped(file_name));
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(bytes)
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
        ProblemCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ProblemCode::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An answer that [`render`] still has to put into words.
pub fn refuse(problem: Problem) -> HttpResponse {
    let mut response = HttpResponse::new(status(problem.code));
    response.extensions_mut().insert(problem);
    response
}

/// Around everything: problems become pages or problem details.
pub async fn render(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let answered = next.call(request).await?;
    let Some(problem) = problem_of(&answered) else { return Ok(answered) };
    let (request, _) = answered.into_parts();
    note(&request, &problem).await;
    let response = put_into_words(&request, &problem);
    Ok(ServiceResponse::new(request, response))
}

/// The problem that an answer stands for: ours, or what actix itself refused.
fn problem_of(answered: &ServiceResponse<BoxBody>) -> Option<Problem> {
    if let Some(problem) = answered.response().extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = answered.status();
    let kind = answered.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_ours = kind.is_some_and(|kind| kind.starts_with("text/html") || kind.contains("json"));
    if is_ours || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    Some(match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Problem::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large("发来的内容太大，没有接收。"),
        StatusCode::REQUEST_TIMEOUT => Problem::too_slow(),
        StatusCode::SERVICE_UNAVAILABLE => Problem::busy(),
        status if status.is_client_error() => {
            Problem::invalid("请求的写法不对，没有办理。请刷新页面后再试。")
        }
        _ => Problem::broken(),
    })
}

/// Notes what somebody signed in was denied, and every request from a foreign page.
async fn note(request: &HttpRequest, problem: &Problem) {
    let signed = signed::of(request);
    let is_denial = match problem.code {
        ProblemCode::ForeignRequest => true,
        ProblemCode::Forbidden | ProblemCode::NotFound => signed.is_some(),
        _ => false,
    };
    let Some(service) = request.app_data::<web::Data<Service>>().filter(|_| is_denial) else { return };
    let (what, code) = (format!("{} {}", request.method(), super::trace::path(request)), problem.code);
    let noted = ask(service, move |service| {
        sign_in::note_denial(service, signed.as_ref().map(|signed| &signed.actor), &what, code)
    });
    if noted.await.is_err() {
        tracing::error!("a denial was not noted");
    }
}

fn put_into_words(request: &HttpRequest, problem: &Problem) -> HttpResponse {
    let status = status(problem.code);
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let mut response = HttpResponse::build(status);
    if problem.code == ProblemCode::Busy {
        response.insert_header((header::RETRY_AFTER, "5"));
    }
    if problem.code == ProblemCode::Throttled {
        response.insert_header((header::RETRY_AFTER, "900"));
    }
    if !request.method().is_safe() {
        // What is left of the body is not waited for.
        response.force_close();
    }
    if is_api(request.path()) {
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        return response.content_type("application/problem+json").body(details(problem, &id));
    }
    let page = ErrorPage::of(problem, signed::frame(request, ""), &id);
    let text = page.render().unwrap_or_else(|_| problem.text());
    response.content_type("text/html; charset=utf-8").body(text)
}

/// RFC 9457.
fn details(problem: &Problem, id: &str) -> String {
    let errors: Vec<serde_json::Value> = problem
        .sentences
        .iter()
        .map(|(field, sentence)| json!({ "field": field, "sentence": sentence }))
        .collect();
    json!({
        "type": format!("urn:huibiao:problem:{}", problem.code.code()),
        "title": ErrorPage::title(problem.code),
        "status": status(problem.code).as_u16(),
        "detail": problem.text(),
        "code": problem.code.code(),
        "errors": errors,
        "request": id,
    })
    .to_string()
}

/// Nothing is at this address.
pub async fn nothing() -> HttpResponse {
    refuse(Problem::not_found())
}
