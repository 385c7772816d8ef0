//! The grid: all that recognition ever sees of a file, whatever its format.
//!
//! Readers turn spreadsheets, text tables and Word tables into addressed cells, so that one recogniser
//! serves every format. Cells keep what the file says (text, exact number text, date, error, formula
//! without a result). Blank cells are not stored. What else bears on a cell's figure (a comment, a format
//! under which it shows another number, a formula whose result is none) stands beside the cells as remarks:
//! few cells have any.
//!
//! The types derive serde because grids travel from the worker process over a pipe; nowhere else.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::vocabulary::place::{Place, cell_name};

/// A whole file: its sheets in the file's order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    pub sheets: Vec<Sheet>,
    /// What reading may have lost (merged cells of legacy Word files …), as sentences for the user.
    pub losses: Vec<String>,
    /// What reading took for granted, as sentences that are shown and not asked.
    pub assumed: Vec<String>,
    /// The file is of a format that few files come in: its reader has met fewer than the others have.
    pub seldom: bool,
}

impl Grid {
    /// The file says more of its cells than their content, hides some of them, may not have been read whole, or is
    /// of a kind that is seldom met.
    pub fn is_unusual(&self) -> bool {
        let says_more = |sheet: &Sheet| {
            !(sheet.remarks.is_empty() && sheet.hidden_rows.is_empty() && sheet.hidden_columns.is_empty())
        };
        let may_lack = !(self.losses.is_empty() && self.assumed.is_empty());
        self.seldom || may_lack || self.sheets.iter().any(says_more)
    }
}

/// One sheet, or one table of a document with the paragraphs before it as leading rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    pub visible: bool,
    /// Leading rows that are paragraphs of a document, not rows of the table.
    pub paragraphs: u32,
    /// In ascending (row, column) order, no two at one address, none blank.
    pub cells: Vec<Cell>,
    pub merges: Vec<Area>,
    /// Lines in the headers and footers of the sheet's pages.
    pub margins: Vec<String>,
    /// Rows and columns hidden by the file's author, ascending.
    pub hidden_rows: Vec<u32>,
    pub hidden_columns: Vec<u32>,
    /// What the file says of cells beside their content, by (row, column); also of cells without content.
    pub remarks: Vec<Remark>,
}

/// One thing that a file says of a cell beside its content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    pub row: u32,
    pub column: u32,
    pub said: Said,
}

/// What is said of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// The words of a comment or a note, its replies joined to it.
    Comment(String),
    /// The words that the cell shows, where its number format makes another number of the content.
    Shown(String),
    /// The content, or a part of it, is written in the colour of its ground: nobody sees it.
    Faint,
    /// The number that is stored, as canonical decimal text, where the content is not it: the words that a format
    /// shows, or nothing of what is struck through.
    Stored(String),
    /// All that is left of the number is how a program showed it: 1.23E+04 for 12345.
    Rounded,
    /// The content is the stored result of a formula.
    Formula {
        /// As the file has it, for explaining.
        text: String,
        proof: Proof,
    },
}

/// What speaks for the stored result of a formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Proof {
    /// Calculated anew it comes out the same.
    Agrees,
    /// Calculated anew it is this, as canonical decimal text.
    Differs(String),
    /// It cannot be calculated anew, and the file gives no reason to doubt it.
    Believed,
    /// It cannot be calculated anew, and the file says that its results may be none: why, as words for a user.
    Doubted(String),
}

/// A cell that holds something; row and column count from zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub row: u32,
    pub column: u32,
    pub content: Content,
    /// The content is the stored result of a formula.
    pub computed: bool,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// Text as stored, untrimmed.
    Text(String),
    /// Canonical decimal text, as `vocabulary::Number` prints it.
    Number(String),
    /// Year, month, day of a cell formatted as a date.
    Date(i32, u32, u32),
    Bool(bool),
    /// `#REF!` and its kin.
    Error(String),
    /// A formula that nobody has calculated: there is no figure to read.
    FormulaWithoutResult,
}

/// A merged area, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub first_row: u32,
    pub first_column: u32,
    pub last_row: u32,
    pub last_column: u32,
}

impl Area {
    pub fn contains(&self, row: u32, column: u32) -> bool {
        (self.first_row..=self.last_row).contains(&row)
            && (self.first_column..=self.last_column).contains(&column)
    }
}

