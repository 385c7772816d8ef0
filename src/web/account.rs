//! 我的账号: the own password, sessions and API tokens.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page_as};
use super::cookies;
use super::pages::account::{SessionLine, TokenLine};
use super::pages::words::to_the_minute;
use super::pages::{AccountPage, Frame};
use super::posted::{Posted, Pressed};
use super::sign_in::set;
use super::signed::Signed;
use crate::problem::{Problem, ProblemCode};
use crate::workflow::accounts::{self, NewPassword};
use crate::workflow::{Service, tokens};

#[derive(Clone, Debug, Deserialize, Validate)]
pub struct Passwords {
    #[validate(length(min = 1, max = 1_000, message = "请填写现在的密码。"))]
    current: String,
    #[validate(length(min = 1, max = 1_000, message = "请填写新密码。"))]
    password: String,
    #[serde(default)]
    password_again: String,
}

#[derive(Debug, Deserialize, Validate)]
pub struct NewToken {
    #[validate(length(min = 1, max = 60, message = "请填写令牌名称，不超过 60 个字。"))]
    name: String,
}

#[derive(Debug, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

pub async fn page(
    signed: Signed,
    service: web::Data<Service>,
    done: web::Query<Done>,
) -> Result<HttpResponse, No> {
    let frame = frame(&signed).noted(
        &done.done,
        &[
            ("password", "密码已修改，其他地方的登录都已退出。请点上面的“首页”开始办理。"),
            ("revoked", "令牌已作废。"),
        ],
    );
    show(&service, &signed, frame, None, String::new()).await
}

pub async fn change_password(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Passwords>,
) -> Result<HttpResponse, No> {
    let address = cookies::address(&request, &service.settings);
    let Passwords { current, password, password_again } = posted.value.clone();
    let typed = NewPassword { current, password, password_again, address };
    let actor = signed.actor.clone();
    let changed = ask(&service, move |service| accounts::change_password(service, &actor, &typed));
    match posted.unless_wrong(changed).await {
        Ok(begun) => {
            let mut response = answer::see_other("/account?done=password");
            set(&mut response, &cookies::with_session(&begun.reference, &service.settings))?;
            Ok(response)
        }
        Err(problem) => again(&service, &signed, problem, String::new()).await,
    }
}

pub async fn create_token(
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<NewToken>,
) -> Result<HttpResponse, No> {
    let (actor, name) = (signed.actor.clone(), posted.value.name.clone());
    let made = ask(&service, move |service| tokens::create(service, &actor, &name));
    match posted.unless_wrong(made).await {
        Ok(token) => show(&service, &signed, frame(&signed), Some(token), String::new()).await,
        Err(problem) => again(&service, &signed, problem, posted.value.name).await,
    }
}

pub async fn revoke_token(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    ask(&service, move |service| tokens::revoke(service, &signed.actor, id)).await?;
    Ok(answer::see_other("/account?done=revoked"))
}

fn frame(signed: &Signed) -> Frame {
    signed.frame("我的账号").section("/account")
}

async fn again(
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

async fn show(
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
