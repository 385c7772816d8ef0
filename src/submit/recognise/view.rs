//! A sheet as recognition sees it: every text folded and looked up once.
//!
//! Words that several items share (销毁假冒伪劣商品 over 类, 件, 万元) stand once for several rows; each row's
//! item is told by what stands beside it, and the rows get labels as if each had its own.

use std::ops::Deref;
use std::sync::Arc;

use super::known::{Known, Memory};
use crate::form::wording::{Match, Wording};
use crate::submit::grid::{Content, Sheet};
use crate::vocabulary::Place;
use crate::vocabulary::measure::Measure;

/// A sheet with its words recognised.
pub struct SheetView<'g> {
    pub sheet: &'g Sheet,
    pub wording: &'g Wording,
    pub name: Arc<str>,
    pub words: Vec<Word>,
    pub last_row: u32,
    pub last_column: u32,
}

/// One cell of text: where it stands, and what is known of its words.
pub struct Word {
    pub row: u32,
    pub column: u32,
    known: Arc<Known>,
}

impl Deref for Word {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.known
    }
}

impl<'g> SheetView<'g> {
    pub fn new(sheet: &'g Sheet, wording: &'g Wording, memory: &Memory) -> SheetView<'g> {
        let words = sheet.cells.iter().filter_map(|cell| {
            let Content::Text(text) = &cell.content else { return None };
            Some(Word { row: cell.row, column: cell.column, known: memory.of(text, wording)? })
        });
        let words: Vec<Word> = words.collect();
        let mut view = SheetView {
            sheet,
            wording,
            name: Arc::from(sheet.name.as_str()),
            words,
            last_row: sheet.cells.iter().map(|cell| cell.row).max().unwrap_or(0),
            last_column: sheet.cells.iter().map(|cell| cell.column).max().unwrap_or(0),
        };
        view.label_shared();
        view
    }

    /// The words of one row, left to right.
    pub fn words_in(&self, row: u32) -> &[Word] {
        let start = self.words.partition_point(|word| word.row < row);
        let end = self.words.partition_point(|word| word.row <= row);
        &self.words[start..end]
    }

    /// The word of a label: its own, or that of the merged area it stands in.
    pub fn label_word(&self, row: u32, column: u32) -> Option<&Word> {
        let own = self.words_in(row).iter().find(|word| word.column == column);
        own.or_else(|| self.word_at(row, column))
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

    /// Gives the rows of shared words their labels.
    fn label_shared(&mut self) {
        let shared = self.words.iter().filter(|word| word.is_shared);
        let found: Vec<Word> = shared.flat_map(|word| self.rows_sharing(word)).collect();
        for label in found {
            let at = self.words.partition_point(|word| (word.row, word.column) < (label.row, label.column));
            match self.words.get_mut(at).filter(|word| (word.row, word.column) == (label.row, label.column)) {
                Some(word) => *word = label,
                None => self.words.insert(at, label),
            }
        }
    }

    /// One label for each row from a shared word down, as long as what stands beside it tells another item.
    fn rows_sharing(&self, shared: &Word) -> Vec<Word> {
        let mut found: Vec<Word> = Vec::new();
        for row in shared.row..=self.last_row {
            let own = self.words_in(row).iter().any(|word| word.column == shared.column);
            let label = self.label_beside(shared, row).filter(|_| row == shared.row || !own);
            let Some(label) = label.filter(|label| {
                !found
                    .iter()
                    .any(|known| known.label.as_ref().map(|known| known.meaning) == Some(label.meaning))
            }) else {
                break;
            };
            let plain = shared.plain.clone();
            let known = Known {
                plain,
                label: Some(label),
                heading: None,
                is_shared: false,
                is_title: false,
                title_years: Vec::new(),
            };
            found.push(Word { row, column: shared.column, known: Arc::new(known) });
        }
        found
    }

    /// Which of the items a row is: by the words beside it (种类, 案值（万元）) or its unit of measure.
    fn label_beside(&self, shared: &Word, row: u32) -> Option<Match> {
        let beside = self.words_in(row).iter().filter(|word| word.column > shared.column).take(2);
        beside.into_iter().find_map(|word| {
            let together = self.wording.label(&format!("{}{}", shared.plain, word.plain));
            together.or_else(|| self.wording.shared(&shared.plain, &Measure::parse(&word.plain)?))
        })
    }

    pub fn place(&self, row: u32, column: u32) -> Place {
        self.sheet.place(&self.name, row, column)
    }

    pub fn is_hidden(&self, row: u32, column: u32) -> bool {
        self.sheet.hidden_rows.binary_search(&row).is_ok()
            || self.sheet.hidden_columns.binary_search(&column).is_ok()
    }
}
