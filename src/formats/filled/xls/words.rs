//! Words for cells: put behind the others of the workbook's shared table, where those of all cells stand.
//!
//! The table is one record and those that continue it, none longer than a record may be. Its index, a record behind
//! it, says where every so many strings one begins; it gets entries for the new ones. A workbook without such a table
//! (its words stand in the cells' own records) gets none.

use super::super::super::compound::{u16_at, u32_at};
use super::super::super::damaged;
use super::super::super::xls::cells::{Address, CONTINUE, SHARED_TEXT, TEXT, cell, record};
use super::super::super::xls::stream::{Changed, Part};
use crate::problem::{Refusal, Unfilled};

const TABLE: u16 = 0x00fc;
const TABLE_INDEX: u16 = 0x00ff;

/// No record's content is longer.
const LONGEST_RECORD: usize = 8_224;
/// So that words never have to be parted; cells' own records hold less.
const LONGEST: usize = 4_000;
const LONGEST_OWN: usize = 255;

/// The new words of a workbook.
pub struct Words {
    /// How many strings the table has; nothing where there is no table.
    known: Option<u32>,
    added: Vec<Vec<u16>>,
    /// By how many more cells the table is used than before.
    uses: i64,
}

impl Words {
    pub fn of(own: &Part<'_>) -> Result<Words, Refusal> {
        let table = own.records.iter().find(|record| record.kind == TABLE);
        let known = table.map(|table| u32_at(table.data, 4)).transpose()?;
        Ok(Words { known, added: Vec::new(), uses: 0 })
    }

    /// A cell that holds these words.
    pub fn cell(&mut self, at: Address, format: u16, words: &str) -> Result<Vec<u8>, Unfilled> {
        let units: Vec<u16> = words.encode_utf16().collect();
        let Some(known) = self.known else {
            return match units.len() {
                0..=LONGEST_OWN => Ok(cell(TEXT, at, format, &string(&units))),
                _ => Err(Unfilled::Beyond),
            };
        };
        if units.len() > LONGEST {
            return Err(Unfilled::Beyond);
        }
        let index = self.added.iter().position(|added| *added == units).unwrap_or_else(|| {
            self.added.push(units);
            self.added.len() - 1
        });
        self.uses += 1;
        Ok(cell(SHARED_TEXT, at, format, &(known + index as u32).to_le_bytes()))
    }

    /// A cell that had words of the table has them no more.
    pub fn release(&mut self) {
        self.uses -= 1;
    }

    /// The workbook's own part with the new words in its table.
    pub fn write(&self, own: &Part<'_>) -> Result<Changed, Refusal> {
        if self.known.is_none() || (self.added.is_empty() && self.uses == 0) {
            return Ok(None);
        }
        let mut made: Vec<Vec<u8>> = Vec::new();
        let (mut in_table, mut index) = (false, Vec::new());
        for placed in &own.records {
            let continues = in_table && placed.kind == CONTINUE;
            if in_table && !continues {
                index = self.append(&mut made)?;
            }
            in_table = continues || placed.kind == TABLE;
            made.push(match placed.kind {
                TABLE => self.counted(placed.data)?,
                TABLE_INDEX => self.indexed(placed.data, &index)?,
                _ => placed.whole.to_vec(),
            });
        }
        Ok(Some(made))
    }

    /// The table's first record with how often it is used and how many strings it has.
    fn counted(&self, data: &[u8]) -> Result<Vec<u8>, Refusal> {
        let uses = i64::from(u32_at(data, 0)?) + self.uses;
        let strings = u32_at(data, 4)? + self.added.len() as u32;
        let mut data = data.to_vec();
        data[..4].copy_from_slice(&u32::try_from(uses).unwrap_or(strings).to_le_bytes());
        data[4..8].copy_from_slice(&strings.to_le_bytes());
        Ok(record(TABLE, &data))
    }

    /// Puts the new strings behind the table's last record; where each begins in the stream and in its record.
    fn append(&self, made: &mut Vec<Vec<u8>>) -> Result<Vec<(u32, u16)>, Refusal> {
        let mut places = Vec::new();
        let mut before: usize = made.iter().map(Vec::len).sum();
        for units in &self.added {
            let string = string(units);
            let last = made.last_mut().ok_or_else(|| damaged("a table without its record"))?;
            if last.len() - 4 + string.len() > LONGEST_RECORD {
                made.push(record(CONTINUE, &[]));
                before += 4;
            }
            let Some(last) = made.last_mut() else { continue };
            places.push((before as u32, last.len() as u16));
            let data = [&last[4..], &string].concat();
            *last = record(u16_at(last, 0)?, &data);
            before += string.len();
        }
        Ok(places)
    }

    /// The table's index with entries for those new strings that begin a bucket.
    fn indexed(&self, data: &[u8], places: &[(u32, u16)]) -> Result<Vec<u8>, Refusal> {
        let bucket = u32::from(u16_at(data, 0)?);
        let mut data = data.to_vec();
        let numbers = self.known.unwrap_or(0)..;
        for (_, (at, inside)) in numbers.zip(places).filter(|(number, _)| bucket > 0 && number % bucket == 0)
        {
            data.extend(at.to_le_bytes());
            data.extend(inside.to_le_bytes());
            data.extend([0, 0]);
        }
        Ok(record(TABLE_INDEX, &data))
    }
}

/// A string: how many characters, that they are wide, they.
fn string(units: &[u16]) -> Vec<u8> {
    let mut string = (units.len() as u16).to_le_bytes().to_vec();
    string.push(1);
    string.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    string
}
