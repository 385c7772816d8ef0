//! 账号: the list, a new one, many at once, and a first password that is shown once.

use askama::Template;

use super::Frame;
use super::heads::Heads;
use super::layout::Choice;

pub struct AccountLine {
    pub id: i64,
    pub login: String,
    pub name: String,
    pub role: String,
    pub unit: String,
    /// `3月20日 10:32`; empty when never.
    pub last_signed_in: String,
    /// The first password has not been changed yet.
    pub first_password: bool,
    /// Whether its sign-in has a second step.
    pub second_factor: bool,
    pub disabled: bool,
}

/// Shown on this page and never again.
pub struct FirstPassword {
    pub login: String,
    pub name: String,
    pub password: String,
    /// `2024年3月27日 24:00（含当日）`.
    pub until: String,
}

/// Fields of a new account, as typed.
#[derive(Clone, Debug, Default)]
pub struct AccountValues {
    pub login: String,
    pub name: String,
    /// Code of a role.
    pub role: String,
    /// Code of a unit.
    pub unit: String,
}

#[derive(Template)]
#[template(path = "accounts.html", config = "src/web/askama.toml")]
pub struct AccountsPage {
    pub frame: Frame,
    pub q: String,
    pub heads: Heads,
    pub accounts: Vec<AccountLine>,
    pub count: u64,
    pub next: String,
    pub first: Option<FirstPassword>,
    pub values: AccountValues,
    pub roles: Vec<Choice>,
    /// Units above others, for accounts in one step; field `unit`.
    pub nodes: Vec<Choice>,
}
