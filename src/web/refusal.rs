//! Every no, in the form that the asker understands: a Chinese page or, under `/api`, problem details
//! (RFC 9457).
//!
//! It stands around everything and also catches what actix refuses by itself. Denials of what somebody signed
//! in tried are noted in the audit log here.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use super::answer::{ask, is_api, status};
use super::pages::ErrorPage;
use super::signed;
use super::trace::{self, RequestId};
use crate::problem::{Problem, ProblemCode};
use crate::workflow::{Service, sign_in};

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
    let (what, code) = (format!("{} {}", request.method(), trace::path(request)), problem.code);
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
    if status == StatusCode::SERVICE_UNAVAILABLE {
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
