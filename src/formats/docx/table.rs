//! One table of a document while it is read: rows, cells, spans, merges.
//!
//! Columns are those of the table's grid, so that a cell under a merged heading lies under it. A cell
//! that continues a merge from above holds nothing of its own; Word does not show it.

use crate::problem::Refusal;
use crate::submit::grid::{Area, Content};

use super::super::gathering::{Gathering, MOST_COLUMNS};
use super::super::too_large;
use super::Element;

/// The table as far as it has been read.
#[derive(Default)]
pub struct Table {
    cells: Vec<Placed>,
    row: u32,
    column: u32,
    cell: Option<OpenCell>,
    in_row_properties: bool,
    row_deleted: bool,
    /// Where the current row's cells begin in `cells`.
    row_start: usize,
}

/// A finished cell at its place in the grid.
struct Placed {
    row: u32,
    column: u32,
    width: u32,
    height: u32,
    continues: bool,
    text: String,
}

struct OpenCell {
    span: u32,
    continues_above: bool,
    continues_left: bool,
    text: String,
}

impl Table {
    pub fn open(&mut self, element: Element) {
        match element {
            Element::Row => {
                self.column = 0;
                self.row_deleted = false;
                self.row_start = self.cells.len();
            }
            Element::RowProperties => self.in_row_properties = true,
            Element::Deleted if self.in_row_properties => self.row_deleted = true,
            Element::GridBefore(columns) => self.column = columns.min(MOST_COLUMNS),
            Element::Cell => {
                self.cell = Some(OpenCell {
                    span: 1,
                    continues_above: false,
                    continues_left: false,
                    text: String::new(),
                });
            }
            Element::GridSpan(span) => self.with_cell(|cell| cell.span = span.clamp(1, MOST_COLUMNS)),
            Element::VerticalMerge { begins } => self.with_cell(|cell| cell.continues_above = !begins),
            Element::HorizontalMerge { begins } => self.with_cell(|cell| cell.continues_left = !begins),
            _ => {}
        }
    }

    pub fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "trPr" => self.in_row_properties = false,
            "tc" => self.close_cell()?,
            "tr" if self.row_deleted => self.cells.truncate(self.row_start),
            "tr" => self.row += 1,
            _ => {}
        }
        Ok(())
    }

    /// Paragraphs of a cell are its lines; those of a table inside it as well.
    pub fn add_paragraph(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.with_cell(|cell| {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(text);
        });
    }

    /// Adds the table below `first_row` of the current sheet; where does the row after it lie?
    pub fn finish(mut self, gathering: &mut Gathering<'_>, first_row: u32) -> Result<u32, Refusal> {
        self.stretch_merges();
        for cell in self.cells {
            if cell.continues {
                continue;
            }
            let row = first_row + cell.row;
            gathering.add(row, cell.column, Content::Text(cell.text), false)?;
            gathering.merge(Area {
                first_row: row,
                first_column: cell.column,
                last_row: row + cell.height - 1,
                last_column: cell.column + cell.width - 1,
            })?;
        }
        Ok(first_row + self.row)
    }

    fn close_cell(&mut self) -> Result<(), Refusal> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let (row, column) = (self.row, self.column);
        self.column += cell.span;
        if self.column > MOST_COLUMNS {
            return Err(too_large("more columns than any table"));
        }
        let left = self.cells[self.row_start..].last_mut();
        match left {
            Some(left) if cell.continues_left => left.width += cell.span,
            _ => self.cells.push(Placed {
                row,
                column,
                width: cell.span,
                height: 1,
                continues: cell.continues_above,
                text: cell.text,
            }),
        }
        Ok(())
    }

    /// A cell that continues a merge makes the cell above it one row taller.
    fn stretch_merges(&mut self) {
        let mut above: std::collections::HashMap<u32, usize> = std::collections::HashMap::new();
        for index in 0..self.cells.len() {
            let (row, column) = (self.cells[index].row, self.cells[index].column);
            let begun = above.get(&column).copied();
            let reaches = begun.filter(|begun| self.cells[*begun].row + self.cells[*begun].height == row);
            match reaches {
                Some(begun) if self.cells[index].continues => self.cells[begun].height += 1,
                _ => {
                    self.cells[index].continues = false;
                    above.insert(column, index);
                }
            }
        }
    }

    fn with_cell(&mut self, change: impl FnOnce(&mut OpenCell)) {
        if let Some(cell) = &mut self.cell {
            change(cell);
        }
    }
}
