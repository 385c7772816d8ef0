//! 汇总: live totals of a node, what went into them, and where each figure came from.

use askama::Template;

use super::Frame;
use super::campaign::Tabs;
use super::figures::FigureTable;
use super::heads::Heads;
use super::status::Status;

/// 汇总范围: what went into a total.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    pub expected: u64,
    pub counted: u64,
    pub nil: u64,
    pub missing: u64,
    pub exempt: u64,
    /// Received and not counted: 退回, 待核实, or not yet accepted when only accepted ones count.
    pub left_out: u64,
}

/// Figures across, units (or nodes) down: a county has more units than the form has figures.
#[derive(Clone, Debug, Default)]
pub struct Breakdown {
    /// `各县`, `各单位`.
    pub title: String,
    pub columns: Vec<BreakdownColumn>,
    pub rows: Vec<BreakdownRow>,
    /// One a column.
    pub totals: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct BreakdownColumn {
    /// With the column of the form, where it has several: `受理数·本年累计`.
    pub label: String,
    pub measure: String,
}

#[derive(Clone, Debug)]
pub struct BreakdownRow {
    pub code: String,
    pub label: String,
    pub href: String,
    /// `12/13`; empty for single units.
    pub coverage: String,
    /// One a column; `未报`, `—`, `0` are different.
    pub values: Vec<String>,
}

/// What a node itself says beside the sum of its units.
#[derive(Clone, Debug)]
pub struct Differences {
    pub node: String,
    pub code: String,
    /// Who put it down, and when.
    pub kept: String,
    /// Name of the file and where it is opened; may be empty.
    pub file: String,
    pub href: String,
    pub differs: bool,
    /// 本级上报数, 所属合计, 差额.
    pub rows: Vec<DifferenceRow>,
}

#[derive(Clone, Debug)]
pub struct DifferenceRow {
    pub label: String,
    /// One a column, with all digits; `—` where there is none.
    pub values: Vec<String>,
}

#[derive(Template)]
#[template(path = "totals.html", config = "src/web/askama.toml")]
pub struct TotalsPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub node_code: String,
    pub node_name: String,
    pub above: Vec<(String, String)>,
    pub as_of: String,
    pub accepted_only: bool,
    /// Number in the database and 第 n 次 of the node's sign-offs, oldest first.
    pub signed: Vec<(i64, i64)>,
    pub coverage: Coverage,
    /// Mode [`super::figures::Mode::Total`]; every cell leads to its sources.
    pub table: FigureTable,
    pub breakdown: Option<Breakdown>,
    pub difference_columns: Vec<BreakdownColumn>,
    pub differences: Vec<Differences>,
    /// Whether the actor may put down what the node itself says.
    pub may_state: bool,
    /// Whether the superior's own template is the actor's business here.
    pub has_template: bool,
}

impl TotalsPage {
    fn accepted(&self) -> &'static str {
        if self.accepted_only { "&accepted=on" } else { "" }
    }

    fn base(&self) -> String {
        format!("/campaigns/{}", self.campaign)
    }
}

/// A unit behind a total.
pub struct Source {
    pub code: String,
    pub name: String,
    pub parent: String,
    /// As printed; `—`, `零报告`.
    pub value: String,
    /// `统计表!D10`, or `在线填写`.
    pub cell: String,
    pub raw: String,
    pub file: String,
    pub submission: i64,
    pub status: Status,
}

#[derive(Template)]
#[template(path = "total_sources.html", config = "src/web/askama.toml")]
pub struct TotalSourcesPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub node_code: String,
    pub node_name: String,
    pub accepted_only: bool,
    /// `第7项 为消费者挽回经济损失`.
    pub item: String,
    pub measure: String,
    pub total: String,
    pub coverage: Coverage,
    pub heads: Heads,
    /// By code, unless another order is asked for.
    pub sources: Vec<Source>,
    /// Expected units without a figure in this total, each with its state.
    pub absent: Vec<(String, String, Status)>,
}
