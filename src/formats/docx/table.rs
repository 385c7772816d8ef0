//! One table of a document while it is read: rows, cells, spans, merges.
//!
//! Columns are those of the table's grid, so that a cell under a merged heading lies under it. A cell
//! that continues a merge from above holds nothing of its own; Word does not show it.
//!
//! A table may lie in a cell of another. Where it is the larger one, the other is the frame of a page: its
//! words stand around the inner table like paragraphs. Else the inner one's words are lines of its cell.

use crate::problem::Refusal;
use crate::submit::grid::{Area, Content, Said};

use super::super::colour::Fill;
use super::super::gathering::{Gathering, MOST_COLUMNS};
use super::super::too_large;
use super::Element;
use super::paragraph::{Paragraph, join};

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
    /// Columns that the table says it has.
    columns: u32,
    /// Columns that the current row says it leaves out at its beginning.
    left_out: u32,
    /// What its cells are filled with unless they say otherwise.
    ground: Fill,
    /// Where in the part the tag read last ends.
    position: usize,
}

/// What a frame is made of, in the order in which it is read.
pub enum Framed {
    Words(Paragraph),
    Table(Table),
}

/// A line of a cell, or a table inside it.
enum Part {
    Line(String),
    Table(Table),
}

/// A finished cell at its place in the grid.
struct Placed {
    row: u32,
    column: u32,
    width: u32,
    height: u32,
    continues: bool,
    parts: Vec<Part>,
    /// What the document says of its words beside them.
    said: Vec<Said>,
    begins: usize,
}

struct OpenCell {
    begins: usize,
    span: u32,
    continues_above: bool,
    continues_left: bool,
    parts: Vec<Part>,
    said: Vec<Said>,
    ground: Fill,
}

impl Table {
    /// A table on a ground.
    pub fn on(ground: Fill) -> Table {
        Table { ground, ..Table::default() }
    }

    /// Its style fills cells, nobody knows which.
    pub fn shade(&mut self) {
        self.ground = Fill::Mixed;
    }

    /// What the open cell is filled with.
    pub fn ground(&self) -> Fill {
        self.cell.as_ref().map_or(Fill::Bare, |cell| cell.ground).over(self.ground)
    }

    /// Where in the part the element begins that is opened next.
    pub fn pass(&mut self, position: usize) {
        self.position = position;
    }

    pub fn open(&mut self, element: Element) {
        match element {
            Element::Row => {
                self.column = 0;
                self.row_deleted = false;
                self.left_out = 0;
                self.row_start = self.cells.len();
            }
            Element::RowProperties => self.in_row_properties = true,
            Element::Deleted if self.in_row_properties => self.row_deleted = true,
            Element::GridColumn => self.columns = self.columns.saturating_add(1),
            Element::GridBefore(columns) => {
                self.left_out = columns.min(MOST_COLUMNS);
                self.column = self.left_out;
            }
            Element::Cell => {
                self.cell = Some(OpenCell {
                    begins: self.position,
                    span: 1,
                    continues_above: false,
                    continues_left: false,
                    parts: Vec::new(),
                    said: Vec::new(),
                    ground: Fill::Bare,
                });
            }
            Element::Shading(ground) => self.with_cell(|cell| cell.ground = ground),
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
            "tr" => {
                self.take_left_out_back();
                self.row += 1;
            }
            _ => {}
        }
        Ok(())
    }

    /// A row that leaves columns out and has as many as the whole table all the same leaves out none: Word begins it
    /// at the edge, as columns outside the grid have no width.
    fn take_left_out_back(&mut self) {
        let held = self.column.saturating_sub(self.left_out);
        if self.left_out > 0 && self.columns > 0 && held >= self.columns {
            for cell in &mut self.cells[self.row_start..] {
                cell.column = cell.column.saturating_sub(self.left_out);
            }
        }
    }

    /// Paragraphs of a cell are its lines.
    pub fn add_paragraph(&mut self, paragraph: impl Into<Paragraph>) {
        let paragraph = paragraph.into();
        self.with_cell(|cell| {
            if !paragraph.is_blank() {
                cell.parts.push(Part::Line(paragraph.text));
            }
            join(&mut cell.said, paragraph.said);
        });
    }

