//! 上报汇总: where a node stands with the nodes below it, and one sign-off as it was signed.

use askama::Template;

use super::Frame;
use super::campaign::Tabs;
use super::figures::FigureTable;
use super::heads::Heads;
use super::status::{Signing, Tag};
use super::totals::Breakdown;

/// A unit whose figures have moved on since.
pub struct MovedLine {
    pub code: String,
    pub name: String,
    /// `重新上报`, `已退回`.
    pub since: String,
    /// `第 1 次上报`; `—`.
    pub old: String,
    pub new: String,
}

/// A node below that signs by itself.
pub struct BelowLine {
    pub code: String,
    pub name: String,
    pub signing: Signing,
    /// How many of its units have moved on since.
    pub moved: usize,
    pub units: usize,
    /// `第 2 次，李明，2024年3月23日 10:20`; empty where it has not signed.
    pub signed: String,
    /// Number of the newest sign-off.
    pub id: Option<i64>,
    /// Why it was returned; empty otherwise.
    pub reason: String,
    pub may_review: bool,
}

/// A sign-off of the node in the list.
pub struct SignLine {
    pub id: i64,
    pub number: i64,
    pub at: String,
    pub by: String,
    pub signing: Signing,
    /// Why it was signed anew, why it was returned; may be empty.
    pub reason: String,
    pub said: String,
}

#[derive(Template)]
#[template(path = "sign_offs.html", config = "src/web/askama.toml")]
pub struct SignOffsPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub node_code: String,
    pub node_name: String,
    pub above: Vec<(String, String)>,
    pub as_of: String,
    pub signing: Signing,
    /// The campaign's own node: its sign-off is published.
    pub is_top: bool,
    pub moved: Vec<MovedLine>,
    /// Name and what is awaited of it.
    pub obstacles: Vec<(String, String)>,
    /// How many are awaited; the list may be shorter.
    pub awaited: usize,
    pub heads: Heads,
    /// By code, unless another order is asked for.
    pub below: Vec<BelowLine>,
    /// Newest first.
    pub signed: Vec<SignLine>,
    pub units: usize,
    pub counted: usize,
    /// The reader signs for this node.
    pub is_own: bool,
    /// Why it cannot be signed now; empty where it can.
    pub refusal: String,
    /// 第 n 次 of the next one.
    pub next: i64,
    /// As typed.
    pub reason: String,
    pub confirmed: bool,
}

impl SignOffsPage {
    fn is_corrected(&self) -> bool {
        !self.moved.is_empty()
    }
}

/// One figure of 更正.
pub struct CorrectionLine {
    pub title: String,
    pub measure: String,
    pub old: String,
    pub new: String,
}

/// A file as it was signed.
pub struct SignedFileLine {
    /// `工作簿（xlsx）`.
    pub label: String,
    pub href: String,
    pub name: String,
    pub size: String,
    pub sha256: String,
}

/// What was said of a sign-off.
pub struct VerdictLine {
    pub at: String,
    pub by: String,
    pub verdict: String,
    pub reason: String,
}

/// The forms of whoever is above.
pub struct SignReviewForms {
    pub may_accept: bool,
    pub may_return: bool,
    /// As typed.
    pub reason: String,
}

#[derive(Template)]
#[template(path = "sign_off.html", config = "src/web/askama.toml")]
pub struct SignOffPage {
    pub frame: Frame,
    pub tabs: Option<Tabs>,
    pub campaign: i64,
    pub title: String,
    pub id: i64,
    pub node_code: String,
    pub node_name: String,
    pub number: i64,
    pub signing: Signing,
    pub is_newest: bool,
    /// Number in the database and 第 n 次 of the node's other sign-offs.
    pub others: Vec<(i64, i64)>,
    pub at: String,
    pub by: String,
    pub reason: String,
    pub digest: String,
    /// `应报 20 个单位，计入 19 个（其中零报告 1 个），未报 1 个`.
    pub range: String,
    pub moved: Vec<MovedLine>,
    pub corrections: Vec<CorrectionLine>,
    /// Unit, 第 n 次 before, 第 n 次 now.
    pub changed: Vec<(String, String, String)>,
    pub table: FigureTable,
    pub breakdown: Option<Breakdown>,
    /// Name and why it is not counted.
    pub absent: Vec<(String, String)>,
    pub unsigned: Vec<String>,
    pub files: Vec<SignedFileLine>,
    pub verdicts: Vec<VerdictLine>,
    pub review: Option<SignReviewForms>,
    /// Who is below the node sees the published figures and nothing behind them.
    pub whole: bool,
}

impl SignOffPage {
    fn state(&self) -> Tag {
        self.signing.tag()
    }
}
