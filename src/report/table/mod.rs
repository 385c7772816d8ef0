//! The printed thing without a file format: sheets of rows of cells, and how they lie on paper.
//!
//! A cell knows what it holds and what part it plays ([`Role`]); how a part looks is decided once, by
//! whoever writes the file, so that a table of a hundred thousand cells carries no styles. Formulas carry
//! their exact result: a reader that does not calculate, a printer and a preview all see the total.
//!
//! Rows lie in memory until the file is written.
//! Limits: one table, one filter and one frozen corner a sheet; no pictures.

mod cell;
mod chart;
mod compose;
mod filling;
mod page;

pub use cell::{Cell, Content, Formula, Outcome, Role, Shown};
pub use chart::{Chart, Labels, Range, Series, Shape, Source};
pub use filling::{Filling, Input};
pub use page::{Fit, Margins, Orientation, Page};

use crate::vocabulary::time::Instant;

/// One file to be written.
pub struct Workbook {
    pub file_name: String,
    pub properties: Properties,
    pub sheets: Vec<Sheet>,
}

/// What a file manager shows of a document.
#[derive(Clone, Debug)]
pub struct Properties {
    pub title: String,
    pub subject: String,
    /// The office that rolls up.
    pub author: String,
    pub company: String,
    pub keywords: String,
    /// For programs: which kind of workbook this is.
    pub kind: String,
    pub made: Instant,
}

/// One sheet; rows and columns count from zero.
pub struct Sheet {
    pub name: String,
    pub page: Page,
    /// In digits, left to right; the sheet is as wide as this list.
    pub widths: Vec<f64>,
    pub rows: Vec<Row>,
    pub merges: Vec<Area>,
    /// Rows above and columns left of this cell stay in view.
    pub freeze: Option<(u32, u16)>,
    pub filter: Option<Area>,
    pub charts: Vec<Chart>,
    pub marks: Vec<Mark>,
    /// The name, for formulas, of the spreadsheet table that all rows make, headed by the first.
    pub named: Option<String>,
    /// Where people type, on a sheet that is handed out.
    pub filling: Option<Filling>,
    /// Not shown, and not offered to be.
    pub is_hidden: bool,
}

/// One row, its cells from the first column on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// In points; the spreadsheet's own choice where absent.
    pub height: Option<f64>,
    /// 0 for rows outside any group.
    pub outline: u8,
}

/// An area, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub first_row: u32,
    pub first_column: u16,
    pub last_row: u32,
    pub last_column: u16,
}

/// Shades cells that hold exactly this word; the word itself is the signal, the shade helps the eye.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub area: Area,
    pub word: &'static str,
    pub tone: Tone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Doubt,
    Bad,
    Quiet,
}
