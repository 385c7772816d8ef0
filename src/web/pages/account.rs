//! 我的账号: password, sessions, tokens of the interface.

use askama::Template;

use super::Frame;

pub struct SessionLine {
    pub started: String,
    pub seen: String,
    pub current: bool,
}

pub struct TokenLine {
    pub id: i64,
    pub name: String,
    pub created: String,
    /// Empty while it works.
    pub revoked: String,
}

#[derive(Template)]
#[template(path = "account.html", config = "src/web/askama.toml")]
pub struct AccountPage {
    pub frame: Frame,
    pub login: String,
    pub name: String,
    pub role: String,
    pub unit: String,
    /// The first password has to be changed before anything else.
    pub must_change: bool,
    pub sessions: Vec<SessionLine>,
    pub tokens: Vec<TokenLine>,
    /// Just made: shown on this page and never again.
    pub new_token: Option<String>,
    /// As typed.
    pub token_name: String,
}
