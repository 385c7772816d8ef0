//! Items down, units across: a column of figures for each unit, its name at the head.
//!
//! Only heads that look like names of offices make such a table (线上 beside 线下 does not), two of them at
//! least. A column of 合计 beside them adds them up and is nobody's.

use super::anchor::{Panel, Vertical};
use super::phrases::is_unit_like;
use super::view::{SheetView, Word};

/// The columns of units with the names at their heads; none where a table is not of many units.
pub fn unit_columns(view: &SheetView, table: &Vertical) -> Vec<(u32, String)> {
    let [panel] = table.panels.as_slice() else { return Vec::new() };
    let Some(row) = head_row(panel) else { return Vec::new() };
    let mut named: Vec<(u32, &Word)> = Vec::new();
    for column in panel.columns.0..=panel.columns.1 {
        let Some(word) = view.word_at(row, column).filter(|word| names_a_unit(word)) else { continue };
        let is_new = named.iter().all(|(_, known)| known.plain != word.plain);
        if column != panel.label_column && is_new {
            named.push((column, word));
        }
    }
    if named.len() < 2 {
        return Vec::new();
    }
    let written =
        |word: &Word| view.sheet.at(word.row, word.column).map(|content| content.text().trim().to_owned());
    named.into_iter().filter_map(|(column, word)| Some((column, written(word)?))).collect()
}

/// The lowest row of heads; without known heads, the row right above the first label.
fn head_row(panel: &Panel) -> Option<u32> {
    match &panel.heads {
        Some(heads) => Some(*heads.end()),
        None => panel.labels.first()?.row.checked_sub(1),
    }
}

fn names_a_unit(word: &Word) -> bool {
    word.heading.is_none() && word.label.is_none() && !word.is_title && is_unit_like(&word.plain)
}
