//! 填报: a clerk's way from a file or an empty form to the receipt.
//!
//! Every step is a page of its own and works without scripts. What was typed survives every error; what is not
//! sent says so.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page, page_as};
use super::pages::words;
use super::posted::{Fields, Posted};
use super::signed::{Signed, masked};
use super::sorted::Sorted;
use super::uploaded::Uploaded;
use super::views;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;
use crate::workflow::Service;
use crate::workflow::draft::known::{self, known};
use crate::workflow::draft::mending::{self, Pasted, tidy};
use crate::workflow::draft::{self, Page};
use crate::workflow::look;
use crate::workflow::submit::{Outcome, Sending, submit};

/// A campaign and a unit's code, from the address.
type Where = web::Path<(i64, String)>;

pub async fn unit(
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    sorted: web::Query<Sorted>,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    let actor = signed.actor.clone();
    let view = ask(&service, move |service| look::unit(service, &actor, campaign, &code)).await?;
    page(&views::unit::unit_page_by(&view, &sorted.sort, &signed.actor, &masked(&signed.csrf)))
}

/// A file was uploaded: it is read, and the draft's page shows what it says.
pub async fn upload(
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    uploaded: Uploaded,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    let read = match uploaded.file("file") {
        None => Err(Problem::field("file", "请选择要上传的统计表文件。")),
        Some(file) => {
            let (actor, file, code) = (signed.actor.clone(), file.clone(), code.clone());
            ask(&service, move |service| {
                draft::upload(service, &actor, (campaign, &code), &file.name, &file.bytes)
            })
            .await
        }
    };
    match read {
        Ok(_) => Ok(answer::see_other(&format!("/campaigns/{campaign}/units/{code}/draft"))),
        Err(problem) if is_about_the_file(problem.code) => {
            let actor = signed.actor.clone();
            let view = ask(&service, move |service| look::unit(service, &actor, campaign, &code)).await?;
            let mut page = views::unit::unit_page(&view, &signed.actor, &masked(&signed.csrf));
            page.frame = page.frame.error("file", problem.text());
            answer::page_again(&page)
        }
        Err(problem) => Err(No(problem)),
    }
}

fn is_about_the_file(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::Refused | ProblemCode::Invalid | ProblemCode::TooLarge)
}

pub async fn draft(signed: Signed, service: web::Data<Service>, place: Where) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    let actor = signed.actor.clone();
    let (opened, known, view, sent) = ask(&service, move |service| {
        let opened = draft::open(service, &actor, campaign, &code)?;
        let known = known(service, &actor, campaign, &code)?;
        let view = look::unit(service, &actor, campaign, &code)?;
        // Whoever sends again begins with what was sent, not with an empty form.
        let last = view.revisions.last().filter(|last| opened.saved.is_none() && !last.nil);
        let sent = last.map(|last| look::revision(service, &actor, last.id)).transpose()?;
        Ok((opened, known, view, sent))
    })
    .await?;
    let mut form =
        views::draft::draft_page(&opened, &view, sent.as_ref(), &signed.actor, &masked(&signed.csrf));
    views::draft::offer(&mut form.table, &opened.expected.form, &known);
    page(&form)
}

/// The page of the form: everything but the figures, which have names of their own.
#[derive(Debug, Deserialize, Validate)]
pub struct Typed {
    #[validate(range(min = 0, message = "页面内容不完整，请刷新后再试。"))]
    version: i64,
    #[serde(default)]
    nil: String,
    #[serde(default)]
    #[validate(length(max = 60, message = "填报日期太长，请写成 2024年3月18日 这样的日期。"))]
    date: String,
    #[serde(default)]
    #[validate(length(max = 60, message = "填报人姓名不超过 60 个字。"))]
    reporter: String,
    #[serde(default)]
    #[validate(length(max = 1_000, message = "备注不超过 1000 个字。"))]
    remark: String,
    #[serde(default)]
    intent: String,
    /// The figure of which the likely one is taken.
    mend: Option<usize>,
    /// The figure of which what is known is taken.
    known: Option<usize>,
    /// `check`, where that was pressed on the page of that name.
    #[serde(default)]
    from: String,
}

fn typed(value: &Typed, fields: &Fields) -> Page {
    Page {
        texts: fields
            .numbered("v")
            .map(|(figure, text)| (figure, text.chars().take(200).collect()))
            .collect(),
        nil: !value.nil.is_empty(),
        date: fields.has("date").then(|| value.date.trim().to_owned()),
        reporter: value.reporter.trim().to_owned(),
        remark: value.remark.trim().to_owned(),
    }
}

