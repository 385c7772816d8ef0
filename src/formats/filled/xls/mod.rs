//! An old workbook's cells filled in the stream of its records, and the results of its formulas with them.
//!
//! The stream is taken apart (`formats::xls::stream`), the sheets are walked record by record (`sheet`, with
//! `formats::xls::cells` for what a record of a cell says), words go into the workbook's shared table (`words`), and
//! the whole goes back into the compound file, in which nothing else changes (`disk`). As in new workbooks all is
//! written twice: without any result, so that our own reader calculates each formula anew, and then with what it came
//! to.

mod disk;
mod sheet;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::super::limits::Limits;
use super::super::xls::cells::Address;
use super::super::xls::read;
use super::super::xls::stream::{Book, Changed};
use super::results::results;
use crate::problem::Unfilled;
use crate::submit::filling::{Spot, Value};
use crate::submit::grid::{Content, Grid};
pub use disk::Disk;
use sheet::Results;
use words::Words;

const FORMAT: u16 = 0x00e0;

/// The workbook's stream with the values in its cells, and the formulas that have no result now.
pub fn fill(
    stream: &[u8],
    before: &Grid,
    values: &BTreeMap<Spot, Value>,
    limits: &Limits,
) -> Result<(Vec<u8>, BTreeSet<Spot>), Unfilled> {
    let book = Book::read(stream)?;
    let (emptied, _) = written(&book, values, |_| Results::Emptied)?;
    let come_to = of_sheets(results(&read(&emptied, limits)?));
    let numbers = before.sheets.iter().enumerate().flat_map(|(index, sheet)| {
        let number = |content: &Content| match content {
            Content::Number(text) => Some(text.clone()),
            _ => None,
        };
        sheet
            .cells
            .iter()
            .filter_map(move |cell| Some(((index, (cell.row, cell.column)), number(&cell.content)?)))
    });
    let stored = of_sheets(numbers.collect());
    let none = BTreeMap::new();
    written(&book, values, |sheet| Results::Known {
        come_to: come_to.get(&sheet).unwrap_or(&none),
        stored: stored.get(&sheet).unwrap_or(&none),
    })
}

/// What is known of cells, sheet by sheet.
fn of_sheets<T>(known: BTreeMap<Spot, T>) -> BTreeMap<usize, BTreeMap<Address, T>> {
    let mut sheets: BTreeMap<usize, BTreeMap<Address, T>> = BTreeMap::new();
    for ((sheet, at), what) in known {
        sheets.entry(sheet).or_default().insert(at, what);
    }
    sheets
}

fn written<'r>(
    book: &Book<'_>,
    values: &BTreeMap<Spot, Value>,
    results: impl Fn(usize) -> Results<'r>,
) -> Result<(Vec<u8>, BTreeSet<Spot>), Unfilled> {
    let own = &book.parts[0];
    let formats = own.records.iter().filter(|record| record.kind == FORMAT && !record.inner).count();
    let mut words = Words::of(own)?;
    let values = of_sheets(values.iter().map(|(at, value)| (*at, value)).collect());
    let mut changed: Vec<Changed> = book.parts.iter().map(|_| None).collect();
    let mut open = BTreeSet::new();
    let none = BTreeMap::new();
    for (index, part) in book.worksheets().enumerate() {
        let values = values.get(&index).unwrap_or(&none);
        let made = sheet::fill(&book.parts[part], values, &results(index), (&mut words, formats))?;
        changed[part] = made.records;
        open.extend(made.open.into_iter().map(|at| (index, at)));
    }
    changed[0] = words.write(own)?;
    Ok((book.write(&changed)?, open))
}
