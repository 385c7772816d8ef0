//! Word documents before 2007 (.doc) and those of WPS (.wps): each table a sheet, as for .docx.
//!
//! Everything that decides over a figure is followed to where the file says it: the text through the
//! piece table, rows through the marks that end them, cells through the edges and merges of their row,
//! deleted and hidden words through the properties of their characters, fields to their results. Where
//! a file keeps any of this in a way that is not understood (versions before Word 97, documents saved
//! “fast”, rows changed by later changes), it is refused with the advice to save it as .docx. What a
//! sound document may hold beyond this (text boxes, symbols as ticks) is read without, and the reader
//! says so.
//!
//! A table in a cell is told by the depth of its paragraphs, and headers and footers lie behind the text
//! (`margins`); both become what they are in a .docx.
//!
//! Written by hand: the crate for it at the time (undoc) loses merged cells and deleted text silently.

mod bytes;
mod header;
mod margins;
mod properties;
mod rows;
#[cfg(test)]
mod tests;

use crate::problem::Refusal;
use crate::submit::grid::Grid;

use super::compound::Compound;
use super::docx::story::{Story, Wanted};
use super::gathering::Gathering;
use super::limits::Limits;
use super::{damaged, too_large};
use bytes::legacy;
use header::{File, Unit};
use properties::{Character, Paragraph, Runs};
use rows::Rows;

/// Words that lie outside the text.
const BOXES: &str = "文档中有文本框，框内的文字没有读取。如填报单位、日期或数字写在文本框里，请改写到表格中，或另存为 .docx 后重新报送。";

/// Ticks and boxes drawn with a symbol font.
const SYMBOLS: &str = "文档中有符号字体的字符或复选框，无法判断是否打勾，按未打勾处理。请核对；如有出入，请另存为 .docx 后重新报送。";

/// Reads the tables of a document, or all its words.
pub fn read(compound: &Compound<'_>, limits: &Limits, wanted: Wanted) -> Result<Grid, Refusal> {
    let file = File::open(compound)?;
    let characters = properties::characters(&file.main, file.characters()?)?;
    let paragraphs = properties::paragraphs(&file.main, file.paragraphs()?, &file.data)?;
    let mut gathering = Gathering::new(limits);
    if file.has_boxes {
        gathering.lose(BOXES);
    }
    let mut telling = Telling {
        characters: &characters,
        paragraphs: &paragraphs,
        story: Story::new(&mut gathering, margins::lines(&file.margins()?, &characters)?, wanted),
        tables: Vec::new(),
        words: Vec::new(),
        fields: Vec::new(),
    };
    for unit in file.text()? {
        telling.hear(unit)?;
    }
    telling.finish()?;
    gathering.finish()
}

/// The text while it is told, character by character.
struct Telling<'t, 'd, 'g> {
    characters: &'t Runs<Character>,
    paragraphs: &'t Runs<Paragraph>,
    story: Story<'d, 'g>,
    /// Tables that are open, each in a cell of the one before.
    tables: Vec<Rows>,
    /// The open paragraph.
    words: Vec<u16>,
    fields: Vec<Field>,
}

/// An open field: its code, then its result.
#[derive(Default)]
struct Field {
    code: String,
    shows: bool,
}

