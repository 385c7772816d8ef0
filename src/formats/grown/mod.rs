//! 照样加行: a blank file with rows repeated, so that everybody has one.
//!
//! Somebody who draws a form leaves a row or two for units, and means: one for each. A row is repeated in its own look
//! right below itself; what lies below moves down, and every word of the file that says where something lies follows
//! (`rows` knows how, `references` walks through formulas, `places` through a part's attributes and anchors, `sheet`
//! through the rows of a workbook's sheet, `docx` through those of a document's table, `xls` through the records of an
//! old workbook). Sums over the rows take the new ones in.
//!
//! What cannot be followed to its last word is not done at all: the file is left, and whoever drew it adds the rows.
//! What was made is read again; a cell that is not where it should be, or says something else, refuses the file.

mod docx;
mod places;
mod references;
mod rows;
mod sheet;
mod xls;
mod xlsx;

use std::ops::RangeInclusive;

use super::annotated::parts::Parts;
use super::limits::Limits;
use super::package::Package;
use crate::problem::Unfilled;
use crate::submit::filling::{Filling, Grown, Value, moved};
use crate::submit::grid::{Area, Cell, Content, Grid};

/// What kind of file has its rows repeated.
#[derive(Clone, Copy)]
pub enum File {
    Package(Package),
    /// The stream of an old workbook.
    Stream,
}

/// The file with rows repeated; nothing where it cannot be done with everything else as it was.
pub fn repeat(
    bytes: &[u8],
    file: File,
    grown: &[Grown],
    limits: &Limits,
) -> Result<Option<Vec<u8>>, Unfilled> {
    // From the lowest row up, so that each is still where it was.
    let mut upwards: Vec<&Grown> = grown.iter().collect();
    upwards.sort_by_key(|one| std::cmp::Reverse((one.sheet, one.row)));
    let kind = match file {
        File::Package(kind) => kind,
        File::Stream => return in_stream(bytes, &upwards),
    };
    let Some(mut parts) = Parts::editable(bytes, limits)? else { return Ok(None) };
    for one in upwards {
        let done = match kind {
            Package::Workbook => xlsx::repeat(&mut parts, one)?,
            Package::Document => docx::repeat(&mut parts, one, limits)?,
            _ => false,
        };
        if !done {
            return Ok(None);
        }
    }
    Ok(Some(parts.write()?))
}

fn in_stream(stream: &[u8], upwards: &[&Grown]) -> Result<Option<Vec<u8>>, Unfilled> {
    let mut stream = stream.to_vec();
    for one in upwards {
        let Some(made) = xls::repeat(&stream, one)? else { return Ok(None) };
        stream = made;
    }
    Ok(Some(stream))
}

/// Rows that a filling needs behind the last one that a file has, where that one is filled as well and says nothing
/// else: it is the pattern.
pub fn behind_the_last(
    bytes: &[u8],
    grid: &Grid,
    file: File,
    filling: &Filling,
    limits: &Limits,
) -> Result<Vec<Grown>, Unfilled> {
    let mut grown = Vec::new();
    for (sheet, last) in last_rows(bytes, file, limits)? {
        let written = filling.edits.iter().filter(|edit| edit.at.0 == sheet && edit.value != Value::Blank);
        let cells: Vec<(u32, u32)> = written.map(|edit| edit.at.1).collect();
        let needed = cells.iter().map(|(row, _)| *row).max().unwrap_or(0);
        let said = grid.sheets.get(sheet).map_or(&[][..], |sheet| sheet.row(last));
        let is_pattern = cells.iter().any(|(row, _)| *row == last)
            && said.iter().all(|cell| cells.contains(&(last, cell.column)));
        if needed > last && is_pattern {
            grown.push(Grown { sheet, row: last, count: needed - last });
        }
    }
    Ok(grown)
}

/// The last row of each sheet that has any.
fn last_rows(bytes: &[u8], file: File, limits: &Limits) -> Result<Vec<(usize, u32)>, Unfilled> {
    let kind = match file {
        File::Package(kind) => kind,
        File::Stream => return xls::last_rows(bytes),
    };
    let Some(mut parts) = Parts::editable(bytes, limits)? else { return Ok(Vec::new()) };
    Ok(match kind {
        Package::Workbook => xlsx::last_rows(&mut parts)?,
        Package::Document => docx::last_rows(&mut parts, limits)?,
        _ => Vec::new(),
    })
}

/// The first cell that does not lie where it should, or says something else.
pub fn unlike(before: &Grid, after: &Grid, grown: &[Grown], file: File) -> Option<String> {
    if before.sheets.len() != after.sheets.len() {
        return Some("its list of sheets".to_owned());
    }
    for (index, (old, new)) in before.sheets.iter().zip(&after.sheets).enumerate() {
        let rows = |row: u32| lies(grown, index, row);
        let mut cells = Vec::new();
        for cell in old.cells.iter().filter(|cell| tells(file, cell)) {
            cells.extend(rows(cell.row).map(|row| ((row, cell.column), &cell.content)));
        }
        cells.sort_by_key(|(at, _)| *at);
        let known = new.cells.iter().filter(|cell| tells(file, cell));
        let known: Vec<_> = known.map(|cell| ((cell.row, cell.column), &cell.content)).collect();
        if let Some((at, _)) = cells.iter().zip(&known).find(|(one, other)| one != other).map(|(one, _)| one)
        {
            return Some(format!("{} {at:?}", old.name));
        }
        let merges = old.merges.iter().flat_map(|area| areas(grown, index, *area)).collect();
        let hidden: Vec<u32> = old.hidden_rows.iter().flat_map(|row| rows(*row)).collect();
        let same = cells.len() == known.len() && in_order(merges) == in_order(new.merges.clone());
        if !same || hidden != new.hidden_rows {
            return Some(old.name.clone());
        }
    }
    None
}

/// Whether a cell can be held against itself. In an old workbook a formula that came to an empty text is told from one
/// without a result only where its own steps stand in its cell, and no longer in another one's.
fn tells(file: File, cell: &Cell) -> bool {
    matches!(file, File::Package(_)) || cell.content != Content::FormulaWithoutResult
}

/// Every row in which a row lies afterwards.
fn lies(grown: &[Grown], sheet: usize, row: u32) -> RangeInclusive<u32> {
    let copies = grown.iter().find(|one| (one.sheet, one.row) == (sheet, row)).map_or(0, |one| one.count);
    let first = moved(grown, sheet, row);
    first..=first + copies
}

/// A merged area afterwards, with its copies.
fn areas(grown: &[Grown], sheet: usize, area: Area) -> Vec<Area> {
    let (first, last) = (lies(grown, sheet, area.first_row), lies(grown, sheet, area.last_row));
    match area.first_row == area.last_row {
        true => first.map(|row| Area { first_row: row, last_row: row, ..area }).collect(),
        false => vec![Area { first_row: *first.start(), last_row: *last.end(), ..area }],
    }
}

fn in_order(mut areas: Vec<Area>) -> Vec<Area> {
    areas.sort_by_key(|area| (area.first_row, area.first_column, area.last_row, area.last_column));
    areas
}
