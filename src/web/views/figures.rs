//! A form's table for every page that shows figures.

use crate::aggregate::derive::{column_change, places, rate};
use crate::form::{Form, Item, Kind};
use crate::submit::{Answer, Answers};
use crate::vocabulary::{Explained, Finding, Number};
use crate::web::pages::figures::{Cell, FigureTable, FindingLine, Mode, Row};

/// What stands in a cell.
pub type CellOf<'c> = &'c dyn Fn(usize) -> Cell;

/// The table of a form. `derived`: the figures that rates and changes are computed from; without them (a page
/// to be filled in) there are none.
pub fn table(
    form: &Form,
    mode: Mode,
    year: i32,
    cell: CellOf,
    derived: Option<&[Option<Number>]>,
) -> FigureTable {
    let mut rows = Vec::new();
    for (index, item) in form.items.iter().enumerate() {
        rows.push(row(form, index, item, cell, derived));
        if let Some(figures) = derived {
            let rates = form.derived_items.iter().filter(|rate| rate.after == index);
            rows.extend(rates.map(|derived| rate_row(form, derived, figures)));
        }
    }
    let mut columns: Vec<String> = form.columns.iter().map(|column| column.label.clone()).collect();
    if derived.is_some() {
        columns.extend(form.derived_columns.iter().map(|column| column.label.clone()));
    }
    FigureTable::new(mode, form.title_of(Some(year)), columns, rows).notes(form.notes.clone())
}

fn row(form: &Form, index: usize, item: &Item, cell: CellOf, derived: Option<&[Option<Number>]>) -> Row {
    let numbered = item.code.chars().all(|c| c.is_ascii_digit());
    let number = if numbered { item.code.as_str() } else { "" };
    if item.section {
        return Row::section(number, &item.label);
    }
    let mut cells: Vec<Cell> =
        (0..form.columns.len()).map(|column| cell(form.figure(index, column))).collect();
    if let Some(figures) = derived {
        let changes = form.derived_columns.iter().map(|column| {
            let decimals = match column.kind {
                crate::form::Comparison::Difference => item.kind.printed_places(),
                crate::form::Comparison::Growth { places } => places,
            };
            let change = column_change(form, column, index, figures);
            Cell::derived(change.map_or("—".to_owned(), |change| change.fixed(decimals)))
        });
        cells.extend(changes);
    }
    let row = Row::new(number, &item.label, &item.measure.text, cells);
    let row = if item.part_of.is_some() { row.part() } else { row };
    if matches!(item.kind, Kind::Decimal { .. }) { row.decimal() } else { row }
}

fn rate_row(form: &Form, derived: &crate::form::DerivedItem, figures: &[Option<Number>]) -> Row {
    let cells = (0..form.columns.len()).map(|column| {
        let value = rate(form, derived, column, figures);
        Cell::derived(value.map_or("—".to_owned(), |value| value.fixed(places(derived.show))))
    });
    let measure = match derived.show {
        crate::form::Show::Percent { .. } => "%",
        crate::form::Show::Ratio { .. } => "",
    };
    Row::new("", &derived.label, measure, cells.collect()).derived()
}

/// How a page names the place of an answer: [`place`], or [`origin`] where there is a file.
pub type PlaceOf = fn(&Answer) -> String;

/// A figure as it is printed: 万元 with two decimals.
pub fn printed(form: &Form, figure: usize, value: Option<Number>) -> String {
    let places = form.kind_of(figure).printed_places();
    value.map_or(String::new(), |value| value.fixed(places))
}

/// A figure with all its digits.
pub fn exact(value: Option<Number>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

/// `统计表!D10`; empty where nothing was read.
pub fn place(answer: &Answer) -> String {
    answer.place.as_ref().map_or(String::new(), |place| {
        if place.sheet.is_empty() { place.cell.clone() } else { format!("{}!{}", place.sheet, place.cell) }
    })
}

/// Where a figure of a sheet that was read from a file comes from: its cell, or the page, where somebody typed
/// over what the file says.
pub fn origin(answer: &Answer) -> String {
    match (&answer.place, answer.value) {
        (None, Some(_)) => TYPED_OVER.to_owned(),
        _ => place(answer),
    }
}

/// What the page says of a figure that the file does not have.
pub const TYPED_OVER: &str = "页面改填";

/// The words of a cell, where they are not simply the figure.
pub fn raw(answer: &Answer) -> String {
    let plain = answer.value.is_some_and(|value| value.to_string() == answer.raw);
    if plain { String::new() } else { answer.raw.clone() }
}

/// Findings that stand on a figure, as lines; and those that stand on none.
pub fn findings_at(form: &Form, figure: Option<usize>, findings: &[Explained]) -> Vec<FindingLine> {
    let standing = findings.iter().filter(|(finding, _)| figure_of(form, finding) == figure);
    standing
        .map(|(finding, words)| {
            let line = FindingLine::new(finding.severity, &finding.sentence);
            match words {
                Some(words) => line.explained(words),
                None => line,
            }
        })
        .collect()
}

/// The figure that a finding stands on.
pub fn figure_of(form: &Form, finding: &Finding) -> Option<usize> {
    let item = form.item_index(finding.item.as_deref()?)?;
    let named = |code: &str| form.columns.iter().position(|column| column.code == code);
    Some(form.figure(item, finding.column.as_deref().and_then(named).unwrap_or(0)))
}

/// A revision's table: figures as received, with their cells, findings, last year, and the revision before.
pub fn received(
    form: &Form,
    year: i32,
    answers: &Answers,
    findings: &[Explained],
    before: Option<&Answers>,
    last_year: Option<&[Option<Number>]>,
    place: PlaceOf,
) -> FigureTable {
    let cell = |figure: usize| {
        let answer = answers.get(figure);
        let mut cell = Cell::new(figure, exact(answer.value)).read_from(place(answer), raw(answer));
        cell.last_year = last_year.map_or(String::new(), |last| exact(last[figure]));
        if let Some(before) = before.map(|before| before.value(figure)).filter(|old| *old != answer.value) {
            cell = cell.before(before.map_or("空白".to_owned(), |value| value.to_string()));
        }
        findings_at(form, Some(figure), findings).into_iter().fold(cell, Cell::finding)
    };
    table(form, Mode::Read, year, &cell, Some(&answers.values()))
}
