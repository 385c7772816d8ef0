//! 账号: the list, a new one, a batch to hand out, disabling and enabling, a new first password.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask};
use super::pages::accounts::{AccountLine, AccountValues, FirstPassword};
use super::pages::layout::Choice;
use super::pages::words::{deadline, to_the_minute};
use super::pages::{AccountsPage, Frame};
use super::posted::{Posted, Pressed};
use super::signed::Signed;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::Role;
use crate::vocabulary::time::Instant;
use crate::workflow::accounts::{self, By, HandedOut, Listed, Page, Wish};
use crate::workflow::{Service, handing_out, units};

const A_PAGE: usize = 100;

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    after: Option<String>,
    #[serde(default)]
    done: String,
}

#[derive(Debug, Deserialize, Validate)]
pub struct NewAccount {
    #[validate(length(min = 1, max = 64, message = "请填写用户名，不超过 64 个字符。"))]
    login: String,
    #[validate(length(min = 1, max = 60, message = "请填写姓名，不超过 60 个字。"))]
    name: String,
    #[validate(length(min = 1, message = "请选择角色。"))]
    role: String,
    #[validate(length(min = 1, max = 40, message = "请填写单位编码。"))]
    unit: String,
}

#[derive(Debug, Deserialize, Validate)]
pub struct Batch {
    #[validate(length(min = 1, max = 40, message = "请选择范围。"))]
    unit: String,
}

pub async fn page(
    signed: Signed,
    service: web::Data<Service>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, No> {
    let frame = frame(&signed).noted(
        &asked.done,
        &[
            ("disabled", "账号已停用，正在使用的登录和接口令牌都已失效。"),
            ("enabled", "账号已恢复。忘记密码的，请再点“重置密码”。"),
        ],
    );
    answer::page(&filled(&service, &signed, frame, asked.into_inner(), None).await?)
}

pub async fn create(
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<NewAccount>,
) -> Result<HttpResponse, No> {
    match posted.unless_wrong(make(&service, &signed, &posted.value)).await {
        Ok(first) => shown_once(&service, &signed, first).await,
        Err(problem) => {
            let NewAccount { login, name, role, unit } = posted.value;
            again(&service, &signed, problem, AccountValues { login, name, role, unit }).await
        }
    }
}

async fn make(service: &web::Data<Service>, signed: &Signed, new: &NewAccount) -> Result<HandedOut, Problem> {
    let role = Role::from_code(&new.role).ok_or_else(|| Problem::field("role", "请选择角色。"))?;
    let wish = Wish { login: new.login.clone(), name: new.name.clone(), role, unit: new.unit.clone() };
    let actor = signed.actor.clone();
    ask(service, move |service| accounts::create(service, By::Actor(&actor), &wish)).await
}

/// The list is the answer itself: it is made once and not kept.
pub async fn batch(
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Batch>,
) -> Result<HttpResponse, No> {
    let (actor, unit) = (signed.actor.clone(), posted.value.unit.clone());
    let made = ask(&service, move |service| handing_out::hand_out(service, By::Actor(&actor), &unit));
    match posted.unless_wrong(made).await {
        Ok(list) => Ok(answer::download(&list.file_name, answer::XLSX, list.bytes)),
        Err(problem) => again(&service, &signed, problem, AccountValues::default()).await,
    }
}

pub async fn disable(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor.clone(), id.into_inner());
    match ask(&service, move |service| accounts::disable(service, By::Actor(&actor), id)).await {
        Ok(()) => Ok(answer::see_other("/accounts?done=disabled")),
        Err(problem) => again(&service, &signed, problem, AccountValues::default()).await,
    }
}

pub async fn enable(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    ask(&service, move |service| accounts::enable(service, By::Actor(&signed.actor), id)).await?;
    Ok(answer::see_other("/accounts?done=enabled"))
}

pub async fn reset_password(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor.clone(), id.into_inner());
    match ask(&service, move |service| accounts::reset_password(service, By::Actor(&actor), id)).await {
        Ok(first) => shown_once(&service, &signed, first).await,
        Err(problem) => again(&service, &signed, problem, AccountValues::default()).await,
    }
}

fn frame(signed: &Signed) -> Frame {
    signed.frame("账号").section("/accounts")
}

async fn shown_once(
    service: &web::Data<Service>,
    signed: &Signed,
    first: HandedOut,
) -> Result<HttpResponse, No> {
    let first = FirstPassword {
        login: first.login,
        name: first.name,
        password: first.password,
        until: deadline(first.until),
    };
    answer::page(&filled(service, signed, frame(signed), Asked::default(), Some(first)).await?)
}

async fn again(
    service: &web::Data<Service>,
    signed: &Signed,
    problem: Problem,
    values: AccountValues,
) -> Result<HttpResponse, No> {
    if problem.code != ProblemCode::Invalid {
        return Err(No(problem));
    }
    let frame = frame(signed).wrong(&problem.sentences);
    let page = filled(service, signed, frame, Asked::default(), None).await?;
    answer::page_again(&AccountsPage { values, ..page })
}

async fn filled(
    service: &web::Data<Service>,
    signed: &Signed,
    frame: Frame,
    asked: Asked,
    first: Option<FirstPassword>,
) -> Result<AccountsPage, Problem> {
    let actor = signed.actor.clone();
    let page = Page { words: asked.q.clone(), after: asked.after.clone(), most: A_PAGE };
    let (listing, nodes) = ask(service, move |service| {
        Ok((accounts::list(service, By::Actor(&actor), &page)?, units::parents(service, &actor)?))
    })
    .await?;
    let next = match listing.accounts.last() {
        Some(last) if listing.accounts.len() == A_PAGE => {
            let (q, after) = (answer::escaped(&asked.q), answer::escaped(&last.account.login));
            format!("/accounts?q={q}&after={after}")
        }
        _ => String::new(),
    };
    Ok(AccountsPage {
        frame,
        q: asked.q,
        count: listing.count,
        next,
        accounts: listing.accounts.into_iter().map(|listed| line(listed, &listing.last_sign_in)).collect(),
        first,
        values: AccountValues::default(),
        roles: Role::ALL.into_iter().map(|role| Choice::new(role.code(), role.label())).collect(),
        nodes: nodes
            .into_iter()
            .map(|node| Choice::new(&node.code, format!("{}（{}）", node.name, node.code)))
            .collect(),
    })
}

fn line(listed: Listed, last_sign_in: &HashMap<i64, Instant>) -> AccountLine {
    AccountLine {
        id: listed.account.id,
        login: listed.account.login,
        name: listed.account.name,
        role: listed.account.role.label().to_owned(),
        unit: listed.unit_name,
        last_signed_in: last_sign_in.get(&listed.account.id).copied().map(to_the_minute).unwrap_or_default(),
        first_password: listed.account.must_change,
        disabled: listed.account.disabled_at.is_some(),
    }
}