impl Sheet {
    /// The content at an address, if any.
    pub fn at(&self, row: u32, column: u32) -> Option<&Content> {
        self.cell(row, column).map(|cell| &cell.content)
    }

    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells
            .binary_search_by_key(&(row, column), |cell| (cell.row, cell.column))
            .ok()
            .map(|index| &self.cells[index])
    }

    /// The cells of one row, left to right.
    pub fn row(&self, row: u32) -> &[Cell] {
        let start = self.cells.partition_point(|cell| cell.row < row);
        let end = self.cells.partition_point(|cell| cell.row <= row);
        &self.cells[start..end]
    }

    /// What the file says of a cell beside its content.
    pub fn remarks_at(&self, row: u32, column: u32) -> impl Iterator<Item = &Said> {
        let start = self.remarks.partition_point(|remark| (remark.row, remark.column) < (row, column));
        let own = move |remark: &&Remark| (remark.row, remark.column) == (row, column);
        self.remarks[start..].iter().take_while(own).map(|remark| &remark.said)
    }

    /// Whether a cell's row or column is hidden.
    pub fn is_hidden(&self, row: u32, column: u32) -> bool {
        self.hidden_rows.binary_search(&row).is_ok() || self.hidden_columns.binary_search(&column).is_ok()
    }

    /// What is said of formulas: cell, formula, proof.
    #[cfg(test)]
    pub fn proofs(&self) -> String {
        let said = self.remarks.iter().filter_map(|remark| match &remark.said {
            Said::Formula { text, proof } => {
                let proof = match proof {
                    Proof::Doubted(_) => "Doubted".to_owned(),
                    proof => format!("{proof:?}"),
                };
                Some(format!("{} {text} {proof}", cell_name(remark.row, remark.column)))
            }
            _ => None,
        });
        said.collect::<Vec<_>>().join(" ")
    }

    /// The top left cell of the merged area that covers an address, or the address itself.
    pub fn anchor(&self, row: u32, column: u32) -> (u32, u32) {
        self.merge_at(row, column).map_or((row, column), |area| (area.first_row, area.first_column))
    }

    pub fn merge_at(&self, row: u32, column: u32) -> Option<&Area> {
        self.merges.iter().find(|area| area.contains(row, column))
    }

    /// The address as a person would name it.
    pub fn place(&self, sheet: &Arc<str>, row: u32, column: u32) -> Place {
        let cell = if row < self.paragraphs {
            format!("正文第{}段", row + 1)
        } else {
            cell_name(row - self.paragraphs, column)
        };
        Place::new(Arc::clone(sheet), cell)
    }

    /// Brings cells into the promised order; of two at one address the last one stands.
    pub fn normalise(&mut self) {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self.cells.reverse();
        self.cells.dedup_by_key(|cell| (cell.row, cell.column));
        self.cells.reverse();
    }
}

impl Content {
    /// The cell's words as a person reads them.
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Content::Text(text) | Content::Number(text) | Content::Error(text) => Cow::Borrowed(text),
            Content::Date(year, month, day) => Cow::Owned(format!("{year}-{month:02}-{day:02}")),
            Content::Bool(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
            Content::FormulaWithoutResult => Cow::Borrowed("（公式未计算）"),
        }
    }

    /// The same, for whoever keeps them.
    pub fn text(&self) -> String {
        self.words().into_owned()
    }

    /// Whether the cell holds exactly these words.
    pub fn says(&self, words: &str) -> bool {
        matches!(self, Content::Text(text) if text == words)
    }

    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Content::Date(year, month, day) => NaiveDate::from_ymd_opt(*year, *month, *day),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_is_unusual_where_its_file_says_more_than_its_cells() {
        let of = |sheet: Sheet| Grid { sheets: vec![Sheet::default(), sheet], ..Grid::default() };
        let remark = Remark { row: 3, column: 1, said: Said::Comment("改为 5".into()) };
        for (what, grid, expected) in [
            ("plain cells", of(Sheet::default()), false),
            (
                "merged cells and margins",
                of(Sheet { margins: vec!["第 1 页".into()], ..Sheet::default() }),
                false,
            ),
            ("a remark", of(Sheet { remarks: vec![remark], ..Sheet::default() }), true),
            ("a hidden row", of(Sheet { hidden_rows: vec![4], ..Sheet::default() }), true),
            ("a hidden column", of(Sheet { hidden_columns: vec![2], ..Sheet::default() }), true),
            ("something lost", Grid { losses: vec!["合并".into()], ..Grid::default() }, true),
            ("something assumed", Grid { assumed: vec!["编码".into()], ..Grid::default() }, true),
            ("a seldom format", Grid { seldom: true, ..Grid::default() }, true),
        ] {
            assert_eq!(grid.is_unusual(), expected, "{what}");
        }
    }
}
