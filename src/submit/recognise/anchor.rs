//! Where the tables are: cells that name items, gathered into tables with their panels.
//!
//! Labels, not positions, anchor a table: wherever at least three items of the form are named below one
//! another there is a vertical table; beside one another, a horizontal one. Rows with several heads of
//! columns part one table from the next below it. Columns of labels side by side are panels of one table
//! when they name different items, and tables of their own when they name the same (this year beside last).

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::heads::stacked;
use super::view::{SheetView, Word};
use crate::form::wording::{Heading, Meaning};

/// A label at its cell.
#[derive(Clone, Debug)]
pub struct LabelCell {
    pub row: u32,
    pub column: u32,
    pub meaning: Meaning,
}

/// A vertical table: panels side by side, each with its own heads of columns.
#[derive(Clone, Debug)]
pub struct Vertical {
    pub panels: Vec<Panel>,
    pub rows: RangeInclusive<u32>,
    pub columns: (u32, u32),
}

impl Vertical {
    /// The first row of the table, its heads included.
    pub fn top(&self) -> u32 {
        let heads = self.panels.iter().filter_map(|panel| panel.heads.as_ref().map(|heads| *heads.start()));
        heads.min().unwrap_or(*self.rows.start()).min(*self.rows.start())
    }
}

/// One column of labels with the columns that belong to it.
#[derive(Clone, Debug)]
pub struct Panel {
    pub label_column: u32,
    pub labels: Vec<LabelCell>,
    /// Rows of heads above the first label, if there are any.
    pub heads: Option<RangeInclusive<u32>>,
    /// Columns of the panel, the label's included.
    pub columns: (u32, u32),
}

/// A horizontal table: a row that names the items, and rows of figures below.
#[derive(Clone, Debug)]
pub struct Horizontal {
    pub head_row: u32,
    pub labels: Vec<LabelCell>,
    pub rows: RangeInclusive<u32>,
}

/// At least so many items make a table; small forms need half of theirs.
pub fn enough(items: usize) -> usize {
    items.div_ceil(2).clamp(1, 3)
}

/// Rows that hold heads of columns and no item.
pub fn head_rows(view: &SheetView) -> BTreeSet<u32> {
    let mut rows = BTreeSet::new();
    let mut row_words: Vec<&Word> = Vec::new();
    let mut flush = |words: &mut Vec<&Word>| {
        let heads =
            words.iter().filter_map(|word| word.heading.as_ref()).filter(|head| is_vertical_head(head));
        let labels = words.iter().filter(|word| word.label.is_some()).count();
        let mut kinds: Vec<_> = heads.map(std::mem::discriminant).collect();
        kinds.dedup();
        let own = words.iter().filter(|word| matches!(word.heading, Some(Heading::Column(_)))).count();
        if (kinds.len() >= 2 || own >= 2) && labels == 0 {
            rows.insert(words[0].row);
        }
        words.clear();
    };
    for word in &view.words {
        if row_words.first().is_some_and(|first| first.row != word.row) {
            flush(&mut row_words);
        }
        row_words.push(word);
    }
    if !row_words.is_empty() {
        flush(&mut row_words);
    }
    rows.extend(divided_rows(view));
    rows
}

/// Two rows that only together say the form's columns: 排查数 and 整改数 under 一般隐患, and again under 重大隐患.
fn divided_rows(view: &SheetView) -> Vec<u32> {
    let own = |row: u32| {
        let words = view.words_in(row);
        let said = words.iter().filter(|word| {
            matches!(stacked(view, row - 1..=row, 0, word.column, None), Some(Heading::Column(_)))
        });
        said.count() >= 2 && words.iter().all(|word| word.label.is_none())
    };
    let divided: Vec<u32> = match view.wording.form.has_columns() {
        true => (1..=view.last_row).filter(|row| own(*row)).collect(),
        false => Vec::new(),
    };
    divided.into_iter().flat_map(|row| [row - 1, row]).collect()
}

fn is_vertical_head(heading: &Heading) -> bool {
    !matches!(heading, Heading::UnitName | Heading::UnitCode)
}

/// All vertical tables of a sheet, from the top.
pub fn vertical_tables(view: &SheetView) -> Vec<Vertical> {
    let heads = head_rows(view);
    let mut blocks: Vec<(Option<u32>, Vec<LabelCell>)> = Vec::new();
    for cell in label_cells(view) {
        let above = heads.range(..cell.row).next_back().copied();
        match blocks.last_mut() {
            Some((head, cells)) if *head == above => cells.push(cell),
            _ => blocks.push((above, vec![cell])),
        }
    }
    blocks.retain(|(_, cells)| !is_ledger(cells));
    let blocks = blocks.into_iter().flat_map(|(head, cells)| side_by_side(view, &heads, head, cells));
    join_continued(view, blocks.collect())
}

