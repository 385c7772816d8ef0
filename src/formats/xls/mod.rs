//! Old workbooks (.xls, WPS .et): a stream of records in a compound file, Excel 5 to 2003.
//!
//! Sheets are read record by record into the grid; nothing is reserved from a declared dimension, and a
//! sheet whose end record is missing is refused, because rows may be missing with it. Formula results
//! are stored with the formula. Where a program that cannot calculate wrote one (its result is an empty
//! text although the formula holds no text), the cell says that there is no result.
//!
//! For those that write into old workbooks (`filled`, `grown`) a stream is taken apart and put together again by
//! `stream`; `cells` knows what a record of a cell says.

pub(super) mod cells;
pub(super) mod records;
pub(super) mod stream;
pub(super) mod fonts;
mod workbook;
pub(super) mod formulas;
mod notes;
mod sheet;
#[cfg(test)]
mod tests;

use crate::problem::Refusal;
use crate::submit::grid::Grid;

use super::gathering::Gathering;
use super::limits::Limits;
use workbook::Workbook;

/// Reads a workbook's stream.
pub fn read(stream: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(limits);
    let workbook = Workbook::read(stream, limits)?;
    for entry in &workbook.sheets {
        sheet::read(stream, &mut gathering, &workbook, entry)?;
    }
    gathering.finish()
}
