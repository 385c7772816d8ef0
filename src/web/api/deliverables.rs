//! 报送材料 and its deadline, which moves with a reason that every unit reads.
//!
//! Whoever moves a deadline may name the state that it was read in (`If-Match`): two who move it at once do not undo
//! each other without knowing.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::answer::No;
use super::super::clocks::{self, Clock};
use super::super::pages::campaign::ClockFields;
use super::super::signed::Signed;
use super::body::Body;
use super::reply::{meant, tell, unchanged};
use super::shapes;
use crate::campaign::{Deliverable, Task};
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::{Service, campaigns, look};

#[utoipa::path(get, path = "/api/v1/deliverables/{deliverable}", tag = "campaigns", summary = "一样报送材料和它的截止时间",
    params(("deliverable" = i64, Path, description = "材料编号")),
    responses((status = 200, body = shapes::DeliverableShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |service| deliverable(service, &signed.actor, *id)).await
}

/// A deliverable that the actor may arrange, with what was changed about its deadline.
fn deliverable(service: &Service, actor: &Actor, id: i64) -> Result<shapes::DeliverableShape, Problem> {
    let (_, task) = campaigns::deliverable(service, actor, id)?;
    let view = look::campaign(service, actor, task.id)?;
    let found = view.deliverables.iter().find(|(asked, _)| asked.id == id);
    found.map(|(asked, changes)| shapes::deliverable(asked, changes)).ok_or_else(Problem::not_found)
}

#[utoipa::path(put, path = "/api/v1/deliverables/{deliverable}/due", tag = "campaigns", summary = "改截止时间",
    description = "已发布的任务，各填报单位会看到改动和原因。带上 `If-Match` 时，别人先改过的不会被盖掉。",
    params(("deliverable" = i64, Path, description = "材料编号"),
        ("If-Match" = Option<String>, Header, description = "读到材料时的 `ETag`")),
    request_body = shapes::NewDue,
    responses((status = 200, body = shapes::DeliverableShape), (status = 409, body = shapes::ProblemShape),
    (status = 412, body = shapes::ProblemShape)))]
pub async fn move_due(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewDue = body.json()?;
    let (actor, id, meant) = (signed.actor, id.into_inner(), meant(&request));
    tell(&request, &service, move |service| {
        let (before, task) = campaigns::deliverable(service, &actor, id)?;
        if let Some(meant) = meant {
            unchanged(&meant, &deliverable(service, &actor, id)?)?;
        }
        let clock = clock(service, &before, &task, &wanted)?;
        campaigns::move_due(service, &actor, id, clock, &wanted.reason)?;
        deliverable(service, &actor, id)
    })
    .await
}

/// The clock that is meant, under the rules of the page.
fn clock(
    service: &Service,
    before: &Deliverable,
    task: &Task,
    wanted: &shapes::NewDue,
) -> Result<Clock, Problem> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default().trim().to_owned();
    let phrase = text(&wanted.phrase);
    let typed = ClockFields {
        open: phrase.is_empty() && wanted.due.is_none(),
        phrase,
        due_at: text(&wanted.due),
        grace_minutes: wanted.grace_minutes.to_string(),
        close_at: text(&wanted.close),
    };
    clocks::moved(&typed, before, task, service.settings.office_closes).map_err(named_as_here)
}

/// The page's fields under their names in JSON.
fn named_as_here(mut problem: Problem) -> Problem {
    for field in problem.sentences.iter_mut().filter_map(|(field, _)| field.as_mut()) {
        *field = field.trim_end_matches("_at").to_owned();
    }
    problem
}
