//! 两步验证: its setup, its recovery codes, and what is asked at the door beside the password.

use askama::Template;

use super::Frame;
use super::scanned::picture;

/// To set it up: the secret as a picture and as text, and a code to confirm it.
#[derive(Template)]
#[template(path = "second_factor.html", config = "src/web/askama.toml")]
pub struct SecondFactorPage {
    pub frame: Frame,
    /// Where the form goes.
    pub action: &'static str,
    /// Whether the installation requires it, and somebody is at the door.
    pub at_the_door: bool,
    pub salt: String,
    /// In groups of four, to be typed.
    pub secret: String,
    pub picture: Option<String>,
    /// Where to go afterwards, at the door.
    pub next: String,
}

/// A secret in groups that can be read out.
pub fn in_groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The picture that an authenticator scans.
pub fn scanned(login: &str, secret: &str, escaped: impl Fn(&str) -> String) -> Option<String> {
    let issuer = escaped("汇表");
    picture(&format!("otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}", escaped(login)))
}

/// Recovery codes, shown once.
#[derive(Template)]
#[template(path = "recovery_codes.html", config = "src/web/askama.toml")]
pub struct RecoveryCodesPage {
    pub frame: Frame,
    pub codes: Vec<String>,
    pub onward: String,
    pub onward_label: &'static str,
}

/// At the door: the code.
#[derive(Template)]
#[template(path = "sign_in_code.html", config = "src/web/askama.toml")]
pub struct SignInCodePage {
    pub frame: Frame,
    pub next: String,
}

/// At the door: another password.
#[derive(Template)]
#[template(path = "sign_in_password.html", config = "src/web/askama.toml")]
pub struct SignInPasswordPage {
    pub frame: Frame,
    pub next: String,
    pub days: i64,
    /// What a password must be like.
    pub rules: String,
}
