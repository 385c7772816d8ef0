//! What the library is told of a workbook: its blank.
//!
//! The workbooks of a city's counties are one form filled in differently: the same sheets, styles, page setup,
//! shades and charts over rows of their own. What differs is not told to the library but a stand-in for it: a
//! character that nobody writes for a word, a row below every real one for a sheet's last row, a number for a
//! figure that a chart draws. Two workbooks with the same blank have the same package but for the [`Values`] that
//! take the stand-ins' places (`pattern`), so the library is asked once for all of them (`skeleton`).

use std::sync::Arc;

use super::style::{self, Key};
use crate::report::table::{
    Area, Cell, Chart, Content, Mark, Outcome, Page, Properties, Range, Sheet, Source, Workbook,
};
use crate::vocabulary::Number;

/// The first character of those that stand for words; they are for private use and in no font.
pub const WORDS: u32 = 0x10_f000;
/// The first row of those that stand for a sheet's last one, counted from one; a sheet has 1,048,576.
pub const ROWS: u32 = 1_040_001;
/// The first of the numbers that stand for drawn figures.
pub const FIGURES: u64 = 900_000_000_000;
/// Stands for the time of making.
pub const MADE: &str = "2000-01-02T03:04:05";

/// A workbook without what differs from its neighbours'.
#[derive(PartialEq)]
pub struct Blank {
    pub kind: String,
    pub palette: Vec<Key>,
    pub sheets: Vec<BlankSheet>,
}

/// A sheet without its rows.
#[derive(PartialEq)]
pub struct BlankSheet {
    pub name: String,
    pub page: Page,
    pub widths: Vec<f64>,
    pub freeze: Option<(u32, u16)>,
    /// Rows from here on are stand-ins.
    pub last_row: u32,
    pub filter: Option<Area>,
    pub marks: Vec<Mark>,
    pub table: Option<BlankTable>,
    pub charts: Vec<Chart>,
    /// Of the rows of a sheet with charts: where a chart lies depends on them.
    pub rows: Vec<(Option<f64>, bool)>,
    /// What charts draw from this sheet, by row and column.
    pub drawn: Vec<(u32, u16, Drawn)>,
}

#[derive(PartialEq)]
pub struct BlankTable {
    pub name: String,
    pub columns: Vec<String>,
    pub last_row: u32,
}

/// A stand-in for a cell that a chart draws.
#[derive(PartialEq)]
pub enum Drawn {
    Word(String),
    Figure(f64),
}

/// What takes the stand-ins' places, in their order.
#[derive(Default)]
pub struct Values {
    pub words: Vec<Arc<str>>,
    /// Counted from one.
    pub rows: Vec<u32>,
    pub figures: Vec<Number>,
    pub made: String,
}

/// Titles, names and words of a workbook's properties: stand-ins in this order before all others.
pub const PROPERTIES: usize = 5;

impl Blank {
    /// The blank of a workbook, and what it says in its stead.
    pub fn of(workbook: &Workbook) -> (Blank, Values) {
        let mut values = Values::of(&workbook.properties);
        let sheets = workbook.sheets.iter().map(|sheet| blank(workbook, sheet, &mut values)).collect();
        let kind = workbook.properties.kind.clone();
        (Blank { kind, palette: style::palette(workbook), sheets }, values)
    }
}

impl Values {
    fn of(properties: &Properties) -> Values {
        let Properties { title, subject, author, company, keywords, .. } = properties;
        let words: [&String; PROPERTIES] = [title, subject, author, company, keywords];
        Values {
            words: words.map(|word| Arc::from(word.as_str())).into(),
            made: properties.made.naive_utc().format("%Y-%m-%dT%H:%M:%S").to_string(),
            ..Values::default()
        }
    }

    /// A stand-in for a word.
    fn word(&mut self, word: &Arc<str>) -> Drawn {
        self.words.push(Arc::clone(word));
        Drawn::Word(word_stand_in(self.words.len() - 1))
    }

    /// A stand-in for a row, both counted from zero.
    fn row(&mut self, row: u32) -> u32 {
        self.rows.push(row + 1);
        ROWS - 1 + self.rows.len() as u32 - 1
    }

