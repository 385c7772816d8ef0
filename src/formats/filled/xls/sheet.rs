//! The records of one sheet with values in its cells and results behind its formulas.
//!
//! A cell that has a record gets another in its place, in the same format; out of a record of several cells it is
//! cut. A cell that has none is put between the others in the format of its row or column, and its row and the sheet
//! reach as far as it does then. All other records stay as they are, but for the index of rows and the lists of where
//! their cells lie: they hold distances in the stream and are left out of a sheet whose records have moved against
//! each other. They only help to find a row without reading those before it. Most programs that write such files
//! (LibreOffice, libraries of programmers) never write them, and Excel, WPS and LibreOffice open theirs.
//!
//! A formula whose result is not known gets an empty text for one, and asks to be calculated when the workbook is
//! opened.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::compound::{u16_at, u32_at};
use super::super::super::damaged;
use super::super::super::xls::cells::{
    Address, BESIDE_FORMULAS, BLANK, COLUMNS, CONTINUE, Cells, DEFAULT_HEIGHT, DIMENSIONS, FORMULA, INDEX,
    NUMBER, RESULT, ROW, ROWS_INDEX, SHARED_TEXT, SHORT_NUMBERS, cell, record, run,
};
use super::super::super::xls::stream::{Changed, Part, Placed};
use super::words::Words;
use crate::problem::{Refusal, Unfilled};
use crate::submit::filling::Value;

/// What becomes of the results of formulas.
pub enum Results<'r> {
    /// All are taken out, so that a reader calculates every one.
    Emptied,
    /// What each comes to, and what it has.
    Known { come_to: &'r BTreeMap<Address, String>, stored: &'r BTreeMap<Address, String> },
}

/// A result that is promised and never comes; an empty text; and the flags that ask for a calculation.
const PROMISED: [u8; 8] = [0, 0, 0, 0, 0, 0, 0xff, 0xff];
const EMPTY: [u8; 8] = [3, 0, 0, 0, 0, 0, 0xff, 0xff];
const ASKS: u16 = 3;

/// The format of cells of which nothing is said.
const PLAIN: u16 = 15;

/// What becomes of a sheet.
pub struct Made {
    pub records: Changed,
    /// Formulas without a result.
    pub open: BTreeSet<Address>,
}

/// Fills the cells of a sheet of a workbook with so many formats.
pub fn fill(
    part: &Part<'_>,
    values: &BTreeMap<Address, &Value>,
    results: &Results<'_>,
    (words, formats): (&mut Words, usize),
) -> Result<Made, Unfilled> {
    let known = Known::of(part)?;
    let new: BTreeMap<Address, &Value> =
        values.iter().filter(|(at, _)| !known.cells.contains(*at)).map(|(at, value)| (*at, *value)).collect();
    if new.keys().any(|(row, column)| *row > 0xffff || *column > 0xff) {
        return Err(Unfilled::Beyond);
    }
    let is_formatted = |at: &Address| usize::from(known.format(*at)) < formats;
    if !new.is_empty() && (known.last == 0 || !new.keys().all(is_formatted)) {
        return Err(damaged("a sheet without a place for a cell, or a format for it").into());
    }
    let mut writer = Writer {
        known: &known,
        values,
        results,
        words,
        reach: reach(&new),
        new,
        made: Vec::new(),
        open: BTreeSet::new(),
        told: known.rows.keys().copied().collect(),
        in_rows: false,
        drops: false,
        has_dropped: false,
    };
    for (index, placed) in part.records.iter().enumerate() {
        writer.record(placed)?;
        if index == known.last {
            writer.before((u32::MAX, 0))?;
        }
    }
    let Writer { made, open, .. } = writer;
    Ok(Made { records: settled(part, made), open })
}

/// The records, without what says where they lie if that is no longer true; nothing where none has changed.
fn settled(part: &Part<'_>, mut made: Vec<Vec<u8>>) -> Changed {
    let lengths = |records: &[Vec<u8>]| records.iter().map(Vec::len).collect::<Vec<_>>();
    let before: Vec<Vec<u8>> = part.records.iter().map(|placed| placed.whole.to_vec()).collect();
    if before == made {
        return None;
    }
    if lengths(&before) != lengths(&made) {
        let says_where = [INDEX, ROWS_INDEX].map(u16::to_le_bytes);
        made.retain(|record| !says_where.iter().any(|kind| record.starts_with(kind)));
    }
    Some(made)
}

/// What a sheet says of its cells, rows and columns.
struct Known {
    cells: BTreeSet<Address>,
    /// The format of each row that has a record: nothing where it has none of its own.
    rows: BTreeMap<u32, Option<u16>>,
    /// First column, last column, their format.
    columns: Vec<(u32, u32, u16)>,
    height: u16,
    /// The last record of the table of cells; the first of all where there is none.
    last: usize,
}

