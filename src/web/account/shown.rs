//! The page of the own account, with what went wrong where something did.

use actix_web::{HttpResponse, web};

use super::super::answer::{self, No, ask, page_as};
use super::super::pages::account::{SessionLine, TokenLine, TokenState};
use super::super::pages::layout::Choice;
use super::super::pages::words::{to_the_day, to_the_minute};
use super::super::pages::{AccountPage, Frame};
use super::super::signed::Signed;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::Instant;
use crate::workflow::{Service, accounts, tokens};

/// What somebody typed of a new token.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub name: String,
    pub days: i64,
}

impl Default for Typed {
    fn default() -> Typed {
        Typed { name: String::new(), days: tokens::DAYS[0] }
    }
}

fn lasting(days: i64) -> String {
    match days {
        365 => "一年".to_owned(),
        730 => "两年".to_owned(),
        3_650 => "十年".to_owned(),
        days => format!("{days} 天"),
    }
}

pub(super) fn frame(signed: &Signed) -> Frame {
    signed.frame("我的账号").section("/account")
}

pub(super) async fn again(
    service: &web::Data<Service>,
    signed: &Signed,
    problem: Problem,
    typed: Typed,
) -> Result<HttpResponse, No> {
    if !matches!(problem.code, ProblemCode::Invalid | ProblemCode::Throttled) {
        return Err(No(problem));
    }
    let status = answer::status(problem.code);
    let page = filled(service, signed, frame(signed).wrong(&problem.sentences), None, typed).await?;
    page_as(status, &page)
}

pub(super) async fn show(
    service: &web::Data<Service>,
    signed: &Signed,
    frame: Frame,
    new_token: Option<String>,
    typed: Typed,
) -> Result<HttpResponse, No> {
    answer::page(&filled(service, signed, frame, new_token, typed).await?)
}

async fn filled(
    service: &web::Data<Service>,
    signed: &Signed,
    frame: Frame,
    new_token: Option<String>,
    typed: Typed,
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
    let now = service.now();
    Ok(AccountPage {
        frame,
        login: signed.actor.login.clone(),
        name: signed.actor.name.clone(),
        role: signed.actor.role.label().to_owned(),
        unit: signed.actor.unit_name.clone(),
        must_change: signed.must_change,
        sessions: sessions.into_iter().map(session).collect(),
        tokens: tokens.into_iter().map(|token| token_line(token, now)).collect(),
        new_token,
        token_name: typed.name,
        token_days: typed.days,
        day_choices: tokens::DAYS
            .into_iter()
            .map(|days| Choice::new(days.to_string(), lasting(days)))
            .collect(),
    })
}

fn token_line(token: tokens::Token, now: Instant) -> TokenLine {
    TokenLine {
        id: token.id,
        state: token_state(&token, now),
        name: token.name,
        created: to_the_minute(token.created_at),
        ends: token.ends_at.map(to_the_day).unwrap_or_default(),
        revoked: token.revoked_at.map(to_the_minute).unwrap_or_default(),
    }
}

fn token_state(token: &tokens::Token, now: Instant) -> TokenState {
    match token.ends_at {
        _ if token.revoked_at.is_some() => TokenState::Revoked,
        None => TokenState::Endless,
        Some(end) if now >= end => TokenState::Ended,
        Some(end) if (end - now).num_days() < tokens::WARNED_DAYS => {
            TokenState::Ending((end - now).num_days())
        }
        Some(_) => TokenState::Good,
    }
}
