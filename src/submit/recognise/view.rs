//! A sheet as recognition sees it: every text folded and looked up once.

use std::ops::Deref;
use std::sync::Arc;

use super::known::{Held, Known, Memory};
use super::phrases::stated_measure;
use crate::form::wording::Wording;
use crate::submit::grid::{Content, Sheet};
use crate::vocabulary::Place;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// A sheet with its words recognised.
pub struct SheetView<'g> {
    pub sheet: &'g Sheet,
    pub wording: &'g Wording,
    pub name: Arc<str>,
    pub words: Vec<Word<'g>>,
    pub last_row: u32,
    pub last_column: u32,
    /// Units of measure that the headers and footers of its pages state.
    pub page_measures: Vec<Measure>,
}

/// One cell of text: where it stands, and what is known of its words.
pub struct Word<'m> {
    pub row: u32,
    pub column: u32,
    pub(super) known: Held<'m>,
}

impl Deref for Word<'_> {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.known
    }
}

impl<'g> SheetView<'g> {
    /// Each cell's words alone; what stands around them is looked at by `labelled`.
    pub fn new(sheet: &'g Sheet, wording: &'g Wording, memory: &'g Memory) -> SheetView<'g> {
        let words = sheet.cells.iter().filter_map(|cell| {
            let Content::Text(text) = &cell.content else { return None };
            Some(Word { row: cell.row, column: cell.column, known: memory.of(text, wording)? })
        });
        let words: Vec<Word<'g>> = words.collect();
        SheetView {
            sheet,
            wording,
            name: Arc::from(sheet.name.as_str()),
            words,
            last_row: sheet.cells.iter().map(|cell| cell.row).max().unwrap_or(0),
            last_column: sheet.cells.iter().map(|cell| cell.column).max().unwrap_or(0),
            page_measures: sheet.margins.iter().filter_map(|line| stated_measure(&plain(line))).collect(),
        }
    }

    /// The words of one row, left to right.
    pub fn words_in(&self, row: u32) -> &[Word<'g>] {
        let start = self.words.partition_point(|word| word.row < row);
        let end = self.words.partition_point(|word| word.row <= row);
        &self.words[start..end]
    }

    /// The word of a label: its own, or that of the merged area it stands in.
    pub fn label_word(&self, row: u32, column: u32) -> Option<&Word<'g>> {
        self.word(row, column).or_else(|| self.word_at(row, column))
    }

    /// The word at an address, or at the corner of the merged area that covers it.
    pub fn word_at(&self, row: u32, column: u32) -> Option<&Word<'g>> {
        let (row, column) = self.sheet.anchor(row, column);
        self.word(row, column)
    }

    /// The word at this very address.
    pub fn word(&self, row: u32, column: u32) -> Option<&Word<'g>> {
        let at = self.words.binary_search_by_key(&(row, column), |word| (word.row, word.column)).ok()?;
        Some(&self.words[at])
    }

    /// The content at an address, or at the corner of the merged area that covers it.
    pub fn content_at(&self, row: u32, column: u32) -> Option<&Content> {
        let (row, column) = self.sheet.anchor(row, column);
        self.sheet.at(row, column)
    }

    pub fn place(&self, row: u32, column: u32) -> Place {
        self.sheet.place(&self.name, row, column)
    }

    /// Nothing in a row, or only spaces, as pages have them.
    pub fn is_blank_row(&self, row: u32) -> bool {
        self.sheet.row(row).iter().all(|cell| plain(&cell.content.words()).is_empty())
    }

    pub fn is_hidden_row(&self, row: u32) -> bool {
        self.sheet.hidden_rows.binary_search(&row).is_ok()
    }

    pub fn is_hidden(&self, row: u32, column: u32) -> bool {
        self.sheet.is_hidden(row, column)
    }
}
