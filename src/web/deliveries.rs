//! Material that was sent: its files handed out, looked at, accepted or returned.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page};
use super::materials::size_of;
use super::posted::{Posted, Pressed};
use super::signed::{Signed, masked};
use super::{streaming, views};
use crate::problem::Problem;
use crate::workflow::package::{self, Delivery};
use crate::workflow::{Service, look};

/// A delivery's number and a file's within it.
type At = web::Path<(i64, i64)>;

pub async fn download(signed: Signed, service: web::Data<Service>, at: At) -> Result<HttpResponse, No> {
    let at = at.into_inner();
    let handed = ask(&service, move |service| package::hand_out(service, &signed.actor, at)).await?;
    streaming::download(&service, handed).await
}

pub async fn picture(
    signed: Signed,
    service: web::Data<Service>,
    at: web::Path<(i64, i64, String)>,
) -> Result<HttpResponse, No> {
    let (delivery, file, size) = at.into_inner();
    let size = size_of(&size)?;
    let found = ask(&service, move |service| package::view(service, &signed.actor, (delivery, file), size));
    let (handed, media) = found.await?;
    streaming::picture(&service, handed, media.content_type()).await
}

pub async fn words(signed: Signed, service: web::Data<Service>, at: At) -> Result<HttpResponse, No> {
    let (at, actor) = (at.into_inner(), signed.actor.clone());
    let found = ask(&service, move |service| package::words(service, &actor, at)).await?;
    page(&views::materials::words_page(&found, at.1, &signed.actor, &masked(&signed.csrf)))
}

/// Asks why an original is to be opened.
pub async fn why(signed: Signed, service: web::Data<Service>, at: At) -> Result<HttpResponse, No> {
    let (at, actor) = (at.into_inner(), signed.actor.clone());
    let found = ask(&service, move |service| package::sent_file(service, &actor, at)).await?;
    page(&views::materials::original_page(&found, "", &signed.actor, &masked(&signed.csrf)))
}

#[derive(Debug, Deserialize, Validate)]
pub struct Reason {
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
}

/// The bytes as they were received, with the reason in the log.
pub async fn original(
    signed: Signed,
    service: web::Data<Service>,
    at: At,
    posted: Posted<Reason>,
) -> Result<HttpResponse, No> {
    let (at, actor, reason) = (at.into_inner(), signed.actor.clone(), posted.value.reason.clone());
    let opened = ask(&service, move |service| package::original(service, &actor, at, &reason));
    match posted.unless_wrong(opened).await {
        Ok(handed) => streaming::download(&service, handed).await,
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let actor = signed.actor.clone();
            let found = ask(&service, move |service| package::sent_file(service, &actor, at)).await?;
            let (reason, csrf) = (&posted.value.reason, masked(&signed.csrf));
            let mut page = views::materials::original_page(&found, reason, &signed.actor, &csrf);
            page.frame = page.frame.wrong(&problem.sentences);
            answer::page_again(&page)
        }
    }
}

pub async fn accept(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    let done = ask(&service, move |service| package::accept(service, &signed.actor, id)).await?;
    Ok(answer::see_other(&address(&done)))
}

pub async fn return_(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    posted: Posted<Reason>,
) -> Result<HttpResponse, No> {
    let (id, actor, reason) = (id.into_inner(), signed.actor.clone(), posted.value.reason.clone());
    let returned = ask(&service, move |service| package::return_(service, &actor, id, &reason));
    match posted.unless_wrong(returned).await {
        Ok(done) => Ok(answer::see_other(&address(&done))),
        Err(problem) => again(&signed, &service, id, answer::to_correct(problem)?).await,
    }
}

/// The unit's page, with what is wrong.
async fn again(
    signed: &Signed,
    service: &web::Data<Service>,
    id: i64,
    problem: Problem,
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    let view = ask(service, move |service| {
        let delivery = package::delivery(service, &actor, id)?;
        look::unit(service, &actor, delivery.campaign, &delivery.unit_code)
    })
    .await?;
    let mut page = views::unit::unit_page(&view, &signed.actor, &masked(&signed.csrf));
    page.frame = page.frame.error(&format!("reason-{id}"), problem.text());
    answer::page_again(&page)
}

fn address(delivery: &Delivery) -> String {
    format!("/campaigns/{}/units/{}#m-{}", delivery.campaign, delivery.unit_code, delivery.deliverable)
}
