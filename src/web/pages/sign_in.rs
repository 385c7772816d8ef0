//! 登录页. The same words for an unknown name and a wrong password; both go to the frame as one error
//! without a field, as does the message of somebody who has to wait.

use askama::Template;

use super::Frame;

#[derive(Template)]
#[template(path = "sign_in.html", config = "src/web/askama.toml")]
pub struct SignInPage {
    pub frame: Frame,
    pub login: String,
    /// Where to go afterwards; empty for the home page.
    pub next: String,
    /// The public key that receipts are signed by; empty where there is none yet.
    pub public_key: String,
}
