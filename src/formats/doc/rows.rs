//! The rows of one table while they are told, and how their cells come to lie in columns.
//!
//! A row knows only the edges of its own cells; a column of the table is the space between two edges
//! that any row has. Edges less than half a millimetre apart are one: people drag them. Where a row does
//! not say its edges, or where they do not fit its cells, cells are counted from the left, and the user
//! is asked to compare.

use crate::problem::Refusal;

use super::super::docx::element::Element;
use super::super::docx::table::Table;
use super::super::gathering::Gathering;
use super::bytes::legacy;
use super::properties::{Down, RowShape};

/// Rows whose edges are not known.
const COUNTED: &str = "旧版 Word 文件中合并单元格的位置未能确定，数字可能对应到相邻的栏。请逐项核对；如有出入，请另存为 .docx 后重新报送。";

/// Edges that are as near as this are one edge.
const NEAR: i16 = 28;

/// A table as far as it has been told.
#[derive(Default)]
pub struct Rows {
    rows: Vec<Row>,
    cells: Vec<Vec<Part>>,
    /// What the open cell holds so far.
    parts: Vec<Part>,
    /// A cell of the open row was deleted with changes tracked.
    deleted_cell: bool,
}

struct Row {
    cells: Vec<Vec<Part>>,
    shape: Option<RowShape>,
}

/// A paragraph of a cell, or a table inside it.
enum Part {
    Line(String),
    Table(Table),
}

impl Rows {
    pub fn add_line(&mut self, line: String) {
        self.parts.push(Part::Line(line));
    }

    pub fn add_table(&mut self, table: Table) {
        self.parts.push(Part::Table(table));
    }

    pub fn end_cell(&mut self, deleted: bool) -> Result<(), Refusal> {
        self.cells.push(std::mem::take(&mut self.parts));
        self.deleted_cell |= deleted;
        Ok(())
    }

    pub fn end_row(&mut self, shape: Option<RowShape>, deleted: bool) -> Result<(), Refusal> {
        let cells = std::mem::take(&mut self.cells);
        let deleted_cell = std::mem::take(&mut self.deleted_cell);
        if !self.parts.is_empty() {
            return Err(legacy("words between the last cell and the end of its row"));
        }
        match (deleted, deleted_cell) {
            (true, _) => {}
            (false, true) => return Err(legacy("a deleted cell in a row that stands")),
            (false, false) => self.rows.push(Row { cells, shape }),
        }
        Ok(())
    }

    /// The whole table.
    pub fn finish(self, gathering: &mut Gathering<'_>) -> Result<Table, Refusal> {
        if !self.cells.is_empty() || !self.parts.is_empty() {
            return Err(legacy("a row without its end"));
        }
        let edges = self.edges();
        if edges.is_none() {
            gathering.lose(COUNTED);
        }
        let mut table = Table::default();
        for row in self.rows {
            table.open(Element::Row);
            match &edges {
                Some(edges) => row.lay(&mut table, edges)?,
                None => row.count(&mut table)?,
            }
            table.close("tr")?;
        }
        Ok(table)
    }

    /// The edges of the table's columns; none where a row's cells do not fit its edges.
    fn edges(&self) -> Option<Vec<i16>> {
        let mut all: Vec<i16> = Vec::new();
        for row in &self.rows {
            let shape = row.shape.as_ref().filter(|shape| shape.merges.len() == row.cells.len())?;
            all.extend(&shape.edges);
        }
        all.sort_unstable();
        let mut edges: Vec<i16> = Vec::new();
        for edge in all {
            if edges.last().is_none_or(|last| edge.saturating_sub(*last) > NEAR) {
                edges.push(edge);
            }
        }
        let rises = |row: &Row| {
            let shape = row.shape.as_ref().map(|shape| shape.edges.as_slice()).unwrap_or_default();
            shape.windows(2).all(|pair| column(&edges, pair[0]) < column(&edges, pair[1]))
        };
        self.rows.iter().all(rises).then_some(edges)
    }
}

impl Row {
    /// Cells by their edges.
    fn lay(self, table: &mut Table, edges: &[i16]) -> Result<(), Refusal> {
        let Some(shape) = self.shape else { return Ok(()) };
        let place = |index: usize| shape.edges.get(index).map_or(0, |edge| column(edges, *edge));
        table.open(Element::GridBefore(place(0)));
        // The value that begins the set of cells merged across that is open.
        let mut begun = 0;
        for (index, (parts, merge)) in self.cells.into_iter().zip(&shape.merges).enumerate() {
            table.open(Element::Cell);
            table.open(Element::GridSpan(place(index + 1) - place(index)));
            match merge.down {
                Down::Own => {}
                Down::Begins => table.open(Element::VerticalMerge { begins: true }),
                Down::Continues => table.open(Element::VerticalMerge { begins: false }),
            }
            let continues = merge.across != 0 && begun != 0 && merge.across != begun;
            if continues {
                table.open(Element::HorizontalMerge { begins: false });
            } else {
                begun = merge.across;
            }
            let is_covered = continues || merge.down == Down::Continues;
            if is_covered && parts.iter().any(Part::speaks) {
                return Err(legacy("words under a merged cell"));
            }
            parts.into_iter().for_each(|part| part.put(table));
            table.close("tc")?;
        }
        Ok(())
    }

    /// Cells one by one from the left.
    fn count(self, table: &mut Table) -> Result<(), Refusal> {
        for parts in self.cells {
            table.open(Element::Cell);
            parts.into_iter().for_each(|part| part.put(table));
            table.close("tc")?;
        }
        Ok(())
    }
}

impl Part {
    fn speaks(&self) -> bool {
        match self {
            Part::Line(line) => !line.trim().is_empty(),
            Part::Table(_) => true,
        }
    }

    /// Puts it into the open cell of a table.
    fn put(self, table: &mut Table) {
        match self {
            Part::Line(line) => table.add_paragraph(line),
            Part::Table(inner) => table.add_table(inner),
        }
    }
}

/// The column that begins at an edge.
fn column(edges: &[i16], edge: i16) -> u32 {
    edges.partition_point(|known| *known <= edge).saturating_sub(1) as u32
}