impl Telling<'_, '_, '_> {
    fn hear(&mut self, unit: Unit) -> Result<(), Refusal> {
        let character = self.characters.of(unit)?;
        match unit.code {
            0x07 => return self.end_cell(self.paragraphs.at(unit.place)?, 1, character),
            0x0d | 0x0c => return self.end_paragraph(self.paragraphs.at(unit.place)?, character),
            0x13 => self.fields.push(Field::default()),
            0x14 => self.open_result()?,
            0x15 => self.close_field()?,
            _ if character.deleted || character.hidden => {}
            _ if character.symbol => self.symbol(),
            0x09 => self.write(' '),
            0x0b | 0x0e => self.write('\n'),
            0x1e => self.write('-'),
            // Pictures, anchors, references to notes, hyphens that do not show.
            0x00..=0x1f => {}
            code => {
                let after_digit = self.words.last().is_some_and(|last| (0x30..=0x39).contains(last));
                if character.raised && after_digit {
                    self.write('^');
                }
                self.word(code);
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), Refusal> {
        if !self.fields.is_empty() {
            return Err(damaged("a field that never ends"));
        }
        self.close_tables(0)?;
        self.story.finish()
    }

    fn end_cell(&mut self, paragraph: &Paragraph, depth: usize, mark: Character) -> Result<(), Refusal> {
        if !paragraph.in_table {
            return Err(legacy("a cell outside a table"));
        }
        let text = self.take_words()?;
        let rows = self.table(depth)?;
        match paragraph.ends_row {
            true if text.is_empty() => rows.end_row(paragraph.row.clone(), mark.deleted),
            true => Err(damaged("words in the mark of a row")),
            false => {
                rows.add_line(text);
                rows.end_cell(mark.deleted)
            }
        }
    }

    fn end_paragraph(&mut self, paragraph: &Paragraph, mark: Character) -> Result<(), Refusal> {
        let depth = (paragraph.depth as usize).max(usize::from(paragraph.in_table));
        if depth > 1 && (paragraph.ends_inner_cell || paragraph.ends_row) {
            return self.end_cell(paragraph, depth, mark);
        }
        // A deleted mark joins its paragraph to the next.
        if mark.deleted {
            return Ok(());
        }
        let text = self.take_words()?;
        if paragraph.in_table {
            self.table(depth)?.add_line(text);
            return Ok(());
        }
        self.close_tables(0)?;
        self.story.paragraph(text);
        Ok(())
    }

    /// The open table of a depth; those in it have ended, those around it have begun.
    fn table(&mut self, depth: usize) -> Result<&mut Rows, Refusal> {
        if depth > self.story.gathering.limits().nesting {
            return Err(too_large("tables nested too deeply"));
        }
        self.close_tables(depth)?;
        self.tables.resize_with(depth, Rows::default);
        self.tables.last_mut().ok_or_else(|| damaged("a cell outside a table"))
    }

    fn close_tables(&mut self, depth: usize) -> Result<(), Refusal> {
        while self.tables.len() > depth
            && let Some(rows) = self.tables.pop()
        {
            let table = rows.finish(self.story.gathering)?;
            match self.tables.last_mut() {
                Some(outer) => outer.add_table(table),
                None => self.story.table(table)?,
            }
        }
        Ok(())
    }

    fn open_result(&mut self) -> Result<(), Refusal> {
        let field = self.fields.last_mut().ok_or_else(|| damaged("a result without its field"))?;
        field.shows = true;
        Ok(())
    }

    fn close_field(&mut self) -> Result<(), Refusal> {
        let field = self.fields.pop().ok_or_else(|| damaged("the end of no field"))?;
        if !field.shows && field.code.contains("FORMCHECKBOX") {
            self.symbol();
        }
        Ok(())
    }

    fn symbol(&mut self) {
        self.story.gathering.lose(SYMBOLS);
        self.write('☐');
    }

    fn write(&mut self, character: char) {
        self.word(character as u16);
    }

    /// Words of a field's code are not shown; those of its result are.
    fn word(&mut self, code: u16) {
        const LONGEST_CODE: usize = 64;
        match self.fields.iter_mut().rev().find(|field| !field.shows) {
            None => self.words.push(code),
            Some(field) if field.code.len() < LONGEST_CODE => {
                field.code.extend(char::from_u32(u32::from(code)));
            }
            Some(_) => {}
        }
    }

    fn take_words(&mut self) -> Result<String, Refusal> {
        let words = std::mem::take(&mut self.words);
        String::from_utf16(&words).map_err(|_| damaged("half a character"))
    }
}
