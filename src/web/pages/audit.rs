//! 审计记录: what was done, by whom, each entry chained to the one before.

use askama::Template;

use super::Frame;
use super::heads::Heads;
use super::layout::Choice;
use super::proof::Proof;

pub struct AuditLine {
    pub at: String,
    pub chain: String,
    pub sequence: i64,
    pub who: String,
    /// In words: `上报`, `退回`, `改截止时间`.
    pub verb: String,
    pub subject: String,
    pub detail: String,
    pub hash: String,
}

#[derive(Template)]
#[template(path = "audit.html", config = "src/web/askama.toml")]
pub struct AuditPage {
    pub frame: Frame,
    pub heads: Heads,
    pub entries: Vec<AuditLine>,
    /// Fields of the filter, as typed.
    pub chain: String,
    pub verb: String,
    pub verbs: Vec<Choice>,
    /// `共 63 条链，12 408 条记录`.
    pub summary: String,
    /// When the last checkpoint was written over all heads; empty when none.
    pub checkpoint: String,
    /// Its signed text, to be printed.
    pub proof: Option<Proof>,
    pub next: String,
    /// Where the same is as a file.
    pub file: String,
    /// Whether only auditors read it here.
    pub apart: bool,
}
