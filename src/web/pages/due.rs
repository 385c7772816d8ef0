//! A deadline as people need it: the notice's words, the instant they mean, how long there is, what changed.

use askama::Template;
use askama::filters::HtmlSafe;

use super::words;
use crate::vocabulary::time::Instant;

/// 延期: this unit has until then.
#[derive(Clone, Debug)]
pub struct Extended {
    /// `2024年3月25日 24:00（含当日）`, from [`words::deadline`].
    pub until: String,
    pub reason: String,
    pub granted_by: String,
}

/// One logged change of a published deadline.
#[derive(Clone, Debug)]
pub struct DueChange {
    pub at: String,
    pub by: String,
    /// `3月20日前（2024年3月20日 24:00，含当日）`.
    pub before: String,
    pub after: String,
    pub reason: String,
}

/// A deadline, shown by writing it into a template.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/due.html", config = "src/web/askama.toml")]
pub struct Due {
    /// Verbatim from the notice.
    pub phrase: String,
    /// `2024年3月22日 24:00（含当日）`.
    pub instant: String,
    /// What the notice's words mean, where a day off moved the deadline: `2024年3月23日 24:00（含当日）`; empty where
    /// none did.
    pub shifted_from: String,
    /// `还有 2 天 3 小时`, against the extension where there is one; empty when it no longer matters.
    pub remaining: String,
    pub passed: bool,
    /// Nothing is taken after this; empty when nobody has set it.
    pub close: String,
    pub extended: Option<Extended>,
    pub changes: Vec<DueChange>,
}

impl HtmlSafe for Due {}

impl Due {
    pub fn new(phrase: &str, instant: Instant, now: Instant) -> Due {
        Due {
            phrase: phrase.to_owned(),
            instant: words::deadline(instant),
            shifted_from: String::new(),
            remaining: words::remaining(instant, now),
            passed: now >= instant,
            close: String::new(),
            extended: None,
            changes: Vec::new(),
        }
    }

    /// There is no deadline.
    pub fn open() -> Due {
        Due {
            phrase: String::new(),
            instant: "不限时间".to_owned(),
            shifted_from: String::new(),
            remaining: String::new(),
            passed: false,
            close: String::new(),
            extended: None,
            changes: Vec::new(),
        }
    }

    /// 顺延.
    pub fn shifted(mut self, from: Option<Instant>) -> Due {
        self.shifted_from = from.map_or(String::new(), words::deadline);
        self
    }

    pub fn extended(mut self, until: Instant, now: Instant, reason: &str, granted_by: &str) -> Due {
        self.remaining = words::remaining(until, now);
        self.passed = now >= until;
        self.extended = Some(Extended {
            until: words::deadline(until),
            reason: reason.to_owned(),
            granted_by: granted_by.to_owned(),
        });
        self
    }

    pub fn closing(mut self, close: Instant) -> Due {
        self.close = words::deadline(close);
        self
    }

    pub fn changed(mut self, changes: Vec<DueChange>) -> Due {
        self.changes = changes;
        self
    }

    /// No longer counting: the unit has sent, or the campaign is closed.
    pub fn settled(mut self) -> Due {
        self.remaining = String::new();
        self
    }
}
