//! Word documents (.docx): each table a sheet, with the words around it.
//!
//! Units type 填报单位 and the date above the table, below it or inside it, so the paragraphs since the
//! previous table lead a table's rows (counted in [`Sheet::paragraphs`](crate::submit::grid::Sheet)), and
//! those after the last table trail it. Blank paragraphs are left out.
//!
//! What a person sees counts, and nothing else: text is joined over runs; tracked deletions, text moved away
//! and what is struck through do not count, insertions do; hidden runs, field codes, reading aids, the fallback
//! copies of text boxes are passed over. What is written in the colour of its ground, and comments, are remarked at
//! the cell or the paragraph. Page headers and footers stand apart, as the sheets' margins.
//! Automatic numbering is not computed.

mod comments;
pub(super) mod element;
mod margins;
pub(super) mod paragraph;
pub(super) mod story;
mod styles;
pub(super) mod table;
#[cfg(test)]
mod tests;

use crate::problem::Refusal;
use crate::submit::grid::{Grid, Said};

use super::colour::Fill;
use super::container::Container;
use super::damaged;
use super::gathering::Gathering;
use super::limits::Limits;
use super::relationships;
use super::text::append_raised;
use super::xml::{Node, Xml};
use comments::Comments;
use element::{Element, Look, look_of, paragraph_ground, table_style, tick_of};
use paragraph::Paragraph;
use story::{Spot, Story, Wanted};
use styles::Shaded;
use table::Table;

/// Reads all words of a document out of its container, tables and paragraphs.
pub fn read_prose(mut container: Container<'_>) -> Result<Grid, Refusal> {
    let path = relationships::main_part(&mut container)?;
    let grid = read_with(&mut container, &path, Shaded::new(), Wanted::Prose)?;
    container.finish()?;
    Ok(grid)
}

/// Reads the tables of a document out of its container.
pub fn read(mut container: Container<'_>) -> Result<Grid, Refusal> {
    let path = relationships::main_part(&mut container)?;
    let mut grid = read_with(&mut container, &path, Shaded::new(), Wanted::Tables)?;
    // Styles are long and say little: they are asked only where words cannot be seen unless a style fills the cells.
    if grid.sheets.iter().any(|sheet| sheet.remarks.iter().any(|remark| remark.said == Said::Faint)) {
        let shaded = styles::shaded(&mut container, &path)?;
        if !shaded.is_empty() {
            grid = read_with(&mut container, &path, shaded, Wanted::Tables)?;
        }
    }
    container.finish()?;
    Ok(grid)
}

fn read_with(
    container: &mut Container<'_>,
    path: &str,
    shaded: Shaded,
    wanted: Wanted,
) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
    let margins = margins::lines(container, path)?;
    let comments = comments::comments(container, path)?;
    let mut document = Document::new(Story::new(&mut gathering, margins, wanted), comments, shaded);
    let read = container.read_xml(path, |xml| document.read(xml))?;
    read.ok_or_else(|| damaged("no document part"))?;
    document.story.finish()?;
    gathering.finish()
}

/// Where the cells and paragraphs of a document's tables begin in its part.
pub fn spots(part: &str, limits: &Limits) -> Result<Vec<Spot>, Refusal> {
    let mut gathering = Gathering::new(limits);
    let story = Story::new(&mut gathering, Vec::new(), Wanted::Tables);
    let mut document = Document::new(story, Comments::new(), Shaded::new());
    document.read(&mut Xml::new(part.as_bytes(), limits.nesting))?;
    document.story.finish()?;
    Ok(document.story.spots)
}

/// A document as far as it has been read.
struct Document<'d, 'g> {
    story: Story<'d, 'g>,
    /// Tables that are open, each inside the one before.
    tables: Vec<Table>,
    /// Paragraphs that are open: one, or more where text boxes lie in paragraphs.
    open: Vec<Paragraph>,
    /// Comments that have not been anchored yet, and those anchored before the next paragraph.
    comments: Comments,
    anchored: Vec<Said>,
    /// Styles of tables that fill their cells.
    shaded: Shaded,
    /// How the current run is shown.
    look: Look,
    /// The next character shows the state of a box to tick.
    tick: Option<char>,
    /// Where in the part the tag read last ends.
    position: usize,
}

impl<'d, 'g> Document<'d, 'g> {
    fn new(story: Story<'d, 'g>, comments: Comments, shaded: Shaded) -> Document<'d, 'g> {
        let (tables, open, anchored) = (Vec::new(), Vec::new(), Vec::new());
        let look = Look::default();
        Document { story, tables, open, comments, anchored, shaded, look, tick: None, position: 0 }
    }

    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        loop {
            let node = xml.node()?;
            self.position = xml.position();
            match node {
                Node::Open(tag) => match Element::of(&tag)? {
                    Element::Text => self.run_text(xml)?,
                    Element::ControlProperties => self.tick = tick_of(xml)?,
                    Element::RunProperties => self.look = look_of(xml)?,
                    Element::ParagraphProperties => {
                        let ground = paragraph_ground(xml)?;
                        if let Some(paragraph) = self.open.last_mut() {
                            paragraph.ground = ground.over(paragraph.ground);
                        }
                    }
                    Element::TableProperties => {
                        let style = table_style(xml)?;
                        let shaded = style.is_some_and(|style| self.shaded.contains(&style));
                        self.tables.iter_mut().last().filter(|_| shaded).into_iter().for_each(Table::shade);
                    }
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
            Element::Paragraph => {
                // Nobody knows on what a text box lies.
                let around = if self.open.is_empty() { self.ground() } else { Fill::Mixed };
                let said = std::mem::take(&mut self.anchored);
                self.open.push(Paragraph {
                    ground: around,
                    said,
                    begins: self.position,
                    ..Paragraph::default()
                });
            }
            Element::Table => self.tables.push(Table::on(self.ground())),
            Element::Comment(id) => {
                let comment = self.comments.remove(&id).map(Said::Comment);
                self.open.last_mut().map_or(&mut self.anchored, |open| &mut open.said).extend(comment);
            }
            Element::Character(character) => self.write(character.encode_utf8(&mut [0; 4])),
            Element::Symbol(symbol) => {
                if let Some(character) = self.tick.take().or(symbol) {
                    self.write(character.encode_utf8(&mut [0; 4]));
                }
            }
            element => {
                if let Some(table) = self.tables.last_mut() {
                    table.pass(self.position);
                    table.open(element);
                }
            }
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "p" => {
                let paragraph = self.open.pop().unwrap_or_default();
                self.place_paragraph(paragraph);
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

    /// What lies below the words that come next.
    fn ground(&self) -> Fill {
        self.tables.last().map_or(Fill::Bare, Table::ground)
    }

    fn place_paragraph(&mut self, paragraph: Paragraph) {
        match self.tables.last_mut() {
            Some(table) => table.add_paragraph(paragraph),
            None => self.story.paragraph(paragraph),
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
        let Some(paragraph) = self.open.last_mut().filter(|_| !self.look.hidden) else { return };
        paragraph.look(text, self.look.ink, self.look.ground);
        match self.look.raised {
            true => append_raised(&mut paragraph.text, text),
            false => paragraph.text.push_str(text),
        }
    }
}
