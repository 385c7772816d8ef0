//! 识别: a grid becomes readings, one for each unit it speaks of.
//!
//! Recognition never fails and never stops at the first finding. Every sheet, cut into `strips` where tables
//! with titles of their own stand side by side, is searched for tables (`anchor`); every table is read
//! (`vertical`, `horizontal`) with the words around it (`surroundings`), above and below its pages (`margins`)
//! and its share of those between it and the next (`between`), and asked about where somebody wrote beside it
//! what is right instead (`corrections`); then the tables are weighed against one another (`choice`): visible
//! before hidden, the campaign's year before another, filled before blank. Two that are equally good and disagree
//! are a finding, not a guess.
//!
//! Limits: a label is known by its words and what stands over them (`shared`), not by its place in the order; a
//! form whose items are all named alike cannot be read. Pictures are never read.

mod anchor;
mod between;
mod choice;
pub mod clues;
mod columns;
mod commented;
mod corrections;
mod disowned;
mod examples;
mod field_names;
pub mod fields;
pub(in crate::submit) mod figure;
mod heads;
mod horizontal;
mod item_columns;
mod joint;
mod known;
mod last_resort;
mod margins;
mod remarked;
mod row_names;
mod shared;
mod slips;
mod strips;
mod surroundings;
mod unit_columns;
mod vertical;
mod view;

use chrono::NaiveDate;

use self::anchor::{distinct, enough, horizontal_tables, vertical_tables};
use self::between::{nil_between, settle_nil};
use self::clues::Clue;
use self::examples::{heads_example, is_placeholder};
use self::horizontal::RowReading;
use self::known::Memory;
use self::surroundings::{Standing as Place, Surroundings, look_around};
use self::view::SheetView;
use super::answers::Answers;
use super::date_text::DateRead;
use super::grid::Grid;
use crate::form::wording::Wording;
use crate::problem::{Refusal, RefusalCode};
use crate::vocabulary::Finding;
use crate::vocabulary::plain::plain;
use crate::vocabulary::time::Instant;

/// What is known before a file is opened.
pub struct Recogniser {
    pub wording: Wording,
    memory: Memory,
    /// The campaign's year, where there is one.
    pub year: Option<i32>,
}

/// One filled table of one unit, as far as the sheet says.
#[derive(Clone, Debug)]
pub struct Reading {
    pub sheet: String,
    pub visible: bool,
    pub unit_written: Option<String>,
    pub unit_code_written: Option<String>,
    /// Who gathered a table of many units: the office that a row 机关 or 本级 is of.
    pub gathered_by: Option<String>,
    /// What else may name the unit: words near the table, other cells of its row.
    pub clues: Vec<Clue>,
    /// When the row was sent, as the export of a form filled online says (提交时间).
    pub submitted: Option<Instant>,
    /// Words of the title before the year: some sheets name their unit only there.
    pub title: Option<String>,
    pub title_years: Vec<i32>,
    pub date: Option<NaiveDate>,
    pub date_words: DateRead,
    pub nil: bool,
    pub is_example: bool,
    pub answers: Answers,
    pub findings: Vec<Finding>,
    /// What an earlier roll-up settled, where the reading comes out of a workbook of ours.
    pub carried: Option<Carried>,
}

/// A sheet's standing in the roll-up that it is carried over from.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    pub standing: Standing,
    /// The file that the unit had sent.
    pub file: String,
    pub received: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Counted, or to be settled again.
    Settled,
    Faulty,
    Held,
    /// No unit's sheet at all but the total of a node.
    Total,
}

impl Recogniser {
    pub fn new(wording: Wording, year: Option<i32>) -> Recogniser {
        let memory = Memory::new(&wording.form);
        Recogniser { wording, memory, year }
    }

    /// Every unit's table in a file, or why there is none to read.
    pub fn recognise(&self, grid: &Grid) -> Result<Vec<Reading>, Refusal> {
        let readings = self.read_sheets(&grid.sheets);
        if readings.is_empty() {
            return Err(Refusal::new(RefusalCode::NoTable, "no sheet names enough items of the form"));
        }
        let mut chosen = choice::choose(readings, self.year);
        if chosen.iter().all(|reading| reading.is_blank() && !reading.nil && !reading.is_unread()) {
            return Err(Refusal::new(RefusalCode::EmptyTable, "a table without any figure"));
        }
        for loss in &grid.losses {
            chosen
                .iter_mut()
                .for_each(|reading| reading.findings.push(Finding::query("reading-loss", loss.clone())));
        }
        for note in &grid.assumed {
            chosen
                .iter_mut()
                .for_each(|reading| reading.findings.push(Finding::hint("reading-note", note.clone())));
        }
        Ok(chosen)
    }

