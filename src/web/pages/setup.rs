//! 开通: the one-time link that makes the first administrator.

use askama::Template;

use super::Frame;

#[derive(Template)]
#[template(path = "setup.html", config = "src/web/askama.toml")]
pub struct SetupPage {
    pub frame: Frame,
    /// Of the address: `/setup/{token}`.
    pub token: String,
    pub login: String,
    pub name: String,
    /// What a password must be like.
    pub rules: String,
}