    fn figure(&mut self, figure: Number) -> Drawn {
        self.figures.push(figure);
        Drawn::Figure((FIGURES + self.figures.len() as u64 - 1) as f64)
    }
}

impl BlankSheet {
    /// The row below all that is told of the sheet's own.
    pub fn below(&self) -> u32 {
        let drawn = self.drawn.iter().map(|(row, ..)| row + 1).max().unwrap_or(0);
        drawn.max(self.rows.len() as u32)
    }

    pub fn last_column(&self) -> u16 {
        self.widths.len().saturating_sub(1) as u16
    }
}

/// The character that stands for a word.
pub fn word_stand_in(position: usize) -> String {
    char::from_u32(WORDS + position as u32).unwrap_or(char::REPLACEMENT_CHARACTER).to_string()
}

fn blank(workbook: &Workbook, sheet: &Sheet, values: &mut Values) -> BlankSheet {
    let length = sheet.rows.len() as u32 + sheet.named.as_ref().map_or(0, |table| table.length);
    let heights = sheet.rows.iter().map(|row| (row.height, row.hidden));
    BlankSheet {
        name: sheet.name.clone(),
        page: sheet.page.clone(),
        widths: sheet.widths.clone(),
        freeze: sheet.freeze,
        last_row: values.row(length.saturating_sub(1)),
        filter: sheet.filter.map(|area| Area { last_row: values.row(area.last_row), ..area }),
        marks: marks(&sheet.marks, values),
        table: sheet.named.as_ref().map(|table| BlankTable {
            name: table.name.clone(),
            columns: table.columns.clone(),
            last_row: values.row(table.length.max(1)),
        }),
        rows: if sheet.charts.is_empty() { Vec::new() } else { heights.collect() },
        charts: sheet.charts.clone(),
        drawn: drawn(workbook, sheet, values),
    }
}

/// Marks of one area keep one: the library shades them together.
fn marks(marks: &[Mark], values: &mut Values) -> Vec<Mark> {
    let mut told: Vec<(u32, u32)> = Vec::new();
    let mut stand_in = |row: u32| match told.iter().find(|(real, _)| *real == row) {
        Some((_, stand_in)) => *stand_in,
        None => {
            told.push((row, values.row(row)));
            told[told.len() - 1].1
        }
    };
    let marks = marks.iter().map(|mark| {
        let area = Area { last_row: stand_in(mark.area.last_row), ..mark.area };
        Mark { area, ..mark.clone() }
    });
    marks.collect()
}

/// The cells of this sheet that charts of the workbook draw: a chart carries a copy of its figures.
fn drawn(workbook: &Workbook, sheet: &Sheet, values: &mut Values) -> Vec<(u32, u16, Drawn)> {
    let series = workbook.sheets.iter().flat_map(|sheet| &sheet.charts).flat_map(|chart| &chart.series);
    let mut places: Vec<(u32, u16)> = Vec::new();
    for series in series {
        let name = match &series.name {
            Source::Cell { sheet, row, column } => Some(Range::of_column(sheet, (*row, *row), *column)),
            Source::Words(_) => None,
        };
        let ranges = [Some(&series.categories), Some(&series.values), name.as_ref()];
        for range in ranges.into_iter().flatten().filter(|range| range.sheet == sheet.name) {
            let columns = range.first_column..=range.last_column;
            places.extend(
                (range.first_row..=range.last_row)
                    .flat_map(|row| columns.clone().map(move |column| (row, column))),
            );
        }
    }
    places.sort_unstable();
    places.dedup();
    let cell = |(row, column): (u32, u16)| {
        let cell = sheet.rows.get(row as usize)?.cells.get(usize::from(column))?;
        Some((row, column, stand_in(cell, values)?))
    };
    places.into_iter().filter_map(cell).collect()
}

fn stand_in(cell: &Cell, values: &mut Values) -> Option<Drawn> {
    let result = match &cell.content {
        Content::Blank => return None,
        Content::Text(text) | Content::Link { text, .. } => return Some(values.word(text)),
        Content::Number(number, _) => return Some(values.figure(*number)),
        Content::Formula(formula) => &formula.result,
    };
    Some(match result {
        Outcome::Number(number) => values.figure(*number),
        Outcome::Text(text) => values.word(text),
    })
}
