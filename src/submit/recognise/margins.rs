//! The headers and footers of a sheet's pages: 金额单位：元, and now and then 填报单位.
//!
//! They are seen on paper and hardly ever on the screen, so they are the last to be asked: a line above the
//! table, a column, a label and the words of a cell all weigh more.

use super::fields::{Field, find};
use super::known::Memory;
use super::surroundings::unit_words;
use super::view::SheetView;
use crate::form::wording::Wording;
use crate::submit::grid::{Cell, Content, Sheet};

/// The unit that a sheet's pages name.
pub fn unit(sheet: &Sheet, wording: &Wording, memory: &Memory) -> Option<String> {
    if sheet.margins.is_empty() {
        return None;
    }
    let line = |(row, line): (usize, &String)| Cell {
        row: row as u32,
        column: 0,
        content: Content::Text(line.clone()),
        computed: false,
    };
    let lines = Sheet { cells: sheet.margins.iter().enumerate().map(line).collect(), ..Sheet::default() };
    let view = SheetView::new(&lines, wording, memory);
    let found = find(&view, 0..=view.last_row, (0, u32::MAX));
    found.iter().filter(|found| found.field == Field::Unit).find_map(|found| unit_words(&view, found))
}
