//! One table of a page while it is read. Cells and rows may be left unclosed, as pages do.
//!
//! A table may lie in a cell of another. Where the inner ones say more, the outer one only arranges them: its
//! words stand around them in the order in which one reads. Else a cell's inner table is words of that cell,
//! as where a page sets every figure in a small table of its own.

use crate::problem::Refusal;
use crate::submit::grid::{Area, Content};

use super::super::colour::{Colour, Fill, is_faint};
use super::super::figure;
use super::super::gathering::{Gathering, MOST_COLUMNS, MOST_ROWS};
use super::super::too_large;
use super::css::Look;
use super::tags::attribute;

#[derive(Default)]
pub struct Table {
    /// How the whole table is shown, on what ground.
    look: Look,
    cells: Vec<PlacedCell>,
    hidden_rows: Vec<u32>,
    /// Columns as they are defined: the next one, and those that are hidden, each the first and the last.
    defined: u32,
    hidden_columns: Vec<(u32, u32)>,
    /// The row that is open, or the next.
    row: u32,
    column: u32,
    in_row: bool,
    /// How the open row is shown.
    row_look: Look,
    cell: Option<OpenCell>,
    /// For each column, the row up to which a cell from above covers it.
    covered: Vec<u32>,
}

struct PlacedCell {
    row: u32,
    column: u32,
    width: u32,
    height: u32,
    /// The exact number that Excel wrote beside the text shown.
    number: Option<String>,
    /// A part of it is written in the colour of its ground.
    faint: bool,
    parts: Vec<Part>,
}

/// Words of a cell, or a table inside it.
enum Part {
    Words(String),
    Table(Box<Table>),
}

struct OpenCell {
    look: Look,
    width: u32,
    height: u32,
    number: Option<String>,
    faint: bool,
    parts: Vec<Part>,
}

impl Table {
    /// A table that begins on a ground.
    pub fn new(look: Look, around: Fill) -> Table {
        Table { look: Look { ground: look.ground.over(around), ..look }, ..Table::default() }
    }

    /// What the open cell is filled with.
    pub fn ground(&self) -> Fill {
        let of_cell = self.cell.as_ref().map_or(Fill::Bare, |cell| cell.look.ground);
        of_cell.over(self.row_look.ground).over(self.look.ground)
    }

    /// Words follow in an ink of their own, or in that of the cell.
    pub fn write_in(&mut self, ink: Option<Colour>) {
        let (ground, around) = (self.ground().plain(), self.row_look.ink.or(self.look.ink));
        if let Some(cell) = &mut self.cell {
            cell.faint |= is_faint(ink.or(cell.look.ink).or(around), ground);
        }
    }

    /// A column, or several alike, before the rows.
    pub fn define_column(&mut self, attributes: &str, look: Look) -> Result<(), Refusal> {
        let first = self.defined;
        self.defined = first.saturating_add(span(attributes, "span", MOST_COLUMNS));
        if look.hidden && first < MOST_COLUMNS {
            self.hidden_columns.push((first, self.defined - 1));
        }
        Ok(())
    }