    /// Every sheet alone; but words between two tables of a document may be the upper one's.
    fn read_sheets(&self, sheets: &[super::grid::Sheet]) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        let mut above = 0;
        let mut starts = Vec::with_capacity(sheets.len());
        for sheet in sheets {
            let view = SheetView::new(sheet, &self.wording, &self.memory);
            let upper = &mut readings[above..];
            let mut own = match strips::strips(&view) {
                Some(strips) => self.read_strips(&strips),
                None => self.read_sheet(&view, !upper.is_empty() && sheet.paragraphs > 0),
            };
            between::settle_paragraphs(&view, upper, &mut own, self.year);
            above = readings.len();
            starts.push(above);
            readings.extend(own);
        }
        for (sheet, start) in sheets.iter().zip(starts).rev() {
            let unnamed = readings[start..].iter_mut().filter(|reading| reading.unit_written.is_none());
            let mut unnamed = unnamed.filter(|reading| reading.sheet == sheet.name).peekable();
            if unnamed.peek().is_some() {
                let unit = margins::unit(sheet, &self.wording, &self.memory);
                let clues = clues::in_margins(sheet);
                unnamed.for_each(|reading| {
                    reading.unit_written.clone_from(&unit);
                    reading.clues.extend(clues.iter().cloned());
                });
            }
        }
        readings
    }

    /// Tables side by side with titles of their own: the unit may be named over one of them only.
    fn read_strips(&self, strips: &[super::grid::Sheet]) -> Vec<Reading> {
        let read = |strip| self.read_sheet(&SheetView::new(strip, &self.wording, &self.memory), false);
        let mut readings: Vec<Reading> = strips.iter().flat_map(read).collect();
        let named = readings.iter().find_map(|reading| reading.unit_written.clone());
        for reading in readings.iter_mut().filter(|reading| reading.unit_written.is_none()) {
            reading.unit_written.clone_from(&named);
        }
        readings
    }

    /// The tables of one sheet. `follows`: the words that lead it stand between two tables of a document.
    fn read_sheet(&self, view: &SheetView, follows: bool) -> Vec<Reading> {
        let needed = enough(self.wording.form.items.iter().filter(|item| !item.section).count());
        let vertical = vertical_tables(view);
        let down = vertical
            .iter()
            .map(|table| table.panels.iter().map(|panel| distinct(&panel.labels)).sum())
            .max()
            .unwrap_or(0);
        let horizontal = horizontal_tables(view, needed);
        let across = horizontal.iter().map(|table| distinct(&table.labels)).max().unwrap_or(0);
        let bands = anchor::bands(&horizontal);
        let panels = vertical.iter().map(|table| table.panels.len()).max().unwrap_or(0);
        if across >= needed && across > panels.max(1) && across >= down
            || bands.is_some_and(|(count, items)| count < panels && items >= down)
        {
            self.read_across(view, &horizontal, follows)
        } else {
            let filled = vertical.into_iter().filter(|table| {
                table.panels.iter().map(|panel| distinct(&panel.labels)).sum::<usize>() >= needed
            });
            self.read_down(view, &filled.collect::<Vec<_>>(), follows)
        }
    }

    fn read_down(&self, view: &SheetView, tables: &[anchor::Vertical], follows: bool) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        let mut starts: Vec<usize> = Vec::new();
        for (position, table) in tables.iter().enumerate() {
            let stacked = |other: &anchor::Vertical| other.rows.end() < table.rows.start();
            let upper = tables[..position].iter().rposition(stacked);
            let next = tables.iter().find(|other| other.rows.start() > table.rows.end());
            let apart = tables.iter().any(|other| {
                other.columns != table.columns
                    && other.rows.start() <= table.rows.end()
                    && other.rows.end() >= table.rows.start()
            });
            let place = Place {
                free: upper.map_or(0, |upper| tables[upper].rows.end() + 1),
                top: table.top(),
                bottom: *table.rows.end(),
                next: next.map(anchor::Vertical::top),
                follows: follows || upper.is_some(),
                columns: if apart { table.columns } else { (0, u32::MAX) },
            };
            let around = look_around(view, place);
            let mut own = self.read_upright(view, table, around);
            if let [only] = own.as_mut_slice() {
                corrections::ask(view, &self.wording.form, table, place.next, only);
            }
            ask_disowned(view, place, &mut own);
            if let Some(upper) = upper
                && let Some(owner) = nil_between(view, place.free, place.top)
            {
                let end = starts.get(upper + 1).copied().unwrap_or(readings.len());
                settle_nil(owner, &mut readings[starts[upper]..end], &mut own);
            }
            starts.push(readings.len());
            readings.extend(own);
        }
        readings
    }

    /// One reading of a table with its items down; one for each unit where units have columns of their own.
    fn read_upright(&self, view: &SheetView, table: &anchor::Vertical, around: Surroundings) -> Vec<Reading> {
        let form = &self.wording.form;
        let year = self.known_year(&around);
        let read = |only: Option<u32>, around: Surroundings| {
            let read = vertical::read_vertical(view, form, table, year, around.measure.as_ref(), only);
            self.reading(view, around, read.answers, read.findings)
        };
        let units = if form.has_columns() { Vec::new() } else { unit_columns::unit_columns(view, table) };
        if units.is_empty() {
            let mut around = around;
            if around.unit.is_none() {
                around.clues.splice(0..0, clues::within(view, table));
            }
            return vec![read(None, around)];
        }
        let of_unit = |(column, name): (u32, String)| {
            let mut around = around.clone();
            around.gathered_by = around.unit.replace(name);
            (around.title, around.nil, around.clues) = (None, false, Vec::new());
            read(Some(column), around)
        };
        // A unit whose column is empty has not reported.
        let readings: Vec<Reading> = units.into_iter().map(of_unit).collect();
        let (filled, blank): (Vec<Reading>, Vec<Reading>) =
            readings.into_iter().partition(|reading| !reading.is_blank());
        if filled.is_empty() { blank } else { filled }
    }

    fn read_across(&self, view: &SheetView, tables: &[anchor::Horizontal], follows: bool) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        let mut above = 0;
        for (position, table) in tables.iter().enumerate() {
            let place = Place {
                free: position.checked_sub(1).map_or(0, |before| tables[before].head_row + 1),
                top: table.head_row,
                bottom: table.head_row,
                next: tables.get(position + 1).map(|table| table.head_row),
                follows: follows || position > 0,
                columns: (0, u32::MAX),
            };
            let mut own = self.read_rows(view, table, look_around(view, place));
            corrections::ask_below(view, table.head_row..place.next.unwrap_or(view.last_row + 1), &mut own);
            ask_disowned(view, place, &mut own);
            let upper = &mut readings[above..];
            if upper.len() == 1
                && !upper[0].nil
                && let Some(owner) = nil_between(view, place.free, place.top)
            {
                settle_nil(owner, upper, &mut own);
            }
            above = readings.len();
            readings.extend(own);
        }
        readings
    }

    /// One reading for each unit's row of a horizontal table.
    fn read_rows(
        &self,
        view: &SheetView,
        table: &anchor::Horizontal,
        mut around: Surroundings,
    ) -> Vec<Reading> {
        let year = self.known_year(&around);
        let mut rows =
            horizontal::read_horizontal(view, &self.wording.form, table, year, around.measure.as_ref());
        let is_example =
            |row: &RowReading| row.unit.as_deref().is_some_and(|unit| heads_example(&plain(unit)));
        if rows.iter().all(is_example) {
            around.is_example |= !rows.is_empty();
        } else {
            rows.retain(|row| !is_example(row));
        }
        let several = rows.len() > 1;
        if several {
            // A sheet of many units speaks of each by its row; what stands above is who gathered them.
            around.nil = false;
        }
        let read = rows.into_iter().map(|row| {
            let mut around = around.clone();
            if several || row.unit.is_some() {
                around.gathered_by = around.unit.take().filter(|_| row.unit.is_some());
                around.unit = row.unit;
                around.title = None;
                around.clues = row.clues;
            }
            around.unit_code = row.unit_code.or(around.unit_code.filter(|_| !several));
            around.nil |= row.nil;
            if row.date != DateRead::Blank {
                around.date = row.date;
            }
            let reading = self.reading(view, around, row.answers, row.findings);
            Reading { submitted: row.submitted, ..reading }
        });
        read.collect()
    }

    /// The year by which columns are told apart: the campaign's, else the title's.
    fn known_year(&self, around: &Surroundings) -> Option<i32> {
        self.year.or_else(|| around.title_years.last().copied())
    }

    fn reading(
        &self,
        view: &SheetView,
        around: Surroundings,
        answers: Answers,
        findings: Vec<Finding>,
    ) -> Reading {
        let year = around.title_years.last().copied().or(self.year);
        let is_example = around.is_example || around.unit.as_deref().is_some_and(is_placeholder);
        Reading {
            sheet: view.sheet.name.clone(),
            visible: view.sheet.visible,
            unit_written: around.unit,
            unit_code_written: around.unit_code,
            gathered_by: around.gathered_by,
            clues: around.clues,
            submitted: None,
            title: around.title,
            title_years: around.title_years,
            date: around.date.day(year),
            date_words: around.date,
            nil: around.nil,
            is_example,
            answers,
            findings,
            carried: None,
        }
    }
}

/// Asks once for each reading about words around its table that take all its figures back.
fn ask_disowned(view: &SheetView, place: Place, readings: &mut [Reading]) {
    let above = disowned::ask(view, place.free..place.top);
    let below = || disowned::ask(view, place.bottom + 1..view.last_row + 1);
    let asked = above.or_else(|| if place.next.is_none() { below() } else { None });
    for reading in readings.iter_mut().filter(|reading| !reading.is_example) {
        reading.findings.extend(asked.clone());
    }
}

impl Reading {
    /// There are figures, and nothing says which column of the form is whose.
    fn is_unread(&self) -> bool {
        self.findings.iter().any(|finding| finding.code == "unknown-columns")
    }

    /// Filled in, and no figure but 0.
    fn is_all_zero(&self) -> bool {
        !self.is_blank() && self.answers.iter().all(|answer| answer.value.is_none_or(|value| value.is_zero()))
    }

    /// Nothing at all where figures belong.
    pub fn is_blank(&self) -> bool {
        self.answers.iter().all(|answer| answer.raw.is_empty())
    }
}
