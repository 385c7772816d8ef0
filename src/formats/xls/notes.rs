//! Comments on the cells of an old sheet.
//!
//! Since 1997 a comment is three things: a drawn object with a number, the text written on it, and a note that names
//! the cell and the object. Before, the note held the text, long ones in several records.

use std::collections::HashMap;

use crate::problem::Refusal;
use crate::submit::grid::Said;

use super::super::compound::u16_at;
use super::super::gathering::Gathering;
use super::super::note::without_author;
use super::records::{Coding, Records};
use super::workbook::Workbook;

pub const OBJECT: u16 = 0x005d;
pub const TEXT: u16 = 0x01b6;
pub const NOTE: u16 = 0x001c;

/// The comments of a sheet as far as they have been read.
#[derive(Default)]
pub struct Notes {
    /// The object drawn last.
    object: Option<u16>,
    texts: HashMap<u16, String>,
    notes: Vec<Note>,
}

struct Note {
    row: u32,
    column: u32,
    object: Option<u16>,
    author: String,
    text: String,
}

impl Notes {
    pub fn object(&mut self, data: &[u8]) {
        const COMMON: u16 = 0x15;
        let is_common = u16_at(data, 0).is_ok_and(|kind| kind == COMMON);
        self.object = u16_at(data, 6).ok().filter(|_| is_common);
    }

    /// The text of the object drawn last, which lies in the records behind this one.
    pub fn text(&mut self, records: &mut Records<'_>, data: &[u8], book: &Workbook) -> Result<(), Refusal> {
        let (count, fonts) = (u16_at(data, 10)?, u16_at(data, 12)?);
        if count == 0 {
            return Ok(());
        }
        let text = records.with_continuations(&[])?.drawn_text(count, fonts, &book.fonts)?;
        if let Some(object) = self.object.take() {
            self.texts.insert(object, text);
        }
        Ok(())
    }

    pub fn note(&mut self, data: &[u8], coding: Coding) -> Result<(), Refusal> {
        const GOES_ON: u16 = 0xffff;
        let (row, column) = (u16_at(data, 0)?, u16_at(data, 2)?);
        let mut note = Note {
            row: row.into(),
            column: column.into(),
            object: None,
            author: String::new(),
            text: String::new(),
        };
        match coding {
            Coding::Wide => {
                note.object = Some(u16_at(data, 6)?);
                note.author = coding.string(data.get(8..).unwrap_or_default(), 2).unwrap_or_default();
            }
            Coding::Bytes(encoding) => {
                let text = encoding.decode(data.get(6..).unwrap_or_default()).0;
                match self.notes.last_mut().filter(|_| row == GOES_ON) {
                    Some(before) => {
                        before.text.push_str(&text);
                        return Ok(());
                    }
                    None => note.text = text.into_owned(),
                }
            }
        }
        self.notes.push(note);
        Ok(())
    }

    /// Remarks them all in the sheet read last.
    pub fn finish(mut self, gathering: &mut Gathering<'_>) -> Result<(), Refusal> {
        for note in self.notes {
            let drawn = note.object.and_then(|object| self.texts.remove(&object));
            let text = drawn.unwrap_or(note.text);
            let words = without_author(&text, &note.author);
            if !words.is_empty() {
                gathering.remark(note.row, note.column, Said::Comment(words.to_owned()))?;
            }
        }
        Ok(())
    }
}
