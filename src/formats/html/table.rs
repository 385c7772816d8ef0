//! One table of a page while it is read. Cells and rows may be left unclosed, as pages do.

use crate::problem::Refusal;
use crate::submit::grid::{Area, Content};

use super::super::figure;
use super::super::gathering::{Gathering, MOST_COLUMNS, MOST_ROWS};
use super::super::too_large;

#[derive(Default)]
pub struct Table {
    cells: Vec<PlacedCell>,
    hidden_rows: Vec<u32>,
    /// The row that is open, or the next.
    row: u32,
    column: u32,
    in_row: bool,
    cell: Option<OpenCell>,
    /// For each column, the row up to which a cell from above covers it.
    covered: Vec<u32>,
}

struct PlacedCell {
    row: u32,
    column: u32,
    width: u32,
    height: u32,
    content: Content,
    /// What is shown where the content is another's word for it.
    shown: String,
}

struct OpenCell {
    width: u32,
    height: u32,
    /// The exact number that Excel wrote beside the text shown.
    number: Option<String>,
    words: String,
}

impl Table {
    pub fn open_row(&mut self, hidden: bool) -> Result<(), Refusal> {
        self.close_row()?;
        self.in_row = true;
        self.column = 0;
        if hidden {
            self.hidden_rows.push(self.row);
        }
        Ok(())
    }

    pub fn close_row(&mut self) -> Result<(), Refusal> {
        self.close_cell()?;
        if self.in_row {
            self.in_row = false;
            self.row += 1;
        }
        Ok(())
    }

    pub fn open_cell(
        &mut self,
        colspan: Option<&str>,
        rowspan: Option<&str>,
        number: Option<String>,
    ) -> Result<(), Refusal> {
        self.close_cell()?;
        if !self.in_row {
            self.open_row(false)?;
        }
        let span = |text: Option<&str>, most: u32| {
            text.and_then(|text| text.trim().parse::<u32>().ok()).map_or(1, |span| span.clamp(1, most))
        };
        let (width, height) = (span(colspan, MOST_COLUMNS), span(rowspan, MOST_ROWS));
        self.cell = Some(OpenCell { width, height, number, words: String::new() });
        Ok(())
    }

    pub fn close_cell(&mut self) -> Result<(), Refusal> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        while self.covered.get(self.column as usize).is_some_and(|until| *until > self.row) {
            self.column += 1;
        }
        let (row, column) = (self.row, self.column);
        self.column = column.saturating_add(cell.width);
        if self.column > MOST_COLUMNS {
            return Err(too_large("more columns than any sheet"));
        }
        if self.covered.len() < self.column as usize {
            self.covered.resize(self.column as usize, 0);
        }
        self.covered[column as usize..self.column as usize].fill(row.saturating_add(cell.height));
        let words = cell.words.trim_matches([' ', '\n']).to_owned();
        let (content, shown) = match cell.number.filter(|number| !number.is_empty()) {
            Some(number) => (figure::number(&number), words),
            None => (Content::Text(words), String::new()),
        };
        self.cells.push(PlacedCell { row, column, width: cell.width, height: cell.height, content, shown });
        Ok(())
    }

    /// Where words go: into the open cell; between cells nothing is shown.
    pub fn words(&mut self) -> Option<&mut String> {
        self.cell.as_mut().map(|cell| &mut cell.words)
    }

    /// Adds the table below `first_row`; which row follows it? Rows that only arranged other tables are
    /// left out.
    pub fn finish(mut self, gathering: &mut Gathering<'_>, first_row: u32) -> Result<u32, Refusal> {
        self.close_row()?;
        let blank = |cell: &PlacedCell| matches!(&cell.content, Content::Text(text) if text.is_empty());
        if self.cells.iter().all(blank) {
            return Ok(first_row);
        }
        for row in &self.hidden_rows {
            gathering.hide_row(first_row + row)?;
        }
        for cell in self.cells {
            let (row, column) = (first_row + cell.row, cell.column);
            let last_row = (row + cell.height - 1).min(first_row + self.row.saturating_sub(1)).max(row);
            let content = gathering.shown_beside(cell.content, &cell.shown);
            gathering.add(row, column, content, false)?;
            let last_column = column + cell.width - 1;
            gathering.merge(Area { first_row: row, first_column: column, last_row, last_column })?;
        }
        Ok(first_row + self.row)
    }
}