/// All labels of a sheet, row by row.
fn label_cells(view: &SheetView) -> impl Iterator<Item = LabelCell> {
    view.words.iter().filter_map(|word| {
        let meaning = word.label.as_ref()?.meaning;
        Some(LabelCell { row: word.row, column: word.column, meaning })
    })
}

/// The tables of one block: panels that name different items belong together.
fn side_by_side(
    view: &SheetView,
    heads: &BTreeSet<u32>,
    head: Option<u32>,
    cells: Vec<LabelCell>,
) -> Vec<Vertical> {
    let mut columns: Vec<(u32, Vec<LabelCell>)> = Vec::new();
    for cell in cells {
        match columns.iter_mut().find(|(column, _)| *column == cell.column) {
            Some((_, list)) => list.push(cell),
            None => columns.push((cell.column, vec![cell])),
        }
    }
    columns.sort_by_key(|(column, _)| *column);
    indented(&mut columns);
    let single = columns.len() == 1;
    columns.retain(|(_, list)| single || distinct(list) >= 2);
    // A column of labels cannot be the next panel's 序号 column as well.
    let free_from = |position: usize| position.checked_sub(1).map_or(0, |before| columns[before].0 + 1);
    let starts: Vec<u32> = columns
        .iter()
        .enumerate()
        .map(|(position, (column, list))| panel_start(view, head, *column, list).max(free_from(position)))
        .collect();
    let mut tables: Vec<Vertical> = Vec::new();
    for (position, (column, labels)) in columns.into_iter().enumerate() {
        let first = if position == 0 { 0 } else { starts[position] };
        let last = starts.get(position + 1).map_or(view.last_column, |next| next - 1);
        let panel = Panel {
            label_column: column,
            heads: head_band(view, heads, head, &labels),
            labels,
            columns: (first, last),
        };
        let disjoint = |table: &Vertical| {
            !table.panels.iter().any(|other| repeats(&items(&other.labels), &items(&panel.labels)))
        };
        match tables.last_mut().filter(|table| disjoint(table)) {
            Some(table) => {
                table.columns.1 = last;
                table.rows = (*table.rows.start()).min(panel.labels[0].row)
                    ..=(*table.rows.end()).max(last_row(&panel.labels));
                table.panels.push(panel);
            }
            None => tables.push(Vertical {
                rows: panel.labels[0].row..=last_row(&panel.labels),
                columns: (first, last),
                panels: vec![panel],
            }),
        }
    }
    tables
}

/// Labels of parts may stand one column further right (其中 | 商品类) in rows of their own: one panel.
fn indented(columns: &mut Vec<(u32, Vec<LabelCell>)>) {
    let mut position = 1;
    while position < columns.len() {
        let apart = |cell: &LabelCell| columns[position - 1].1.iter().all(|other| other.row != cell.row);
        let (left, right) = (&columns[position - 1], &columns[position]);
        let first = left.1.iter().map(|cell| cell.row).min();
        let inside = right.1.iter().all(|cell| Some(cell.row) > first);
        // 合计 stands in the column of numbers, or reaches over it, below labels that stand behind it.
        let begun = right.1.iter().map(|cell| cell.row).min();
        let sums = left.1.len() < right.1.len() && left.1.iter().all(|cell| Some(cell.row) > begun);
        if right.0 - left.0 == 1 && (inside || sums) && right.1.iter().all(apart) {
            let (column, cells) = columns.remove(position);
            if sums {
                columns[position - 1].0 = column;
            }
            columns[position - 1].1.extend(cells);
            columns[position - 1].1.sort_by_key(|cell| cell.row);
        } else {
            position += 1;
        }
    }
}

/// Where a panel begins: its 序号 column if the one before the labels is that.
fn panel_start(view: &SheetView, head: Option<u32>, column: u32, labels: &[LabelCell]) -> u32 {
    if column == 0 {
        return 0;
    }
    let is_order = head
        .and_then(|row| view.word_at(row, column - 1))
        .is_some_and(|word| word.heading == Some(Heading::Order));
    let numbers = labels.iter().filter(|label| {
        view.content_at(label.row, column - 1)
            .is_some_and(|content| content.words().trim().parse::<u32>().is_ok_and(|n| n <= 99))
    });
    if is_order || head.is_none() && numbers.count() == labels.len() { column - 1 } else { column }
}

