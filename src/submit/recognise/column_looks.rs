//! What a column looks like beside the labels of a panel: figures, units of measure, a 序号.

use super::anchor::{LabelCell, Panel};
use super::figure::says_something;
use super::view::SheetView;
use crate::form::wording::Meaning;
use crate::submit::cell_text::{Manner, read_text};
use crate::submit::grid::Content;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// Cells of a column, at the panel's labels, that hold something of their own.
pub fn own_contents(view: &SheetView, panel: &Panel, column: u32) -> usize {
    let filled = |label: &&LabelCell| view.sheet.at(label.row, column).is_some_and(says_something);
    panel.labels.iter().filter(filled).count()
}

fn at_items<'v>(view: &'v SheetView, panel: &'v Panel, column: u32) -> impl Iterator<Item = &'v Content> {
    let items = panel.labels.iter().filter(|label| matches!(label.meaning, Meaning::Item(_)));
    items.filter_map(move |label| view.sheet.at(label.row, column))
}

pub fn looks_like_figures(view: &SheetView, panel: &Panel, column: u32) -> bool {
    let readable = |content: &&Content| match content {
        Content::Number(_) | Content::Error(_) | Content::FormulaWithoutResult => true,
        Content::Text(text) => {
            !read_text(text).manners.contains(&Manner::NoNumber) && read_text(text).number.is_some()
        }
        _ => false,
    };
    at_items(view, panel, column).any(|content| readable(&content)) && !is_order(view, panel, column)
}

/// 1, 2, 3 … down the labels, left of them: a 序号 column without a head.
fn is_order(view: &SheetView, panel: &Panel, column: u32) -> bool {
    if column > panel.label_column || panel.labels.len() < 2 {
        return false;
    }
    let numbers: Vec<i64> = at_items(view, panel, column)
        .filter_map(|content| content.words().trim().trim_end_matches(['.', '、']).parse().ok())
        .collect();
    let ascending = numbers.windows(2).all(|pair| pair[1] > pair[0] && pair[1] - pair[0] <= 3);
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    sorted.dedup();
    // Moved rows keep their old numbers: still each number once, none beyond the form's.
    let each_once = sorted.len() == numbers.len() && sorted.first().is_some_and(|first| *first >= 1);
    let permuted =
        each_once && sorted.last().is_some_and(|last| *last <= view.wording.form.items.len() as i64 + 3);
    numbers.len() == panel.labels.len() && (ascending || permuted)
}

/// Most of what stands beside the items is units of measure.
pub fn looks_like_measures(view: &SheetView, panel: &Panel, column: u32) -> bool {
    let contents: Vec<&Content> = at_items(view, panel, column).collect();
    let measures =
        contents.iter().filter(|content| Measure::parse_cell(&plain(&content.words())).is_some()).count();
    measures > 0 && measures * 2 > contents.len()
}
