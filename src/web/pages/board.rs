//! 进度: who has reported and who has not, in one subtree. Units stand by code, never by score, until the reader asks
//! for another order.

mod address;
mod counts;

use askama::Template;

pub use self::address::Address;
pub use self::counts::{Counts, Tile};
use super::Frame;
use super::campaign::Tabs;
use super::chart::BarChart;
use super::due::Due;
use super::status::{Status, Tag, Timely};

/// A node below, with its own board.
pub struct Child {
    pub code: String,
    pub name: String,
    pub counts: Counts,
}

/// Something that the campaign asks for, as a way to its own board.
pub struct Offer {
    /// Its number; empty: all of it together.
    pub id: String,
    pub title: String,
    /// `必报`, `选报，由各县报`; empty for all.
    pub note: String,
    /// `2024年3月22日 24:00（含当日）`; empty for all.
    pub due: String,
    /// Where all is shown.
    pub counts: Option<Counts>,
}

/// A column of a list that can be ordered by it.
pub struct Column {
    pub title: String,
    pub code: String,
}

/// Where a unit stands with one deliverable.
pub struct Cell {
    pub tag: Tag,
    pub timely: Option<Timely>,
    pub href: String,
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
    /// Of what was sent last; empty when nothing was.
    pub received: String,
    pub revision: u32,
    /// One for each deliverable of a board of several; `None`: this is not asked of it.
    pub cells: Vec<Option<Cell>>,
    /// `延至 3月25日 24:00`, `免报：撤并`; may be empty.
    pub note: String,
    /// `催报 2 次，最近 3月21日 10:00 电话`; empty when it was never reminded.
    pub reminded: String,
    /// `书面件 3月20日收到`, `书面件未收到`; empty where none is asked for and none came.
    pub paper: String,
    /// Where something is done about it, and what: `审核`.
    pub act: (String, &'static str),
}

#[derive(Template)]
#[template(path = "board.html", config = "src/web/askama.toml")]
pub struct BoardPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub title: String,
    pub node_name: String,
    pub address: Address,
    /// From the own node down to the parent of this one: code and name.
    pub above: Vec<(String, String)>,
    /// Whether anything is asked for and counted.
    pub counted: bool,
    /// Of the one deliverable that the board is about.
    pub due: Option<Due>,
    /// What may be looked at alone, after all of it; empty where there is no choice.
    pub offers: Vec<Offer>,
    /// What the node itself sends up, each with its deadline.
    pub own: Vec<(String, Due)>,
    /// `2024年3月20日 10:32`.
    pub as_of: String,
    pub counts: Counts,
    pub children: Vec<Child>,
    pub chart: Option<BarChart>,
    /// The deliverables of a board of several.
    pub several: Vec<Column>,
    pub units: Vec<BoardUnit>,
    /// Address of the next page of units; empty on the last.
    pub next: String,
    pub may_review: bool,
    /// Whether the statistics table is among what is shown, so that there is something to add up.
    pub has_table: bool,
    /// Pending submissions without findings below this node.
    pub clean: u64,
}

impl BoardPage {
    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &Counts::STATES
    }

    fn base(&self) -> String {
        self.address.unfiltered().href()
    }

    fn unit_href(&self, unit: &BoardUnit) -> String {
        format!("/campaigns/{}/units/{}", self.address.campaign, unit.code)
    }

    fn offer_href(&self, offer: &Offer) -> String {
        self.address.of(&offer.id).href()
    }

    fn offers_counted(&self) -> bool {
        self.offers.iter().any(|offer| offer.counts.is_some())
    }

    /// The numbers by which nodes below can be ordered.
    fn numbers(&self) -> Vec<Column> {
        let numbers = [
            ("on-time", "按时"),
            ("late", "迟报"),
            ("missing", "未报"),
            ("waiting", "待审"),
            ("returned", "退回"),
        ];
        numbers.map(|(code, title)| Column { title: title.to_owned(), code: code.to_owned() }).into()
    }

    /// Every order of the units.
    fn orders(&self) -> Vec<(String, String)> {
        let columns = [
            ("", "编码"),
            ("name", "单位"),
            ("status", "状态，最急的在前"),
            ("received", "收到时间"),
            ("-reminded", "催报次数"),
        ];
        let columns = columns.into_iter().map(|(code, title)| (code.to_owned(), title.to_owned()));
        columns.chain(self.several.iter().map(|column| (column.code.clone(), column.title.clone()))).collect()
    }

    /// What the column of states is called: of one deliverable, or of all together.
    fn state_title(&self) -> &'static str {
        if self.several.is_empty() { "状态" } else { "全部" }
    }
}
