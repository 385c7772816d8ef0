//! The marks of a file, and which of its tables each one binds.

use std::borrow::Cow;

use super::reading::Reading;
use crate::submit::grid::{Cell, Content, Sheet};
use crate::submit::mark::Mark;

/// The marks on each sheet of a file, no two alike on one.
#[derive(Debug, Default)]
pub struct Marks {
    sheets: Vec<(String, Vec<Mark>)>,
}

impl Marks {
    /// What stands on the sheets of a file.
    pub fn on(sheets: &[Sheet]) -> Marks {
        let of = |sheet: &Sheet| {
            let cells = sheet.cells.iter().filter_map(mark_in);
            let mut marks = Vec::new();
            for mark in cells.chain(sheet.margins.iter().filter_map(|line| Mark::read(line))) {
                if !marks.contains(&mark) {
                    marks.push(mark);
                }
            }
            (sheet.name.clone(), marks)
        };
        Marks { sheets: sheets.iter().map(of).filter(|(_, marks)| !marks.is_empty()).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.sheets.is_empty()
    }

    /// The sheets without the marks: a mark is no word about the table.
    pub fn taken_off<'s>(&self, sheets: &'s [Sheet]) -> Cow<'s, [Sheet]> {
        if self.is_empty() {
            return Cow::Borrowed(sheets);
        }
        let mut bare = sheets.to_vec();
        for sheet in &mut bare {
            let marked: Vec<(u32, u32)> = sheet
                .cells
                .iter()
                .filter(|cell| mark_in(cell).is_some())
                .map(|cell| (cell.row, cell.column))
                .collect();
            sheet.cells.retain(|cell| !marked.contains(&(cell.row, cell.column)));
            sheet.remarks.retain(|remark| !marked.contains(&(remark.row, remark.column)));
            sheet.margins.retain(|line| Mark::read(line).is_none());
        }
        Cow::Owned(bare)
    }

    /// Gives each table its mark: the only one of its sheet, where it is the sheet's only table; else the only one
    /// of the file, where it is the file's only table.
    pub fn bind(&self, readings: &mut [Reading]) {
        if self.is_empty() {
            return;
        }
        let sheets: Vec<String> = readings.iter().map(|reading| reading.sheet.clone()).collect();
        for reading in readings.iter_mut() {
            let own = self.sheets.iter().find(|(name, _)| *name == reading.sheet);
            let is_lone = sheets.iter().filter(|sheet| **sheet == reading.sheet).count() == 1;
            reading.mark = match own {
                Some((_, marks)) => only(marks.iter()).filter(|_| is_lone),
                None => only(self.sheets.iter().flat_map(|(_, marks)| marks)).filter(|_| sheets.len() == 1),
            };
        }
    }
}

fn mark_in(cell: &Cell) -> Option<Mark> {
    match &cell.content {
        Content::Text(text) => Mark::read(text),
        _ => None,
    }
}

/// The mark that all of them are.
fn only<'m>(mut marks: impl Iterator<Item = &'m Mark>) -> Option<Mark> {
    let first = marks.next()?;
    marks.all(|other| other == first).then(|| first.clone())
}
