//! The page of the own account, with what went wrong where something did.

use actix_web::{HttpResponse, web};

use super::super::answer::{self, No, ask, page_as};
use super::super::pages::account::{SessionLine, TokenLine};
use super::super::pages::words::to_the_minute;
use super::super::pages::{AccountPage, Frame};
use super::super::signed::Signed;
use crate::problem::{Problem, ProblemCode};
use crate::workflow::{Service, accounts, tokens};

pub(super) fn frame(signed: &Signed) -> Frame {
    signed.frame("我的账号").section("/account")
}

pub(super) async fn again(
    service: &web::Data<Service>,
    signed: &Signed,
    problem: Problem,
    token_name: String,
) -> Result<HttpResponse, No> {
    if !matches!(problem.code, ProblemCode::Invalid | ProblemCode::Throttled) {
        return Err(No(problem));
    }
    let status = answer::status(problem.code);
    let page = filled(service, signed, frame(signed).wrong(&problem.sentences), None, token_name).await?;
    page_as(status, &page)
}

pub(super) async fn show(
    service: &web::Data<Service>,
    signed: &Signed,
    frame: Frame,
    new_token: Option<String>,
    token_name: String,
) -> Result<HttpResponse, No> {
    answer::page(&filled(service, signed, frame, new_token, token_name).await?)
}

async fn filled(
    service: &web::Data<Service>,
    signed: &Signed,
    frame: Frame,
    new_token: Option<String>,
    token_name: String,
) -> Result<AccountPage, Problem> {
    let (actor, reference) = (signed.actor.clone(), signed.reference.clone());
    let (sessions, tokens) = ask(service, move |service| {
        Ok((accounts::own_sessions(service, &actor, &reference)?, tokens::list(service, &actor)?))
    })
    .await?;
    let session = |session: accounts::OwnSession| SessionLine {
        started: to_the_minute(session.created_at),
        seen: to_the_minute(session.seen_at),
        current: session.current,
    };
    let token = |token: tokens::Token| TokenLine {
        id: token.id,
        name: token.name,
        created: to_the_minute(token.created_at),
        revoked: token.revoked_at.map(to_the_minute).unwrap_or_default(),
    };
    Ok(AccountPage {
        frame,
        login: signed.actor.login.clone(),
        name: signed.actor.name.clone(),
        role: signed.actor.role.label().to_owned(),
        unit: signed.actor.unit_name.clone(),
        must_change: signed.must_change,
        sessions: sessions.into_iter().map(session).collect(),
        tokens: tokens.into_iter().map(token).collect(),
        new_token,
        token_name,
    })
}