/// 暂存, 自动暂存, 核对, 重新开始: one form, told apart by its button.
pub async fn save(
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    posted: Posted<Typed>,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    let base = format!("/campaigns/{campaign}/units/{code}");
    let intent = posted.value.intent.clone();
    let actor = signed.actor.clone();
    if intent == "discard" {
        ask(&service, move |service| draft::discard(service, &actor, campaign, &code)).await?;
        return Ok(answer::see_other(&base));
    }
    if intent == "restore" {
        let seen = posted.value.version;
        ask(&service, move |service| draft::restore(service, &actor, (campaign, &code), seen)).await?;
        return Ok(answer::see_other(&format!("{base}/draft")));
    }
    posted.check()?;
    if let Some((figure, take)) = pressed(&posted.value) {
        let back =
            if posted.value.from == "check" { "check".to_owned() } else { format!("draft#v-{figure}") };
        ask(&service, move |service| {
            let place = (campaign, code.as_str());
            let seen = kept(service, &actor, place, &posted)?;
            take(service, &actor, place, seen, figure)
        })
        .await?;
        return Ok(answer::see_other(&format!("{base}/{back}")));
    }
    let (seen, page) = (posted.value.version, typed(&posted.value, &posted.fields));
    if posted.fields.has("pasted") {
        let pasted = ask(&service, move |service| {
            let version = draft::save(service, &actor, (campaign, &code), seen, page)?;
            tidy(service, &actor, (campaign, &code), version)
        });
        return Ok(autosaved(posted.received, pasted.await));
    }
    let saved =
        ask(&service, move |service| draft::save(service, &actor, (campaign, &code), seen, page)).await;
    match (intent.as_str(), saved) {
        ("autosave", saved) => {
            let saved = saved.map(|version| Pasted { version, ..Pasted::default() });
            Ok(autosaved(posted.received, saved))
        }
        (_, Err(problem)) => Err(No(problem)),
        ("check", Ok(_)) => Ok(answer::see_other(&format!("{base}/check"))),
        (_, Ok(_)) => Ok(answer::see_other(&format!("{base}/draft"))),
    }
}

/// Puts a figure from elsewhere into a draft; the new version.
type Take = fn(&Service, &Actor, (i64, &str), i64, usize) -> Result<i64, Problem>;

/// The figure beside which a button was pressed, and what becomes of it.
fn pressed(value: &Typed) -> Option<(usize, Take)> {
    let mended = value.mend.map(|figure| (figure, mending::mend as Take));
    mended.or(value.known.map(|figure| (figure, known::adopt as Take)))
}

/// Saves what stands on the page, before one of its figures is taken from elsewhere; the new version.
fn kept(
    service: &Service,
    actor: &Actor,
    place: (i64, &str),
    posted: &Posted<Typed>,
) -> Result<i64, Problem> {
    let seen = posted.value.version;
    match posted.fields.numbered("v").next() {
        Some(_) => draft::save(service, actor, place, seen, typed(&posted.value, &posted.fields)),
        None => Ok(seen),
    }
}

/// What the script of the page is told: when it was saved, what was cleaned, what is doubtful.
fn autosaved(received: Instant, saved: Result<Pasted, Problem>) -> HttpResponse {
    match saved {
        Ok(pasted) => {
            let tidied = pasted.tidied.iter().map(|one| {
                serde_json::json!({
                    "figure": one.figure, "typed": one.typed, "value": one.value.to_string(),
                    "sentence": one.sentence,
                })
            });
            HttpResponse::Ok().json(serde_json::json!({
                "saved": words::clock(received), "version": pasted.version,
                "tidied": tidied.collect::<Vec<_>>(), "doubtful": pasted.doubtful,
            }))
        }
        Err(problem) => {
            let status = answer::status(problem.code);
            HttpResponse::build(status).json(serde_json::json!({ "message": problem.text() }))
        }
    }
}

pub async fn check(signed: Signed, service: web::Data<Service>, place: Where) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    checked(&signed, &service, (campaign, code), None).await
}

/// 核对页, with what stood in the way where something did.
async fn checked(
    signed: &Signed,
    service: &web::Data<Service>,
    (campaign, code): (i64, String),
    problem: Option<Problem>,
) -> Result<HttpResponse, No> {
    let (actor, unit) = (signed.actor.clone(), code.clone());
    let (opened, view) = ask(service, move |service| {
        let opened = draft::open(service, &actor, campaign, &unit)?;
        Ok((opened, look::unit(service, &actor, campaign, &unit)?))
    })
    .await?;
    if opened.saved.is_none() {
        return Ok(answer::see_other(&format!("/campaigns/{campaign}/units/{code}/draft")));
    }
    let errors = problem.as_ref().map_or(&[][..], |problem| &problem.sentences);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let csrf = masked(&signed.csrf);
    page_as(status, &views::draft::check_page(&opened, &view, &signed.actor, &csrf, errors))
}

#[derive(Debug, Deserialize, Validate)]
pub struct Send {
    version: i64,
    #[validate(length(min = 16, max = 80, message = "页面内容不完整，请刷新后再试。"))]
    key: String,
}

/// 报送.
pub async fn send(
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    posted: Posted<Send>,
) -> Result<HttpResponse, No> {
    posted.check()?;
    let (campaign, code) = place.into_inner();
    let words: BTreeMap<usize, String> = posted
        .fields
        .numbered("e")
        .map(|(index, words)| (index, words.chars().take(1_000).collect()))
        .collect();
    let place = (campaign, code.clone());
    let sending = Sending::of_draft(place, posted.value.version, words, posted.value.key, posted.received);
    let actor = signed.actor.clone();
    match ask(&service, move |service| submit(service, &actor, sending)).await? {
        Outcome::Taken(taken) => Ok(answer::see_other(&format!("/receipts/{}", taken.receipt()))),
        Outcome::Unfit(found) => checked(&signed, &service, (campaign, code), Some(found.1.unfit())).await,
    }
}
