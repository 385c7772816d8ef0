//! Campaigns as they are listed, and the page of one, with what went wrong where something did.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::super::answer::{No, ask, page, page_as};
use super::super::home::boards;
use super::super::pages::campaign::CampaignPage;
use super::super::signed::{Signed, masked};
use super::super::sorted::Sorted;
use super::super::views;
use crate::campaign::Task;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::Service;
use crate::workflow::board::{Board, Filter, board};
use crate::workflow::look::{self, CampaignView};

pub async fn list(
    signed: Signed,
    service: web::Data<Service>,
    said: web::Query<Sorted>,
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    let boards = ask(&service, move |service| boards(service, &actor)).await?;
    page(&views::campaign::campaigns_page(boards, &said.sort, &signed.actor, &masked(&signed.csrf)))
}

type Shown = (CampaignView, Board, Vec<Task>);

fn load(service: &Service, actor: &Actor, id: i64) -> Result<Shown, Problem> {
    let view = look::campaign(service, actor, id)?;
    let board = board(service, actor, id, None, &Filter::default())?;
    let others = look::campaigns_of(service, actor)?.into_iter().map(|(task, _)| task).collect();
    Ok((view, board, others))
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    shown(&signed, &service, id.into_inner(), None).await
}

pub(super) async fn shown(
    signed: &Signed,
    service: &web::Data<Service>,
    id: i64,
    problem: Option<Problem>,
) -> Result<HttpResponse, No> {
    shown_with(signed, service, id, problem, |_| ()).await
}

/// The campaign's page, with what was typed put back where it could not be taken.
pub(super) async fn shown_with(
    signed: &Signed,
    service: &web::Data<Service>,
    id: i64,
    problem: Option<Problem>,
    keep: impl FnOnce(&mut CampaignPage),
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    let (view, board, others) = ask(service, move |service| load(service, &actor, id)).await?;
    let csrf = masked(&signed.csrf);
    let mut page = views::campaign::campaign_page(&view, &board, &others, &signed.actor, &csrf);
    keep(&mut page);
    let status = match &problem {
        None => StatusCode::OK,
        Some(problem) => {
            page.frame = page.frame.wrong(&problem.sentences);
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    page_as(status, &page)
}
