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
//! The modules stand in reading order: what words mean, where tables are and what stands around them, which
//! column holds what, one figure, what is said against it, and what becomes of the tables.
//!
//! Limits: a label is known by its words and what stands over them (`shared`), not by its place in the order; a
//! form whose items are all named alike cannot be read. Pictures are never read.

pub(in crate::submit) mod phrases;
pub(in crate::submit) mod known;
pub mod label_words;
mod slips;
pub(in crate::submit) mod field_names;
pub(in crate::submit) mod view;

mod strips;
mod shared;
mod heads;
mod labelled;
mod anchor;
mod tables;

mod surroundings;
pub mod fields;
mod margins;
mod between;
pub mod clues;

mod column_looks;
mod columns;
mod item_columns;
mod unit_columns;
mod row_names;
mod vertical;
mod horizontal;
mod joint;
mod last_resort;

pub(in crate::submit) mod figure;
mod commented;
mod instead;
mod remarked;
mod corrections;

mod disowned;
mod examples;
mod reading;
mod marked;
mod choice;
pub mod places;

use self::known::Memory;
use self::labelled::labelled;
use self::marked::Marks;
pub use self::reading::{Carried, Reading, Standing};
use self::tables::Tables;
use super::grid::{Grid, Sheet};
use crate::form::wording::Wording;
use crate::problem::{Refusal, RefusalCode};
use crate::vocabulary::Finding;

/// What is known before a file is opened.
pub struct Recogniser {
    pub wording: Wording,
    memory: Memory,
    /// The campaign's year, where there is one.
    pub year: Option<i32>,
}

impl Recogniser {
    pub fn new(wording: Wording, year: Option<i32>) -> Recogniser {
        let memory = Memory::new(&wording.form);
        Recogniser { wording, memory, year }
    }

    /// Every unit's table in a file, or why there is none to read.
    pub fn recognise(&self, grid: &Grid) -> Result<Vec<Reading>, Refusal> {
        let marks = Marks::on(&grid.sheets);
        let readings = self.read_sheets(&marks.taken_off(&grid.sheets));
        if readings.is_empty() {
            return Err(Refusal::new(RefusalCode::NoTable, "no sheet names enough items of the form"));
        }
        let mut chosen = choice::choose(readings, self.year);
        marks.bind(&mut chosen);
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
    fn read_sheets(&self, sheets: &[Sheet]) -> Vec<Reading> {
        let tables = self.tables();
        let mut readings: Vec<Reading> = Vec::new();
        let mut above = 0;
        let mut starts = Vec::with_capacity(sheets.len());
        for sheet in sheets {
            let view = labelled(sheet, &self.wording, &self.memory);
            let upper = &mut readings[above..];
            let mut own = match strips::strips(&view) {
                Some(strips) => self.read_strips(&strips),
                None => tables.of_sheet(&view, !upper.is_empty() && sheet.paragraphs > 0),
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
    fn read_strips(&self, strips: &[Sheet]) -> Vec<Reading> {
        let read = |strip| self.tables().of_sheet(&labelled(strip, &self.wording, &self.memory), false);
        let mut readings: Vec<Reading> = strips.iter().flat_map(read).collect();
        let named = readings.iter().find_map(|reading| reading.unit_written.clone());
        for reading in readings.iter_mut().filter(|reading| reading.unit_written.is_none()) {
            reading.unit_written.clone_from(&named);
        }
        readings
    }
    fn tables(&self) -> Tables<'_> {
        Tables { wording: &self.wording, year: self.year }
    }
}
