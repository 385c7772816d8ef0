//! 账号: one's own with its tokens, and those of others for whoever administers them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::written::time;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Role};
use crate::workflow::accounts::{HandedOut, Listed, Wish};
use crate::workflow::tokens::Token;

/// 令牌所属的账号
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnAccountShape {
    /// 用户名
    pub login: String,
    /// 姓名
    pub name: String,
    /// `clerk` 填报员、`supervisor` 审核员、`auditor` 审计员、`administrator` 管理员
    pub role: &'static str,
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub unit_name: String,
}

pub fn own(actor: &Actor) -> OwnAccountShape {
    OwnAccountShape {
        login: actor.login.clone(),
        name: actor.name.clone(),
        role: actor.role.code(),
        unit: actor.unit_code.clone(),
        unit_name: actor.unit_name.clone(),
    }
}

/// 接口令牌
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenShape {
    /// 令牌编号
    pub id: i64,
    /// 名称
    pub name: String,
    /// 开设时间
    pub created: String,
    /// 作废时间；有效的为 `null`
    pub revoked: Option<String>,
    /// 有效到何时；以前开设、没有期限的为 `null`
    pub ends: Option<String>,
}

/// 自己的接口令牌
#[derive(Debug, Serialize, ToSchema)]
pub struct TokensShape {
    /// 令牌，不含令牌文字
    pub tokens: Vec<TokenShape>,
}

pub fn tokens(tokens: Vec<Token>) -> TokensShape {
    let token = |token: Token| TokenShape {
        id: token.id,
        name: token.name,
        created: time(token.created_at),
        revoked: token.revoked_at.map(time),
        ends: token.ends_at.map(time),
    };
    TokensShape { tokens: tokens.into_iter().map(token).collect() }
}

/// 账号
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountShape {
    /// 账号编号
    pub id: i64,
    /// 用户名
    pub login: String,
    /// 姓名
    pub name: String,
    /// `clerk` 填报员、`supervisor` 审核员、`auditor` 审计员、`administrator` 管理员
    pub role: &'static str,
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub unit_name: String,
    /// 是否还没有改初始密码
    pub first_password: bool,
    /// 是否开启了两步验证
    pub second_factor: bool,
    /// 停用时间；在用的为 `null`
    pub disabled: Option<String>,
    /// 最近一次登录
    pub last_signed_in: Option<String>,
}

pub fn account(listed: &Listed, last_signed_in: Option<Instant>, second_factor: bool) -> AccountShape {
    let account = &listed.account;
    AccountShape {
        id: account.id,
        login: account.login.clone(),
        name: account.name.clone(),
        role: account.role.code(),
        unit: listed.unit_code.clone(),
        unit_name: listed.unit_name.clone(),
        first_password: account.must_change,
        second_factor,
        disabled: account.disabled_at.map(time),
        last_signed_in: last_signed_in.map(time),
    }
}

/// 一页账号
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountsShape {
    /// 按用户名排列
    pub accounts: Vec<AccountShape>,
    /// 一共有多少
    pub count: u64,
    /// 下一页的 `after`；没有下一页的为 `null`
    pub next: Option<String>,
}

/// 要开的账号
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "login": "wangli", "name": "王丽", "role": "clerk", "unit": "370320001" })))]
pub struct NewAccount {
    /// 用户名
    #[validate(length(min = 1, max = 64, message = "请填写用户名，不超过 64 个字符。"))]
    #[schema(min_length = 2, max_length = 64)]
    pub login: String,
    /// 姓名
    #[validate(length(min = 1, max = 60, message = "请填写姓名，不超过 60 个字。"))]
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// `clerk` 填报员、`supervisor` 审核员、`auditor` 审计员、`administrator` 管理员
    pub role: String,
    /// 单位代码
    #[validate(length(min = 1, max = 40, message = "请填写单位编码。"))]
    #[schema(min_length = 1, max_length = 40)]
    pub unit: String,
}

impl NewAccount {
    pub fn wish(self) -> Result<Wish, Problem> {
        let role = Role::from_code(&self.role).ok_or_else(|| Problem::field("role", "请选择角色。"))?;
        Ok(Wish { login: self.login, name: self.name, role, unit: self.unit })
    }
}

/// 成批开账号的范围
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "unit": "370320" })))]
pub struct NewAccounts {
    /// 单位代码：它以下还没有账号的填报单位各开一个
    #[validate(length(min = 1, max = 40, message = "请选择范围。"))]
    #[schema(min_length = 1, max_length = 40)]
    pub unit: String,
}

/// 初始密码，只给一次
#[derive(Debug, Serialize, ToSchema)]
pub struct HandedOutShape {
    /// 账号编号
    pub id: i64,
    /// 用户名
    pub login: String,
    /// 姓名
    pub name: String,
    /// 初始密码
    pub password: String,
    /// 有效到何时
    pub until: String,
}

pub fn handed_out(first: HandedOut) -> HandedOutShape {
    HandedOutShape {
        id: first.account,
        login: first.login,
        name: first.name,
        password: first.password,
        until: time(first.until),
    }
}
