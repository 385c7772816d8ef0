//! A table with its items down: a figure of the node beside each, or one of each unit in a column of its own.

use super::super::anchor::{Panel, Vertical};
use super::super::columns::{Columns, sort_columns};
use super::super::surroundings::{Standing, look_around};
use super::super::unit_columns::unit_columns;
use super::super::view::SheetView;
use super::{Asked, Gatherer, Whose};
use crate::form::wording::{Heading, Meaning};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// One column of a panel: whose figures stand there, and which.
struct Column {
    column: u32,
    whose: Whose,
    kind: Kind,
    measure: Option<Measure>,
}

#[derive(Clone, Copy)]
enum Kind {
    /// The form's column of this number.
    Own(usize),
    LastYear,
    Change,
}

impl Gatherer<'_> {
    pub(super) fn down(&mut self, view: &SheetView, table: &Vertical, (free, next): (u32, Option<u32>)) {
        let standing = Standing {
            free,
            top: table.top(),
            bottom: *table.rows.end(),
            next,
            follows: free > 0,
            columns: table.columns,
        };
        let around = look_around(view, standing);
        if self.is_of_another_year(view, &around) {
            return;
        }
        let year = self.recogniser.year.or(around.title_years.last().copied());
        let form = std::sync::Arc::clone(&self.recogniser.wording.form);
        let units = if form.has_columns() { Vec::new() } else { units_across(view, table) };
        for panel in &table.panels {
            let sorted = sort_columns(view, &form, panel, year);
            let columns = match units.is_empty() {
                true => self.of_node(view, panel, &sorted, year),
                false => of_units(view, panel, &units),
            };
            for label in &panel.labels {
                let Meaning::Item(item) = label.meaning else {
                    self.say_unknown(view, (label.row, label.column));
                    continue;
                };
                let word = view.label_word(label.row, label.column);
                let beside = sorted.measure.and_then(|column| view.word_at(label.row, column));
                let beside = beside.and_then(|word| word.measure.clone());
                let named = word.and_then(|word| word.label.as_ref()).and_then(|found| found.measure.clone());
                for column in &columns {
                    let own = match column.kind {
                        Kind::Own(own) => own,
                        Kind::LastYear | Kind::Change => 0,
                    };
                    let figure = form.figure(item, own);
                    let measures = [beside.as_ref(), named.as_ref(), column.measure.as_ref()];
                    let Some(shift) = self.shift(view, figure, measures, around.measure.as_ref()) else {
                        break;
                    };
                    let asked = match column.kind {
                        Kind::Own(_) => Asked::Figure(figure),
                        Kind::LastYear => Asked::LastYear(figure),
                        Kind::Change => Asked::Change(figure),
                    };
                    self.mark(view, (label.row, column.column), column.whose.clone(), asked, shift);
                }
            }
            self.other_rows(view, panel);
        }
        self.fields(view, standing);
    }

    /// The columns of a table that is the node's alone.
    fn of_node(
        &mut self,
        view: &SheetView,
        panel: &Panel,
        sorted: &Columns,
        year: Option<i32>,
    ) -> Vec<Column> {
        let mut columns = Vec::new();
        for (own, candidates) in sorted.figures.iter().enumerate() {
            let guessed: Vec<u32> = match candidates.is_empty() && sorted.figures.len() == 1 {
                true => headless(view, panel, sorted),
                false => candidates.clone(),
            };
            match guessed.as_slice() {
                [column] => {
                    if candidates.is_empty() {
                        let place = view.place(panel.labels[0].row, *column);
                        self.said.push(format!("模板没有写明“数量”的栏，从 {place} 往下填写，请核对"));
                    }
                    columns.push(Column {
                        column: *column,
                        whose: Whose::Node,
                        kind: Kind::Own(own),
                        measure: sorted.head_measures[own].clone(),
                    });
                }
                several => {
                    let which = if several.is_empty() {
                        "没有认出数字填在哪一栏"
                    } else {
                        "有几栏都像是填数字的"
                    };
                    let label = &panel.labels[0];
                    let place = view.place(label.row, label.column);
                    self.said.push(format!("{place} 起的各项{which}，没有填写；请在栏头写明“数量”或“本年”"));
                }
            }
        }
        if sorted.figures.len() == 1 {
            columns.extend(compared(view, panel, year));
        }
        columns
    }

    /// Rows of the table that name nothing of the form.
    fn other_rows(&mut self, view: &SheetView, panel: &Panel) {
        let rows = panel.labels.iter().map(|label| label.row);
        let (first, last) = (rows.clone().min().unwrap_or(0), rows.max().unwrap_or(0));
        for word in view.words.iter().filter(|word| word.column == panel.label_column) {
            let inside = (first..=last).contains(&word.row);
            let names_nothing = word.label.is_none() && word.heading.is_none() && !word.names_a_field;
            let wording = view.wording;
            let section = wording
                .form
                .items
                .iter()
                .enumerate()
                .any(|(index, item)| item.section && wording.names_section(&word.plain, index));
            if inside && names_nothing && !section && !wording.is_total(&word.plain) {
                self.say_unknown(view, (word.row, word.column));
            }
        }
    }

    pub(super) fn say_unknown(&mut self, view: &SheetView, (row, column): (u32, u32)) {
        let words = view.content_at(row, column).map_or(String::new(), |content| plain(&content.words()));
        let place = view.place(row, column);
        self.said.push(format!("模板要“{words}”（{place}），本报表没有这一项，留空"));
    }
}

