//! A table with its labels down: every row that has a label asks for a figure or heads a section.

use super::columns;
use super::draft::{Draft, Raw};
use super::lattice::{Lattice, is_dash, is_figure};
use super::panels::{Panel, panels};
use super::region::Region;
use super::roles::{Role, leaf};
use crate::form::label::written_label;
use crate::vocabulary::measure::Measure;

pub fn read(lattice: &Lattice, region: &Region, draft: &mut Draft) {
    let panels = panels(lattice, region);
    for panel in &panels {
        read_panel(lattice, region, panel, draft);
    }
    if let Some(panel) = panels.iter().max_by_key(|panel| panel.with(Role::Figure).len()) {
        columns::read(lattice, region, panel, draft);
    }
}

fn read_panel(lattice: &Lattice, region: &Region, panel: &Panel, draft: &mut Draft) {
    let mut carried: Vec<String> = Vec::new();
    for row in region.body.0..region.body.1 {
        if let Some(raw) = read_row(lattice, panel, row, &mut carried) {
            draft.items.push(raw);
        }
        let from = region.body.0;
        if let Some(column) = panel.only(Role::Measure).filter(|_| row == from) {
            let head = written_label(&leaf(lattice, region, column)).measure;
            draft.measure = draft.measure.take().or(head);
        }
    }
}

/// The label of a row with the words before it that group rows.
fn read_row(lattice: &Lattice, panel: &Panel, row: u32, carried: &mut Vec<String>) -> Option<Raw> {
    let labels = panel.with(Role::Label);
    let mut words: Vec<(u32, u32, String)> = Vec::new();
    for (depth, column) in labels.iter().enumerate() {
        let (top, left, ..) = lattice.area(row, *column);
        let written = lattice.written(row, *column);
        if written.is_empty() {
            let rest = labels[depth + 1..].iter().any(|right| !lattice.plain(row, *right).is_empty());
            if let Some(above) = carried.get(depth).filter(|above| rest && !above.is_empty()) {
                words.push((u32::MAX, *column, above.clone()));
            }
            continue;
        }
        if !words.iter().any(|(row, column, _)| (*row, *column) == (top, left)) {
            words.push((top, left, written));
        }
    }
    let (top, column, label) = words.pop().or_else(|| word_before(lattice, panel, row))?;
    // The row is a further row of a label merged down.
    if top < row || is_figure(&label) && !label.chars().any(char::is_alphabetic) {
        return None;
    }
    remember(lattice, &labels, row, carried);
    let groups: Vec<String> = words.into_iter().map(|(.., words)| words).collect();
    let measure_words =
        panel.only(Role::Measure).map(|column| lattice.plain(row, column)).unwrap_or_default();
    let (_, left, _, right) = lattice.area(row, column);
    let crosses = panel.with(Role::Figure).iter().any(|figure| (left..=right).contains(figure));
    let figures: Vec<String> = panel
        .with(Role::Figure)
        .iter()
        .filter(|figure| !(left..=right).contains(*figure))
        .map(|column| lattice.plain(row, *column))
        .collect();
    let dashed = !figures.is_empty() && figures.iter().all(|text| is_dash(text));
    let measure = Measure::parse_cell(&measure_words);
    let odd = Some(measure_words).filter(|words| measure.is_none() && !words.is_empty() && !is_dash(words));
    Some(Raw {
        place: Some(lattice.place(row, column)),
        order: panel
            .only(Role::Order)
            .filter(|order| !(left..=right).contains(order))
            .map(|order| own_words(lattice, row, order))
            .unwrap_or_default(),
        groups,
        indent: lattice.indent(row, column),
        words: label,
        measure,
        odd_measure: odd,
        section: crosses && panel.with(Role::Figure).len() < (right - left + 1) as usize || dashed,
        has_fraction: figures.iter().any(|text| has_fraction(text)),
        across: false,
    })
}

/// 合计 in the column of numbers, where the label is left blank.
fn word_before(lattice: &Lattice, panel: &Panel, row: u32) -> Option<(u32, u32, String)> {
    let column = panel.only(Role::Order)?;
    let written = lattice.written(row, column);
    (written.chars().count() >= 2 && !is_figure(&written)).then_some((row, column, written))
}

/// A cell's words where it begins in this very row.
fn own_words(lattice: &Lattice, row: u32, column: u32) -> String {
    let (top, ..) = lattice.area(row, column);
    if top == row { lattice.plain(row, column) } else { String::new() }
}

/// Words of grouping columns reach down over blanks where merges were lost.
fn remember(lattice: &Lattice, labels: &[u32], row: u32, carried: &mut Vec<String>) {
    carried.resize(labels.len(), String::new());
    let mut fresh = false;
    for (depth, column) in labels.iter().enumerate() {
        let written = lattice.written(row, *column);
        if !written.is_empty() {
            fresh = true;
            carried[depth] = written;
        } else if fresh {
            carried[depth].clear();
        }
    }
}

pub fn has_fraction(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, rest)| {
        !rest.is_empty() && [whole, rest].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}
