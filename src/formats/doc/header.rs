//! The header of a Word document (the “FIB”) and the pieces that its text lies in.
//!
//! A Word file keeps its text where it happened to be written; the piece table says which stretch of the
//! file is which stretch of the text. Eight-bit pieces hold Western text only, in a Chinese document
//! figures and blanks; two high bytes in a row could be Chinese of an unknown program and are refused.

use crate::problem::{Refusal, RefusalCode};

use super::super::compound::{Compound, u16_at, u32_at};
use super::super::damaged;
use super::bytes::{legacy, span};

/// The versions since Word 97, which share one layout.
const WORD_97: u16 = 0x00c1;
const ENCRYPTED: u16 = 0x0100;
const SECOND_TABLE: u16 = 0x0200;

/// Where, in the header, the places of the tables stand.
const CHARACTERS: usize = 250;
const PARAGRAPHS: usize = 258;
const PIECES: usize = 418;

/// Streams of a document, and what its header says of them.
pub struct File {
    /// The stream with the header, the text and the pages of properties.
    pub main: Vec<u8>,
    /// The stream with the tables that say where all lies.
    pub table: Vec<u8>,
    /// The stream with what was too large for its page.
    pub data: Vec<u8>,
    /// Characters of the text proper.
    length: usize,
    /// Characters of the headers and footers, and of the notes, which lie before them behind the text.
    margins: usize,
    notes: usize,
    /// There are text boxes, whose words lie apart from the text.
    pub has_boxes: bool,
}

/// A stretch of text: so many characters at such a place.
#[derive(Clone, Copy)]
struct Piece {
    length: usize,
    place: usize,
    wide: bool,
}

/// One character of the text, as UTF-16, and its place in the file, which leads to its properties.
#[derive(Clone, Copy)]
pub struct Unit {
    pub code: u16,
    pub place: u32,
}

impl File {
    pub fn open(compound: &Compound<'_>) -> Result<File, Refusal> {
        let main = compound.stream("WordDocument")?.ok_or_else(|| damaged("no document stream"))?;
        if u16_at(&main, 0)? != 0xa5ec || u16_at(&main, 2)? < WORD_97 {
            return Err(legacy("a version before Word 97"));
        }
        let flags = u16_at(&main, 10)?;
        if flags & ENCRYPTED != 0 {
            return Err(Refusal::new(RefusalCode::Encrypted, "an encrypted document"));
        }
        let name = if flags & SECOND_TABLE == 0 { "0Table" } else { "1Table" };
        let table = compound.stream(name)?.ok_or_else(|| damaged("no table stream"))?;
        let data = compound.stream("Data")?.unwrap_or_default();
        if (u16_at(&main, 32)?, u16_at(&main, 62)?) != (14, 22) {
            return Err(legacy("a header of another layout"));
        }
        let length = u32_at(&main, 76)? as usize;
        let (notes, margins) = (u32_at(&main, 80)? as usize, u32_at(&main, 84)? as usize);
        if length + notes + margins > main.len() {
            return Err(damaged("more text than the file holds"));
        }
        let has_boxes = u32_at(&main, 100)? > 0;
        Ok(File { main, table, data, length, margins, notes, has_boxes })
    }

    /// The bin table of the characters' properties.
    pub fn characters(&self) -> Result<&[u8], Refusal> {
        self.in_table(CHARACTERS)
    }

    /// The bin table of the paragraphs' properties.
    pub fn paragraphs(&self) -> Result<&[u8], Refusal> {
        self.in_table(PARAGRAPHS)
    }

    /// The text proper, without notes, headers and boxes.
    pub fn text(&self) -> Result<Vec<Unit>, Refusal> {
        self.stretch(0, self.length)
    }

    /// The text of all headers and footers.
    pub fn margins(&self) -> Result<Vec<Unit>, Refusal> {
        self.stretch(self.length + self.notes, self.margins)
    }

    /// So many characters of all that the pieces hold.
    fn stretch(&self, first: usize, length: usize) -> Result<Vec<Unit>, Refusal> {
        let mut text = Vec::new();
        let mut before = 0;
        for piece in self.pieces()? {
            let from = first.saturating_sub(before).min(piece.length);
            let to = (first + length).saturating_sub(before).min(piece.length);
            before += piece.length;
            let width = if piece.wide { 2 } else { 1 };
            let place = piece.place + from * width;
            let bytes = span(&self.main, place, (to - from) * width)?;
            if !piece.wide && bytes.windows(2).any(|pair| pair[0] >= 0x80 && pair[1] >= 0x80) {
                return Err(legacy("eight-bit text that is not Western"));
            }
            let unit = |(index, code): (usize, &[u8])| Unit {
                code: match code {
                    [low, high] => u16::from_le_bytes([*low, *high]),
                    code => western(code[0]),
                },
                place: (place + index * width) as u32,
            };
            text.extend(bytes.chunks_exact(width).enumerate().map(unit));
        }
        match text.len() == length {
            true => Ok(text),
            false => Err(damaged("less text than the header says")),
        }
    }

    fn pieces(&self) -> Result<Vec<Piece>, Refusal> {
        let mut rest = self.in_table(PIECES)?;
        // Changes to whole pieces, which only count where a piece refers to them.
        while let [1, after @ ..] = rest {
            rest = after.get(2 + u16_at(after, 0)? as usize..).ok_or_else(|| damaged("piece table"))?;
        }
        let Some(([2], after)) = rest.split_at_checked(1) else { return Err(damaged("no piece table")) };
        let size = u32_at(after, 0)? as usize;
        let table = span(after, 4, size)?;
        let count = table.len().saturating_sub(4) / 12;
        let mut pieces = Vec::new();
        for index in 0..count {
            let (first, last) = (u32_at(table, index * 4)?, u32_at(table, index * 4 + 4)?);
            let length = last.checked_sub(first).ok_or_else(|| damaged("pieces out of order"))? as usize;
            let entry = (count + 1) * 4 + index * 8;
            let place = u32_at(table, entry + 2)?;
            if u16_at(table, entry + 6)? != 0 {
                return Err(legacy("a document saved in haste, with changes of whole pieces"));
            }
            let wide = place & 0x4000_0000 == 0;
            let place = (place & 0x3fff_ffff) as usize / if wide { 1 } else { 2 };
            pieces.push(Piece { length, place, wide });
        }
        Ok(pieces)
    }

    fn in_table(&self, at: usize) -> Result<&[u8], Refusal> {
        span(&self.table, u32_at(&self.main, at)? as usize, u32_at(&self.main, at + 4)? as usize)
    }
}

/// The characters of Windows' Western code page.
fn western(code: u8) -> u16 {
    let mut units = [0; 1];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&code));
    text.chars().next().map_or(u16::from(code), |character| character.encode_utf16(&mut units)[0])
}
