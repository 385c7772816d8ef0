//! 填好的模板: a superior's blank file with figures in it, everything else as it was.
//!
//! Cells are written where they lie in the file's own part (`annotated::scan`; of an old workbook, among the records of
//! its stream), all other parts are copied as they are packed. A formula is never written over: its stored result is
//! replaced by what it comes to with the new figures, where our own calculation can tell; where it cannot, the old result
//! is taken out and the workbook asks to be calculated when it is opened. So nobody reads a result that was calculated
//! from blank cells.
//!
//! Rows that the file lacks for units are made first (`grown`).
//!
//! Nothing is trusted, ourselves included: what was made is read again, and where any other cell reads otherwise than
//! before, or one that was filled does not hold what was asked, the file is not given out.

mod docx;
mod results;
mod xls;
mod xlsx;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::compound::Compound;
use super::container::Container;
use super::damaged;
use super::grown::{self, File};
use super::limits::Limits;
use super::package::{self, Package};
use super::sniff::{self, Kind};
use crate::problem::{Refusal, RefusalCode, Unfilled};
use crate::submit::filling::{Filled, Filling, Grown, Spot, Value};
use crate::submit::grid::{Content, Grid, Said};

/// Fills a blank file. For a worker, as [`super::read`] is.
pub fn fill(bytes: &[u8], filling: &Filling, limits: &Limits) -> Result<(Filled, Vec<u8>), Unfilled> {
    match sniff::sniff(bytes) {
        Kind::Zip(begins) => fill_package(&bytes[begins..], filling, limits),
        Kind::Compound => fill_old(bytes, filling, limits),
        _ => Err(left().into()),
    }
}

fn fill_package(bytes: &[u8], filling: &Filling, limits: &Limits) -> Result<(Filled, Vec<u8>), Unfilled> {
    let kind = package::kind(&mut Container::open(bytes, limits)?)?;
    let read = |bytes: &[u8]| match kind {
        Package::Document => super::docx::read(Container::open(bytes, limits)?),
        _ => super::xlsx::read(Container::open(bytes, limits)?),
    };
    let (bytes, before) = with_rows(bytes, File::Package(kind), filling, limits, &read)?;
    let values = values(&before, filling);
    let made = match kind {
        Package::Workbook => xlsx::fill(&bytes, &before, &values, limits)?,
        Package::Document => docx::fill(&bytes, &before, &values, limits)?,
        _ => None,
    };
    let made = made.ok_or_else(left)?;
    let after = read(&made)?;
    Ok((checked((&before, &after), (&values, &BTreeSet::new()), filling)?, made))
}

/// An old workbook, as it is read without a password.
fn fill_old(bytes: &[u8], filling: &Filling, limits: &Limits) -> Result<(Filled, Vec<u8>), Unfilled> {
    let disk = xls::Disk::open(bytes)?;
    let read = |stream: &[u8]| super::xls::read(stream, limits);
    let stream = |bytes: &[u8]| Compound::open(bytes)?.stream("Workbook")?.ok_or_else(left);
    let blank = stream(bytes)?;
    if *disk.stream()? != *blank {
        return Err(damaged("a workbook that two readers find in two places").into());
    }
    let (longer, before) = with_rows(&blank, File::Stream, filling, limits, &read)?;
    let values = values(&before, filling);
    let (filled, open) = xls::fill(&longer, &before, &values, limits)?;
    let made = disk.write(&filled)?;
    let after = read(&stream(&made)?)?;
    Ok((checked((&before, &after), (&values, &open), filling)?, made))
}

/// What became of the file, where every cell holds what it should; some formulas may have no result.
fn checked(
    (before, after): (&Grid, &Grid),
    (values, open): (&BTreeMap<Spot, Value>, &BTreeSet<Spot>),
    filling: &Filling,
) -> Result<Filled, Refusal> {
    match unlike(before, after, values, open) {
        Some(place) => Err(damaged(format!("the filled file reads otherwise at {place}"))),
        None => Ok(told(after, filling)),
    }
}

