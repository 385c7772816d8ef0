//! OpenDocument texts (.odt), as WPS and LibreOffice save them: their words, for somebody who looks at a file.
//!
//! Paragraphs and headings become rows of one sheet, cells of tables its columns. What was deleted with its track
//! kept, remarks and notes are passed over. Tables are not read for figures here: a unit's table in this format is
//! refused with advice.

use crate::problem::Refusal;
use crate::submit::grid::{Content, Grid};

use super::container::Container;
use super::damaged;
use super::gathering::Gathering;
use super::xml::{Node, Tag, Xml};

const CONTENT: &str = "content.xml";

/// Reads all words of a text out of its container.
pub fn read_prose(mut container: Container<'_>) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
    gathering.open_sheet("正文".to_owned(), true)?;
    let mut words =
        Words { gathering: &mut gathering, row: 0, column: 0, in_row: false, text: String::new() };
    let read = container.read_xml(CONTENT, |xml| words.read(xml))?;
    read.ok_or_else(|| damaged("no content"))?;
    container.finish()?;
    gathering.finish()
}

struct Words<'w, 'g> {
    gathering: &'w mut Gathering<'g>,
    row: u32,
    column: u32,
    /// A row of a table is open.
    in_row: bool,
    /// What has been said since the last row, or the last cell of one.
    text: String,
}

impl Words<'_, '_> {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        loop {
            match xml.node()? {
                Node::Open(tag) => self.open(&tag, xml)?,
                Node::Close(tag) => self.close(tag.local_name().into_inner())?,
                Node::Text(text) => self.text.push_str(&text),
                Node::Aside => {}
                Node::End => return Ok(()),
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        match tag.name() {
            "tracked-changes" | "annotation" | "note" | "automatic-styles" | "font-face-decls" => {
                xml.skip()?
            }
            "s" | "tab" | "line-break" => self.text.push(' '),
            "table-row" => {
                self.end_line()?;
                (self.in_row, self.column) = (true, 0);
            }
            "p" | "h" if !self.in_row => self.text.clear(),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "p" | "h" if !self.in_row => self.end_line(),
            "table-cell" | "covered-table-cell" if self.in_row => {
                self.place()?;
                self.column += 1;
                Ok(())
            }
            "table-row" => {
                self.in_row = false;
                self.row += 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end_line(&mut self) -> Result<(), Refusal> {
        if !self.text.trim().is_empty() {
            self.column = 0;
            self.place()?;
            self.row += 1;
        }
        self.text.clear();
        Ok(())
    }

    fn place(&mut self) -> Result<(), Refusal> {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        self.gathering.add(self.row, self.column, Content::Text(text), false)
    }
}
