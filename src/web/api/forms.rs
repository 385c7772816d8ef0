//! Forms: listed, read, kept. Their text is the same as on the page and in files.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::{No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::reply::{created, json, tell};
use super::shapes;
use crate::problem::Problem;
use crate::submit::propose::Question;
use crate::workflow::forms::Keeping;
use crate::workflow::{Service, forms};

#[utoipa::path(get, path = "/api/v1/forms", tag = "forms", summary = "全部报表：内置的和自制的", responses(
    (status = 200, body = shapes::FormsShape), (status = 401, body = shapes::ProblemShape),
    (status = 403, body = shapes::ProblemShape)))]
pub async fn list(request: HttpRequest, service: web::Data<Service>) -> Result<HttpResponse, No> {
    let listed = ask(&service, forms::list).await?;
    let forms = listed.iter().map(shapes::listed).collect();
    json(&request, StatusCode::OK, &shapes::FormsShape { forms })
}

#[utoipa::path(get, path = "/api/v1/forms/{code}/{version}", tag = "forms", summary = "一版报表和它的文字",
    params(("code" = String, Path, description = "报表代码"), ("version" = String, Path, description = "版本")), responses(
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

#[utoipa::path(post, path = "/api/v1/forms", tag = "forms", summary = "保存一版报表",
    description = "一版报表保存后不再变：代码和版本相同、内容不同的，不收。",
    request_body(content((shapes::NewForm = "application/json"), (String = "application/toml")), description = "报表文字，或者把它放在 JSON 里"), responses(
    (status = 200, body = shapes::FormShape, description = "早已保存过同样的报表"),
    (status = 201, body = shapes::FormShape),
    (status = 403, body = shapes::ProblemShape), (status = 413, body = shapes::ProblemShape),
    (status = 422, body = shapes::ProblemShape)))]
pub async fn keep(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    body: Body,
) -> Result<HttpResponse, No> {
    let text = if Body::is_json(&request) {
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
    let shape = shapes::form(&form, &text);
    match keeping {
        Keeping::New => {
            created(&request, &format!("/api/v1{}", super::super::views::forms::address(&form)), &shape)
        }
        Keeping::Known => json(&request, StatusCode::OK, &shape),
    }
}

#[utoipa::path(post, path = "/api/v1/forms/proposals", tag = "forms", summary = "从一张表认出报表",
    description = "只认，不保存：把答复里的文字改好，再保存成一版报表。",
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "空表或填好的表"),
    responses((status = 200, body = shapes::FormProposalShape)))]
pub async fn propose(
    request: HttpRequest,
    service: web::Data<Service>,
    body: Body,
) -> Result<HttpResponse, No> {
    let (_, bytes) = body.file("")?;
    tell(&request, &service, move |service| {
        let proposal = forms::propose(service, &bytes)?;
        let text = proposal.sketch.text();
        let question = |question: &Question| match &question.place {
            Some(place) => format!("{place}：{}", question.sentence),
            None => question.sentence.clone(),
        };
        Ok(shapes::FormProposalShape {
            questions: proposal.questions.iter().map(question).collect(),
            form: shapes::form(&*forms::read(&text)?, &text),
        })
    })
    .await
}
