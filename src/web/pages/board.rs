//! 进度: who has reported and who has not, in one subtree. Units stand by code, never by score.

use askama::Template;

use super::campaign::Tabs;
use super::chart::BarChart;
use super::due::Due;
use super::status::{Status, Timely};
use super::{Frame, words};

/// The ten numbers of a node.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub expected: u64,
    pub received: u64,
    pub on_time: u64,
    pub late: u64,
    pub missing: u64,
    pub pending: u64,
    pub returned: u64,
    pub nil: u64,
    pub exempt: u64,
    pub extended: u64,
}

/// One number with its word and the list it opens.
pub struct Tile {
    pub label: &'static str,
    pub count: u64,
    pub tone: &'static str,
    pub href: String,
    pub current: bool,
}

impl Counts {
    /// States as the address says them: `state=missing`.
    pub const STATES: [(&'static str, &'static str); 11] = [
        ("expected", "应报"),
        ("received", "实报"),
        ("on-time", "按时"),
        ("late", "迟报"),
        ("missing", "未报"),
        ("pending", "待审"),
        ("returned", "退回"),
        ("nil", "零报告"),
        ("exempt", "免报"),
        ("extended", "延期"),
        ("accepted", "已通过"),
    ];

    /// `base` is the board's address with its node: `/campaigns/3/board?node=370323`.
    pub fn tiles(&self, base: &str, state: &str) -> Vec<Tile> {
        let numbers = [
            (self.expected, ""),
            (self.received, ""),
            (self.on_time, ""),
            (self.late, "amber"),
            (self.missing, "red"),
            (self.pending, "blue"),
            (self.returned, "red"),
            (self.nil, ""),
            (self.exempt, ""),
            (self.extended, ""),
        ];
        let join = if base.contains('?') { '&' } else { '?' };
        numbers
            .into_iter()
            .zip(Counts::STATES)
            .map(|((count, tone), (code, label))| Tile {
                label,
                count,
                tone: if count > 0 { tone } else { "" },
                href: format!("{base}{join}state={code}#units"),
                current: state == code,
            })
            .collect()
    }

    /// `43 / 57（75%）`.
    pub fn share(&self) -> String {
        format!("{} / {}（{}）", self.received, self.expected, words::share(self.received, self.expected))
    }

    /// Whole percents for the bar.
    pub fn percent(&self) -> u64 {
        (self.received * 100).checked_div(self.expected).unwrap_or(0)
    }
}

/// A node below, with its own board.
pub struct Child {
    pub code: String,
    pub name: String,
    pub counts: Counts,
}

/// A reporting unit.
pub struct BoardUnit {
    pub code: String,
    pub name: String,
    /// The node above it.
    pub parent: String,
    pub status: Status,
    pub timely: Option<Timely>,
    pub nil: bool,
    /// Of the current revision; empty when none.
    pub received: String,
    pub submission: Option<i64>,
    pub revision: u32,
    /// 核实 with explanations, to be looked at.
    pub queries: usize,
    /// `延至 3月25日 24:00`, `免报：撤并`; may be empty.
    pub note: String,
    /// Current, pending, without findings: may be accepted from here.
    pub acceptable: bool,
}

#[derive(Template)]
#[template(path = "board.html", config = "src/web/askama.toml")]
pub struct BoardPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub node_code: String,
    pub node_name: String,
    /// From the own node down to the parent of this one: code and name.
    pub above: Vec<(String, String)>,
    pub due: Due,
    /// `2024年3月20日 10:32`.
    pub as_of: String,
    pub counts: Counts,
    pub children: Vec<Child>,
    pub chart: Option<BarChart>,
    /// By code.
    pub units: Vec<BoardUnit>,
    /// The filter as it stands: a code of [`Counts::STATES`], or empty.
    pub state: String,
    pub q: String,
    /// Address of the next page of units; empty on the last.
    pub next: String,
    pub may_review: bool,
    /// Pending submissions without findings below this node.
    pub clean: u64,
}

impl BoardPage {
    fn base(&self) -> String {
        format!("/campaigns/{}/board?node={}", self.campaign, self.node_code)
    }

    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &Counts::STATES
    }

    fn unit_href(&self, unit: &BoardUnit) -> String {
        format!("/campaigns/{}/units/{}", self.campaign, unit.code)
    }
}
