//! Tables side by side, each under a title of its own: the sheet falls into strips.
//!
//! This year's table at the left and last year's at the right are two sheets on one page: their rows need not
//! meet, and nothing that stands over one speaks of the other. So the page is cut before the right one's first
//! column and each strip is read alone, at its own addresses. Tables side by side under one title stay
//! together: there the heads tell whose is whose.

use std::collections::{BTreeMap, BTreeSet};

use super::anchor::repeats;
use super::view::{SheetView, Word};
use crate::form::wording::{Heading, Meaning};
use crate::submit::grid::Sheet;

/// The strips of a sheet from the left, where there are several.
pub fn strips(view: &SheetView) -> Option<Vec<Sheet>> {
    // Each under a title of its own: with one title or none there is nothing to cut.
    view.words.iter().filter(|word| word.is_title).nth(1)?;
    let cuts = cuts(view);
    if cuts.is_empty() {
        return None;
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([u32::MAX]);
    Some(starts.zip(ends).map(|(start, end)| strip(view.sheet, start, end)).collect())
}

/// The first columns of all strips but the first.
fn cuts(view: &SheetView) -> Vec<u32> {
    let mut cuts = Vec::new();
    let mut before: Option<(u32, Vec<usize>)> = None;
    for (column, items) in label_columns(view) {
        let Some((last, named)) = &mut before else {
            before = Some((column, items));
            continue;
        };
        let from = cuts.last().copied().unwrap_or(0);
        match cut(view, from, *last, column).filter(|_| repeats(named, &items)) {
            Some(cut) => {
                cuts.push(cut);
                *named = items;
            }
            None => {
                named.extend(items);
                named.sort_unstable();
                named.dedup();
            }
        }
        *last = column;
    }
    cuts
}

/// Columns that name at least two items below one another.
fn label_columns(view: &SheetView) -> Vec<(u32, Vec<usize>)> {
    let mut columns: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for word in &view.words {
        if let Some(Meaning::Item(item)) = word.label.as_ref().map(|label| label.meaning) {
            columns.entry(word.column).or_default().insert(item);
        }
    }
    let columns = columns.into_iter().filter(|(_, items)| items.len() >= 2);
    columns.map(|(column, items)| (column, items.into_iter().collect())).collect()
}

/// Where the table with labels in the right column begins, if it and the one left of it have titles.
fn cut(view: &SheetView, from: u32, left: u32, right: u32) -> Option<u32> {
    let title = |columns: std::ops::RangeInclusive<u32>| {
        let over = |word: &&Word| word.is_title && columns.contains(&word.column);
        view.words.iter().find(over).map(|word| word.column)
    };
    title(from..=left)?;
    let title = title(left + 1..=right)?;
    let orders =
        |word: &&Word| word.heading == Some(Heading::Order) && (left + 1..right).contains(&word.column);
    let order = view.words.iter().filter(orders).map(|word| word.column).min();
    Some(order.map_or(title, |order| order.min(title)))
}

fn strip(sheet: &Sheet, start: u32, end: u32) -> Sheet {
    let columns = start..end;
    Sheet {
        cells: sheet.cells.iter().filter(|cell| columns.contains(&cell.column)).cloned().collect(),
        merges: sheet.merges.iter().filter(|area| columns.contains(&area.first_column)).copied().collect(),
        ..sheet.clone()
    }
}
