//! 填报任务: the list, a new one, and one with its clocks and settings.

use askama::Template;

use super::Frame;
use super::due::{Due, DueChange};
use super::heads::Heads;
use super::layout::{self, Choice};
pub use super::new_campaign::{CampaignValues, ClockFields, Material, NewCampaignPage, clock_field};
use super::status::Stage;
pub use super::tabs::{Tab, Tabs};

pub struct CampaignLine {
    pub id: i64,
    pub title: String,
    pub stage: Stage,
    /// Unit that arranged it.
    pub issuer: String,
    pub due: String,
    pub expected: u64,
    pub received: u64,
}

#[derive(Template)]
#[template(path = "campaigns.html", config = "src/web/askama.toml")]
pub struct CampaignsPage {
    pub frame: Frame,
    pub may_arrange: bool,
    pub heads: Heads,
    /// Newest first, unless another order is asked for.
    pub campaigns: Vec<CampaignLine>,
}

/// One deliverable with its clock.
pub struct Deliverable {
    pub id: i64,
    /// `统计表`.
    pub title: String,
    /// `必报，宽限 15 分钟`, `选报，由各县汇总后报`.
    pub note: String,
    pub due: Due,
    /// `周六`; empty on working days.
    pub day_off: String,
    /// Values of the change's fields, as typed.
    pub clock: ClockFields,
    pub reason: String,
    pub changes: Vec<DueChange>,
}

impl Deliverable {
    /// What tells the form of its deadline from those of the others.
    pub fn form(&self) -> String {
        due_form(self.id)
    }

    fn is_wrong(&self, frame: &Frame) -> bool {
        let own = layout::id(&layout::in_form(&self.form(), ""));
        frame.errors.iter().any(|error| error.target.starts_with(&own))
    }
}

/// The name of the form that moves a deliverable's deadline.
pub fn due_form(deliverable: i64) -> String {
    format!("due-{deliverable}")
}

/// A label and what it is.
#[derive(Clone, Debug)]
pub struct Setting {
    pub label: String,
    pub value: String,
}

impl Setting {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Setting {
        Setting { label: label.into(), value: value.into() }
    }
}

/// 上年数据: where it came from and where it may come from.
#[derive(Clone, Debug, Default)]
pub struct LastYear {
    /// `2023年“3·15”活动情况统计（57 个单位）`; empty when nothing is loaded.
    pub loaded: String,
    /// Earlier campaigns, field `campaign`.
    pub campaigns: Vec<Choice>,
}

/// 添负担: what units within sight said.
#[derive(Clone, Debug, Default)]
pub struct BurdenHeard {
    /// How many are asked.
    pub asked: usize,
    /// So few that nothing is shown.
    pub withheld: bool,
    /// `这张表给我添负担`, and how many said so.
    pub counts: Vec<(String, usize)>,
    pub words: Vec<String>,
}

impl BurdenHeard {
    fn is_silent(&self) -> bool {
        self.counts.iter().all(|(_, count)| *count == 0)
    }
}

#[derive(Template)]
#[template(path = "campaign.html", config = "src/web/askama.toml")]
pub struct CampaignPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub id: i64,
    pub title: String,
    pub stage: Stage,
    /// Own campaign of a supervisor: may publish, move deadlines, close.
    pub may_arrange: bool,
    /// Whether figures are asked for.
    pub has_table: bool,
    /// May make the next year's from it.
    pub may_continue: bool,
    pub expected: u64,
    pub missing: u64,
    pub pending: u64,
    pub deliverables: Vec<Deliverable>,
    pub settings: Vec<Setting>,
    /// Whether its notice can be read.
    pub has_notice: bool,
    pub burden: BurdenHeard,
    pub last_year: LastYear,
}