/// The file with all rows that the filling needs, and its cells.
fn with_rows<'b>(
    bytes: &'b [u8],
    file: File,
    filling: &Filling,
    limits: &Limits,
    read: &dyn Fn(&[u8]) -> Result<Grid, Refusal>,
) -> Result<(Cow<'b, [u8]>, Grid), Unfilled> {
    let (mut bytes, mut grid) = (Cow::Borrowed(bytes), read(bytes)?);
    let grow = |bytes: &[u8], grid: &Grid, rows: &[Grown]| {
        let Some(made) = grown::repeat(bytes, file, rows, limits)? else { return Ok(None) };
        let after = read(&made)?;
        match grown::unlike(grid, &after, rows, file) {
            Some(place) => {
                Err(Unfilled::from(damaged(format!("the longer file reads otherwise at {place}"))))
            }
            None => Ok(Some((Cow::Owned(made), after))),
        }
    };
    if !filling.grown.is_empty() {
        (bytes, grid) = grow(&bytes, &grid, &filling.grown)?.ok_or(Unfilled::NoRoom)?;
    }
    let behind = grown::behind_the_last(&bytes, &grid, file, filling, limits)?;
    // Where the last row cannot be repeated, cells behind it are plain ones.
    if let Some(longer) = Some(behind).filter(|rows| !rows.is_empty()).map(|rows| grow(&bytes, &grid, &rows))
    {
        (bytes, grid) = longer?.unwrap_or((bytes, grid));
    }
    Ok((bytes, grid))
}

/// A file whose parts cannot be edited.
fn left() -> Refusal {
    Refusal::new(RefusalCode::Unreadable, "not a package whose parts can be edited")
}

/// What each cell is to hold; words behind others with those before them.
fn values(grid: &Grid, filling: &Filling) -> BTreeMap<Spot, Value> {
    let values = filling.edits.iter().map(|edit| {
        let value = match &edit.value {
            Value::Behind(words) => {
                let (sheet, (row, column)) = edit.at;
                let known = grid.sheets.get(sheet).and_then(|sheet| sheet.at(row, column));
                let known = known.map_or(String::new(), Content::text);
                Value::Text(format!("{}{words}", known.trim_end()))
            }
            value => value.clone(),
        };
        (edit.at, value)
    });
    values.collect()
}

/// The first cell that does not hold what it should.
fn unlike(
    before: &Grid,
    after: &Grid,
    values: &BTreeMap<Spot, Value>,
    open: &BTreeSet<Spot>,
) -> Option<String> {
    if before.sheets.len() != after.sheets.len() {
        return Some("its list of sheets".to_owned());
    }
    for (index, (old, new)) in before.sheets.iter().zip(&after.sheets).enumerate() {
        let same = old.name == new.name && old.merges == new.merges && old.hidden_rows == new.hidden_rows;
        if !same {
            return Some(old.name.clone());
        }
        let cells = old.cells.iter().chain(&new.cells).map(|cell| (cell.row, cell.column));
        let written = values.keys().filter(|(sheet, _)| *sheet == index).map(|(_, at)| *at);
        for at in cells.chain(written).collect::<BTreeSet<_>>() {
            let (was, is) = (old.cell(at.0, at.1), new.cell(at.0, at.1));
            let calculates = |cell: Option<&crate::submit::grid::Cell>| {
                cell.is_some_and(|cell| cell.computed || cell.content == Content::FormulaWithoutResult)
            };
            let holds = match values.get(&(index, at)) {
                None => {
                    calculates(was) && (calculates(is) || is.is_none() && open.contains(&(index, at)))
                        || was.map(|cell| &cell.content) == is.map(|cell| &cell.content)
                }
                Some(Value::Blank) => is.is_none(),
                Some(Value::Text(words) | Value::Behind(words)) => {
                    is.is_some_and(|cell| cell.content.words().trim() == words.trim())
                }
                // What a format shows of it is said, not doubted.
                Some(Value::Number(_)) => is.is_some() && !calculates(is),
            };
            if !holds {
                return Some(format!("{} {at:?}", old.name));
            }
        }
    }
    None
}

/// What formulas came to, and which cells show something else than they hold.
fn told(after: &Grid, filling: &Filling) -> Filled {
    let content = |(sheet, (row, column)): Spot| after.sheets.get(sheet)?.at(row, column);
    let computed = filling.asked.iter().map(|at| match content(*at) {
        Some(Content::Number(text)) => Some(text.clone()),
        _ => None,
    });
    let computed = computed.collect();
    let mut shown = Vec::new();
    for edit in &filling.edits {
        let Value::Number(number) = &edit.value else { continue };
        let (sheet, (row, column)) = edit.at;
        let remarks = after.sheets.get(sheet).map(|sheet| sheet.remarks_at(row, column));
        let other = remarks.into_iter().flatten().find_map(|said| match said {
            Said::Shown(words) => Some(words.clone()),
            _ => None,
        });
        let words = content(edit.at).map_or(String::new(), Content::text);
        let differs = (words.trim() != number).then_some(words);
        shown.extend(other.or(differs).map(|words| (edit.at, words)));
    }
    Filled { computed, shown }
}
