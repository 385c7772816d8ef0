//! A document's words in their order, as they become sheets: paragraphs, tables, paragraphs.
//!
//! Both readers of Word documents end here, so that the same document gives the same grid whether it was
//! saved as .docx or as .doc: paragraphs since the previous table lead the next table's rows, those after
//! the last table trail it, blank ones are left out.

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::Content;

use super::super::gathering::Gathering;
use super::paragraph::{Paragraph, join};
use super::table::{Framed, Table};

/// What is wanted of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Its tables; a document without one is refused.
    Tables,
    /// All its words: paragraphs behind the last table are a sheet of their own.
    Prose,
}

/// A document as far as it has been told.
pub struct Story<'d, 'g> {
    pub gathering: &'d mut Gathering<'g>,
    wanted: Wanted,
    /// What stands in the headers and footers of all pages.
    margins: Vec<String>,
    tables: usize,
    /// Paragraphs since the last table.
    pending: Vec<Paragraph>,
    /// Where the next row of the current sheet goes.
    next_row: u32,
    /// Where in the part the cells and paragraphs begin.
    pub spots: Vec<Spot>,
}

/// Where a cell of the grid begins in the document's part: behind the opening tag of its cell or paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub sheet: usize,
    pub at: (u32, u32),
    pub begins: usize,
}

impl<'d, 'g> Story<'d, 'g> {
    pub fn new(gathering: &'d mut Gathering<'g>, margins: Vec<String>, wanted: Wanted) -> Story<'d, 'g> {
        let (pending, spots) = (Vec::new(), Vec::new());
        Story { gathering, wanted, margins, tables: 0, pending, next_row: 0, spots }
    }

    pub fn paragraph(&mut self, paragraph: impl Into<Paragraph>) {
        let paragraph = paragraph.into();
        match self.pending.last_mut() {
            _ if !paragraph.is_blank() => self.pending.push(paragraph),
            // A blank paragraph has no row; what is said of it belongs to the one before.
            Some(before) => join(&mut before.said, paragraph.said),
            None => {}
        }
    }

    /// A whole table; of one that is the frame of a page, what it frames.
    pub fn table(&mut self, table: Table) -> Result<(), Refusal> {
        if !table.is_frame() {
            self.open_table()?;
            return self.close_table(table);
        }
        for part in table.take_apart() {
            match part {
                Framed::Words(words) => self.paragraph(words),
                Framed::Table(table) => self.table(table)?,
            }
        }
        Ok(())
    }

    /// A table begins: the next sheet, led by the paragraphs before it.
    fn open_table(&mut self) -> Result<(), Refusal> {
        self.tables += 1;
        self.gathering.open_sheet(format!("表格{}", self.tables), true)?;
        self.margins.iter().try_for_each(|line| self.gathering.margin(line))?;
        self.next_row = 0;
        self.place_pending()?;
        self.gathering.sheet().paragraphs = self.next_row;
        Ok(())
    }

    fn close_table(&mut self, table: Table) -> Result<(), Refusal> {
        let mut spots = Vec::new();
        self.next_row = table.finish(self.gathering, self.next_row, &mut spots)?;
        let sheet = self.tables.saturating_sub(1);
        self.spots.extend(spots.into_iter().map(|(row, column, begins)| Spot {
            sheet,
            at: (row, column),
            begins,
        }));
        Ok(())
    }

    /// Trailing paragraphs go below the last table; without any table there is nothing to read.
    pub fn finish(&mut self) -> Result<(), Refusal> {
        if self.wanted == Wanted::Prose {
            return self.finish_prose();
        }
        if self.tables == 0 {
            return Err(Refusal::new(RefusalCode::NoTable, "a document without a table"));
        }
        self.place_pending()
    }

    fn finish_prose(&mut self) -> Result<(), Refusal> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.gathering.open_sheet("正文".to_owned(), true)?;
        self.next_row = 0;
        self.place_pending()?;
        self.gathering.sheet().paragraphs = self.next_row;
        Ok(())
    }

    fn place_pending(&mut self) -> Result<(), Refusal> {
        let sheet = self.tables.saturating_sub(1);
        for Paragraph { text, said, begins, .. } in std::mem::take(&mut self.pending) {
            self.spots.push(Spot { sheet, at: (self.next_row, 0), begins });
            self.gathering.add(self.next_row, 0, Content::Text(text), false)?;
            said.into_iter().try_for_each(|said| self.gathering.remark(self.next_row, 0, said))?;
            self.next_row += 1;
        }
        Ok(())
    }
}
