//! A sheet as recognition sees it: every text folded and looked up once.

use std::sync::Arc;

use crate::form::wording::{Heading, Match, Wording};
use crate::submit::grid::{Content, Sheet};
use crate::vocabulary::Place;
use crate::vocabulary::plain::plain;

/// A sheet with its words recognised.
pub struct SheetView<'g> {
    pub sheet: &'g Sheet,
    pub wording: &'g Wording,
    pub name: Arc<str>,
    pub words: Vec<Word>,
    pub last_row: u32,
    pub last_column: u32,
}

/// One cell of text.
pub struct Word {
    pub row: u32,
    pub column: u32,
    pub plain: String,
    pub label: Option<Match>,
    pub heading: Option<Heading>,
}

impl<'g> SheetView<'g> {
    pub fn new(sheet: &'g Sheet, wording: &'g Wording) -> SheetView<'g> {
        let words = sheet.cells.iter().filter_map(|cell| {
            let Content::Text(text) = &cell.content else { return None };
            let plain = plain(text);
            if plain.is_empty() {
                return None;
            }
            let (label, heading) = wording.words(&plain);
            Some(Word { row: cell.row, column: cell.column, plain, label, heading })
        });
        let words: Vec<Word> = words.collect();
        SheetView {
            sheet,
            wording,
            name: Arc::from(sheet.name.as_str()),
            words,
            last_row: sheet.cells.iter().map(|cell| cell.row).max().unwrap_or(0),
            last_column: sheet.cells.iter().map(|cell| cell.column).max().unwrap_or(0),
        }
    }

    /// The words of one row, left to right.
    pub fn words_in(&self, row: u32) -> &[Word] {
        let start = self.words.partition_point(|word| word.row < row);
        let end = self.words.partition_point(|word| word.row <= row);
        &self.words[start..end]
    }

    /// The word at an address, or at the corner of the merged area that covers it.
    pub fn word_at(&self, row: u32, column: u32) -> Option<&Word> {
        let (row, column) = self.sheet.anchor(row, column);
        self.words_in(row).iter().find(|word| word.column == column)
    }

    /// The content at an address, or at the corner of the merged area that covers it.
    pub fn content_at(&self, row: u32, column: u32) -> Option<&Content> {
        let (row, column) = self.sheet.anchor(row, column);
        self.sheet.at(row, column)
    }

    pub fn place(&self, row: u32, column: u32) -> Place {
        self.sheet.place(&self.name, row, column)
    }

    pub fn is_hidden(&self, row: u32, column: u32) -> bool {
        self.sheet.hidden_rows.binary_search(&row).is_ok()
            || self.sheet.hidden_columns.binary_search(&column).is_ok()
    }
}
