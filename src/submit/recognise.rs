//! 识别: a grid becomes readings, one for each unit it speaks of.
//!
//! Recognition never fails and never stops at the first finding. Every sheet is searched for tables
//! (`anchor`); every table is read (`vertical`, `horizontal`); then the tables are weighed against one
//! another (`choice`): visible before hidden, the campaign's year before another, filled before blank. Two
//! that are equally good and disagree are a finding, not a guess.
//!
//! Limits: a label is known by its words, not by its place in the order; a form whose items are all named
//! alike cannot be read. Pictures are never read.

mod anchor;
mod choice;
mod columns;
pub mod fields;
pub(in crate::submit) mod figure;
mod heads;
mod horizontal;
mod known;
mod surroundings;
mod vertical;
mod view;

use chrono::NaiveDate;

use self::anchor::{distinct, enough, horizontal_tables, vertical_tables};
use self::fields::FieldNames;
use self::known::Memory;
use self::surroundings::{Surroundings, look_around};
use self::view::SheetView;
use super::answers::Answers;
use super::date_text::DateRead;
use super::grid::Grid;
use crate::form::wording::Wording;
use crate::problem::{Refusal, RefusalCode};
use crate::vocabulary::Finding;
use crate::vocabulary::time::Instant;

/// What is known before a file is opened.
pub struct Recogniser {
    pub wording: Wording,
    field_names: FieldNames,
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
    /// Words of the title before the year: some sheets name their unit only there.
    pub title: Option<String>,
    pub title_years: Vec<i32>,
    pub date: Option<NaiveDate>,
    pub date_words: DateRead,
    pub nil: bool,
    pub is_sample: bool,
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
        let field_names = FieldNames::new(&wording.form);
        Recogniser { wording, field_names, memory: Memory::default(), year }
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
        Ok(chosen)
    }

    /// Every sheet alone, but for one thing: between two tables of a Word file, what stands above the lower
    /// one's title is a note to the upper one.
    fn read_sheets(&self, sheets: &[super::grid::Sheet]) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        let mut above = 0;
        for (index, sheet) in sheets.iter().enumerate() {
            let before = readings.len();
            readings.extend(self.read_sheet(sheet));
            if index > 0 && surroundings::begins_with_nil(&SheetView::new(sheet, &self.wording, &self.memory))
            {
                readings[above..before].iter_mut().for_each(|reading| reading.nil = true);
                readings[before..].iter_mut().for_each(|reading| reading.nil = false);
            }
            above = before;
        }
        readings
    }

    fn read_sheet(&self, sheet: &super::grid::Sheet) -> Vec<Reading> {
        let view = SheetView::new(sheet, &self.wording, &self.memory);
        let needed = enough(self.wording.form.items.iter().filter(|item| !item.section).count());
        let vertical = vertical_tables(&view);
        let down = vertical
            .iter()
            .map(|table| table.panels.iter().map(|panel| distinct(&panel.labels)).sum())
            .max()
            .unwrap_or(0);
        let horizontal = horizontal_tables(&view, needed);
        let across = horizontal.iter().map(|table| distinct(&table.labels)).max().unwrap_or(0);
        let bands = anchor::bands(&horizontal);
        let panels = vertical.iter().map(|table| table.panels.len()).max().unwrap_or(0);
        if across >= needed && across > panels.max(1) && across >= down
            || bands.is_some_and(|(count, items)| count < panels && items >= down)
        {
            self.read_across(&view, &horizontal)
        } else {
            let filled = vertical.into_iter().filter(|table| {
                table.panels.iter().map(|panel| distinct(&panel.labels)).sum::<usize>() >= needed
            });
            self.read_down(&view, &filled.collect::<Vec<_>>())
        }
    }

    fn read_down(&self, view: &SheetView, tables: &[anchor::Vertical]) -> Vec<Reading> {
        let read_one = |(position, table): (usize, &anchor::Vertical)| {
            let top = |table: &anchor::Vertical| {
                let heads =
                    table.panels.iter().filter_map(|panel| panel.heads.as_ref().map(|heads| *heads.start()));
                heads.min().unwrap_or(*table.rows.start()).min(*table.rows.start())
            };
            let stacked = |other: &&anchor::Vertical| other.rows.end() < table.rows.start();
            let above =
                tables[..position].iter().rev().find(stacked).map_or(0, |before| before.rows.end() + 1);
            let next = tables.iter().find(|other| other.rows.start() > table.rows.end()).map(top);
            let apart = tables.iter().any(|other| {
                other.columns != table.columns
                    && other.rows.start() <= table.rows.end()
                    && other.rows.end() >= table.rows.start()
            });
            let columns = if apart { table.columns } else { (0, u32::MAX) };
            let around =
                look_around(view, &self.field_names, (above, top(table), *table.rows.end(), next), columns);
            let year = self.known_year(&around);
            let read =
                vertical::read_vertical(view, &self.wording.form, table, year, around.measure.as_ref());
            self.reading(view, around, read.answers, read.findings)
        };
        tables.iter().enumerate().map(read_one).collect()
    }

    fn read_across(&self, view: &SheetView, tables: &[anchor::Horizontal]) -> Vec<Reading> {
        let mut readings = Vec::new();
        for (position, table) in tables.iter().enumerate() {
            let above = position.checked_sub(1).map_or(0, |before| tables[before].head_row + 1);
            let next = tables.get(position + 1).map(|table| table.head_row);
            let mut around = look_around(
                view,
                &self.field_names,
                (above, table.head_row, table.head_row, next),
                (0, u32::MAX),
            );
            let year = self.known_year(&around);
            let rows = horizontal::read_horizontal(
                view,
                &self.wording.form,
                table,
                year,
                around.measure.as_ref(),
                &self.field_names,
            );
            let several = rows.len() > 1;
            if several {
                // A sheet of many units speaks of each by its row; what stands above is who gathered them.
                around.nil = false;
            }
            for row in rows {
                let mut around = around.clone();
                if several || row.unit.is_some() {
                    around.gathered_by = around.unit.take().filter(|_| row.unit.is_some());
                    around.unit = row.unit;
                    around.title = None;
                }
                around.unit_code = row.unit_code.or(around.unit_code.filter(|_| !several));
                around.nil |= row.nil;
                readings.push(self.reading(view, around, row.answers, row.findings));
            }
        }
        readings
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
        Reading {
            sheet: view.sheet.name.clone(),
            visible: view.sheet.visible,
            unit_written: around.unit,
            unit_code_written: around.unit_code,
            gathered_by: around.gathered_by,
            title: around.title,
            title_years: around.title_years,
            date: around.date.day(year),
            date_words: around.date,
            nil: around.nil,
            is_sample: around.is_sample,
            answers,
            findings,
            carried: None,
        }
    }
}

impl Reading {
    /// There are figures, and nothing says which column of the form is whose.
    fn is_unread(&self) -> bool {
        self.findings.iter().any(|finding| finding.code == "unknown-columns")
    }

    /// Nothing at all where figures belong.
    pub fn is_blank(&self) -> bool {
        self.answers.iter().all(|answer| answer.raw.is_empty())
    }
}
