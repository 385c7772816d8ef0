//! The tables of one sheet, each with the words around it.

use super::anchor::{Horizontal, Vertical, bands, distinct, enough, horizontal_tables, vertical_tables};
use super::between::{nil_between, settle_nil};
use super::clues;
use super::corrections;
use super::disowned;
use super::examples::{heads_example, is_placeholder};
use super::horizontal::{RowReading, read_horizontal};
use super::reading::Reading;
use super::surroundings::{Standing, Surroundings, look_around};
use super::unit_columns::unit_columns;
use super::vertical::read_vertical;
use super::view::SheetView;
use crate::form::wording::Wording;
use crate::submit::answers::Answers;
use crate::submit::date_text::DateRead;
use crate::vocabulary::Finding;
use crate::vocabulary::plain::plain;

/// Reads tables in the words of a form.
pub struct Tables<'r> {
    pub wording: &'r Wording,
    /// The campaign's year, where there is one.
    pub year: Option<i32>,
}

impl Tables<'_> {
    /// The tables of one sheet. `follows`: the words that lead it stand between two tables of a document.
    pub fn of_sheet(&self, view: &SheetView, follows: bool) -> Vec<Reading> {
        let needed = enough(self.wording.form.items.iter().filter(|item| !item.section).count());
        let vertical = vertical_tables(view);
        let down = vertical
            .iter()
            .map(|table| table.panels.iter().map(|panel| distinct(&panel.labels)).sum())
            .max()
            .unwrap_or(0);
        let horizontal = horizontal_tables(view, needed);
        let across = horizontal.iter().map(|table| distinct(&table.labels)).max().unwrap_or(0);
        let bands = bands(&horizontal);
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

    fn read_down(&self, view: &SheetView, tables: &[Vertical], follows: bool) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        let mut starts: Vec<usize> = Vec::new();
        for (position, table) in tables.iter().enumerate() {
            let stacked = |other: &Vertical| other.rows.end() < table.rows.start();
            let upper = tables[..position].iter().rposition(stacked);
            let next = tables.iter().find(|other| other.rows.start() > table.rows.end());
            let apart = tables.iter().any(|other| {
                other.columns != table.columns
                    && other.rows.start() <= table.rows.end()
                    && other.rows.end() >= table.rows.start()
            });
            let place = Standing {
                free: upper.map_or(0, |upper| tables[upper].rows.end() + 1),
                top: table.top(),
                bottom: *table.rows.end(),
                next: next.map(Vertical::top),
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
    fn read_upright(&self, view: &SheetView, table: &Vertical, around: Surroundings) -> Vec<Reading> {
        let form = &self.wording.form;
        let year = self.known_year(&around);
        let read = |only: Option<u32>, around: Surroundings| {
            let read = read_vertical(view, form, table, year, around.measure.as_ref(), only);
            self.reading(view, around, read.answers, read.findings)
        };
        let units = if form.has_columns() { Vec::new() } else { unit_columns(view, table) };
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

    fn read_across(&self, view: &SheetView, tables: &[Horizontal], follows: bool) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        let mut above = 0;
        for (position, table) in tables.iter().enumerate() {
            let place = Standing {
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
    fn read_rows(&self, view: &SheetView, table: &Horizontal, mut around: Surroundings) -> Vec<Reading> {
        let year = self.known_year(&around);
        let mut rows = read_horizontal(view, &self.wording.form, table, year, around.measure.as_ref());
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
            mark: None,
            answers,
            findings,
            carried: None,
        }
    }
}

/// Asks once for each reading about words around its table that take all its figures back.
fn ask_disowned(view: &SheetView, place: Standing, readings: &mut [Reading]) {
    let above = disowned::ask(view, place.free..place.top);
    let below = || disowned::ask(view, place.bottom + 1..view.last_row + 1);
    let asked = above.or_else(|| if place.next.is_none() { below() } else { None });
    for reading in readings.iter_mut().filter(|reading| !reading.is_example) {
        reading.findings.extend(asked.clone());
    }
}
