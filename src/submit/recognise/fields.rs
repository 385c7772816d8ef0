//! What stands around the table: 填报单位, 填报日期, 填报人, the title, 零报告.
//!
//! A field's name and its value stand in one cell (`field_names`), or the value stands beside the name or below it.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use crate::submit::grid::{Cell, Content};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{is_invisible, plain};

use super::field_names::{Field, Named};
use super::view::{SheetView, Word};

/// A field found on the sheet.
#[derive(Clone, Debug)]
pub struct Found<'v> {
    pub field: Field,
    /// Folded, where it is words of the same cell.
    pub value: &'v Content,
    /// The value as the clerk wrote it, outer spaces aside.
    pub written: Cow<'v, str>,
}

/// The fields in the given rows, in reading order; cells of other columns are passed over.
pub fn find<'v>(view: &'v SheetView, rows: RangeInclusive<u32>, columns: (u32, u32)) -> Vec<Found<'v>> {
    let inside = |word: &&Word| rows.contains(&word.row) && (columns.0..=columns.1).contains(&word.column);
    let named =
        view.words.iter().filter(inside).flat_map(|word| word.fields.iter().map(move |named| (word, named)));
    let found = named.filter_map(|(word, Named { field, value })| {
        let field = *field;
        Some(match value {
            Some((value, written)) => Found { field, value, written: Cow::Borrowed(written) },
            None => {
                let value = beside(view, word)?;
                Found { field, value, written: trimmed(value.words()) }
            }
        })
    });
    found.collect()
}

/// The next filled cell to the right, unless it is a field's name itself.
fn beside<'v>(view: &'v SheetView, word: &Word) -> Option<&'v Content> {
    let row = view.sheet.row(word.row);
    let right = row.iter().find(|cell| cell.column > word.column);
    let is_name = |cell: &Cell| view.word(cell.row, cell.column).is_some_and(|word| word.names_a_field);
    if row.iter().all(is_name) {
        return below(view, word);
    }
    let right = right?;
    let first = view.sheet.merge_at(word.row, word.column).map_or(word.column, |area| area.last_column);
    let near = right.column <= first + 3;
    (near && !is_name(right) && !plain(&right.content.words()).is_empty()).then_some(&right.content)
}

/// The cell below, where a row holds nothing but names of fields: their values stand in the next one.
fn below<'v>(view: &'v SheetView, word: &Word) -> Option<&'v Content> {
    let below = view.sheet.at(word.row + 1, word.column)?;
    let own = view.words_in(word.row + 1);
    let speaks_of_the_table = own
        .iter()
        .any(|word| word.label.is_some() || word.heading.is_some() || word.is_title || word.names_a_field);
    let text = plain(&below.words());
    let in_words =
        matches!(below, Content::Date(..)) || text.chars().any(char::is_alphabetic) || text.len() > 6;
    let is_note = text.starts_with('注') || text.contains(':') || text.chars().count() > 40;
    (!speaks_of_the_table && in_words && !is_note).then_some(below)
}

/// A unit of measure for the whole table: `单位：万元`, `金额单位：元`.
pub fn table_measure(view: &SheetView, rows: RangeInclusive<u32>) -> Option<Measure> {
    let words = view.words.iter().filter(|word| rows.contains(&word.row));
    words.filter_map(|word| word.stated.clone()).next_back()
}

/// Whether the words of a cell declare 零报告, and do not merely speak of it.
pub fn declares_nil(view: &SheetView, word: &Word) -> bool {
    let text = word.plain.as_str();
    if !word.speaks_of_nil {
        return false;
    }
    let ticks = ["☑", "√", "✓", "✔", "■"];
    if ticks.iter().any(|tick| text.contains(&format!("{tick}零报告"))) {
        return true;
    }
    let speaks_of_it = ["非零报告", "□", "☐", "否", "制度", "请", "须", "应", "实行", "无需", "不", "如"]
        .iter()
        .any(|part| text.contains(part));
    if speaks_of_it {
        return false;
    }
    let beside = view
        .sheet
        .row(word.row)
        .iter()
        .find(|cell| cell.column > word.column)
        .map(|cell| plain(&cell.content.words()));
    match beside.as_deref() {
        Some("是" | "√" | "✓" | "☑" | "1" | "Y" | "有") => true,
        Some("否" | "□" | "☐" | "×" | "N") => false,
        _ => !text.ends_with(':'),
    }
}

fn trimmed(text: Cow<str>) -> Cow<str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(is_invisible)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(is_invisible).to_owned()),
    }
}
