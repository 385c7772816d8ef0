//! A deadline is moved with a reason.

use actix_web::{HttpResponse, web};
use chrono::NaiveTime;
use serde::Deserialize;
use validator::Validate;

use super::super::answer::{self, No, ask};
use super::super::clocks::{self, Clock, Reckoning};
use super::super::pages::campaign::{CampaignPage, ClockFields, due_form};
use super::super::pages::layout::in_form;
use super::super::posted::Posted;
use super::super::signed::Signed;
use super::shown::shown_with;
use crate::campaign::{Deliverable, Task};
use crate::problem::{Problem, ProblemCode};
use crate::workflow::{Service, campaigns};

#[derive(Clone, Debug, Deserialize, Validate)]
pub struct NewDue {
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
}

/// The clock that a deadline moves to. A phrase that moves without its instant is a slip: units would read one
/// day and be judged by another.
fn moved_clock(
    typed: &ClockFields,
    before: &Deliverable,
    task: &Task,
    closing: NaiveTime,
) -> Result<Clock, Problem> {
    let by = Reckoning { year: Some(task.year), closing, days_off: &task.days_off };
    let clock = typed.read("", &by).map_err(|sentences| Problem { code: ProblemCode::Invalid, sentences })?;
    let moved = before.due.as_ref().zip(clock.0.as_ref());
    if moved.is_some_and(|(before, after)| clocks::is_left_behind(before, after, task.year, closing)) {
        let words = "通知原文改了，截止时刻还是原来的；请一并改，或把截止时刻留空，按原文换算。";
        return Err(Problem::field("due_at", words));
    }
    Ok(clock)
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
        let clock = moved_clock(&typed, &before, &task, service.settings.office_closes);
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
