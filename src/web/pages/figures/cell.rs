//! One cell of the form's table: a figure shown, or a field to type it into.

use super::finding_line::{FindingLine, tone};

/// One figure.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Number of the figure in the form: field `v.7`, element `#v-7`.
    pub figure: usize,
    /// As typed (to fill in) or as printed (to read): `12`, `1.05`, `—`, empty.
    pub value: String,
    /// `上年` beside it; empty when not known.
    pub last_year: String,
    /// `统计表!D10`; empty when typed on the page.
    pub cell: String,
    /// The words that stood there, when they were not simply the figure: `12场`.
    pub raw: String,
    /// The revision before, when it differs.
    pub before: Option<String>,
    /// `+12`, `+1.4%` or the like, beside a total.
    pub change: String,
    /// Where the figure leads: the units behind a total.
    pub href: String,
    /// Computed (增减): never typed.
    pub derived: bool,
    pub findings: Vec<FindingLine>,
    /// What is known of it and may be taken, where it is empty.
    pub offer: Option<Offer>,
}

/// A figure that can be taken at one press.
#[derive(Clone, Debug)]
pub struct Offer {
    /// `《1月投诉月报》报的 50`.
    pub source: String,
    /// `填 50 件`.
    pub button: String,
}

impl Cell {
    pub fn new(figure: usize, value: impl Into<String>) -> Cell {
        Cell { figure, value: value.into(), ..Cell::default() }
    }

    pub fn derived(value: impl Into<String>) -> Cell {
        Cell { value: value.into(), derived: true, ..Cell::default() }
    }

    pub fn last_year(mut self, value: impl Into<String>) -> Cell {
        self.last_year = value.into();
        self
    }

    pub fn read_from(mut self, cell: impl Into<String>, raw: impl Into<String>) -> Cell {
        (self.cell, self.raw) = (cell.into(), raw.into());
        self
    }

    pub fn before(mut self, value: impl Into<String>) -> Cell {
        self.before = Some(value.into());
        self
    }

    pub fn change(mut self, words: impl Into<String>) -> Cell {
        self.change = words.into();
        self
    }

    pub fn leading_to(mut self, href: impl Into<String>) -> Cell {
        self.href = href.into();
        self
    }

    pub fn finding(mut self, finding: FindingLine) -> Cell {
        self.findings.push(finding);
        self
    }

    pub(super) fn has_lines(&self) -> bool {
        !self.findings.is_empty() || self.offer.is_some()
    }

    /// The class of a cell with findings: the worst of them.
    pub(super) fn tone(&self) -> &'static str {
        self.findings.iter().map(|finding| finding.severity).min().map_or("", tone)
    }

    pub(super) fn wrong(&self) -> bool {
        self.tone() == "hard"
    }
}
