//! 账号: the list, a new one, a batch to hand out, disabling and enabling, a new first password.

mod shown;
mod making;

use actix_web::{HttpResponse, web};

pub use self::making::{batch, create};
pub use self::shown::Asked;
use self::shown::{again, filled, frame, shown_once};
use super::answer::{self, No, ask};
use super::pages::accounts::AccountValues;
use super::posted::{Posted, Pressed};
use super::signed::Signed;
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::accounts::{self, By};

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
            ("second-factor", "两步验证已重置，本人下次登录会看到是谁办的，可以重新设置。"),
        ],
    );
    answer::page(&filled(&service, &signed, frame, asked.into_inner(), None).await?)
}

pub async fn disable(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    then(&service, &signed, "disabled", move |service, by| accounts::disable(service, by, *id)).await
}

pub async fn enable(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    then(&service, &signed, "enabled", move |service, by| accounts::enable(service, by, *id)).await
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

pub async fn reset_second_factor(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let reset = move |service: &Service, by: By<'_>| accounts::reset_second_factor(service, by, *id);
    then(&service, &signed, "second-factor", reset).await
}

/// Does something to an account; then the list says that it is done, or why not.
async fn then(
    service: &web::Data<Service>,
    signed: &Signed,
    done: &str,
    act: impl FnOnce(&Service, By<'_>) -> Result<(), Problem> + Send + 'static,
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    match ask(service, move |service| act(service, By::Actor(&actor))).await {
        Ok(()) => Ok(answer::see_other(&format!("/accounts?done={done}"))),
        Err(problem) => again(service, signed, problem, AccountValues::default()).await,
    }
}
