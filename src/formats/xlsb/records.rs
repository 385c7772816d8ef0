//! The records that the parts of a binary workbook are made of: a kind, a length, and so many bytes.
//!
//! Kind and length are numbers of seven bits a byte; nothing is believed that lies outside the part.

use crate::problem::Refusal;

use super::super::compound::{u16_at, u32_at};
use super::super::damaged;

/// One record.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    pub kind: usize,
    pub data: &'a [u8],
}

/// The records of a part, one after the other.
pub struct Records<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    pub fn new(bytes: &'a [u8]) -> Records<'a> {
        Records { bytes, at: 0 }
    }

    fn read(&mut self) -> Result<Record<'a>, Refusal> {
        let kind = self.varying(2)?;
        let length = self.varying(4)?;
        let end = self.at.checked_add(length);
        let data = end.and_then(|end| self.bytes.get(self.at..end));
        let data = data.ok_or_else(|| damaged("a record cut short"))?;
        self.at += length;
        Ok(Record { kind, data })
    }

    /// A number of seven bits a byte, the lowest first, in so many bytes at most.
    fn varying(&mut self, most: usize) -> Result<usize, Refusal> {
        let mut value = 0;
        for place in 0..most {
            let byte = *self.bytes.get(self.at).ok_or_else(|| damaged("a record cut short"))?;
            self.at += 1;
            value |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(value)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let record = self.read();
        if record.is_err() {
            self.at = self.bytes.len();
        }
        Some(record)
    }
}

/// A text at a place, and where it ends: how many characters, and they; none where the count is all ones.
pub fn wide_text(data: &[u8], at: usize) -> Result<(Vec<u16>, usize), Refusal> {
    let count = match u32_at(data, at)? {
        u32::MAX => 0,
        count => count as usize,
    };
    let end = count.checked_mul(2).and_then(|length| length.checked_add(at + 4));
    let end = end.filter(|end| *end <= data.len()).ok_or_else(|| damaged("a text cut short"))?;
    let units = data[at + 4..end].chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    Ok((units.collect(), end))
}

/// The same as words.
pub fn words(data: &[u8], at: usize) -> Result<(String, usize), Refusal> {
    let (units, end) = wide_text(data, at)?;
    Ok((String::from_utf16(&units).map_err(|_| damaged("half a character"))?, end))
}

/// Characters, and from which of them on they change to which font.
pub type RichText = (Vec<u16>, Vec<(u16, u16)>);

/// The characters of a text and the fonts that it changes to on its way, from which character on.
pub fn rich_text(data: &[u8], at: usize) -> Result<RichText, Refusal> {
    let flags = *data.get(at).ok_or_else(|| damaged("a text cut short"))?;
    let (units, end) = wide_text(data, at + 1)?;
    let count = if flags & 1 == 0 { 0 } else { u32_at(data, end)? as usize };
    let change = |index: usize| {
        let at = end + 4 + index * 4;
        Ok::<_, Refusal>((u16_at(data, at)?, u16_at(data, at + 2)?))
    };
    let changes = (0..count).map(change).collect::<Result<Vec<_>, _>>()?;
    Ok((units, changes))
}
