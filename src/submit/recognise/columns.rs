//! Which column holds the figures.
//!
//! Heads decide: 数量, 本年, the campaign's year; never 上年同期, 备注 or 增减, wherever they stand. Where no
//! head decides, the one column that looks like figures is taken; where two do, none is: the clerk is asked.

use std::ops::RangeInclusive;

use super::anchor::Panel;
use super::column_looks::{looks_like_figures, looks_like_measures, own_contents};
use super::heads::stacked;
use super::last_resort::{self, Doubt};
use super::view::SheetView;
use crate::form::Form;
use crate::form::wording::Heading;
use crate::form::year::{period, years};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// The columns of a panel, by what they hold.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Per column of the form: the sheet's columns that may hold it. More than one is a doubt.
    pub figures: Vec<Vec<u32>>,
    /// Unit of measure in the head of a figure column.
    pub head_measures: Vec<Option<Measure>>,
    pub measure: Option<u32>,
    pub order: Option<u32>,
    /// Parts of one figure that nothing tells apart: the same figure in two of them may be half of the sum.
    pub untold: Vec<u32>,
    /// The figures were found by their looks, not by a head.
    pub guessed: bool,
    /// The figures stand where no head says that they do.
    pub doubt: Option<Doubt>,
}

/// Sorts the columns of a panel.
pub fn sort_columns(view: &SheetView, form: &Form, panel: &Panel, year: Option<i32>) -> Columns {
    let heads: Vec<(u32, Option<Heading>, bool)> = (panel.columns.0..=panel.columns.1)
        .filter(|column| *column != panel.label_column)
        .map(|column| {
            let (heading, written) = head_of(view, form, panel, column, year);
            (column, heading, written)
        })
        .collect();
    let years: Vec<i32> = heads
        .iter()
        .filter_map(|(_, head, _)| if let Some(Heading::Year(year)) = head { Some(*year) } else { None })
        .collect();
    let this_year = year
        .filter(|year| years.contains(year))
        .or_else(|| if year.is_none() { years.iter().max().copied() } else { None });
    let mut columns = Columns {
        figures: vec![Vec::new(); form.columns.len()],
        head_measures: vec![None; form.columns.len()],
        ..Columns::default()
    };
    let mut unknown = Vec::new();
    for (column, heading, written) in &heads {
        match heading {
            Some(Heading::Figure(measure)) if !form.has_columns() => {
                columns.figures[0].push(*column);
                columns.head_measures[0] = measure.clone().or(columns.head_measures[0].take());
            }
            Some(Heading::Year(year)) if Some(*year) == this_year && !form.has_columns() => {
                columns.figures[0].push(*column)
            }
            Some(Heading::Column(own)) => columns.figures[*own].push(*column),
            Some(Heading::Measure) => columns.measure = columns.measure.or(Some(*column)),
            Some(Heading::Order) => columns.order = columns.order.or(Some(*column)),
            None => unknown.push((*column, *written)),
            Some(_) => {}
        }
    }
    if !form.has_columns() {
        if let Some(division) = divided(view, panel, &columns.figures[0], year) {
            division.settle(&mut columns, &mut unknown);
        }
        settle_single(view, panel, &mut columns, &unknown);
        if let Some((column, doubt)) = last_resort::find(view, panel, &columns.figures[0], &heads) {
            (columns.figures[0], columns.doubt) = (vec![column], Some(doubt));
        }
    }
    columns
}

/// Columns that stand below one head of figures.
struct Division {
    parts: Vec<u32>,
    /// The last column that the head may reach.
    last: u32,
    counted: Vec<u32>,
    untold: Vec<u32>,
}

impl Division {
    /// Its parts are decided, so none is left to guess at; figures behind them stay.
    fn settle(self, columns: &mut Columns, unknown: &mut Vec<(u32, bool)>) {
        unknown.retain(|(column, _)| !self.parts.contains(column));
        let behind = columns.figures[0].iter().copied().filter(|column| *column > self.last);
        columns.figures[0] = self.counted.into_iter().chain(behind).collect();
        columns.untold = self.untold;
    }
}

