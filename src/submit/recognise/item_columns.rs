//! Which columns of a horizontal table hold which item.
//!
//! An item's name may stand over several columns: 本年 beside 上年, 线上 and 线下 with their 小计, a figure with
//! its unit of measure. What adds the others up counts alone; where nothing tells the parts apart all stay, and
//! the rows that fill two of them are asked about.

use super::anchor::Horizontal;
use super::heads;
use super::view::{SheetView, Word};
use crate::form::Form;
use crate::form::wording::{Fit, Heading, Meaning};
use crate::vocabulary::measure::Measure;

/// What one column of the sheet holds.
pub struct FigureColumn {
    pub figure: usize,
    pub column: u32,
    pub measure: Option<Measure>,
    /// Of several columns of one item, the one that adds the others up.
    sums: bool,
    /// Of several columns of one item, one that nothing tells from the others.
    pub untold: bool,
    /// Where the label stands that is the item's but for one character.
    pub slip: Option<(u32, u32)>,
    /// The column of units of measure beside it, below the same item.
    pub measure_column: Option<u32>,
}

/// Columns that hold items, each with its sub-head (本年 / 上年) settled, and the last row of heads.
pub fn figure_columns(
    view: &SheetView,
    form: &Form,
    table: &Horizontal,
    sub_heads: &[u32],
    year: Option<i32>,
) -> (Vec<FigureColumn>, u32) {
    let divided = sub_heads.iter().copied().find(|row| !form.has_columns() && divides(view, table, *row));
    let mut columns = Vec::new();
    let mut band_end = table.head_row;
    let mut covering = None;
    let mut measures = Vec::new();
    let mut to_date = Vec::new();
    for column in 0..=view.last_column {
        // Without merges an item's name stands over the first of its columns only.
        let part = divided.and_then(|row| view.word_at(row, column));
        let bare = (form.has_columns() || part.is_some()) && view.word_at(table.head_row, column).is_none();
        let own = item_at(view, table.head_row, column);
        covering = own.map(|found| (column, found)).or(covering.filter(|_| bare));
        let Some((first, (item, measure, last))) = covering.clone() else { continue };
        let sub = sub_heads
            .iter()
            .filter(|row| **row > last)
            .filter_map(|row| view.words_in(*row).iter().find(|word| word.column == column))
            .find(|word| word.heading.is_some());
        let own_column = match sub.and_then(|word| word.heading.as_ref()) {
            _ if form.has_columns() => column_under(view, last + 1, first, column, year),
            None | Some(Heading::Figure(_)) => Some(0),
            Some(Heading::Year(found)) if year.is_none_or(|year| year == *found) => Some(0),
            Some(Heading::Measure) if part.is_some() => {
                measures.push((form.figure(item, 0), column));
                None
            }
            Some(Heading::Measure) => Some(0),
            // 例 in a row of units of measure counts cases; alone over a column it would head examples.
            Some(_) if sub.is_some_and(|word| word.measure.is_some()) => Some(0),
            Some(_) => None,
        };
        band_end = band_end.max(last).max(sub.map_or(0, |word| word.row));
        if let Some(own_column) = own_column {
            let figure = form.figure(item, own_column);
            let sums = part.is_some_and(|word| sub.is_some() || view.wording.is_whole_sum(&word.plain));
            // A month and the year so far are the same in January.
            to_date.extend(part.filter(|word| word.plain.contains("累计")).map(|_| figure));
            let untold = part.is_some() && !sums;
            let slip = slip_at(view, table.head_row, first);
            columns.push(FigureColumn { figure, column, measure, sums, untold, slip, measure_column: None });
        }
    }
    let summed: Vec<usize> =
        columns.iter().filter(|column| column.sums).map(|column| column.figure).collect();
    columns.retain(|column| column.sums || !summed.contains(&column.figure));
    for column in &mut columns {
        column.untold &= !to_date.contains(&column.figure);
        let beside = measures.iter().find(|(figure, _)| *figure == column.figure);
        column.measure_column = beside.map(|(_, column)| *column);
    }
    (columns, band_end.max(divided.unwrap_or(0)))
}

