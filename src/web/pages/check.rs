//! 核对页: the last look before sending. Figures are read-only; every 核实 asks for its explanation here.

use askama::Template;

use super::Frame;
use super::draft::{Fields, SourceFile};
use super::due::Due;
use super::figures::{FigureTable, FindingLine};
use super::unit::CampaignHead;

/// A 核实 with the field for its explanation, `e.{index}`.
#[derive(Clone, Debug)]
pub struct Query {
    pub index: usize,
    /// All that is asked of the figure.
    pub sentences: Vec<String>,
    /// As typed, or as it was said with an earlier revision.
    pub explanation: String,
    /// The number of that revision.
    pub earlier: Option<i64>,
    /// It may be sent without an explanation.
    pub may_stand: bool,
    /// The figure that can be taken at one press, and `改为 23.41 万元`.
    pub mending: Option<(usize, String)>,
}

#[derive(Template)]
#[template(path = "check.html", config = "src/web/askama.toml")]
pub struct CheckPage {
    pub frame: Frame,
    pub campaign: CampaignHead,
    pub unit_code: String,
    pub unit_name: String,
    pub receiver: String,
    pub due: Due,
    pub version: i64,
    /// Idempotency key of this page: the same request twice is one revision.
    pub key: String,
    /// The revision that has the very same file: `第 1 次上报`; empty where none has.
    pub same_as: String,
    /// Made with [`FigureTable::read_only`]; its cells keep their 强制 and 提示 findings.
    pub table: FigureTable,
    pub nil: bool,
    pub fields: Fields,
    pub source: Option<SourceFile>,
    /// 强制 findings: while one stands, nothing can be sent. Each links to its cell on the draft page
    /// with the address given here.
    pub hard: Vec<Obstacle>,
    pub queries: Vec<Query>,
    /// 提示 about the sheet as a whole.
    pub hints: Vec<FindingLine>,
}

/// A 强制 finding and where it can be mended.
#[derive(Clone, Debug)]
pub struct Obstacle {
    pub sentence: String,
    /// The element on the form's page; empty where there is none.
    pub place: String,
}

impl CheckPage {
    fn base(&self) -> String {
        format!("/campaigns/{}/units/{}", self.campaign.id, self.unit_code)
    }

    fn asked(&self) -> usize {
        self.queries.iter().map(|query| query.sentences.len()).sum()
    }

    fn mends(&self) -> bool {
        self.queries.iter().any(|query| query.mending.is_some())
    }

    fn mend(&self, obstacle: &Obstacle) -> String {
        let place = if obstacle.place.is_empty() { String::new() } else { format!("#{}", obstacle.place) };
        format!("{}/draft{place}", self.base())
    }
}
