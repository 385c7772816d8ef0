//! A second opinion on a binary workbook: calamine's.
//!
//! Offices rarely send such files, and each version of a program writes them a little differently. calamine reads
//! their stored numbers as well, though neither formats nor fonts, and not every cell. Where both find a number in
//! a cell and not the same one, a person has to look; where it finds none, fails or panics, it has no opinion.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsb};

use crate::vocabulary::place::cell_name;

/// Numbers as they are stored, by sheet, row and column.
pub type Stored = HashMap<(usize, u32, u32), f64>;

/// Twice the same decimal may come out of two calculations with other last bits.
const SAME: f64 = 1e-12;

/// What to ask about, if anything: the first number of the workbook that calamine reads otherwise.
pub fn disagreement(bytes: &[u8], sheets: &[String], stored: &Stored) -> Option<String> {
    let first = || {
        let mut workbook = Xlsb::new(Cursor::new(bytes)).ok()?;
        sheets.iter().enumerate().find_map(|(index, sheet)| differs(&mut workbook, (index, sheet), stored))
    };
    let (sheet, cell, ours, other) = catch_unwind(AssertUnwindSafe(first)).ok().flatten()?;
    Some(format!(
        "二进制工作簿（.xlsb）的“{sheet}”{cell} 有两种读法：{ours} 和 {other}；已取前者。请核对全表，或另存为 .xlsx 后重新报送。"
    ))
}

fn differs<'s>(
    workbook: &mut Xlsb<Cursor<&[u8]>>,
    (index, sheet): (usize, &'s str),
    stored: &Stored,
) -> Option<(&'s str, String, f64, f64)> {
    let mut cells = workbook.worksheet_cells_reader(sheet).ok()?;
    while let Some(cell) = cells.next_cell().ok()? {
        let (row, column) = cell.get_position();
        let other = match cell.get_value() {
            DataRef::Int(value) => *value as f64,
            DataRef::Float(value) => *value,
            DataRef::DateTime(value) => value.as_f64(),
            _ => continue,
        };
        if let Some(ours) = stored.get(&(index, row, column))
            && (ours - other).abs() > SAME * ours.abs()
        {
            return Some((sheet, cell_name(row, column), *ours, other));
        }
    }
    None
}
