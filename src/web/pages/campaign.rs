//! 填报任务: the list, a new one, and one with its clocks and settings.

use askama::Template;

use super::Frame;
use super::due::{Due, DueChange};
use super::layout::{self, Choice};
use super::status::Stage;
use crate::campaign::DeliverableKind;

/// The parts of a campaign between which a reader moves; shown by writing it into a template.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/tabs.html", config = "src/web/askama.toml")]
pub struct Tabs {
    pub campaign: i64,
    /// Code of the node looked at; empty for the own one.
    pub node: String,
    pub current: Tab,
    /// False for auditors: no 代报.
    pub may_review: bool,
}

impl askama::filters::HtmlSafe for Tabs {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Board,
    Totals,
    Missing,
    Behalf,
    Settings,
}

impl Tabs {
    fn list(&self) -> Vec<(&'static str, String, bool)> {
        let node = if self.node.is_empty() { String::new() } else { format!("?node={}", self.node) };
        let base = format!("/campaigns/{}", self.campaign);
        let mut tabs = vec![
            (Tab::Board, "进度", format!("{base}/board{node}")),
            (Tab::Totals, "汇总", format!("{base}/totals{node}")),
            (Tab::Missing, "未报名单", format!("{base}/missing{node}")),
        ];
        if self.may_review {
            tabs.push((Tab::Behalf, "代报", format!("{base}/behalf")));
        }
        tabs.push((Tab::Settings, "任务设置", base));
        tabs.into_iter().map(|(tab, label, href)| (label, href, tab == self.current)).collect()
    }
}

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
    /// Newest first.
    pub campaigns: Vec<CampaignLine>,
}

/// The fields of a new campaign, as typed.
#[derive(Clone, Debug, Default)]
pub struct CampaignValues {
    pub title: String,
    /// Field `form`, value of a choice.
    pub form: String,
    pub year: String,
    pub period: String,
    pub theme: String,
    pub issuer: String,
    /// Of the statistics table.
    pub clock: ClockFields,
    /// Field `shift`, value of a choice.
    pub shift: String,
    pub holidays: String,
    pub workdays: String,
    pub returned_is_missing: bool,
    pub paper_copy: bool,
    /// What can be asked for beside the table.
    pub materials: Vec<Material>,
}

/// The fields of a deliverable's clock, as typed.
#[derive(Clone, Debug, Default)]
pub struct ClockFields {
    pub phrase: String,
    /// `2024-03-22 24:00`; blank where the phrase says it.
    pub due_at: String,
    /// Minutes; blank is none.
    pub grace_minutes: String,
    pub close_at: String,
}

/// The name of a field of a clock: that of the table has no prefix.
pub fn clock_field(prefix: &str, field: &str) -> String {
    if prefix.is_empty() { field.to_owned() } else { format!("{prefix}-{field}") }
}

impl ClockFields {
    pub fn is_blank(&self) -> bool {
        [&self.phrase, &self.due_at, &self.grace_minutes, &self.close_at]
            .into_iter()
            .all(|text| text.is_empty())
    }
}

/// 报送材料 beside the table, as ticked and typed.
#[derive(Clone, Debug)]
pub struct Material {
    pub kind: DeliverableKind,
    /// Field `also`.
    pub ticked: bool,
    pub required: bool,
    /// Blank: due with the table.
    pub clock: ClockFields,
}

impl Material {
    /// Everything that may be asked for, nothing of it ticked.
    pub fn all() -> Vec<Material> {
        let others = DeliverableKind::ALL.into_iter().filter(|kind| *kind != DeliverableKind::Table);
        let unticked =
            |kind| Material { kind, ticked: false, required: false, clock: ClockFields::default() };
        others.map(unticked).collect()
    }

    /// Whether there is anything to see below its tick.
    fn is_open(&self) -> bool {
        self.required || !self.clock.is_blank()
    }

    fn field(&self, name: &str) -> String {
        clock_field(self.kind.code(), name)
    }
}

#[derive(Template)]
#[template(path = "campaign_new.html", config = "src/web/askama.toml")]
pub struct NewCampaignPage {
    pub frame: Frame,
    pub forms: Vec<Choice>,
    /// What is done about days off.
    pub shifts: Vec<Choice>,
    pub values: CampaignValues,
    /// What the phrase was understood to mean, to be confirmed: `2024年3月22日 24:00（含当日）`; may be empty.
    pub understood: String,
    /// `周六`; empty on working days.
    pub day_off: String,
}

/// One deliverable with its clock.
pub struct Deliverable {
    pub id: i64,
    /// `统计表`.
    pub title: String,
    pub required: bool,
    pub due: Due,
    /// `无`, `15 分钟`.
    pub grace: String,
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
    pub expected: u64,
    pub missing: u64,
    pub pending: u64,
    pub deliverables: Vec<Deliverable>,
    pub settings: Vec<Setting>,
    pub burden: BurdenHeard,
    pub last_year: LastYear,
}
