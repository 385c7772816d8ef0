//! The form's table as it stands on paper, on every page that shows figures: to fill in, to check, as
//! received, as total.
//!
//! One row an item, one cell a column. What more a cell says (last year, where it was read, the revision
//! before) is text that may be empty; a table shows a column for it only where some cell has it.

mod finding_line;
mod cell;
mod row;

pub use self::cell::{Cell, Offer};
pub use self::finding_line::FindingLine;
pub use self::row::Row;
use askama::Template;
use askama::filters::HtmlSafe;

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

    /// Whether some figure can be taken at one press.
    pub fn mends(&self) -> bool {
        let takes =
            |cell: &Cell| cell.offer.is_some() || cell.findings.iter().any(|line| !line.mending.is_empty());
        self.filling() && self.some(takes)
    }

    fn width(&self) -> usize {
        let more = [self.shows_last_year(), self.shows_change(), self.shows_before(), self.shows_origin()];
        3 + self.columns.len() + more.into_iter().filter(|shown| *shown).count()
    }

    fn filling(&self) -> bool {
        self.mode == Mode::FillIn
    }
}
