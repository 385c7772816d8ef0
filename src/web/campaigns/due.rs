//! A deadline is moved with a reason.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::super::answer::{self, No, ask};
use super::super::clocks;
use super::super::pages::campaign::{CampaignPage, due_form};
use super::super::pages::layout::in_form;
use super::super::posted::Posted;
use super::super::signed::Signed;
use super::shown::shown_with;
use crate::problem::Problem;
use crate::workflow::{Service, campaigns};

#[derive(Clone, Debug, Deserialize, Validate)]
pub struct NewDue {
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
}

/// Moves a deadline.
pub async fn move_due(
    signed: Signed,
    service: web::Data<Service>,
    deliverable: web::Path<i64>,
    posted: Posted<NewDue>,
) -> Result<HttpResponse, No> {
    let deliverable = deliverable.into_inner();
    let (actor, reason, checked) = (signed.actor.clone(), posted.value.reason.clone(), posted.check());
    let typed = clocks::typed(&posted.fields, "");
    let kept = (typed.clone(), reason.clone());
    let moved = ask(&service, move |service| {
        let (before, task) = campaigns::deliverable(service, &actor, deliverable)?;
        let clock = clocks::moved(&typed, &before, &task, service.settings.office_closes);
        let moved = checked
            .and(clock)
            .and_then(|clock| campaigns::move_due(service, &actor, deliverable, clock, &reason));
        Ok((before.campaign, moved))
    });
    match moved.await? {
        (campaign, Ok(_)) => Ok(answer::see_other(&format!("/campaigns/{campaign}"))),
        (campaign, Err(problem)) => {
            let problem = answer::to_correct(problem)?;
            let keep = |page: &mut CampaignPage| {
                let item = page.deliverables.iter_mut().find(|item| item.id == deliverable);
                if let Some(item) = item {
                    (item.clock, item.reason) = kept;
                }
            };
            shown_with(&signed, &service, campaign, Some(of_form(deliverable, problem)), keep).await
        }
    }
}

/// The page has such a form for every deliverable: what is wrong is wrong with this one's.
fn of_form(deliverable: i64, mut problem: Problem) -> Problem {
    for field in problem.sentences.iter_mut().filter_map(|(field, _)| field.as_mut()) {
        *field = in_form(&due_form(deliverable), field);
    }
    problem
}
