//! A sheet as the eye sees it: every address has the words of the merged area that covers it.

use crate::form::wording::Heading;
use crate::submit::recognise::view::{SheetView, Word};
use crate::vocabulary::Place;
use crate::vocabulary::plain::{is_invisible, plain};

pub struct Lattice<'v> {
    pub view: &'v SheetView<'v>,
    pub rows: u32,
    pub columns: u32,
}

impl<'v> Lattice<'v> {
    pub fn new(view: &'v SheetView<'v>) -> Lattice<'v> {
        let merged = &view.sheet.merges;
        let widest = merged.iter().map(|area| area.last_column).filter(|column| *column < 256).max();
        Lattice { view, rows: view.last_row + 1, columns: view.last_column.max(widest.unwrap_or(0)) + 1 }
    }

    /// The words at an address, folded; empty for none.
    pub fn plain(&self, row: u32, column: u32) -> String {
        self.view.content_at(row, column).map_or(String::new(), |content| plain(&content.words()))
    }

    /// The words at an address as written, without any white space.
    pub fn written(&self, row: u32, column: u32) -> String {
        let words = self.view.content_at(row, column).map_or(String::new(), |content| content.text());
        words.chars().filter(|c| !is_invisible(*c)).collect()
    }

    /// How far the words at an address are indented, in half characters.
    pub fn indent(&self, row: u32, column: u32) -> usize {
        let Some(content) = self.view.content_at(row, column) else { return 0 };
        let words = content.text();
        let wide = |c: char| if c == '\u{3000}' { 2 } else { 1 };
        words.chars().take_while(|c| is_invisible(*c) && *c != '\n').map(wide).sum()
    }

    pub fn word(&self, row: u32, column: u32) -> Option<&'v Word<'v>> {
        self.view.word_at(row, column)
    }

    pub fn heading(&self, row: u32, column: u32) -> Option<&'v Heading> {
        self.word(row, column)?.heading.as_ref()
    }

    /// Corners of the area that covers an address, both included: top, left, bottom, right.
    pub fn area(&self, row: u32, column: u32) -> (u32, u32, u32, u32) {
        self.view.sheet.merge_at(row, column).map_or((row, column, row, column), |area| {
            (area.first_row, area.first_column, area.last_row, area.last_column)
        })
    }

    /// First columns of the cells that cover a row and say something, left to right.
    pub fn cells(&self, row: u32) -> Vec<u32> {
        let mut found = Vec::new();
        let mut column = 0;
        while column < self.columns {
            let (.., right) = self.area(row, column);
            if !self.plain(row, column).is_empty() {
                found.push(column);
            }
            column = right.max(column) + 1;
        }
        found
    }

    pub fn place(&self, row: u32, column: u32) -> Place {
        let (row, column) = self.view.sheet.anchor(row, column);
        self.view.place(row, column)
    }
}

/// A number, or a mark that stands for none: nothing that names anything.
pub fn is_figure(plain: &str) -> bool {
    !plain.chars().any(char::is_alphabetic) || is_dash(plain)
}

/// “—” and its kin: nothing is asked here.
pub fn is_dash(plain: &str) -> bool {
    matches!(plain, "—" | "——" | "-" | "--" | "/" | "×" | "X" | "x" | "*" | "一" | "－")
}
