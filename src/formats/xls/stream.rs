//! The stream of an old workbook taken apart into its parts (the workbook's own records, then one part a sheet) and
//! put together again.
//!
//! A part begins and ends with records of its own and may hold others (charts). The list of sheets says where in the
//! stream each begins; it is written anew. So is the index of a sheet, which says where its rows lie, as long as the
//! sheet is only moved.

use std::ops::Range;

use super::super::compound::{u16_at, u32_at};
use super::super::damaged;
use super::cells::INDEX;
use super::records::Records;
use crate::problem::{Refusal, Unfilled};

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const ENCRYPTED: u16 = 0x002f;
const LISTED: u16 = 0x0085;
const WORKSHEET: u16 = 0x0010;
const VERSION: u16 = 0x0600;

/// A record and where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'s> {
    pub kind: u16,
    pub data: &'s [u8],
    /// With its type and its length.
    pub whole: &'s [u8],
    /// Whether it stands in another part within the part.
    pub inner: bool,
}

/// One part: its records from the first to the last.
pub struct Part<'s> {
    pub records: Vec<Placed<'s>>,
    range: Range<usize>,
    pub is_worksheet: bool,
}

/// A workbook's stream.
pub struct Book<'s> {
    /// The workbook's own part, then the others as they lie.
    pub parts: Vec<Part<'s>>,
    /// The part of each sheet in the order of the list.
    pub sheets: Vec<usize>,
    /// What lies behind the last part: nothing, or what fills the stream up.
    rest: &'s [u8],
}

/// What becomes of a part: nothing where it stays as it is.
pub type Changed = Option<Vec<Vec<u8>>>;

impl<'s> Book<'s> {
    pub fn read(stream: &'s [u8]) -> Result<Book<'s>, Unfilled> {
        let mut parts = vec![part(stream, 0)?];
        let mut at = parts[0].range.end;
        while u16_at(stream, at).is_ok_and(|kind| kind == BEGIN) {
            let part = part(stream, at)?;
            at = part.range.end;
            parts.push(part);
        }
        let own = &parts[0].records;
        if own.iter().any(|record| record.kind == ENCRYPTED) {
            return Err(Unfilled::Encrypted);
        }
        let mut sheets = Vec::new();
        for listed in own.iter().filter(|record| is_listed(record)) {
            let begins = u32_at(listed.data, 0)? as usize;
            let found = parts.iter().skip(1).position(|part| part.range.start == begins);
            let sheet = found.ok_or_else(|| damaged("a sheet that does not begin where it should"))? + 1;
            if sheets.contains(&sheet) {
                return Err(damaged("two sheets in one place").into());
            }
            sheets.push(sheet);
        }
        Ok(Book { parts, sheets, rest: &stream[at..] })
    }

    /// The parts of worksheets, in the order in which a reader numbers them.
    pub fn worksheets(&self) -> impl Iterator<Item = usize> {
        self.sheets.iter().copied().filter(|sheet| self.parts[*sheet].is_worksheet)
    }

    /// The stream with these parts changed.
    pub fn write(&self, changed: &[Changed]) -> Result<Vec<u8>, Refusal> {
        let mut made = Vec::new();
        let mut begins = Vec::new();
        for (part, changed) in self.parts.iter().zip(changed) {
            let start = made.len();
            begins.push(start);
            match changed {
                Some(records) => records.iter().for_each(|record| made.extend_from_slice(record)),
                None => part.records.iter().for_each(|placed| made.extend_from_slice(placed.whole)),
            }
            if start != part.range.start {
                move_index(&mut made, start, part.range.start)?;
            }
        }
        made.extend_from_slice(self.rest);
        self.list(&mut made, &begins)?;
        Ok(made)
    }

    /// Writes into the list of sheets where each begins.
    fn list(&self, made: &mut [u8], begins: &[usize]) -> Result<(), Refusal> {
        let mut fields = Vec::new();
        let mut records = Records::new(made, 0);
        let end = begins.get(1).copied().unwrap_or(made.len());
        while records.place() < end {
            let at = records.place();
            if records.next_record()?.kind == LISTED {
                fields.push(at + 4);
            }
        }
        for (at, sheet) in fields.iter().zip(&self.sheets) {
            let place =
                u32::try_from(begins[*sheet]).map_err(|_| damaged("a stream beyond its addresses"))?;
            made[*at..*at + 4].copy_from_slice(&place.to_le_bytes());
        }
        Ok(())
    }
}

fn is_listed(record: &Placed<'_>) -> bool {
    record.kind == LISTED && !record.inner
}

/// The part that begins at a place.
fn part(stream: &[u8], start: usize) -> Result<Part<'_>, Unfilled> {
    let mut read = Records::new(stream, start);
    let mut records: Vec<Placed<'_>> = Vec::new();
    let mut open = 0_u32;
    loop {
        let at = read.place();
        let record = read.next_record()?;
        if records.is_empty() && record.kind != BEGIN {
            return Err(damaged("a part without its first record").into());
        }
        if record.kind == BEGIN && u16_at(record.data, 0)? != VERSION {
            return Err(Unfilled::Older);
        }
        let inner = open > u32::from(record.kind != BEGIN);
        let whole = &stream[at..read.place()];
        records.push(Placed { kind: record.kind, data: record.data, whole, inner });
        match record.kind {
            BEGIN => open += 1,
            END => open -= 1,
            _ => {}
        }
        if open == 0 {
            let is_worksheet = u16_at(records[0].data, 2)? == WORKSHEET;
            return Ok(Part { records, range: start..read.place(), is_worksheet });
        }
    }
}

/// Has the index of a part that ends the stream name places there and not where the part was before.
fn move_index(made: &mut [u8], start: usize, before: usize) -> Result<(), Refusal> {
    const FIRST: usize = 12;
    let mut at = start;
    while at < made.len() {
        let (kind, length) = (u16_at(made, at)?, usize::from(u16_at(made, at + 2)?));
        let data = at + 4;
        if kind == INDEX {
            for field in (data + FIRST..(data + length).saturating_sub(3)).step_by(4) {
                let place = u32_at(made, field)?;
                if place != 0 {
                    let moved = place.wrapping_sub(before as u32).wrapping_add(start as u32);
                    made[field..field + 4].copy_from_slice(&moved.to_le_bytes());
                }
            }
        }
        at = data + length;
    }
    Ok(())
}
