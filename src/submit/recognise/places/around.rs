//! Fields around a table that wait for words: who reports, and on which day.

use super::super::field_names::Field;
use super::super::surroundings::Standing;
use super::super::view::{SheetView, Word};
use super::{Asked, Gatherer, Holds, Spot, Whose, lines};
use crate::submit::grid::Content;

/// Words for a node's own office at the head of a row.
pub(super) fn is_office(words: &str) -> bool {
    matches!(words, "机关" | "本级" | "局机关" | "县本级" | "市本级" | "区本级" | "机关本级" | "本级机关")
}

impl Gatherer<'_> {
    /// A field that names nothing behind its colon is filled in its own cell; one without a colon, in the blank cell
    /// beside it. One that has no place of its own is named.
    pub(super) fn fields(&mut self, view: &SheetView, standing: Standing) {
        let Standing { free, top, bottom, next, columns, .. } = standing;
        let last = next.unwrap_or(view.last_row + 1);
        let outside = |word: &&Word| {
            let around = (free..top).contains(&word.row) || (bottom + 1..last).contains(&word.row);
            around && (columns.0..=columns.1).contains(&word.column)
        };
        for word in view.words.iter().filter(outside) {
            let written = view.sheet.at(word.row, word.column).map_or(String::new(), Content::text);
            if lines::colons(&written) > 1 {
                if !lines::blanks(&written).is_empty() {
                    self.field((word.row, word.column), Asked::Line, Holds::FieldName);
                }
                continue;
            }
            let Some(asked) = asked(word, &written) else { continue };
            match beside(view, word, &written) {
                Some((at, holds)) => self.field(at, asked, holds),
                None => {
                    let place = view.place(word.row, word.column);
                    self.said.push(format!("“{}”（{place}）后面没有空格可填，没有填写", written.trim()));
                }
            }
        }
    }

    fn field(&mut self, at: (u32, u32), asked: Asked, holds: Holds) {
        self.spots.push(Spot { sheet: self.sheet, at, whose: Whose::Node, asked, holds, shift: 0 });
    }
}

/// What a word outside the table asks for, where nothing stands behind it in its own cell.
fn asked(word: &Word, written: &str) -> Option<Asked> {
    let [named] = word.fields.as_slice() else {
        return match lines::colons(written) {
            0 => lines::asked_by(written),
            _ => lines::blanks(written).first().map(|blank| blank.asked),
        };
    };
    match (named.value.is_some(), named.field) {
        (true, _) => None,
        (false, Field::Unit | Field::Maker) => Some(Asked::Issuer),
        (false, Field::Date | Field::MadeOn) => Some(Asked::Date),
        (false, _) => None,
    }
}

/// Where the value of a field goes: behind its colon, or into the cell beside it.
fn beside(view: &SheetView, word: &Word, written: &str) -> Option<((u32, u32), Holds)> {
    let ends = written.trim_end().ends_with([':', '：']);
    let last = view.sheet.merge_at(word.row, word.column).map_or(word.column, |area| area.last_column);
    let beside = view.sheet.anchor(word.row, last + 1);
    let is_blank = view.content_at(beside.0, beside.1).is_none() && word.row >= view.sheet.paragraphs;
    let merged = view.sheet.merge_at(beside.0, beside.1).is_some();
    match (ends, is_blank) {
        (true, true) if merged => Some((beside, Holds::Nothing)),
        (true, _) => Some(((word.row, word.column), Holds::FieldName)),
        (false, true) => Some((beside, Holds::Nothing)),
        (false, false) => None,
    }
}