/// The rows of heads above a panel: the head row and, above it, rows that span or continue it.
fn head_band(
    view: &SheetView,
    heads: &BTreeSet<u32>,
    head: Option<u32>,
    labels: &[LabelCell],
) -> Option<RangeInclusive<u32>> {
    let head = head?;
    let mut first = head;
    let mut last = head;
    while first > 0 && head - first < 2 && (is_band(view, first - 1) || heads.contains(&(first - 1))) {
        first -= 1;
    }
    let goes_on = |row: u32| is_band(view, row) || divides_columns(view, head, row);
    while last + 1 < labels[0].row && last - head < 2 && goes_on(last + 1) {
        last += 1;
    }
    // A head too far above its labels heads something else.
    (labels[0].row.saturating_sub(last) <= 6).then_some(first..=last)
}

fn is_band(view: &SheetView, row: u32) -> bool {
    let words = view.words_in(row);
    !words.is_empty() && words.iter().all(|word| word.heading.as_ref().is_some_and(is_vertical_head))
}

/// Whether a row only divides the heads above it into the form's columns: 本月 and 累计 under 本年.
fn divides_columns(view: &SheetView, head: u32, row: u32) -> bool {
    let said =
        |word: &Word| word.heading.is_some() || stacked(view, head..=row, 0, word.column, None).is_some();
    let words = view.words_in(row);
    view.wording.form.has_columns() && !words.is_empty() && words.iter().all(said)
}

/// Blocks below one another that name different items are one table broken in two.
fn join_continued(view: &SheetView, tables: Vec<Vertical>) -> Vec<Vertical> {
    let mut joined: Vec<Vertical> = Vec::new();
    for table in tables {
        let all = |table: &Vertical| items(table.panels.iter().flat_map(|panel| &panel.labels));
        let continues = joined.last().is_some_and(|before| {
            let between = before.rows.end() + 1..*table.rows.start();
            let titled = view.words.iter().any(|word| between.contains(&word.row) && word.is_title);
            !titled && table.rows.start() > before.rows.end() && !repeats(&all(before), &all(&table))
        });
        match joined.last_mut().filter(|_| continues) {
            Some(before) => {
                before.rows = *before.rows.start()..=*table.rows.end();
                before.panels.extend(table.panels);
            }
            None => joined.push(table),
        }
    }
    joined
}

/// All horizontal tables: rows that name several items.
pub fn horizontal_tables(view: &SheetView, needed: usize) -> Vec<Horizontal> {
    let labels: Vec<LabelCell> = label_cells(view).collect();
    let rows = labels.chunk_by(|one, other| one.row == other.row);
    let rows: Vec<&[LabelCell]> = rows.filter(|row| row.len() >= needed && distinct(row) >= needed).collect();
    let tables = rows.iter().enumerate().map(|(position, row)| {
        let head_row = row[0].row;
        let last = rows.get(position + 1).map_or(view.last_row, |next| next[0].row - 1);
        Horizontal { head_row, labels: row.to_vec(), rows: head_row..=last }
    });
    tables.collect()
}

/// A wide table in several bands one below another, each naming other items: how many bands and items.
pub fn bands(tables: &[Horizontal]) -> Option<(usize, usize)> {
    let mut seen = BTreeSet::new();
    for table in tables {
        if !items(&table.labels).into_iter().all(|item| seen.insert(item)) {
            return None;
        }
    }
    (tables.len() > 1).then_some((tables.len(), seen.len()))
}

pub fn distinct(labels: &[LabelCell]) -> usize {
    items(labels).len()
}

/// The items that labels name, each once and in order.
fn items<'l>(labels: impl IntoIterator<Item = &'l LabelCell>) -> Vec<usize> {
    let item = |label: &LabelCell| if let Meaning::Item(item) = label.meaning { Some(item) } else { None };
    let mut items: Vec<usize> = labels.into_iter().filter_map(item).collect();
    items.sort_unstable();
    items.dedup();
    items
}

/// A list of events names the same items again and again; a form names each once (or twice by a slip).
fn is_ledger(labels: &[LabelCell]) -> bool {
    let mut columns: Vec<u32> = labels.iter().map(|label| label.column).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.iter().all(|column| {
        let own = || labels.iter().filter(|label| label.column == *column);
        let distinct = items(own()).len();
        2 * (own().count() - distinct) >= distinct
    })
}

/// Two lists of items in order that are the same table's twice, and not one table with an item repeated by a
/// slip.
pub fn repeats(one: &[usize], other: &[usize]) -> bool {
    let shared = one.iter().filter(|item| other.binary_search(item).is_ok()).count();
    2 * shared >= one.len().min(other.len()).max(1)
}

fn last_row(labels: &[LabelCell]) -> u32 {
    labels.iter().map(|label| label.row).max().unwrap_or(0)
}
