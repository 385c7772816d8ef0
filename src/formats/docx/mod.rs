//! Word documents (.docx): each table a sheet, with the words around it.
//!
//! Units type 填报单位 and the date above the table, below it or inside it, so the paragraphs since the
//! previous table lead a table's rows (counted in [`Sheet::paragraphs`](crate::submit::grid::Sheet)), and
//! those after the last table trail it. Blank paragraphs are left out.
//!
//! What a person sees counts, and nothing else: text is joined over runs; tracked deletions, text moved away
//! and what is struck through do not count, insertions do; hidden runs, field codes, reading aids, the fallback
//! copies of text boxes are passed over. Page headers and footers stand apart, as the sheets' margins.
//! Automatic numbering is not computed.

pub(super) mod element;
mod margins;
pub(super) mod story;
pub(super) mod table;
#[cfg(test)]
mod tests;

use crate::problem::Refusal;
use crate::submit::grid::Grid;

use super::container::Container;
use super::damaged;
use super::gathering::Gathering;
use super::relationships;
use super::text::append_raised;
use super::xml::{Node, Xml};
use element::{Element, Look, look_of, tick_of};
use story::Story;
use table::Table;

/// Reads the tables of a document out of its container.
pub fn read(mut container: Container<'_>) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
    let path = relationships::main_part(&mut container)?;
    let margins = margins::lines(&mut container, &path)?;
    let mut document = Document::new(Story::new(&mut gathering, margins));
    let read = container.read_xml(&path, |xml| document.read(xml))?;
    read.ok_or_else(|| damaged("no document part"))?;
    let story = document.story;
    container.finish()?;
    story.finish()?;
    gathering.finish()
}

/// A document as far as it has been read.
struct Document<'d, 'g> {
    story: Story<'d, 'g>,
    /// Tables that are open, each inside the one before.
    tables: Vec<Table>,
    /// Paragraphs that are open: one, or more where text boxes lie in paragraphs.
    open: Vec<String>,
    /// How the current run is shown.
    look: Look,
    /// The next character shows the state of a box to tick.
    tick: Option<char>,
}

impl<'d, 'g> Document<'d, 'g> {
    fn new(story: Story<'d, 'g>) -> Document<'d, 'g> {
        Document { story, tables: Vec::new(), open: Vec::new(), look: Look::default(), tick: None }
    }

    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        loop {
            match xml.node()? {
                Node::Open(tag) => match Element::of(&tag)? {
                    Element::Text => self.run_text(xml)?,
                    Element::ControlProperties => self.tick = tick_of(xml)?,
                    Element::RunProperties => self.look = look_of(xml)?,
                    Element::Deleted => {
                        self.open(Element::Deleted)?;
                        xml.skip()?;
                    }
                    Element::Skipped => xml.skip()?,
                    element => self.open(element)?,
                },
                Node::Close(tag) => self.close(tag.local_name().into_inner())?,
                Node::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn open(&mut self, element: Element) -> Result<(), Refusal> {
        match element {
            Element::Paragraph => self.open.push(String::new()),
            Element::Table => self.tables.push(Table::default()),
            Element::Character(character) => self.write(character.encode_utf8(&mut [0; 4])),
            Element::Symbol(symbol) => {
                if let Some(character) = self.tick.take().or(symbol) {
                    self.write(character.encode_utf8(&mut [0; 4]));
                }
            }
            element => {
                if let Some(table) = self.tables.last_mut() {
                    table.open(element);
                }
            }
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "p" => {
                let text = self.open.pop().unwrap_or_default();
                self.place_paragraph(text);
            }
            "r" => self.look = Look::default(),
            "sdt" => self.tick = None,
            "tbl" => {
                let Some(table) = self.tables.pop() else { return Ok(()) };
                match self.tables.last_mut() {
                    Some(outer) => outer.add_table(table),
                    None => self.story.table(table)?,
                }
            }
            _ => {
                if let Some(table) = self.tables.last_mut() {
                    table.close(name)?;
                }
            }
        }
        Ok(())
    }

    fn place_paragraph(&mut self, text: String) {
        match self.tables.last_mut() {
            Some(table) => table.add_paragraph(&text),
            None => self.story.paragraph(text),
        }
    }

    fn run_text(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        let mut text = String::new();
        xml.text_into(&mut text)?;
        match self.tick.take() {
            Some(tick) if text.chars().count() == 1 => self.write(tick.encode_utf8(&mut [0; 4])),
            _ => self.write(&text),
        }
        Ok(())
    }

    fn write(&mut self, text: &str) {
        match self.open.last_mut() {
            _ if self.look.hidden => {}
            Some(paragraph) if self.look.raised => append_raised(paragraph, text),
            Some(paragraph) => paragraph.push_str(text),
            None => {}
        }
    }
}
