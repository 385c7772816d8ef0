//! 开通: the page behind the one-time link.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page_again};
use super::pages::SetupPage;
use super::posted::Posted;
use super::sign_in::{Door, entered};
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::accounts;
use crate::workflow::setup::{self, First};

#[derive(Debug, Deserialize, Validate)]
pub struct Filled {
    #[validate(length(min = 1, max = 64, message = "请填写用户名，不超过 64 个字符。"))]
    login: String,
    #[validate(length(min = 1, max = 60, message = "请填写姓名，不超过 60 个字。"))]
    name: String,
    #[validate(length(min = 1, max = 1_000, message = "请填写密码。"))]
    password: String,
    #[serde(default)]
    password_again: String,
}

pub async fn page(
    request: HttpRequest,
    token: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, No> {
    let token = token.into_inner();
    let asked = token.clone();
    ask(&service, move |service| setup::open(service, &asked)).await?;
    let door = Door::of(&request, &service)?;
    let page = SetupPage {
        frame: door.frame("开通管理员"),
        token,
        login: String::new(),
        name: String::new(),
        rules: accounts::demands(&service).words(),
    };
    Ok(door.keep(answer::page(&page)?, &service))
}

pub async fn complete(
    request: HttpRequest,
    token: web::Path<String>,
    service: web::Data<Service>,
    posted: Posted<Filled>,
) -> Result<HttpResponse, No> {
    let token = token.into_inner();
    let done = try_to_complete(&service, token.clone(), &posted.value);
    match posted.unless_wrong(done).await {
        Ok(response) => Ok(response),
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let door = Door::of(&request, &service)?;
            let frame = door.frame("开通管理员").wrong(&problem.sentences);
            let Filled { login, name, .. } = posted.value;
            Ok(door.keep(
                page_again(&SetupPage {
                    frame,
                    token,
                    login,
                    name,
                    rules: accounts::demands(&service).words(),
                })?,
                &service,
            ))
        }
    }
}

async fn try_to_complete(
    service: &web::Data<Service>,
    token: String,
    filled: &Filled,
) -> Result<HttpResponse, Problem> {
    let first = First {
        login: filled.login.clone(),
        name: filled.name.clone(),
        password: filled.password.clone(),
        password_again: filled.password_again.clone(),
    };
    let done = ask(service, move |service| setup::complete(service, &token, &first)).await?;
    entered(done, "/", service)
}
