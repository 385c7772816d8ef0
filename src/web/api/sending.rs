//! Sheets that programs send: values or a file, judged like a clerk's, with a key that makes the same request
//! twice one revision.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json as object;
use utoipa::IntoParams;

use super::super::answer::{No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::json_words;
use super::reply::{self, json};
use super::shapes;
use crate::form::Form;
use crate::problem::{Problem, ProblemCode};
use crate::submit::Answers;
use crate::vocabulary::Explained;
use crate::workflow::Service;
use crate::workflow::content::Content;
use crate::workflow::deposit::Taken;
use crate::workflow::judged::{Judged, Words};
use crate::workflow::look::{self, Revision};
use crate::workflow::submit::{Outcome, Sending, fingerprint, judge_only, submit};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// 只检查，不报送
    #[serde(default)]
    dry_run: bool,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// 只检查，不报送
    #[serde(default)]
    dry_run: bool,
    /// 文件名，写在回执上
    #[serde(default)]
    name: String,
    /// 核实说明，写成 JSON：`[{"code","item","column","words"}]`
    #[serde(default)]
    explanations: String,
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/units/{unit}/submissions", tag = "submissions", summary = "报送数据",
    description = "检查与页面完全相同。同一个 `Idempotency-Key` 重发只算一次。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"), Query,
        ("Idempotency-Key" = Option<String>, Header, description = "这次报送的唯一编号，8 至 200 个字符；`dry_run` 不用")),
    request_body = shapes::Sheet, responses(
    (status = 200, body = shapes::JudgedShape, description = "`dry_run`：检查的结果"),
    (status = 201, body = shapes::RevisionShape), (status = 403, body = shapes::ProblemShape),
    (status = 404, body = shapes::ProblemShape), (status = 409, body = shapes::ProblemShape),
    (status = 413, body = shapes::ProblemShape), (status = 422, body = shapes::ProblemShape)))]
pub async fn values(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    query: web::Query<Query>,
    body: Body,
) -> Result<HttpResponse, No> {
    let sheet: shapes::Sheet = body.json()?;
    let (values, words) = sheet.values();
    let came = (Content::Values(values), words);
    take(request, signed, service, place.into_inner(), (query.dry_run, body), came).await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/units/{unit}/files", tag = "submissions", summary = "报送文件",
    description = "请求的内容就是文件本身。检查与页面完全相同。同一个 `Idempotency-Key` 重发只算一次。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"), FileQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "这次报送的唯一编号，8 至 200 个字符；`dry_run` 不用")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "填好的报表文件"), responses(
    (status = 200, body = shapes::JudgedShape, description = "`dry_run`：检查的结果"),
    (status = 201, body = shapes::RevisionShape), (status = 403, body = shapes::ProblemShape),
    (status = 404, body = shapes::ProblemShape), (status = 409, body = shapes::ProblemShape),
    (status = 413, body = shapes::ProblemShape), (status = 422, body = shapes::ProblemShape)))]
pub async fn file(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    query: web::Query<FileQuery>,
    body: Body,
) -> Result<HttpResponse, No> {
    let explanations: Vec<shapes::ExplanationShape> = match query.explanations.as_str() {
        "" => Vec::new(),
        text => {
            let read = json_words::read(text.as_bytes(), "核实说明的写法不对");
            read.map_err(|problem| Problem::field("explanations", problem.text()))?
        }
    };
    if body.bytes.is_empty() {
        return Err(No(Problem::field("file", "文件是空的。")));
    }
    let name = if query.name.trim().is_empty() { "统计表" } else { query.name.trim() };
    let name = name.chars().filter(|letter| !letter.is_control()).take(200).collect();
    let came = (Content::File { name, bytes: body.bytes.clone() }, shapes::given(explanations));
    take(request, signed, service, place.into_inner(), (query.dry_run, body), came).await
}

async fn take(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    (campaign, unit): (i64, String),
    (dry_run, body): (bool, Body),
    (content, words): (Content, Words),
) -> Result<HttpResponse, No> {
    let key = if dry_run { String::new() } else { idempotency_key(&request)? };
    let whole = format!("{campaign}\n{unit}\n{}\n{}", request.query_string(), fingerprint(&body.bytes));
    let fingerprint = fingerprint(whole.as_bytes());
    let sending = Sending { campaign, unit, key, fingerprint, received: body.received, content, words };
    let actor = signed.actor.clone();
    if dry_run {
        let judging = ask(&service, move |service| judge_only(service, &actor, sending));
        let (expected, judged) = judging.await?;
        return json(&request, StatusCode::OK, &shapes::judged(&expected.form, &judged));
    }
    match ask(&service, move |service| submit(service, &actor, sending)).await? {
        Outcome::Taken(Taken::Now(sent)) => {
            created(&request, &sent.revision, (&sent.form, &sent.answers, &sent.findings))
        }
        Outcome::Taken(Taken::Before(number)) => {
            let view = ask(&service, move |service| look::receipt(service, &signed.actor, &number)).await?;
            created(&request, &view.revision, (&view.form, &view.answers, &view.findings))
        }
        Outcome::Unfit(found) => Ok(unfit(&found.0.form, &found.1)),
    }
}

/// The revision with its receipt, and where it is from now on.
fn created(
    request: &HttpRequest,
    revision: &Revision,
    content: (&Form, &Answers, &[Explained]),
) -> Result<HttpResponse, No> {
    let place = format!("/api/v1/submissions/{}", revision.id);
    reply::created(request, &place, &shapes::revision(revision, Some(content)))
}

pub(super) fn idempotency_key(request: &HttpRequest) -> Result<String, Problem> {
    let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if (8..=200).contains(&key.len()) {
        return Ok(key.to_owned());
    }
    let words = "请用 Idempotency-Key 请求头给这次报送一个唯一的编号（8 至 200 个字符），重发时用同一个。";
    Err(Problem::field("Idempotency-Key", words))
}

/// What stands in the way, as problem details whose errors are the page's findings.
fn unfit(form: &Form, judged: &Judged) -> HttpResponse {
    let errors: Vec<shapes::FindingShape> = judged
        .obstacles
        .iter()
        .map(|(index, sentence)| shapes::FindingShape {
            sentence: sentence.clone(),
            ..shapes::finding(form, &judged.findings[*index], judged.words[*index].as_ref())
        })
        .collect();
    let sentences: Vec<&str> = errors.iter().map(|error| error.sentence.as_str()).collect();
    HttpResponse::UnprocessableEntity().content_type("application/problem+json").body(
        object!({
            "type": "urn:huibiao:problem:unfit",
            "title": "还不能报送",
            "status": 422,
            "detail": sentences.join(""),
            "code": ProblemCode::Unfit.code(),
            "errors": errors,
        })
        .to_string(),
    )
}