/// Whether the row below the items only divides them (线上 and 线下, 本月 and 累计): words, none of them left of
/// the items, and one at least where the item stands further left.
fn divides(view: &SheetView, table: &Horizontal, row: u32) -> bool {
    let first = table.labels.iter().map(|label| label.column).min().unwrap_or(0);
    let words = view.words_in(row);
    let wordy = |word: &Word| word.label.is_none() && !word.plain.chars().any(|c| c.is_ascii_digit());
    let own = |word: &Word| view.sheet.at(table.head_row, word.column).is_none();
    words.len() == view.sheet.row(row).len()
        && words.iter().all(|word| word.column >= first && wordy(word))
        && words.iter().any(own)
        && words.iter().all(|word| Measure::parse(&word.plain).is_none())
}

/// Which of the form's columns the heads below an item's name say.
fn column_under(view: &SheetView, row: u32, first: u32, column: u32, year: Option<i32>) -> Option<usize> {
    let goes_on = view.word_at(row + 1, column).is_some_and(|word| word.heading.is_some());
    match heads::stacked(view, row..=row + u32::from(goes_on), first, column, year)? {
        Heading::Column(own) => Some(own),
        _ => None,
    }
}

/// The item a column is headed by: in the head row, the row below, the row above with it, or across a merge.
fn item_at(view: &SheetView, head_row: u32, column: u32) -> Option<(usize, Option<Measure>, u32)> {
    let rows = [Some(head_row), Some(head_row + 1), head_row.checked_sub(1)];
    let words: Vec<_> = rows.iter().flatten().filter_map(|row| view.word_at(*row, column)).collect();
    let item = |found: &crate::form::wording::Match| match found.meaning {
        Meaning::Item(item) => Some((item, found.measure.clone())),
        Meaning::Derived(_) => None,
    };
    // 受理投诉 over 合计, 商品类 and 服务类: what stands below a wide head says more.
    let spans = |word: &Word| {
        view.sheet.merge_at(word.row, word.column).is_some_and(|area| area.first_column < area.last_column)
    };
    let below = words.get(1).filter(|below| below.row > words[0].row && spans(words[0]));
    let below = below.and_then(|word| Some((item(word.label.as_ref()?)?, word.row)));
    let own =
        below.or_else(|| words.iter().take(2).find_map(|word| Some((item(word.label.as_ref()?)?, word.row))));
    if let Some(((found, measure), row)) = own {
        let last = view.sheet.merge_at(row, column).map_or(row, |area| area.last_row);
        return Some((found, measure, last));
    }
    for (upper, lower) in [(Some(head_row), head_row + 1), (head_row.checked_sub(1), head_row)] {
        let (Some(upper), Some(lower)) =
            (upper.and_then(|row| upper_word(view, row, column)), view.word_at(lower, column))
        else {
            continue;
        };
        if (upper.row, upper.column) == (lower.row, lower.column) {
            continue;
        }
        if let Some((found, measure)) =
            view.wording.label(&format!("{}{}", upper.plain, lower.plain)).as_ref().and_then(item)
        {
            return Some((found, measure, lower.row));
        }
    }
    None
}

/// The label over a column that was read although it is not quite the form's.
fn slip_at(view: &SheetView, head_row: u32, column: u32) -> Option<(u32, u32)> {
    let rows = [Some(head_row), Some(head_row + 1), head_row.checked_sub(1)];
    let mut words = rows.into_iter().flatten().filter_map(|row| view.word_at(row, column));
    let slip = |word: &Word| word.label.as_ref().is_some_and(|label| label.fit == Fit::Slip);
    words.find(|word| slip(word)).map(|word| (word.row, word.column))
}

/// The word over a column; shared words reach to the next word of their row where merges were lost.
fn upper_word<'v>(view: &'v SheetView, row: u32, column: u32) -> Option<&'v Word<'v>> {
    view.word_at(row, column).or_else(|| {
        let left = view.words_in(row).iter().rev().find(|word| word.column < column)?;
        view.wording.is_shared(&left.plain).then_some(left)
    })
}
