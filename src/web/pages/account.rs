//! 我的账号: password, sessions, tokens of the interface.

use askama::Template;

use super::Frame;
use super::heads::Heads;
use super::layout::Choice;

pub struct SessionLine {
    pub started: String,
    pub seen: String,
    pub current: bool,
}

pub struct TokenLine {
    pub id: i64,
    pub name: String,
    pub created: String,
    /// `2027年11月30日`; empty where it has no end.
    pub ends: String,
    pub state: TokenState,
    /// When it was revoked; empty where it was not.
    pub revoked: String,
}

/// How it stands with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    Good,
    /// It ends in so many days.
    Ending(i64),
    /// Made by an earlier version.
    Endless,
    Ended,
    Revoked,
}

impl TokenState {
    pub fn label(self) -> &'static str {
        match self {
            TokenState::Good | TokenState::Endless => "可用",
            TokenState::Ending(_) => "快到期",
            TokenState::Ended => "已到期",
            TokenState::Revoked => "已作废",
        }
    }
}

/// How it stands with the second step of signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecondFactorState {
    /// Not for this person, or not in this installation.
    Nothing,
    Off,
    /// When it was reset, and by whom.
    Ended(String, String),
    /// Since when, and how many recovery codes are left.
    On(String, usize),
}

impl SecondFactorState {
    fn is_nothing(&self) -> bool {
        *self == SecondFactorState::Nothing
    }
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
    /// What a password must be like.
    pub rules: String,
    /// Minutes without a request after which a session ends, and its longest hours.
    pub idle: i64,
    pub longest: i64,
    pub second_factor: SecondFactorState,
    /// Whether it cannot be turned off.
    pub second_factor_required: bool,
    pub sessions: Vec<SessionLine>,
    pub tokens: Vec<TokenLine>,
    pub token_heads: Heads,
    /// Just made: shown on this page and never again.
    pub new_token: Option<String>,
    /// As typed.
    pub token_name: String,
    pub token_days: i64,
    /// For how long a token can be made.
    pub day_choices: Vec<Choice>,
}
