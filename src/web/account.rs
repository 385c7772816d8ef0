//! 我的账号: the own password, sessions and API tokens.

mod shown;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use self::shown::{Tokens, again_with, frame, show};
pub(super) use self::shown::{again, within};
use super::answer::{self, No, ask};
use super::cookies;
use super::posted::{Posted, Pressed};
use super::sign_in::set;
use super::signed::Signed;
use super::sorted::Sorted;
use crate::workflow::Service;
use crate::workflow::accounts::{self, NewPassword};
use crate::workflow::tokens::{self, Owner};

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
    /// Days until its end.
    #[serde(default = "usual_days")]
    days: i64,
}

fn usual_days() -> i64 {
    tokens::DAYS[0]
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
    sorted: web::Query<Sorted>,
) -> Result<HttpResponse, No> {
    let frame = frame(&signed).noted(
        &done.done,
        &[
            ("password", "密码已修改，其他地方的登录都已退出。请点上面的“首页”开始办理。"),
            ("revoked", "令牌已作废。"),
            ("second-factor-off", "两步验证已取消。"),
        ],
    );
    show(&service, &signed, frame, Tokens { sort: sorted.into_inner().sort, ..Tokens::default() }).await
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
        Err(problem) => again(&service, &signed, problem).await,
    }
}

pub async fn create_token(
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<NewToken>,
) -> Result<HttpResponse, No> {
    let (owner, name, days) = (Owner::own(&signed.actor), posted.value.name.clone(), posted.value.days);
    let made = ask(&service, move |service| tokens::create(service, owner, &name, days));
    match posted.unless_wrong(made).await {
        Ok(token) => {
            show(&service, &signed, frame(&signed), Tokens { new: Some(token), ..Tokens::default() }).await
        }
        Err(problem) => {
            let typed = Tokens { name: posted.value.name, days, ..Tokens::default() };
            again_with(&service, &signed, problem, typed).await
        }
    }
}

pub async fn revoke_token(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    ask(&service, move |service| tokens::revoke(service, Owner::own(&signed.actor), id)).await?;
    Ok(answer::see_other("/account?done=revoked"))
}
