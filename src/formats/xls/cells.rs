//! Records of cells as bytes: what each says, and how one is written.

use super::super::compound::u16_at;
use super::super::damaged;
use crate::problem::Refusal;

pub const FORMULA: u16 = 0x0006;
pub const BLANK: u16 = 0x0201;
pub const BLANKS: u16 = 0x00be;
pub const NUMBER: u16 = 0x0203;
pub const TEXT: u16 = 0x0204;
pub const SHORT_NUMBER: u16 = 0x027e;
pub const SHORT_NUMBERS: u16 = 0x00bd;
pub const SHARED_TEXT: u16 = 0x00fd;
pub const RICH_TEXT: u16 = 0x00d6;
pub const TRUTH_OR_ERROR: u16 = 0x0205;
pub const RESULT: u16 = 0x0207;
pub const CONTINUE: u16 = 0x003c;
pub const ROW: u16 = 0x0208;
pub const DIMENSIONS: u16 = 0x0200;
pub const COLUMNS: u16 = 0x007d;
pub const DEFAULT_HEIGHT: u16 = 0x0225;
/// Where the rows of a sheet lie, and where their cells.
pub const INDEX: u16 = 0x020b;
pub const ROWS_INDEX: u16 = 0x00d7;
/// What stands behind a formula: shared with others, of an area, of a table.
pub const BESIDE_FORMULAS: [u16; 3] = [0x04bc, 0x0221, 0x0236];

/// Row and column.
pub type Address = (u32, u32);

/// The cells that a record is of, each with its format and, of a list of numbers, its number.
pub struct Cells<'s> {
    pub row: u32,
    pub first: u32,
    list: Vec<(u16, &'s [u8])>,
}

impl<'s> Cells<'s> {
    /// Nothing where the record is of no cell.
    pub fn of(kind: u16, data: &'s [u8]) -> Result<Option<Cells<'s>>, Refusal> {
        let size = match kind {
            BLANKS => 2,
            SHORT_NUMBERS => 6,
            FORMULA | BLANK | NUMBER | TEXT | SHORT_NUMBER | SHARED_TEXT | RICH_TEXT | TRUTH_OR_ERROR => 0,
            _ => return Ok(None),
        };
        let (row, first) = (u16_at(data, 0)?.into(), u16_at(data, 2)?.into());
        if size == 0 {
            return Ok(Some(Cells { row, first, list: vec![(u16_at(data, 4)?, &[])] }));
        }
        let last = u32::from(u16_at(data, data.len().saturating_sub(2))?);
        let inside = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
        let count = (inside.len() / size) as u32;
        if inside.len() % size != 0 || count == 0 || first + count != last + 1 {
            return Err(damaged("a row of cells of another length"));
        }
        let cell = |bytes: &'s [u8]| Ok((u16_at(bytes, 0)?, &bytes[2..]));
        let list = inside.chunks_exact(size).map(cell).collect::<Result<_, Refusal>>()?;
        Ok(Some(Cells { row, first, list }))
    }

    /// Each cell, its format and its number.
    pub fn each(&self) -> impl Iterator<Item = (Address, u16, &'s [u8])> {
        let columns = self.first..;
        columns.zip(&self.list).map(|(column, (format, number))| ((self.row, column), *format, *number))
    }
}

/// A record's bytes.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// A record of one cell.
pub fn cell(kind: u16, (row, column): Address, format: u16, content: &[u8]) -> Vec<u8> {
    let place = [row as u16, column as u16, format].map(u16::to_le_bytes);
    record(kind, &[place.as_flattened(), content].concat())
}

/// A run of cells out of a record of several: one record again, of one cell or of all.
pub fn run(row: u32, cells: &[(u32, u16, &[u8])], numbers: bool) -> Vec<u8> {
    let (one, several) = if numbers { (SHORT_NUMBER, SHORT_NUMBERS) } else { (BLANK, BLANKS) };
    match cells {
        [] => Vec::new(),
        [(column, format, number)] => cell(one, (row, *column), *format, number),
        [(first, ..), .., (last, ..)] => {
            let mut data = [(row as u16).to_le_bytes(), (*first as u16).to_le_bytes()].concat();
            for (_, format, number) in cells {
                data.extend(format.to_le_bytes());
                data.extend_from_slice(number);
            }
            data.extend((*last as u16).to_le_bytes());
            record(several, &data)
        }
    }
}
