//! 进度: who has reported and who has not, in one subtree. Units stand by code, never by score.

mod counts;

use askama::Template;

pub use self::counts::{Counts, Tile};
use super::Frame;
use super::campaign::Tabs;
use super::chart::BarChart;
use super::due::Due;
use super::status::{Status, Timely};

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
    /// `None`: no statistics table is asked for, and nothing is counted.
    pub due: Option<Due>,
    /// What the node itself sends up, each with its deadline.
    pub own: Vec<(String, Due)>,
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
