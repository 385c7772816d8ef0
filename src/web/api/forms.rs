//! Forms: listed, read, kept. Their text is the same as on the page and in files.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::{No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::reply::json;
use super::shapes;
use crate::problem::Problem;
use crate::workflow::forms::Keeping;
use crate::workflow::{Service, forms};

/// All form versions: those that come with the program, then those that were made here.
#[utoipa::path(get, path = "/api/v1/forms", tag = "forms", responses(
    (status = 200, body = shapes::FormsShape), (status = 401, body = shapes::ProblemShape),
    (status = 403, body = shapes::ProblemShape)))]
pub async fn list(request: HttpRequest, service: web::Data<Service>) -> Result<HttpResponse, No> {
    let listed = ask(&service, forms::list).await?;
    let forms = listed.iter().map(shapes::listed).collect();
    json(&request, StatusCode::OK, &shapes::FormsShape { forms })
}

/// One version with its text.
#[utoipa::path(get, path = "/api/v1/forms/{code}/{version}", tag = "forms",
    params(("code" = String, Path), ("version" = String, Path)), responses(
    (status = 200, body = shapes::FormShape), (status = 403, body = shapes::ProblemShape),
    (status = 404, body = shapes::ProblemShape)))]
pub async fn show(
    request: HttpRequest,
    service: web::Data<Service>,
    name: web::Path<(String, String)>,
) -> Result<HttpResponse, No> {
    let (code, version) = name.into_inner();
    let shape = ask(&service, move |service| {
        let text = forms::text(service, &code, &version)?;
        Ok(shapes::form(&*forms::read(&text)?, &text))
    });
    json(&request, StatusCode::OK, &shape.await?)
}

/// Keeps a form version: the definition as it is (`application/toml`), or as `text` of a JSON object. A version
/// never changes: another text under the same code and version is refused.
#[utoipa::path(post, path = "/api/v1/forms", tag = "forms",
    request_body(content((shapes::NewForm = "application/json"), (String = "application/toml"))), responses(
    (status = 200, body = shapes::FormShape, description = "the same form was kept before"),
    (status = 201, body = shapes::FormShape),
    (status = 403, body = shapes::ProblemShape), (status = 413, body = shapes::ProblemShape),
    (status = 422, body = shapes::ProblemShape)))]
pub async fn keep(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    body: Body,
) -> Result<HttpResponse, No> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let text = if kind.is_some_and(|kind| kind.starts_with("application/json")) {
        body.json::<shapes::NewForm>()?.text
    } else {
        let text = std::str::from_utf8(&body.bytes);
        text.map_err(|_| Problem::invalid("报表文字不是 UTF-8 编码，没有保存。"))?.to_owned()
    };
    let (form, keeping, text) = ask(&service, move |service| {
        let (form, keeping) = forms::keep(service, &signed.actor, &text, forms::Origin::Any)?;
        Ok((form, keeping, text))
    })
    .await?;
    let status = if keeping == Keeping::New { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = json(&request, status, &shapes::form(&form, &text))?;
    let place = format!("/api/v1{}", super::super::views::forms::address(&form));
    if let Ok(place) = header::HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}
