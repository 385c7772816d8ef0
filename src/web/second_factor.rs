//! 两步验证 of the own account: set up, confirmed, other recovery codes, turned off.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::account::again;
use super::answer::{self, No, ask, page_as};
use super::pages::Frame;
use super::pages::second_factor::{RecoveryCodesPage, SecondFactorPage, in_groups, scanned};
use super::posted::Posted;
use super::signed::Signed;
use super::{account, cookies};
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::Service;
use crate::workflow::second_factor::{self, Standing};

#[derive(Debug, Deserialize, Validate)]
pub struct Confirmed {
    #[serde(default)]
    pub(super) salt: String,
    #[validate(length(min = 1, max = 40, message = "请输入手机上显示的 6 位验证码。"))]
    pub(super) code: String,
    #[serde(default)]
    pub(super) next: String,
}

#[derive(Debug, Deserialize, Validate)]
pub struct Code {
    #[validate(length(min = 1, max = 40, message = "请输入验证码。"))]
    code: String,
}

#[derive(Debug, Deserialize, Validate)]
pub struct Ending {
    #[validate(length(min = 1, max = 1_000, message = "请填写密码。"))]
    password: String,
    #[validate(length(min = 1, max = 40, message = "请输入验证码。"))]
    code: String,
}

/// What it is about, before anybody is asked.
pub(super) struct Place {
    pub frame: Frame,
    pub action: &'static str,
    pub at_the_door: bool,
    pub next: String,
}

/// The page of a setup; after a mistake with the same secret.
pub(super) async fn proposed(
    service: &web::Data<Service>,
    actor: Actor,
    salt: Option<String>,
    place: Place,
) -> Result<SecondFactorPage, Problem> {
    let login = actor.login.clone();
    let proposal =
        ask(service, move |service| second_factor::propose(service, &actor, salt.as_deref())).await?;
    let Place { frame, action, at_the_door, next } = place;
    Ok(SecondFactorPage {
        frame,
        action,
        at_the_door,
        next,
        salt: proposal.salt,
        secret: in_groups(&proposal.secret),
        picture: scanned(&login, &proposal.secret, answer::escaped),
    })
}

fn own(frame: Frame) -> Place {
    Place { frame, action: "/account/second-factor", at_the_door: false, next: String::new() }
}

fn frame(signed: &Signed) -> Frame {
    signed.frame("设置两步验证").section("/account").through("我的账号", "/account").here("设置两步验证")
}

pub async fn page(signed: Signed, service: web::Data<Service>) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    match ask(&service, move |service| second_factor::standing(service, &actor)).await? {
        Standing::Nothing => Err(No(Problem::not_found())),
        Standing::On { .. } => Ok(answer::see_other("/account")),
        Standing::Off(_) => {
            answer::page(&proposed(&service, signed.actor.clone(), None, own(frame(&signed))).await?)
        }
    }
}

pub async fn set_up(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Confirmed>,
) -> Result<HttpResponse, No> {
    let Confirmed { salt, code, .. } = &posted.value;
    let (actor, typed) = (signed.actor.clone(), (salt.clone(), code.clone()));
    let address = cookies::address(&request, &service.settings);
    let done =
        ask(&service, move |service| second_factor::set_up(service, &actor, (&typed.0, &typed.1), &address));
    match posted.unless_wrong(done).await {
        Ok(codes) => shown_once(&signed, codes),
        Err(problem) => {
            let (problem, status) = answer::to_try_again(problem)?;
            let frame = frame(&signed).wrong(&problem.sentences);
            let salt = Some(posted.value.salt);
            page_as(status, &proposed(&service, signed.actor.clone(), salt, own(frame)).await?)
        }
    }
}

fn shown_once(signed: &Signed, codes: Vec<String>) -> Result<HttpResponse, No> {
    let frame = signed.frame("恢复码").section("/account").through("我的账号", "/account").here("恢复码");
    let (onward, onward_label) = ("/account".to_owned(), "已经记下，回到我的账号");
    answer::page(&RecoveryCodesPage { frame, codes, onward, onward_label })
}

pub async fn renew(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Code>,
) -> Result<HttpResponse, No> {
    let (actor, code) = (signed.actor.clone(), posted.value.code.clone());
    let address = cookies::address(&request, &service.settings);
    let done = ask(&service, move |service| second_factor::renew(service, &actor, &code, &address));
    match posted.unless_wrong(done).await {
        Ok(codes) => shown_once(&signed, codes),
        Err(problem) => again(&service, &signed, account::within("codes", problem)).await,
    }
}

pub async fn turn_off(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Ending>,
) -> Result<HttpResponse, No> {
    let Ending { password, code } = &posted.value;
    let (actor, typed) = (signed.actor.clone(), (password.clone(), code.clone()));
    let address = cookies::address(&request, &service.settings);
    let done = ask(&service, move |service| {
        second_factor::turn_off(service, &actor, (&typed.0, &typed.1), &address)
    });
    match posted.unless_wrong(done).await {
        Ok(()) => Ok(answer::see_other("/account?done=second-factor-off")),
        Err(problem) => again(&service, &signed, account::within("ending", problem)).await,
    }
}