    /// A table that lies in the open cell.
    pub fn add_table(&mut self, table: Table) {
        self.with_cell(|cell| cell.parts.push(Part::Table(table)));
    }

    /// Whether the table only frames what it holds: inner tables that say more than it does itself.
    pub fn is_frame(&self) -> bool {
        self.tables().any(|table| table.is_frame() || table.has_columns())
            && self.tables().map(Table::said).sum::<usize>() > self.said_itself()
    }

    /// The words and tables of a frame. Cells beside each other are one line, as one reads them.
    pub fn take_apart(mut self) -> Vec<Framed> {
        self.stretch_merges();
        let mut framed: Vec<Framed> = Vec::new();
        let mut row = None;
        for cell in self.cells.into_iter().filter(|cell| !cell.continues) {
            let mut joins = row == Some(cell.row) && matches!(framed.last(), Some(Framed::Words(_)));
            row = Some(cell.row);
            let mut said = cell.said;
            for part in cell.parts {
                match (part, framed.last_mut()) {
                    (Part::Line(line), Some(Framed::Words(words))) if joins => {
                        words.text.push_str("　　");
                        words.text.push_str(&line);
                        join(&mut words.said, std::mem::take(&mut said));
                    }
                    (Part::Line(text), _) => {
                        let said = std::mem::take(&mut said);
                        framed.push(Framed::Words(Paragraph { text, said, ..Paragraph::default() }));
                    }
                    (Part::Table(table), _) if table.is_frame() => framed.extend(table.take_apart()),
                    (Part::Table(table), _) => framed.push(Framed::Table(table)),
                }
                joins = false;
            }
        }
        framed
    }

    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.cells.iter().flat_map(|cell| &cell.parts).filter_map(|part| match part {
            Part::Table(table) => Some(table),
            Part::Line(_) => None,
        })
    }

    /// How many cells say something, those of inner tables aside.
    fn said_itself(&self) -> usize {
        let says = |cell: &&Placed| cell.parts.iter().any(|part| matches!(part, Part::Line(_)));
        self.cells.iter().filter(says).count()
    }

    fn said(&self) -> usize {
        self.said_itself() + self.tables().map(Table::said).sum::<usize>()
    }

    /// Whether two rows have more than one cell that says something.
    fn has_columns(&self) -> bool {
        let rows: Vec<u32> = self.cells.iter().filter(|c| !c.parts.is_empty()).map(|c| c.row).collect();
        let mut wide: Vec<u32> =
            rows.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        wide.dedup();
        wide.len() > 1
    }

    /// Adds the table below `first_row` of the current sheet, and where its cells begin; where does the row after it
    /// lie?
    pub fn finish(
        mut self,
        gathering: &mut Gathering<'_>,
        first_row: u32,
        spots: &mut Vec<(u32, u32, usize)>,
    ) -> Result<u32, Refusal> {
        self.stretch_merges();
        for cell in self.cells {
            if cell.continues {
                continue;
            }
            let row = first_row + cell.row;
            spots.push((row, cell.column, cell.begins));
            let said = cell.all_said();
            let text = lines(cell.parts).join("\n");
            gathering.add(row, cell.column, Content::Text(text), false)?;
            said.into_iter().try_for_each(|said| gathering.remark(row, cell.column, said))?;
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
                parts: cell.parts,
                said: cell.said,
                begins: cell.begins,
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

impl Placed {
    /// What is said of its words, and of those in tables inside it.
    fn all_said(&self) -> Vec<Said> {
        let mut all = self.said.clone();
        for part in &self.parts {
            if let Part::Table(table) = part {
                table.cells.iter().for_each(|cell| join(&mut all, cell.all_said()));
            }
        }
        all
    }
}

/// A cell's lines; those of a table inside it as well, row by row.
fn lines(parts: Vec<Part>) -> Vec<String> {
    let of_part = |part| match part {
        Part::Line(line) => vec![line],
        Part::Table(table) => table.cells.into_iter().flat_map(|cell| lines(cell.parts)).collect(),
    };
    parts.into_iter().flat_map(of_part).collect()
}
