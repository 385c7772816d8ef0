//! 一次上报: everything known about one revision, and the forms to accept or return it.

use askama::Template;

use super::Frame;
use super::draft::{Fields, SourceFile};
use super::due::Due;
use super::figures::{FigureTable, FindingLine};
use super::receipt::{ChainPlace, Sender};
use super::status::{Status, Tag, Timely};
use super::unit::{CampaignHead, RevisionList};

/// The four times, each empty until it has come.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// 首次收到
    pub first_received: String,
    /// 首次有效
    pub first_valid: String,
    /// 最后修改
    pub last_changed: String,
    /// 通过
    pub accepted: String,
}

/// One step of the review's history, newest last.
#[derive(Clone, Debug)]
pub struct ReviewLine {
    pub at: String,
    pub by: String,
    /// `上报`, `退回`, `通过`.
    pub verdict: String,
    pub reason: String,
    /// Items named in a return.
    pub items: Vec<String>,
}

/// An item to tick in a return, field `item`.
#[derive(Clone, Debug)]
pub struct ItemTick {
    /// Code of the item.
    pub value: String,
    pub label: String,
    pub ticked: bool,
}

/// The forms of a supervisor.
#[derive(Clone, Debug, Default)]
pub struct ReviewForms {
    /// Why it cannot be accepted (not the current revision, already accepted); empty when it can.
    pub not_acceptable: String,
    /// The same for returning.
    pub not_returnable: String,
    /// As typed, field `reason`.
    pub reason: String,
    pub items: Vec<ItemTick>,
}

/// One deliverable of the unit's package, in one line.
#[derive(Clone, Debug)]
pub struct PackageLine {
    pub title: String,
    pub must: &'static str,
    pub tag: Tag,
    pub timely: Option<Timely>,
    /// Of what stands: number and address; empty where nothing was sent.
    pub receipt: String,
    /// Where it lies.
    pub href: String,
}

#[derive(Template)]
#[template(path = "submission.html", config = "src/web/askama.toml")]
pub struct SubmissionPage {
    pub frame: Frame,
    pub submission: i64,
    pub campaign: CampaignHead,
    pub unit_code: String,
    pub unit_name: String,
    pub revision: u32,
    /// Of the revision before; `None` for the first.
    pub previous: Option<u32>,
    /// How many figures differ from it.
    pub differences: usize,
    pub received: String,
    pub timely: Timely,
    pub due: Due,
    pub status: Status,
    pub nil: bool,
    /// Whether this revision is in the totals now.
    pub in_force: bool,
    /// Whether a newer one exists; its address, or empty.
    pub newer: String,
    /// With source cells, [`super::figures::Cell::before`] and findings with explanations.
    pub table: FigureTable,
    pub fields: Fields,
    /// Findings about the sheet as a whole.
    pub findings: Vec<FindingLine>,
    pub file: Option<SourceFile>,
    pub sender: Sender,
    pub receipt: String,
    pub chain: ChainPlace,
    pub times: Times,
    pub reviews: Vec<ReviewLine>,
    pub revisions: RevisionList,
    pub review: Option<ReviewForms>,
    /// Everything that is asked of the unit; empty where it is the table alone.
    pub package: Vec<PackageLine>,
}