/// The only blank column behind the labels that no head gives another meaning.
fn headless(view: &SheetView, panel: &Panel, sorted: &Columns) -> Vec<u32> {
    let is_free = |column: &u32| {
        let heads = panel.heads.clone().into_iter().flatten();
        let mut heads = heads.filter_map(|row| view.word_at(row, *column));
        let headed = heads.any(|word| word.heading.is_some());
        let words = panel.labels.iter().any(|label| view.word(label.row, *column).is_some());
        !headed && !words && Some(*column) != sorted.measure && Some(*column) != sorted.order
    };
    let last = panel.columns.1.max(panel.label_column + 1);
    let free: Vec<u32> = (panel.label_column + 1..=last).filter(is_free).collect();
    match free.as_slice() {
        // Without any head the first blank column beside the labels or their measures is the one.
        [first, ..] if panel.heads.is_none() => vec![*first],
        _ => free,
    }
}

/// 上年同期 and 增减 beside the figures.
fn compared(view: &SheetView, panel: &Panel, year: Option<i32>) -> Vec<Column> {
    let mut columns = Vec::new();
    for column in panel.columns.0..=panel.columns.1.max(view.last_column) {
        let heads = panel.heads.clone().into_iter().flatten();
        let words: Vec<_> = heads.filter_map(|row| view.word_at(row, column)).collect();
        let kind = words.iter().find_map(|word| compares(&word.plain, word.heading.as_ref(), year));
        if let Some(kind) = kind.filter(|_| column != panel.label_column && column <= panel.columns.1) {
            columns.push(Column { column, whose: Whose::Node, kind, measure: None });
        }
    }
    columns
}

fn compares(words: &str, heading: Option<&Heading>, year: Option<i32>) -> Option<Kind> {
    let is_rate = words.contains(['%', '率', '幅']) || words.contains("比例");
    match words {
        "上年同期" | "去年同期" | "上年" | "去年" | "上年同期数" | "去年同期数" => {
            Some(Kind::LastYear)
        }
        "增减" | "增减数" | "同比增减" | "比上年增减" | "比上年同期增减" if !is_rate => {
            Some(Kind::Change)
        }
        _ => match heading {
            Some(Heading::Year(found)) if year.is_some_and(|year| year - 1 == *found) => Some(Kind::LastYear),
            _ => None,
        },
    }
}

/// Units that have columns of their own: offices by their names, else places (沂源县 beside 桓台县).
fn units_across(view: &SheetView, table: &Vertical) -> Vec<(u32, String)> {
    let offices = unit_columns(view, table);
    let ([panel], true) = (table.panels.as_slice(), offices.is_empty()) else { return offices };
    let row = head_row(panel);
    let places = (panel.label_column + 1..=panel.columns.1.max(view.last_column)).filter_map(|column| {
        let word = view.word(row, column)?;
        let is_place = word.plain.ends_with(['县', '区', '市', '镇', '乡']) || word.plain.ends_with("街道");
        (is_place && word.heading.is_none() && word.label.is_none()).then(|| (column, word.plain.clone()))
    });
    let places: Vec<(u32, String)> = places.collect();
    if places.len() >= 2 { places } else { Vec::new() }
}

/// The lowest row of heads; without known heads, the row right above the first label.
fn head_row(panel: &Panel) -> u32 {
    panel.heads.as_ref().map_or(panel.labels[0].row.saturating_sub(1), |heads| *heads.end())
}

/// Units beside one another, and 合计 where it has a column.
fn of_units(view: &SheetView, panel: &Panel, units: &[(u32, String)]) -> Vec<Column> {
    let own = |(column, name): &(u32, String)| Column {
        column: *column,
        whose: Whose::Unit(name.clone()),
        kind: Kind::Own(0),
        measure: None,
    };
    let mut columns: Vec<Column> = units.iter().map(own).collect();
    let row = head_row(panel);
    let sums =
        |column: &u32| view.word_at(row, *column).is_some_and(|word| view.wording.is_whole_sum(&word.plain));
    let office =
        |column: &u32| view.word_at(row, *column).is_some_and(|word| super::around::is_office(&word.plain));
    for column in (panel.label_column + 1..=panel.columns.1).filter(|column| sums(column) || office(column)) {
        columns.retain(|known| known.column != column);
        let whose = if sums(&column) { Whose::Node } else { Whose::Office };
        columns.push(Column { column, whose, kind: Kind::Own(0), measure: None });
    }
    columns
}
