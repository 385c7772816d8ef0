//! The records of an old workbook's stream, and the strings in them.
//!
//! A record is a type, a length and that many bytes; long ones continue in further records, where a
//! string that is cut in two says anew whether its characters are wide.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, WINDOWS_1252};

use crate::problem::Refusal;
use crate::submit::grid::Content;

use super::super::colour::{Palette, Run};
use super::super::compound::{u16_at, u32_at};
use super::super::damaged;
use super::fonts::{Fonts, runs, shown};

const CONTINUE: u16 = 0x003c;

/// The records from one place of the stream on.
pub struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

/// One record.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    pub kind: u16,
    pub data: &'a [u8],
}

impl<'a> Records<'a> {
    pub fn new(stream: &'a [u8], at: usize) -> Records<'a> {
        Records { stream, at }
    }

    /// Where the next record lies.
    pub fn place(&self) -> usize {
        self.at
    }

    /// The next record. The stream of a sound workbook never ends before its end record.
    pub fn next_record(&mut self) -> Result<Record<'a>, Refusal> {
        let kind = u16_at(self.stream, self.at)?;
        let length = usize::from(u16_at(self.stream, self.at + 2)?);
        let from = self.at + 4;
        let data = self.stream.get(from..from + length).ok_or_else(|| damaged("a record cut short"))?;
        self.at = from + length;
        Ok(Record { kind, data })
    }

    /// The data of a record and of those that continue it.
    pub fn with_continuations(&mut self, first: &'a [u8]) -> Result<Segments<'a>, Refusal> {
        let mut segments = vec![first];
        while u16_at(self.stream, self.at).is_ok_and(|kind| kind == CONTINUE) {
            segments.push(self.next_record()?.data);
        }
        Ok(Segments { segments, index: 0, at: 0 })
    }
}

/// A record over several pieces.
pub struct Segments<'a> {
    segments: Vec<&'a [u8]>,
    index: usize,
    at: usize,
}

impl Segments<'_> {
    pub fn byte(&mut self) -> Result<u8, Refusal> {
        while let Some(segment) = self.segments.get(self.index) {
            if let Some(byte) = segment.get(self.at) {
                self.at += 1;
                return Ok(*byte);
            }
            self.index += 1;
            self.at = 0;
        }
        Err(damaged("strings cut short"))
    }

    pub fn u16(&mut self) -> Result<u16, Refusal> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub fn u32(&mut self) -> Result<u32, Refusal> {
        Ok(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    /// A string of the shared table as its fonts show it, without its reading aids; and its runs in fonts of
    /// their own.
    pub fn shared_string(&mut self, fonts: &Fonts, palette: &Palette) -> Result<(String, Vec<Run>), Refusal> {
        let count = self.u16()?;
        let flags = self.byte()?;
        let changed = if flags & 8 != 0 { self.u16()? } else { 0 };
        let aids = if flags & 4 != 0 { u64::from(self.u32()?) } else { 0 };
        let units = self.characters(usize::from(count), flags & 1 != 0)?;
        let mut changes = Vec::new();
        for _ in 0..changed {
            changes.push((self.u16()?, self.u16()?));
        }
        for _ in 0..aids {
            self.byte()?;
        }
        let looks: Vec<_> = changes.iter().map(|(from, font)| (*from, fonts.get(*font))).collect();
        Ok((shown(&units, &looks)?, runs(&units, &looks, palette)))
    }

    /// The text of a drawn object: whether it is wide, so many characters, their fonts in so many bytes.
    pub fn drawn_text(&mut self, count: u16, bytes: u16, fonts: &Fonts) -> Result<String, Refusal> {
        let wide = self.byte()? & 1 != 0;
        let units = self.characters(usize::from(count), wide)?;
        let mut looks = Vec::new();
        for _ in 0..bytes / 8 {
            looks.push((self.u16()?, fonts.get(self.u16()?)));
            self.u32()?;
        }
        shown(&units, &looks)
    }

    /// A string of a record of its own: its length, whether it is wide, its characters.
    pub fn plain_string(&mut self) -> Result<String, Refusal> {
        let count = self.u16()?;
        let wide = self.byte()? & 1 != 0;
        let units = self.characters(usize::from(count), wide)?;
        String::from_utf16(&units).map_err(|_| damaged("half a character"))
    }

    fn characters(&mut self, count: usize, mut wide: bool) -> Result<Vec<u16>, Refusal> {
        let mut units: Vec<u16> = Vec::new();
        while units.len() < count {
            let ended = self.segments.get(self.index).is_none_or(|segment| self.at >= segment.len());
            if ended && !units.is_empty() {
                wide = self.byte()? & 1 != 0;
            }
            units.push(if wide { self.u16()? } else { u16::from(self.byte()?) });
        }
        Ok(units)
    }
}

/// How strings are stored.
#[derive(Clone, Copy)]
pub enum Coding {
    /// Since 1997: UTF-16, or its lower halves.
    Wide,
    /// Before: bytes of a code page.
    Bytes(&'static Encoding),
}

impl Coding {
    /// What a code page record says; Chinese Windows where it says nothing known.
    pub fn of_codepage(codepage: u16) -> Coding {
        Coding::Bytes(match codepage {
            950 | 10_002 => BIG5,
            1252 | 0x8001 => WINDOWS_1252,
            65_001 => UTF_8,
            _ => GB18030,
        })
    }

    /// A string with a length of one or two bytes before it.
    pub fn string(self, data: &[u8], length_bytes: usize) -> Result<String, Refusal> {
        let cut = || damaged("a string cut short");
        let count = match length_bytes {
            1 => usize::from(*data.first().ok_or_else(cut)?),
            _ => usize::from(u16_at(data, 0)?),
        };
        let rest = data.get(length_bytes..).ok_or_else(cut)?;
        match self {
            Coding::Bytes(encoding) => Ok(encoding.decode(rest.get(..count).ok_or_else(cut)?).0.into_owned()),
            Coding::Wide => {
                let (flags, rest) = rest.split_first().ok_or_else(cut)?;
                let wide = flags & 1 != 0;
                let bytes = rest.get(..count * if wide { 2 } else { 1 }).ok_or_else(cut)?;
                let units: Vec<u16> = match wide {
                    true => {
                        bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
                    }
                    false => bytes.iter().map(|byte| u16::from(*byte)).collect(),
                };
                String::from_utf16(&units).map_err(|_| damaged("half a character"))
            }
        }
    }
}

/// A number in four bytes: 30 bits of a binary or a whole number, perhaps in hundredths.
pub fn short_number(data: &[u8], at: usize) -> Result<f64, Refusal> {
    let bits = u32_at(data, at)?;
    let value = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from((bits as i32) >> 2),
    };
    Ok(if bits & 1 == 0 { value } else { value / 100.0 })
}

/// A binary number.
pub fn number(data: &[u8], at: usize) -> Result<f64, Refusal> {
    let bits = u64::from(u32_at(data, at)?) | u64::from(u32_at(data, at + 4)?) << 32;
    Ok(f64::from_bits(bits))
}

/// A truth, or an error by its number.
pub fn truth_or_error(value: u16, is_error: bool) -> Result<Content, Refusal> {
    if !is_error {
        return Ok(Content::Bool(value != 0));
    }
    let name = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => return Err(damaged(format!("error value {value}"))),
    };
    Ok(Content::Error(name.to_owned()))
}