impl Known {
    fn of(part: &Part<'_>) -> Result<Known, Unfilled> {
        let mut known = Known {
            cells: BTreeSet::new(),
            rows: BTreeMap::new(),
            columns: Vec::new(),
            height: 0xff,
            last: 0,
        };
        for (index, placed) in part.records.iter().enumerate().filter(|(_, placed)| !placed.inner) {
            let data = placed.data;
            let cells = Cells::of(placed.kind, data)?;
            match placed.kind {
                ROW => {
                    let format = (u16_at(data, 12)? & 0x80 != 0).then_some(u16_at(data, 14)? & 0x0fff);
                    known.rows.insert(u16_at(data, 0)?.into(), format);
                }
                COLUMNS => {
                    let (first, last) = (u16_at(data, 0)?.into(), u16_at(data, 2)?.into());
                    known.columns.push((first, last, u16_at(data, 6)?));
                }
                DEFAULT_HEIGHT => known.height = u16_at(data, 2)?,
                _ => {}
            }
            let continues = placed.kind == CONTINUE && known.last + 1 == index;
            let is_of_table = matches!(placed.kind, DIMENSIONS | ROW | RESULT | ROWS_INDEX);
            if cells.is_some() || continues || is_of_table || BESIDE_FORMULAS.contains(&placed.kind) {
                known.last = index;
            }
            for (at, ..) in cells.iter().flat_map(Cells::each) {
                if !known.cells.insert(at) {
                    return Err(damaged(format!("two records of the cell {at:?}")).into());
                }
            }
        }
        Ok(known)
    }

    /// The format of a cell that has no record.
    fn format(&self, (row, column): Address) -> u16 {
        let of_row = self.rows.get(&row).copied().flatten();
        let of_column = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
        of_row.or(of_column.map(|(.., format)| *format)).unwrap_or(PLAIN)
    }
}

/// The first and the last column of new cells by row.
fn reach(new: &BTreeMap<Address, &Value>) -> BTreeMap<u32, (u32, u32)> {
    let mut reach: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for (row, column) in new.keys() {
        let (first, last) = reach.entry(*row).or_insert((*column, *column));
        (*first, *last) = ((*first).min(*column), (*last).max(*column));
    }
    reach
}

struct Writer<'w> {
    known: &'w Known,
    values: &'w BTreeMap<Address, &'w Value>,
    results: &'w Results<'w>,
    words: &'w mut Words,
    reach: BTreeMap<u32, (u32, u32)>,
    /// Cells without a record that are still to be written.
    new: BTreeMap<Address, &'w Value>,
    made: Vec<Vec<u8>>,
    open: BTreeSet<Address>,
    /// Rows that have a record, or got one.
    told: BTreeSet<u32>,
    /// Whether the record before was a row's.
    in_rows: bool,
    /// Whether the result that a record of its own may hold is gone, and whether that record was the one before.
    drops: bool,
    has_dropped: bool,
}

