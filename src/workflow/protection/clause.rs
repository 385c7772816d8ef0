//! A clause as it is written down, before anybody asks how this installation stands with it.

use crate::config::Settings;

/// How it stands with one clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Met,
    Partly,
    /// Nothing does it yet.
    Unmet,
    /// Whoever runs the machine sees to it.
    Outside,
}

impl Standing {
    pub fn label(self) -> &'static str {
        match self {
            Standing::Met => "做到",
            Standing::Partly => "部分做到",
            Standing::Unmet => "未做到",
            Standing::Outside => "由部署保证",
        }
    }
}

pub(super) struct Clause {
    /// `8.1.4.1 a`.
    pub number: &'static str,
    pub asks: &'static str,
    /// Whether only level 3 asks it.
    pub is_level_3: bool,
    pub stands: fn(&Settings) -> (Standing, String),
    /// The tests that prove it, `file: function`.
    pub tests: &'static [&'static str],
}
