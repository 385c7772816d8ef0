//! The page of the own account, with what went wrong where something did.

use actix_web::{HttpResponse, web};

use super::super::answer::{self, No, ask, page_as};
use super::super::pages::account::{SecondFactorState, SessionLine, TokenLine, TokenState};
use super::super::pages::field::in_form;
use super::super::pages::heads::Heads;
use super::super::pages::layout::Choice;
use super::super::pages::words::{to_the_day, to_the_minute};
use super::super::pages::{AccountPage, Frame};
use super::super::signed::Signed;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Arranged, Key};
use crate::workflow::second_factor::{self, Standing};
use crate::workflow::tokens::Owner;
use crate::workflow::{Service, accounts, tokens};

/// What the page shows of tokens beside those that there are.
#[derive(Clone, Debug)]
pub(super) struct Tokens {
    /// Just made.
    pub new: Option<String>,
    /// Of one that is to be made, as typed.
    pub name: String,
    pub days: i64,
    /// The order of the list.
    pub sort: String,
}

impl Default for Tokens {
    fn default() -> Tokens {
        Tokens { new: None, name: String::new(), days: tokens::DAYS[0], sort: String::new() }
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

/// The page with what is wrong, each sentence at its field.
pub(in crate::web) async fn again(
    service: &web::Data<Service>,
    signed: &Signed,
    problem: Problem,
) -> Result<HttpResponse, No> {
    again_with(service, signed, problem, Tokens::default()).await
}

/// The same problem, of the fields of one of the page's forms.
pub(in crate::web) fn within(form: &str, mut problem: Problem) -> Problem {
    let named = problem.sentences.iter_mut().filter_map(|(field, _)| field.as_mut());
    named.for_each(|field| *field = in_form(form, field));
    problem
}

pub(super) async fn again_with(
    service: &web::Data<Service>,
    signed: &Signed,
    problem: Problem,
    beside: Tokens,
) -> Result<HttpResponse, No> {
    let (problem, status) = answer::to_try_again(problem)?;
    let page = filled(service, signed, frame(signed).wrong(&problem.sentences), beside).await?;
    page_as(status, &page)
}

pub(super) async fn show(
    service: &web::Data<Service>,
    signed: &Signed,
    frame: Frame,
    beside: Tokens,
) -> Result<HttpResponse, No> {
    answer::page(&filled(service, signed, frame, beside).await?)
}

async fn filled(
    service: &web::Data<Service>,
    signed: &Signed,
    frame: Frame,
    beside: Tokens,
) -> Result<AccountPage, Problem> {
    let (actor, reference) = (signed.actor.clone(), signed.reference.clone());
    let (sessions, mut tokens, standing) = ask(service, move |service| {
        let sessions = accounts::own_sessions(service, &actor, &reference)?;
        Ok((sessions, tokens::list(service, Owner::own(&actor))?, second_factor::standing(service, &actor)?))
    })
    .await?;
    let session = |session: accounts::OwnSession| SessionLine {
        started: to_the_minute(session.created_at),
        seen: to_the_minute(session.seen_at),
        current: session.current,
    };
    let now = service.now();
    Arranged::from_code(&beside.sort).sort(&mut tokens, |token, column| token_key(token, column, now));
    Ok(AccountPage {
        frame,
        login: signed.actor.login.clone(),
        name: signed.actor.name.clone(),
        role: signed.actor.role.label().to_owned(),
        unit: signed.actor.unit_name.clone(),
        must_change: signed.must_change,
        rules: accounts::demands(service).words(),
        idle: service.settings.session_idle.num_minutes(),
        longest: service.settings.session_longest.num_hours(),
        second_factor: second_factor_state(standing),
        second_factor_required: second_factor::is_required(service, signed.actor.role),
        sessions: sessions.into_iter().map(session).collect(),
        tokens: tokens.into_iter().map(|token| token_line(token, now)).collect(),
        token_heads: Heads::new("/account", &beside.sort, "tokens"),
        new_token: beside.new,
        token_name: beside.name,
        token_days: beside.days,
        day_choices: tokens::DAYS
            .into_iter()
            .map(|days| Choice::new(days.to_string(), lasting(days)))
            .collect(),
    })
}

fn second_factor_state(standing: Standing) -> SecondFactorState {
    match standing {
        Standing::Nothing => SecondFactorState::Nothing,
        Standing::Off(None) => SecondFactorState::Off,
        Standing::Off(Some(ended)) => SecondFactorState::Ended(to_the_minute(ended.at), ended.by),
        Standing::On { set_at, codes_left } => SecondFactorState::On(to_the_minute(set_at), codes_left),
    }
}

fn token_key(token: &tokens::Token, column: &str, now: Instant) -> Key {
    match column {
        "name" => Key::words(&token.name),
        "created" => Key::Number(token.created_at.timestamp_millis()),
        "ends" => token.ends_at.map_or(Key::Nothing, |at| Key::Number(at.timestamp_millis())),
        "state" => Key::words(token_state(token, now).label()),
        _ => Key::Nothing,
    }
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
