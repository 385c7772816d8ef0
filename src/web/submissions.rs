//! 一次上报: what was sent, its receipt, its file; accepted or returned.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page};
use super::posted::{Posted, Pressed};
use super::signed::{Signed, masked};
use super::sorted::Sorted;
use super::views;
use crate::workflow::{Service, look, review};

pub async fn submission(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    sorted: web::Query<Sorted>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor.clone(), id.into_inner());
    let view = ask(&service, move |service| look::revision(service, &actor, id)).await?;
    page(&views::submission::submission_page(&view, &sorted.sort, &signed.actor, &masked(&signed.csrf)))
}

pub async fn receipt(
    signed: Signed,
    service: web::Data<Service>,
    number: web::Path<String>,
) -> Result<HttpResponse, No> {
    let (actor, number) = (signed.actor.clone(), number.into_inner());
    let found = ask(&service, move |service| match look::delivered(service, &actor, &number)? {
        Some(found) => Ok(Err(found)),
        None => look::receipt(service, &actor, &number).map(Ok),
    })
    .await?;
    let csrf = masked(&signed.csrf);
    match found {
        Ok(view) => page(&views::submission::receipt_page(&view, &signed.actor, &csrf)),
        Err((of, proof, view)) => {
            let of = (of, proof);
            page(&views::materials::package_page(&view, Some(&of), &signed.actor, &csrf))
        }
    }
}

pub async fn file(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor, id.into_inner());
    let file = ask(&service, move |service| look::original(service, &actor, id)).await?;
    Ok(answer::download(&file.name, "application/octet-stream", file.bytes))
}

pub async fn accept(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor, id.into_inner());
    ask(&service, move |service| review::accept(service, &actor, id)).await?;
    Ok(answer::see_other(&format!("/submissions/{id}")))
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
    let items: Vec<String> = posted.fields.all("item").map(str::to_owned).collect();
    let (actor, reason, named) = (signed.actor.clone(), posted.value.reason.clone(), items.clone());
    let returned = ask(&service, move |service| review::return_(service, &actor, id, &reason, named));
    match posted.unless_wrong(returned).await {
        Ok(()) => Ok(answer::see_other(&format!("/submissions/{id}"))),
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let actor = signed.actor.clone();
            let view = ask(&service, move |service| look::revision(service, &actor, id)).await?;
            let csrf = masked(&signed.csrf);
            let mut page = views::submission::submission_page(&view, "", &signed.actor, &csrf);
            page.frame = page.frame.wrong(&problem.sentences);
            if let Some(forms) = &mut page.review {
                forms.reason = posted.value.reason;
                forms.items.iter_mut().for_each(|item| item.ticked = items.contains(&item.value));
            }
            answer::page_again(&page)
        }
    }
}
