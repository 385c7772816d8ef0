//! What a template says, once it has been read.

use super::kinds::Kind;
use crate::report::table::Orientation;

/// One workbook to be made for each node that it is meant for.
#[derive(Clone, Debug)]
pub struct Template {
    pub code: String,
    pub nodes: Nodes,
    /// With placeholders: `{node}-{year}年{short_title}-汇总.xlsx`.
    pub file: String,
    pub title: String,
    pub subject: String,
    pub keywords: String,
    pub sheets: Vec<SheetTemplate>,
}

/// Which nodes of the tree a workbook is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nodes {
    /// Nodes whose units report to them directly: counties.
    County,
    /// Nodes above those: a city, a province.
    City,
}

/// One sheet of a workbook.
#[derive(Clone, Debug)]
pub struct SheetTemplate {
    pub kind: Kind,
    pub name: String,
    pub title: String,
    pub orientation: Orientation,
    /// The kind's own columns that are shown, in this order; never empty for kinds that have some.
    pub columns: Vec<String>,
    pub notes: Vec<String>,
    pub signature: Vec<String>,
    pub signed: Signed,
    pub chart: bool,
    /// 上年同期 and 增减 are shown where last year is known.
    pub compare: bool,
}

/// When signature lines are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    Always,
    /// Where the campaign asks for a paper copy.
    OnPaper,
    Never,
}

impl SheetTemplate {
    pub fn shows(&self, column: &str) -> bool {
        self.columns.iter().any(|shown| shown == column)
    }
}
