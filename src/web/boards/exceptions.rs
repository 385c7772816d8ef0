//! What a supervisor grants one unit from its page: that it need not report, or more time.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::super::answer::{self, No, ask};
use super::super::posted::Posted;
use super::super::signed::{Signed, masked};
use super::super::views;
use super::query::some;
use crate::campaign::deadline::read_instant;
use crate::problem::Problem;
use crate::workflow::{Service, campaigns, look};

#[derive(Debug, Deserialize, Validate)]
pub struct Reason {
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
}

/// Exempts a unit; without a reason it is expected again.
pub async fn exempt(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    posted: Posted<Reason>,
) -> Result<HttpResponse, No> {
    posted.check()?;
    let (campaign, code) = place.into_inner();
    let back = format!("/campaigns/{campaign}/units/{code}");
    let reason = some(&posted.value.reason).map(str::to_owned);
    ask(&service, move |service| campaigns::exempt(service, &signed.actor, campaign, &code, reason)).await?;
    Ok(answer::see_other(&back))
}

#[derive(Clone, Debug, Deserialize, Validate)]
pub struct More {
    deliverable: i64,
    #[serde(default)]
    #[validate(length(max = 60, message = "延期时间写得太长，请写成 2024-03-25 24:00。"))]
    until: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
}

pub async fn extend(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    posted: Posted<More>,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    let typed = posted.value.clone();
    let until = read_instant(&typed.until)
        .ok_or_else(|| Problem::field("until", "请写明延期到什么时候，例如 2024-03-25 24:00。"));
    let extended = match (posted.check(), until) {
        (Err(problem), _) | (_, Err(problem)) => Err(problem),
        (Ok(()), Ok(until)) => {
            let (actor, code, more) = (signed.actor.clone(), code.clone(), typed.clone());
            ask(&service, move |service| {
                campaigns::extend(service, &actor, (campaign, &code), more.deliverable, until, &more.reason)
            })
            .await
        }
    };
    match extended {
        Ok(()) => Ok(answer::see_other(&format!("/campaigns/{campaign}/units/{code}"))),
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let actor = signed.actor.clone();
            let view = ask(&service, move |service| look::unit(service, &actor, campaign, &code)).await?;
            let mut page = views::unit::unit_page(&view, &signed.actor, &masked(&signed.csrf));
            page.frame = page.frame.wrong(&problem.sentences);
            if let Some(control) = &mut page.control {
                control.deliverable = typed.deliverable.to_string();
                (control.until, control.reason) = (typed.until, typed.reason);
            }
            answer::page_again(&page)
        }
    }
}
