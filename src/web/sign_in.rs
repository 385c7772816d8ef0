//! 登录, 退出.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page_as};
use super::pages::{Frame, SignInPage};
use super::posted::{Posted, Pressed};
use super::{cookies, signed};
use crate::problem::Problem;
use crate::workflow::sign_in::{self, Entered, Try};
use crate::workflow::{Service, secrets};

#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    pub(super) next: String,
    /// That a sign-in under way has ended.
    #[serde(default)]
    ended: String,
}

#[derive(Debug, Deserialize, Validate)]
pub struct Entry {
    #[validate(length(min = 1, max = 200, message = "请填写用户名。"))]
    login: String,
    #[validate(length(min = 1, max = 1_000, message = "请填写密码。"))]
    password: String,
    #[serde(default)]
    next: String,
}

/// Only an address of our own may be where somebody goes on to.
pub fn local(address: &str) -> &str {
    let is_ours = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains(['\\', '\r', '\n', '\t'])
        && address.is_ascii();
    if is_ours { address } else { "/" }
}

pub async fn page(
    request: HttpRequest,
    wanted: web::Query<Wanted>,
    service: web::Data<Service>,
) -> Result<HttpResponse, No> {
    if signed::of(&request).is_some() {
        return Ok(answer::see_other(local(&wanted.next)));
    }
    let door = Door::of(&request, &service)?;
    let mut frame = door.frame("登录");
    if !wanted.ended.is_empty() {
        frame = frame.error("", "这次登录已超过 15 分钟或已结束，请重新登录。");
    }
    let page = SignInPage {
        frame,
        login: String::new(),
        next: local(&wanted.next).to_owned(),
        public_key: service.public_key().unwrap_or_default(),
    };
    Ok(door.keep(page_as(StatusCode::OK, &page)?, &service))
}

pub async fn enter(
    request: HttpRequest,
    service: web::Data<Service>,
    posted: Posted<Entry>,
) -> Result<HttpResponse, No> {
    let entered = try_to_enter(&request, &service, &posted.value);
    let problem = match posted.unless_wrong(entered).await {
        Ok(response) => return Ok(response),
        Err(problem) => problem,
    };
    let (problem, status) = answer::to_try_again(problem)?;
    let door = Door::of(&request, &service)?;
    let frame = door.frame("登录").wrong(&problem.sentences);
    let Entry { login, next, .. } = posted.value;
    let page = SignInPage {
        frame,
        login,
        next: local(&next).to_owned(),
        public_key: service.public_key().unwrap_or_default(),
    };
    Ok(door.keep(page_as(status, &page)?, &service))
}

async fn try_to_enter(
    request: &HttpRequest,
    service: &web::Data<Service>,
    entry: &Entry,
) -> Result<HttpResponse, Problem> {
    let (login, password) = (entry.login.clone(), entry.password.clone());
    let address = cookies::address(request, &service.settings);
    let before = cookies::session(request, &service.settings);
    let begun = ask(service, move |service| {
        sign_in::sign_in(
            service,
            Try { login: &login, password: &password, address: &address, before: before.as_deref() },
        )
    });
    entered(begun.await?, &entry.next, service)
}

/// In, or on to what is asked next.
pub(super) fn entered(entered: Entered, next: &str, service: &Service) -> Result<HttpResponse, Problem> {
    let mut response = match &entered {
        Entered::In(begun) if begun.must_change => answer::see_other("/account"),
        Entered::In(_) => answer::see_other(local(next)),
        Entered::Asked(_) => {
            answer::see_other(&format!("/sign-in/step?next={}", answer::escaped(local(next))))
        }
    };
    keep_reference(&mut response, &entered, service)?;
    Ok(response)
}

/// The answer with the reference of the session, or of the sign-in under way.
pub(super) fn keep_reference(
    response: &mut HttpResponse,
    entered: &Entered,
    service: &Service,
) -> Result<(), Problem> {
    match entered {
        Entered::In(begun) => {
            set(response, &cookies::with_session(&begun.reference, &service.settings))?;
            set(response, &cookies::without_step(&service.settings))
        }
        Entered::Asked(reference) => set(response, &cookies::with_step(reference, &service.settings)),
    }
}

pub async fn leave(
    request: HttpRequest,
    service: web::Data<Service>,
    pressed: Result<Posted<Pressed>, No>,
) -> Result<HttpResponse, No> {
    // Whose session has ended by itself is out already, whatever the old page says.
    if signed::of(&request).is_some() {
        pressed?;
    }
    if let Some(reference) = cookies::session(&request, &service.settings) {
        ask(&service, move |service| sign_in::sign_out(service, &reference)).await?;
    }
    let mut response = answer::see_other("/sign-in");
    set(&mut response, &cookies::without_session(&service.settings))?;
    Ok(response)
}

pub(super) fn set(response: &mut HttpResponse, cookie: &actix_web::cookie::Cookie) -> Result<(), Problem> {
    response.add_cookie(cookie).map_err(|_| Problem::broken())
}

/// Ties a form before the session to the browser that asked for it.
pub(super) struct Door {
    token: String,
    is_new: bool,
}

impl Door {
    pub fn of(request: &HttpRequest, service: &Service) -> Result<Door, Problem> {
        match cookies::door(request, &service.settings) {
            Some(token) => Ok(Door { token, is_new: false }),
            None => Ok(Door { token: secrets::reference()?, is_new: true }),
        }
    }

    pub fn frame(&self, title: &str) -> Frame {
        Frame::new(title, signed::masked(&self.token))
    }

    /// The answer with the browser's token, where it has none yet.
    pub fn keep(&self, mut response: HttpResponse, service: &Service) -> HttpResponse {
        if self.is_new && set(&mut response, &cookies::with_door(&self.token, &service.settings)).is_err() {
            tracing::error!("a cookie was not set");
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn after_signing_in_nobody_is_sent_elsewhere() {
        for (address, goes) in [
            ("/campaigns/3?node=1", "/campaigns/3?node=1"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\r\nb", "/"),
            ("javascript:alert(1)", "/"),
        ] {
            assert_eq!(local(address), goes, "{address}");
        }
    }
}
