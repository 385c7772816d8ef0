//! Fields around a table that wait for words: who reports, and on which day.

use super::super::field_names::Field;
use super::super::surroundings::Standing;
use super::super::view::{SheetView, Word};
use super::{Asked, Gatherer, Holds, Spot, Whose};
use crate::submit::grid::Content;

/// Words for a node's own office at the head of a row.
pub(super) fn is_office(words: &str) -> bool {
    matches!(words, "机关" | "本级" | "局机关" | "县本级" | "市本级" | "区本级" | "机关本级" | "本级机关")
}

impl Gatherer<'_> {
    /// A field that names nothing behind its colon is filled in its own cell; one without a colon, in the blank cell
    /// beside it.
    pub(super) fn fields(&mut self, view: &SheetView, standing: Standing) {
        let Standing { free, top, bottom, next, columns, .. } = standing;
        let last = next.unwrap_or(view.last_row + 1);
        let outside = |word: &&Word| {
            let around = (free..top).contains(&word.row) || (bottom + 1..last).contains(&word.row);
            around && (columns.0..=columns.1).contains(&word.column)
        };
        for word in view.words.iter().filter(outside) {
            let [named] = word.fields.as_slice() else { continue };
            if named.value.is_some() {
                continue;
            }
            let asked = match named.field {
                Field::Unit | Field::Maker => Asked::Issuer,
                Field::Date | Field::MadeOn => Asked::Date,
                _ => continue,
            };
            let written = view.sheet.at(word.row, word.column).map_or(String::new(), Content::text);
            let ends = written.trim_end().ends_with([':', '：']);
            let last =
                view.sheet.merge_at(word.row, word.column).map_or(word.column, |area| area.last_column);
            let beside = view.sheet.anchor(word.row, last + 1);
            let is_blank = view.content_at(beside.0, beside.1).is_none() && word.row >= view.sheet.paragraphs;
            let merged = view.sheet.merge_at(beside.0, beside.1).is_some();
            let (at, holds) = match (ends, is_blank) {
                (true, true) if merged => (beside, Holds::Nothing),
                (true, _) => ((word.row, word.column), Holds::FieldName),
                (false, true) => (beside, Holds::Nothing),
                (false, false) => continue,
            };
            let spot = Spot { sheet: self.sheet, at, whose: Whose::Node, asked, holds, shift: 0 };
            self.spots.push(spot);
        }
    }
}
