//! The form's table as it stands on paper, on every page that shows figures: to fill in, to check, as
//! received, as total.
//!
//! One row an item, one cell a column. What more a cell says (last year, where it was read, the revision
//! before) is text that may be empty; a table shows a column for it only where some cell has it.

use askama::Template;
use askama::filters::HtmlSafe;

use super::status::Tag;
use crate::vocabulary::Severity;

/// A finding as a line: severity, words, and where it links to.
#[derive(Clone, Debug)]
pub struct FindingLine {
    pub severity: Severity,
    pub sentence: String,
    /// The unit's 核实说明, where there is one.
    pub explanation: String,
}

impl FindingLine {
    pub fn new(severity: Severity, sentence: impl Into<String>) -> FindingLine {
        FindingLine { severity, sentence: sentence.into(), explanation: String::new() }
    }

    pub fn explained(mut self, words: impl Into<String>) -> FindingLine {
        self.explanation = words.into();
        self
    }

    pub fn tag(&self) -> Tag {
        super::status::severity(self.severity)
    }

    pub fn tone(&self) -> &'static str {
        tone(self.severity)
    }
}

fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Hard => "hard",
        Severity::Query => "query",
        Severity::Hint => "hint",
    }
}

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

    /// The class of a cell with findings: the worst of them.
    fn tone(&self) -> &'static str {
        self.findings.iter().map(|finding| finding.severity).min().map_or("", tone)
    }

    fn wrong(&self) -> bool {
        self.tone() == "hard"
    }
}

/// One item.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// 序号, as printed; may be empty.
    pub number: String,
    pub label: String,
    /// 单位: `件`, `万元`; `—` for a section.
    pub measure: String,
    /// 0, or 1 for 其中 rows.
    pub depth: u8,
    /// A section row carries “—” and no figure.
    pub section: bool,
    /// A rate: computed after the sum.
    pub derived: bool,
    /// Whether figures may have decimals: decides the phone's keyboard.
    pub decimal: bool,
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn new(number: &str, label: &str, measure: &str, cells: Vec<Cell>) -> Row {
        let owned = str::to_owned;
        Row { number: owned(number), label: owned(label), measure: owned(measure), cells, ..Row::default() }
    }

    pub fn section(number: &str, label: &str) -> Row {
        Row { section: true, ..Row::new(number, label, "—", Vec::new()) }
    }

    pub fn part(mut self) -> Row {
        self.depth = 1;
        self
    }

    pub fn derived(mut self) -> Row {
        self.derived = true;
        self
    }

    pub fn decimal(mut self) -> Row {
        self.decimal = true;
        self
    }

    fn has_findings(&self) -> bool {
        self.cells.iter().any(|cell| !cell.findings.is_empty())
    }
}

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Fields `v.{figure}`.
    FillIn,
    Read,
    /// Figures lead to their units.
    Total,
}

/// The table, shown by writing it into a template.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/figures.html", config = "src/web/askama.toml")]
pub struct FigureTable {
    pub mode: Mode,
    /// `2024年“3·15”活动情况统计表`.
    pub caption: String,
    /// Labels of the columns: `数量`, or `本年本月`, `本年累计`, …
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    /// Lines printed under the table after `注：`.
    pub notes: Vec<String>,
}

impl HtmlSafe for FigureTable {}

impl FigureTable {
    pub fn new(mode: Mode, caption: impl Into<String>, columns: Vec<String>, rows: Vec<Row>) -> FigureTable {
        FigureTable { mode, caption: caption.into(), columns, rows, notes: Vec::new() }
    }

    pub fn notes(mut self, notes: Vec<String>) -> FigureTable {
        self.notes = notes;
        self
    }

    /// The same table only to be read.
    pub fn read_only(mut self) -> FigureTable {
        self.mode = Mode::Read;
        self
    }

    fn some(&self, of: impl Fn(&Cell) -> bool) -> bool {
        self.rows.iter().flat_map(|row| &row.cells).any(of)
    }

    /// With one column there is room for what else is known in columns of its own.
    fn single(&self) -> bool {
        self.columns.len() == 1
    }

    fn shows_last_year(&self) -> bool {
        self.single() && self.some(|cell| !cell.last_year.is_empty())
    }

    fn shows_change(&self) -> bool {
        self.single() && self.some(|cell| !cell.change.is_empty())
    }

    fn shows_before(&self) -> bool {
        self.single() && self.some(|cell| cell.before.is_some())
    }

    fn shows_origin(&self) -> bool {
        self.single() && self.some(|cell| !cell.cell.is_empty())
    }

    fn width(&self) -> usize {
        let more = [self.shows_last_year(), self.shows_change(), self.shows_before(), self.shows_origin()];
        3 + self.columns.len() + more.into_iter().filter(|shown| *shown).count()
    }

    fn filling(&self) -> bool {
        self.mode == Mode::FillIn
    }
}