/// 数量 over 线上, 线下 and 小计, or over 2023 and 2024, where the merge was lost or its parts are no heads that
/// are known: the sum, this year's or what is done counts alone; where nothing tells, all parts do, and are asked
/// about.
fn divided(view: &SheetView, panel: &Panel, figures: &[u32], year: Option<i32>) -> Option<Division> {
    let (heads, first) = (panel.heads.clone()?, *figures.first()?);
    let row = (*heads.end() + 1..panel.labels[0].row).find(|row| !view.sheet.row(*row).is_empty())?;
    let cells = view.sheet.row(row);
    let headless = |column: u32| heads.clone().all(|row| view.content_at(row, column).is_none());
    let reaches = |column: &u32| figures.contains(column) || headless(*column);
    let reached: Vec<u32> = (first..=panel.columns.1.max(view.last_column)).take_while(reaches).collect();
    let says = |column: &u32| view.sheet.at(row, *column).map(|content| plain(&content.text()));
    // 完成率, 占比 beside them are never figures of the form.
    let is_rate = |words: &String| words.ends_with(['率', '比', '%']);
    let named: Vec<u32> = reached.iter().copied().filter(|column| says(column).is_some()).collect();
    let parts: Vec<u32> =
        named.iter().copied().filter(|column| says(column).is_some_and(|words| !is_rate(&words))).collect();
    let is_measure = |column: &u32| says(column).is_some_and(|words| Measure::parse(&words).is_some());
    if parts.len() < 2 || cells.iter().any(|cell| cell.column < first) || parts.iter().any(is_measure) {
        return None;
    }
    let heading = |column: &u32| match bare_year(view, row, *column) {
        Some(year) => Some(Heading::Year(year)),
        None => view.word_at(row, *column).and_then(|word| word.heading.clone()),
    };
    let sums = |column: &u32| says(column).is_some_and(|words| view.wording.is_whole_sum(&words));
    let own = |column: &u32| match heading(column) {
        Some(Heading::Figure(_)) => true,
        Some(Heading::Year(found)) => year.is_none_or(|year| year == found),
        _ => sums(column),
    };
    let other = |column: &u32| matches!(heading(column), Some(Heading::Never | Heading::Year(_)));
    let told: Vec<u32> = parts.iter().copied().filter(own).collect();
    let open: Vec<u32> = parts.iter().copied().filter(|column| !other(column)).collect();
    // A month and the year so far are the same in January.
    let to_date = open.iter().any(|column| says(column).is_some_and(|words| words.contains("累计")));
    let untold = if told.is_empty() && !to_date { open.clone() } else { Vec::new() };
    let counted = if told.is_empty() { open } else { told };
    Some(Division { parts: named, last: reached.last().copied().unwrap_or(first), counted, untold })
}

/// For forms with one figure an item: narrow several candidates, or find one by its looks.
fn settle_single(view: &SheetView, panel: &Panel, columns: &mut Columns, unknown: &[(u32, bool)]) {
    let figures = &mut columns.figures[0];
    if !figures.is_empty() {
        let corrected =
            unknown.iter().map(|(column, _)| *column).filter(|column| is_corrected(view, panel, *column));
        figures.extend(corrected.filter(|column| looks_like_figures(view, panel, *column)));
    }
    if figures.iter().any(|column| !is_hidden(view, *column)) {
        figures.retain(|column| !is_hidden(view, *column));
    }
    if figures.len() > 1 {
        let filled: Vec<u32> =
            figures.iter().copied().filter(|column| own_contents(view, panel, *column) > 0).collect();
        if !filled.is_empty() {
            *figures = filled;
        }
        if figures.len() > 1 {
            drop_words(view, panel, figures);
        }
        return;
    }
    if columns.measure.is_none() {
        columns.measure = unknown
            .iter()
            .map(|(column, _)| *column)
            .find(|column| looks_like_measures(view, panel, *column));
    }
    if !figures.is_empty() {
        return;
    }
    let measure = columns.measure;
    let candidates = unknown.iter().map(|(column, _)| *column).filter(|column| Some(*column) != measure);
    let candidates: Vec<u32> = candidates.filter(|column| looks_like_figures(view, panel, *column)).collect();
    columns.guessed = !candidates.is_empty();
    columns.figures[0] = candidates;
}

