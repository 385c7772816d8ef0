//! 上报汇总: a node signs what its units add up to; whoever is above accepts or returns it.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page};
use super::boards::some;
use super::posted::{Posted, Pressed};
use super::signed::{Signed, masked};
use super::views;
use crate::campaign::SignVerdict;
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::sign_off::{self, FileKind};

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
    #[serde(default)]
    sort: String,
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (actor, campaign) = (signed.actor.clone(), campaign.into_inner());
    let Query { node, sort } = query.into_inner();
    let view = ask(&service, move |service| sign_off::view(service, &actor, campaign, some(&node)));
    page(&views::sign_offs::node_page(&view.await?, &sort, &signed.actor, &masked(&signed.csrf)))
}

#[derive(Clone, Debug, Deserialize, Validate)]
pub struct Signing {
    #[serde(default)]
    #[validate(length(max = 500, message = "更正的原因不超过 500 个字。"))]
    reason: String,
    #[serde(default)]
    confirm: String,
}

/// Signs for the actor's own node.
pub async fn sign(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    posted: Posted<Signing>,
) -> Result<HttpResponse, No> {
    let (actor, campaign) = (signed.actor.clone(), campaign.into_inner());
    let typed = posted.value.clone();
    let confirmed = !typed.confirm.is_empty();
    let reason = typed.reason.clone();
    let done = ask(&service, move |service| {
        // Whether it can be signed at all is said before a tick is asked for.
        let view = sign_off::view(service, &actor, campaign, None)?;
        if view.is_own && view.refusal.is_none() && !confirmed {
            return Err(Problem::field("confirm", "请先勾选，确认以上数字已核对。"));
        }
        sign_off::sign(service, &actor, campaign, &reason)
    });
    match posted.unless_wrong(done).await {
        Ok(id) => Ok(answer::see_other(&format!("/sign-offs/{id}"))),
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let actor = signed.actor.clone();
            let view = ask(&service, move |service| sign_off::view(service, &actor, campaign, None)).await?;
            let mut page = views::sign_offs::node_page(&view, "", &signed.actor, &masked(&signed.csrf));
            page.frame = page.frame.wrong(&problem.sentences);
            (page.reason, page.confirmed) = (typed.reason, confirmed);
            answer::page_again(&page)
        }
    }
}

pub async fn one(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor.clone(), id.into_inner());
    let one = ask(&service, move |service| sign_off::one(service, &actor, id)).await?;
    page(&views::sign_offs::one_page(&one, &signed.actor, &masked(&signed.csrf)))
}

/// A file as it was signed: the address says which.
pub async fn file(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let (kind, content_type) = kind(request.path());
    let made = ask(&service, move |service| sign_off::file(service, &signed.actor, *id, kind)).await?;
    Ok(answer::download(&made.name, content_type, made.bytes))
}

/// Which file an address means, and its type.
pub(super) fn kind(path: &str) -> (FileKind, &'static str) {
    match path.rsplit('/').next() {
        Some("data.csv") => (FileKind::Csv, "text/csv; charset=utf-8"),
        Some("data.json") => (FileKind::Json, "application/json"),
        _ => (FileKind::Workbook, answer::XLSX),
    }
}

pub async fn accept(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor, id.into_inner());
    ask(&service, move |service| sign_off::review(service, &actor, id, SignVerdict::Accept, "")).await?;
    Ok(answer::see_other(&format!("/sign-offs/{id}")))
}

#[derive(Debug, Deserialize, Validate)]
pub struct Reason {
    #[serde(default)]
    #[validate(length(max = 1_000, message = "退回原因不超过 1000 个字。"))]
    reason: String,
}

pub async fn return_(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    posted: Posted<Reason>,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    let (actor, reason) = (signed.actor.clone(), posted.value.reason.clone());
    let returned =
        ask(&service, move |service| sign_off::review(service, &actor, id, SignVerdict::Return, &reason));
    match posted.unless_wrong(returned).await {
        Ok(()) => Ok(answer::see_other(&format!("/sign-offs/{id}"))),
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let actor = signed.actor.clone();
            let one = ask(&service, move |service| sign_off::one(service, &actor, id)).await?;
            let mut page = views::sign_offs::one_page(&one, &signed.actor, &masked(&signed.csrf));
            page.frame = page.frame.wrong(&problem.sentences);
            if let Some(forms) = &mut page.review {
                forms.reason = posted.value.reason;
            }
            answer::page_again(&page)
        }
    }
}
