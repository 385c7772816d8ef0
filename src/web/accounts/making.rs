//! New accounts: one by one, or one for every unit below a node.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::super::answer::{self, No, ask};
use super::super::pages::accounts::AccountValues;
use super::super::posted::Posted;
use super::super::signed::Signed;
use super::shown::{again, shown_once};
use crate::problem::Problem;
use crate::vocabulary::Role;
use crate::workflow::accounts::{self, By, HandedOut, Wish};
use crate::workflow::{Service, handing_out};

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