    pub fn open_row(&mut self, look: Look) -> Result<(), Refusal> {
        self.close_row()?;
        self.in_row = true;
        self.row_look = look;
        self.column = 0;
        if look.hidden {
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

    pub fn open_cell(&mut self, attributes: &str, look: Look) -> Result<(), Refusal> {
        self.close_cell()?;
        if !self.in_row {
            self.open_row(Look::default())?;
        }
        let width = span(attributes, "colspan", MOST_COLUMNS);
        let height = span(attributes, "rowspan", MOST_ROWS);
        let number = attribute(attributes, "x:num");
        let look = Look { struck: look.struck || self.row_look.struck, ..look };
        self.cell = Some(OpenCell { look, width, height, number, faint: false, parts: Vec::new() });
        Ok(())
    }

    pub fn close_cell(&mut self) -> Result<(), Refusal> {
        let Some(mut cell) = self.cell.take() else { return Ok(()) };
        if cell.look.hidden {
            return Ok(());
        }
        if cell.look.struck {
            (cell.number, cell.parts) = (None, Vec::new());
        }
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
        let parts = std::mem::take(&mut cell.parts).into_iter().filter_map(Part::trimmed).collect();
        let number = cell.number.take().filter(|number| !number.is_empty());
        let OpenCell { width, height, faint, .. } = cell;
        self.cells.push(PlacedCell { row, column, width, height, number, faint, parts });
        Ok(())
    }

    /// Where words go: into the open cell; between cells nothing is shown.
    pub fn words(&mut self) -> Option<&mut String> {
        let parts = &mut self.cell.as_mut()?.parts;
        if !matches!(parts.last(), Some(Part::Words(_))) {
            parts.push(Part::Words(String::new()));
        }
        match parts.last_mut() {
            Some(Part::Words(words)) => Some(words),
            _ => None,
        }
    }

    /// A table that lies in the open cell, or where a cell should be.
    pub fn add_table(&mut self, table: Table) -> Result<(), Refusal> {
        if self.cell.is_none() {
            self.open_cell("", Look::default())?;
        }
        if let Some(cell) = &mut self.cell
            && table.look.is_seen()
        {
            cell.parts.push(Part::Table(Box::new(table)));
        }
        Ok(())
    }

    /// Adds the table below `first_row`; which row follows it? Rows that only arranged other tables are
    /// left out.
    pub fn finish(self, gathering: &mut Gathering<'_>, first_row: u32) -> Result<u32, Refusal> {
        if !self.look.is_seen() || self.said() == 0 {
            return Ok(first_row);
        }
        if self.is_frame() {
            return self.take_apart(gathering, first_row);
        }
        for row in &self.hidden_rows {
            gathering.hide_row(first_row + row)?;
        }
        for (first, last) in &self.hidden_columns {
            gathering.hide_columns(*first, *last);
        }
        for cell in self.cells {
            let (row, column) = (first_row + cell.row, cell.column);
            let last_row = (row + cell.height - 1).min(first_row + self.row.saturating_sub(1)).max(row);
            let last_column = column + cell.width - 1;
            let faint = cell.is_faint();
            let words = in_words(cell.parts);
            let content = match &cell.number {
                Some(number) => gathering.shown_beside((row, column), figure::number(number), &words)?,
                None => gathering.only_shown((row, column), words)?,
            };
            if faint {
                gathering.faint(row, column, &content)?;
            }
            gathering.add(row, column, content, false)?;
            gathering.merge(Area { first_row: row, first_column: column, last_row, last_column })?;
        }
        Ok(first_row + self.row)
    }

    /// Adds the words of a frame and the tables in it, one below the other.
    fn take_apart(self, gathering: &mut Gathering<'_>, first_row: u32) -> Result<u32, Refusal> {
        let (mut next, mut of_row, mut column) = (first_row, 0, 0);
        for cell in self.cells {
            if cell.row != of_row && column > 0 {
                next += 1;
                column = 0;
            }
            of_row = cell.row;
            let begins = next;
            for part in cell.parts {
                match part {
                    Part::Words(words) => {
                        gathering.add(next, column, Content::Text(words), false)?;
                        column += 1;
                    }
                    Part::Table(table) => {
                        let row = next + u32::from(column > 0);
                        next = table.finish(gathering, row)?;
                        column = 0;
                    }
                }
            }
            if self.hidden_rows.binary_search(&cell.row).is_ok() {
                (begins..next + u32::from(column > 0)).try_for_each(|row| gathering.hide_row(row))?;
            }
        }
        Ok(next + u32::from(column > 0))
    }

    /// Whether the table only arranges what it holds.
    fn is_frame(&self) -> bool {
        self.tables().any(|table| table.is_frame() || table.has_columns())
            && self.tables().map(Table::said).sum::<usize>() > self.said_itself()
    }

    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.cells.iter().flat_map(|cell| &cell.parts).filter_map(|part| match part {
            Part::Table(table) => Some(&**table),
            Part::Words(_) => None,
        })
    }

    /// How many cells say something, those of inner tables aside.
    fn said_itself(&self) -> usize {
        let speaks = |part: &Part| matches!(part, Part::Words(_));
        self.cells.iter().filter(|cell| cell.number.is_some() || cell.parts.iter().any(speaks)).count()
    }

    fn said(&self) -> usize {
        self.said_itself() + self.tables().map(Table::said).sum::<usize>()
    }

    /// Whether two rows have more than one cell that says something.
    fn has_columns(&self) -> bool {
        let speaks = |cell: &&PlacedCell| cell.number.is_some() || !cell.parts.is_empty();
        let rows: Vec<u32> = self.cells.iter().filter(speaks).map(|cell| cell.row).collect();
        let mut wide: Vec<u32> = rows.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
        wide.dedup();
        wide.len() > 1
    }
}

impl PlacedCell {
    /// Whether a part of it is, or of what lies in it.
    fn is_faint(&self) -> bool {
        let within =
            |part: &Part| matches!(part, Part::Table(table) if table.cells.iter().any(PlacedCell::is_faint));
        self.faint || self.parts.iter().any(within)
    }
}

/// How many rows or columns an element spans.
fn span(attributes: &str, name: &str, most: u32) -> u32 {
    let text = attribute(attributes, name);
    text.and_then(|text| text.trim().parse::<u32>().ok()).map_or(1, |span| span.clamp(1, most))
}

impl Part {
    /// The same without blanks around; nothing where it says nothing.
    fn trimmed(self) -> Option<Part> {
        match self {
            Part::Words(words) => {
                let words = words.trim_matches([' ', '\n']);
                (!words.is_empty()).then(|| Part::Words(words.to_owned()))
            }
            Part::Table(table) => (table.said() > 0).then_some(Part::Table(table)),
        }
    }
}

/// All words of a cell: what stood apart in it on lines of their own, cells of an inner row with a blank between.
fn in_words(parts: Vec<Part>) -> String {
    let of_part = |part| match part {
        Part::Words(words) => words,
        Part::Table(table) => {
            let mut lines: Vec<(u32, Vec<String>)> = Vec::new();
            for cell in table.cells {
                let words = in_words(cell.parts);
                match lines.last_mut() {
                    Some((row, line)) if *row == cell.row => line.push(words),
                    _ => lines.push((cell.row, vec![words])),
                }
            }
            lines.into_iter().map(|(_, line)| line.join(" ")).collect::<Vec<_>>().join("\n")
        }
    };
    parts.into_iter().map(of_part).collect::<Vec<_>>().join("\n")
}