impl Writer<'_> {
    fn record(&mut self, placed: &Placed<'_>) -> Result<(), Unfilled> {
        let Placed { kind, data, whole, inner } = *placed;
        if !inner && (kind == RESULT && self.drops || kind == CONTINUE && self.has_dropped) {
            self.has_dropped = true;
            return Ok(());
        }
        self.has_dropped = false;
        // A result may stand behind what a formula shares.
        self.drops &= !inner && BESIDE_FORMULAS.contains(&kind);
        let cells = if inner { None } else { Cells::of(kind, data)? };
        match (kind, cells) {
            (FORMULA, Some(cells)) => {
                self.before((cells.row, cells.first))?;
                let made = self.formula((cells.row, cells.first), data, whole)?;
                self.made.push(made);
            }
            (_, Some(cells)) => self.cells(kind, &cells, whole)?,
            (ROW, None) if !inner => self.row(data)?,
            (DIMENSIONS, None) if !inner => {
                let made = self.dimensions(data)?;
                self.made.push(made);
            }
            _ => self.made.push(whole.to_vec()),
        }
        self.in_rows = kind == ROW;
        Ok(())
    }

    /// Cells of one record, of which some may change.
    fn cells(&mut self, kind: u16, cells: &Cells<'_>, whole: &[u8]) -> Result<(), Unfilled> {
        self.before((cells.row, cells.first))?;
        if !cells.each().any(|(at, ..)| self.values.contains_key(&at)) {
            self.made.push(whole.to_vec());
            return Ok(());
        }
        let mut kept = Vec::new();
        for (at, format, number) in cells.each() {
            let Some(value) = self.values.get(&at) else {
                kept.push((at.1, format, number));
                continue;
            };
            self.run(cells.row, &mut kept, kind);
            if kind == SHARED_TEXT {
                self.words.release();
            }
            let made = self.written(at, format, value)?;
            self.made.push(made);
        }
        self.run(cells.row, &mut kept, kind);
        Ok(())
    }

    fn run(&mut self, row: u32, kept: &mut Vec<(u32, u16, &[u8])>, kind: u16) {
        let made = run(row, kept, kind == SHORT_NUMBERS);
        kept.clear();
        if !made.is_empty() {
            self.made.push(made);
        }
    }

    fn written(&mut self, at: Address, format: u16, value: &Value) -> Result<Vec<u8>, Unfilled> {
        match value {
            Value::Blank => Ok(cell(BLANK, at, format, &[])),
            Value::Number(number) => {
                let number: f64 = number.parse().map_err(|_| damaged("a figure that is no number"))?;
                Ok(cell(NUMBER, at, format, &number.to_le_bytes()))
            }
            Value::Text(words) | Value::Behind(words) => self.words.cell(at, format, words),
        }
    }

    /// New cells before one that is there.
    fn before(&mut self, at: Address) -> Result<(), Unfilled> {
        let behind = self.new.split_off(&at);
        for (at, value) in std::mem::replace(&mut self.new, behind) {
            self.tell_row(at.0);
            let made = self.written(at, self.known.format(at), value)?;
            self.made.push(made);
        }
        Ok(())
    }

    /// Gives a row a record, where rows have some and it has none.
    fn tell_row(&mut self, row: u32) {
        const SAYS_NOTHING: u16 = 0x0100;
        if self.known.rows.is_empty() || !self.told.insert(row) {
            return;
        }
        let (first, last) = self.reach.get(&row).copied().unwrap_or_default();
        let words = [row as u16, first as u16, last as u16 + 1, self.known.height, 0, 0, SAYS_NOTHING, PLAIN];
        self.made.push(record(ROW, words.map(u16::to_le_bytes).as_flattened()));
    }

    /// A row, behind the cells of those before it, or behind the records of these.
    fn row(&mut self, data: &[u8]) -> Result<(), Unfilled> {
        let row = u32::from(u16_at(data, 0)?);
        if self.in_rows {
            let rows: Vec<u32> = self.reach.range(..row).map(|(row, _)| *row).collect();
            rows.into_iter().for_each(|row| self.tell_row(row));
        } else {
            self.before((row, 0))?;
        }
        let mut data = data.to_vec();
        if let Some((first, last)) = self.reach.get(&row) {
            let known = (u16_at(&data, 2)?, u16_at(&data, 4)?);
            let (first, behind) = wider((known.0.into(), known.1.into()), (*first, *last));
            data[2..4].copy_from_slice(&(first as u16).to_le_bytes());
            data[4..6].copy_from_slice(&(behind as u16).to_le_bytes());
        }
        self.made.push(record(ROW, &data));
        Ok(())
    }

    /// How far the sheet reaches.
    fn dimensions(&self, data: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut data = data.to_vec();
        let mut rows = (u32_at(&data, 0)?, u32_at(&data, 4)?);
        let mut columns = (u16_at(&data, 8)?.into(), u16_at(&data, 10)?.into());
        for (row, (first, last)) in &self.reach {
            rows = wider(rows, (*row, *row));
            columns = wider(columns, (*first, *last));
        }
        data[..4].copy_from_slice(&rows.0.to_le_bytes());
        data[4..8].copy_from_slice(&rows.1.to_le_bytes());
        data[8..10].copy_from_slice(&(columns.0 as u16).to_le_bytes());
        data[10..12].copy_from_slice(&(columns.1 as u16).to_le_bytes());
        Ok(record(DIMENSIONS, &data))
    }

    /// A formula with the result that is known, or none; one whose result stands stays as it is.
    fn formula(&mut self, at: Address, data: &[u8], whole: &[u8]) -> Result<Vec<u8>, Unfilled> {
        if self.values.contains_key(&at) {
            return Err(damaged("a formula would be written over").into());
        }
        let mut data = data.to_vec();
        let flags = u16_at(&data, 14)?;
        let result = match self.results {
            Results::Emptied => PROMISED,
            Results::Known { come_to, stored } => match come_to.get(&at) {
                Some(number) if stored.get(&at) == Some(number) => return Ok(whole.to_vec()),
                Some(number) => {
                    let number: f64 = number.parse().map_err(|_| damaged("a result that is no number"))?;
                    number.to_le_bytes()
                }
                None => {
                    self.open.insert(at);
                    data[14..16].copy_from_slice(&(flags | ASKS).to_le_bytes());
                    EMPTY
                }
            },
        };
        data[6..14].copy_from_slice(&result);
        self.drops = true;
        Ok(record(FORMULA, &data))
    }
}

/// From a first place to the one behind the last, with others in; nothing at first where both are the same.
fn wider((first, behind): (u32, u32), (other, last): (u32, u32)) -> (u32, u32) {
    if first >= behind { (other, last + 1) } else { (first.min(other), behind.max(last + 1)) }
}
