//! 账号: one's own with its tokens; those of others listed, opened, disabled, enabled, given a new first password.
//!
//! Absent on purpose: making a token, changing the own password and setting up the own second step. They need the
//! password or the person, whom no program has; a token is not asked for a code.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{self, No, ask};
use super::super::signed::Signed;
use super::body::Body;
use super::reading::limit;
use super::reply::{created, done, tell};
use super::shapes;
use crate::workflow::accounts::{self, By, Page};
use crate::workflow::tokens::{self, Owner};
use crate::workflow::{Service, handing_out};

#[utoipa::path(get, path = "/api/v1/account", tag = "accounts", summary = "令牌所属的账号",
    responses((status = 200, body = shapes::OwnAccountShape)))]
pub async fn own(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
) -> Result<HttpResponse, No> {
    tell(&request, &service, move |_| Ok(shapes::own(&signed.actor))).await
}

#[utoipa::path(get, path = "/api/v1/account/tokens", tag = "accounts", summary = "自己的接口令牌",
    responses((status = 200, body = shapes::TokensShape)))]
pub async fn own_tokens(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
) -> Result<HttpResponse, No> {
    let owner = Owner::own(&signed.actor);
    tell(&request, &service, move |service| Ok(shapes::tokens(tokens::list(service, owner)?))).await
}

#[utoipa::path(delete, path = "/api/v1/account/tokens/{id}", tag = "accounts", summary = "作废自己的一个令牌",
    params(("id" = i64, Path, description = "令牌编号")), responses((status = 204)))]
pub async fn revoke_token(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    done(&service, move |service| tokens::revoke(service, Owner::own(&signed.actor), *id)).await
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountsQuery {
    /// 用户名、姓名、单位名称或代码里有这些字
    #[serde(default)]
    q: String,
    /// 从哪个用户名之后开始
    after: Option<String>,
    /// 一页最多几个；不写为 100
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/api/v1/accounts", tag = "accounts", summary = "账号列表", params(AccountsQuery),
    responses((status = 200, body = shapes::AccountsShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    query: web::Query<AccountsQuery>,
) -> Result<HttpResponse, No> {
    let most = limit(query.limit)?;
    tell(&request, &service, move |service| {
        let (words, after) = (query.q.clone(), query.after.clone());
        let page = Page { words, after, most: most + 1, ..Page::default() };
        let mut listing = accounts::list(service, By::Actor(&signed.actor), &page)?;
        let more = listing.accounts.len() > most;
        listing.accounts.truncate(most);
        let signed_in = |id: &i64| listing.last_sign_in.get(id).copied();
        let found = listing.accounts.iter();
        Ok(shapes::AccountsShape {
            accounts: found
                .map(|listed| {
                    let has = listing.with_second_factor.contains(&listed.account.id);
                    shapes::account(listed, signed_in(&listed.account.id), has)
                })
                .collect(),
            count: listing.count,
            next: listing.accounts.last().filter(|_| more).map(|last| last.account.login.clone()),
        })
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", summary = "开一个账号",
    description = "初始密码只在这里给一次，第一次登录后必须改掉。", request_body = shapes::NewAccount,
    responses((status = 201, body = shapes::HandedOutShape)))]
pub async fn create(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    body: Body,
) -> Result<HttpResponse, No> {
    let wish = body.json::<shapes::NewAccount>()?.wish()?;
    let made =
        ask(&service, move |service| accounts::create(service, By::Actor(&signed.actor), &wish)).await?;
    created(&request, "/api/v1/accounts", &shapes::handed_out(made))
}

#[utoipa::path(post, path = "/api/v1/accounts/lists", tag = "accounts", summary = "给一个单位以下成批开账号",
    description = "还没有账号的填报单位各开一个，答复是写有初始密码的 Excel 名单，只给一次。", request_body = shapes::NewAccounts,
    responses((status = 200, body = Vec<u8>, description = "账号名单",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub async fn hand_out(signed: Signed, service: web::Data<Service>, body: Body) -> Result<HttpResponse, No> {
    let unit = body.json::<shapes::NewAccounts>()?.unit;
    let made = ask(&service, move |service| handing_out::hand_out(service, By::Actor(&signed.actor), &unit));
    let list = made.await?;
    Ok(answer::download(&list.file_name, answer::XLSX, list.bytes))
}

#[utoipa::path(put, path = "/api/v1/accounts/{id}/disabling", tag = "accounts", summary = "停用账号",
    description = "它的登录和令牌马上失效。", params(("id" = i64, Path, description = "账号编号")),
    responses((status = 204)))]
pub async fn disable(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    done(&service, move |service| accounts::disable(service, By::Actor(&signed.actor), *id)).await
}

#[utoipa::path(delete, path = "/api/v1/accounts/{id}/disabling", tag = "accounts", summary = "恢复停用的账号",
    params(("id" = i64, Path, description = "账号编号")), responses((status = 204)))]
pub async fn enable(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    done(&service, move |service| accounts::enable(service, By::Actor(&signed.actor), *id)).await
}

#[utoipa::path(post, path = "/api/v1/accounts/{id}/passwords", tag = "accounts", summary = "重置密码",
    description = "给一个新的初始密码，只给一次；原来的登录和令牌马上失效。",
    params(("id" = i64, Path, description = "账号编号")), responses((status = 201, body = shapes::HandedOutShape)))]
pub async fn reset_password(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let verb = move |service: &Service| accounts::reset_password(service, By::Actor(&signed.actor), *id);
    let first = ask(&service, verb).await?;
    created(&request, "/api/v1/accounts", &shapes::handed_out(first))
}

#[utoipa::path(delete, path = "/api/v1/accounts/{id}/second-factor", tag = "accounts", summary = "重置两步验证",
    description = "给丢了手机的人用：此后登录只凭密码，正在用的登录马上退出，令牌不受影响；本人会看到是谁办的。",
    params(("id" = i64, Path, description = "账号编号")), responses((status = 204)))]
pub async fn reset_second_factor(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    done(&service, move |service| accounts::reset_second_factor(service, By::Actor(&signed.actor), *id)).await
}
