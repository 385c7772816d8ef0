//! 登录的下一步: what is asked behind the right password and before there is a session.
//!
//! The browser holds the reference of the sign-in under way in a cookie of its own; every form carries the door's token
//! like the first one. Everything works by links and forms alone.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page_as};
use super::pages::second_factor::{RecoveryCodesPage, SignInCodePage, SignInPasswordPage};
use super::posted::Posted;
use super::second_factor::{Confirmed, Place, proposed};
use super::sign_in::{Door, Wanted, entered, keep_reference, local};
use super::{cookies, signed};
use crate::problem::{Problem, ProblemCode};
use crate::workflow::sign_in::{self, Asked, Entered, From, Waiting};
use crate::workflow::{Service, accounts};

#[derive(Debug, Deserialize, Validate)]
pub struct Code {
    #[validate(length(min = 1, max = 40, message = "请输入验证码。"))]
    code: String,
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize, Validate)]
pub struct NewPassword {
    #[validate(length(min = 1, max = 1_000, message = "请填写新密码。"))]
    password: String,
    #[serde(default)]
    password_again: String,
    #[serde(default)]
    next: String,
}

pub async fn page(
    request: HttpRequest,
    wanted: web::Query<Wanted>,
    service: web::Data<Service>,
) -> Result<HttpResponse, No> {
    if signed::of(&request).is_some() {
        return Ok(answer::see_other(local(&wanted.next)));
    }
    let Some(waiting) = waiting(&request, &service).await? else {
        return Ok(answer::see_other("/sign-in"));
    };
    shown(&request, &service, waiting, Said { next: wanted.next.clone(), ..Said::default() }).await
}

/// What was typed and what is wrong with it.
struct Said {
    status: StatusCode,
    next: String,
    salt: Option<String>,
    sentences: Vec<(Option<String>, String)>,
}

impl Default for Said {
    fn default() -> Said {
        Said { status: StatusCode::OK, next: String::new(), salt: None, sentences: Vec::new() }
    }
}

async fn waiting(request: &HttpRequest, service: &web::Data<Service>) -> Result<Option<Waiting>, Problem> {
    let Some(reference) = cookies::step(request, &service.settings) else { return Ok(None) };
    ask(service, move |service| sign_in::waiting(service, &reference)).await
}

async fn shown(
    request: &HttpRequest,
    service: &web::Data<Service>,
    waiting: Waiting,
    said: Said,
) -> Result<HttpResponse, No> {
    let door = Door::of(request, service)?;
    let frame = |title: &str| door.frame(title).wrong(&said.sentences);
    let next = local(&said.next).to_owned();
    let page = match waiting.asked {
        Asked::Code => page_as(said.status, &SignInCodePage { frame: frame("两步验证"), next }),
        Asked::Password => {
            let rules = accounts::demands(service).words();
            let days = service.settings.password_days;
            page_as(said.status, &SignInPasswordPage { frame: frame("更换密码"), next, days, rules })
        }
        Asked::SetUp => {
            let (frame, action) = (frame("设置两步验证"), "/sign-in/second-factor");
            let place = Place { frame, action, at_the_door: true, next };
            page_as(said.status, &proposed(service, waiting.actor, said.salt.clone(), place).await?)
        }
    };
    Ok(door.keep(page?, service))
}

/// The same step again, with what is wrong; from the start where there is no sign-in under way any more.
async fn again(
    request: &HttpRequest,
    service: &web::Data<Service>,
    problem: Problem,
    (next, salt): (String, Option<String>),
) -> Result<HttpResponse, No> {
    if problem.code == ProblemCode::SignInNeeded {
        return Ok(answer::see_other("/sign-in?ended=1"));
    }
    let (problem, status) = answer::to_try_again(problem)?;
    let Some(waiting) = waiting(request, service).await? else {
        return Ok(answer::see_other("/sign-in?ended=1"));
    };
    let said = Said { status, next, salt, sentences: problem.sentences };
    shown(request, service, waiting, said).await
}

/// The browser's sign-in under way, and where it comes from.
fn came(request: &HttpRequest, service: &Service) -> (String, From) {
    let reference = cookies::step(request, &service.settings).unwrap_or_default();
    let address = cookies::address(request, &service.settings);
    (reference, From { address, before: cookies::session(request, &service.settings) })
}

pub async fn give_code(
    request: HttpRequest,
    service: web::Data<Service>,
    posted: Posted<Code>,
) -> Result<HttpResponse, No> {
    let ((reference, from), code) = (came(&request, &service), posted.value.code.clone());
    let done = ask(&service, move |service| sign_in::give_code(service, &reference, &code, from));
    match posted.unless_wrong(done).await {
        Ok(done) => Ok(entered(done, &posted.value.next, &service)?),
        Err(problem) => again(&request, &service, problem, (posted.value.next, None)).await,
    }
}

pub async fn give_password(
    request: HttpRequest,
    service: web::Data<Service>,
    posted: Posted<NewPassword>,
) -> Result<HttpResponse, No> {
    let (reference, from) = came(&request, &service);
    let NewPassword { password, password_again, .. } = &posted.value;
    let typed = (password.clone(), password_again.clone());
    let done =
        ask(&service, move |service| sign_in::give_password(service, &reference, (&typed.0, &typed.1), from));
    match posted.unless_wrong(done).await {
        Ok(done) => Ok(entered(done, &posted.value.next, &service)?),
        Err(problem) => again(&request, &service, problem, (posted.value.next, None)).await,
    }
}

pub async fn set_up(
    request: HttpRequest,
    service: web::Data<Service>,
    posted: Posted<Confirmed>,
) -> Result<HttpResponse, No> {
    let (reference, from) = came(&request, &service);
    let Confirmed { salt, code, next } = &posted.value;
    let (typed, next) = ((salt.clone(), code.clone()), next.clone());
    let done =
        ask(&service, move |service| sign_in::give_set_up(service, &reference, (&typed.0, &typed.1), from));
    match posted.unless_wrong(done).await {
        Ok((done, codes)) => {
            let onward = match &done {
                Entered::In(begun) if begun.must_change => "/account".to_owned(),
                Entered::In(_) => local(&next).to_owned(),
                Entered::Asked(_) => format!("/sign-in/step?next={}", answer::escaped(local(&next))),
            };
            let door = Door::of(&request, &service)?;
            let (frame, onward_label) = (door.frame("恢复码"), "已经记下，进入系统");
            let response = answer::page(&RecoveryCodesPage { frame, codes, onward, onward_label })?;
            let mut response = door.keep(response, &service);
            keep_reference(&mut response, &done, &service)?;
            Ok(response)
        }
        Err(problem) => again(&request, &service, problem, (next, Some(posted.value.salt))).await,
    }
}