/// 更正后数量 beside 数量: which of the two is meant is asked where they differ.
fn is_corrected(view: &SheetView, panel: &Panel, column: u32) -> bool {
    let heads = panel.heads.clone().into_iter().flatten();
    let mut words = heads.filter_map(|row| view.word_at(row, column));
    words.any(|word| {
        ["更正", "修正", "订正", "修改", "核实后", "调整后", "核定", "审核数", "审定", "核准"]
            .iter()
            .any(|part| word.plain.contains(part))
    })
}

/// Of several columns with heads of figures, those that hold only words step back.
fn drop_words(view: &SheetView, panel: &Panel, figures: &mut Vec<u32>) {
    let numeric: Vec<u32> =
        figures.iter().copied().filter(|column| looks_like_figures(view, panel, *column)).collect();
    if !numeric.is_empty() {
        *figures = numeric;
    }
}

/// What the head of a column says, all rows of heads together; and whether it says anything.
fn head_of(
    view: &SheetView,
    form: &Form,
    panel: &Panel,
    column: u32,
    year: Option<i32>,
) -> (Option<Heading>, bool) {
    let Some(rows) = panel.heads.clone() else { return (None, false) };
    if form.has_columns()
        && let Some(heading) = stacked(view, rows.clone(), panel.columns.0, column, year)
    {
        return (Some(heading), true);
    }
    if form.has_columns()
        && let Some(heading) = same_time_last_year(view, rows.clone(), column)
    {
        return (Some(heading), true);
    }
    let mut words = Vec::new();
    for row in rows.clone() {
        if let Some(word) = view.word_at(row, column)
            && words
                .last()
                .is_none_or(|last: &&super::view::Word| (last.row, last.column) != (word.row, word.column))
        {
            words.push(word);
        }
    }
    let written = !words.is_empty();
    let headings: Vec<&Heading> = words.iter().filter_map(|word| word.heading.as_ref()).collect();
    if headings.iter().any(|heading| matches!(heading, Heading::Never)) {
        return (Some(Heading::Never), written);
    }
    if headings.iter().all(|heading| matches!(heading, Heading::Figure(_)))
        && let Some(year) = rows.rev().find_map(|row| bare_year(view, row, column))
    {
        return (Some(Heading::Year(year)), true);
    }
    let year = headings.iter().find(|heading| matches!(heading, Heading::Year(_)));
    (year.or(headings.last()).map(|heading| (*heading).clone()), written)
}

/// 去年同期 right behind 本月 is 上年本月, behind 累计 上年累计.
fn same_time_last_year(view: &SheetView, rows: RangeInclusive<u32>, column: u32) -> Option<Heading> {
    let row = rows.rev().find(|row| view.word_at(*row, column).is_some())?;
    let own = view.word_at(row, column)?.plain.as_str();
    if !matches!(own, "去年同期" | "上年同期" | "同期" | "去年同期数" | "上年同期数") {
        return None;
    }
    let left = view.word_at(row, column.checked_sub(1)?)?.plain.as_str();
    let left = ["本年", "今年", "本期"].iter().find_map(|year| left.strip_prefix(year)).unwrap_or(left);
    let heading = view.wording.heading(&format!("上年{left}"));
    heading.filter(|heading| matches!(heading, Heading::Column(_)))
}

/// 2024, 2024年3月 or 2024年1-3月 at the head of a column: there it is a year.
fn bare_year(view: &SheetView, row: u32, column: u32) -> Option<i32> {
    let text = plain(&view.content_at(row, column)?.words());
    let is_number = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let of_months = text
        .split_once('年')
        .is_some_and(|(year, months)| year.len() == 4 && year.starts_with("20") && period(months).is_some());
    years(&text).first().copied().filter(|_| is_number || of_months)
}

fn is_hidden(view: &SheetView, column: u32) -> bool {
    view.sheet.hidden_columns.binary_search(&column).is_ok()
}
