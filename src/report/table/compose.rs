//! Writing a sheet from top to bottom: rows are pushed, and merges find their own addresses.

use super::{Area, Cell, Page, Role, Row, Sheet};
use crate::report::width;

impl Sheet {
    pub fn new(name: &str, page: Page, widths: Vec<f64>) -> Sheet {
        Sheet {
            name: sheet_name(name),
            page,
            widths,
            rows: Vec::new(),
            merges: Vec::new(),
            freeze: None,
            filter: None,
            charts: Vec::new(),
            marks: Vec::new(),
            named: None,
            filling: None,
            is_hidden: false,
        }
    }

    /// Number of the row that is pushed next.
    pub fn next_row(&self) -> u32 {
        self.rows.len() as u32
    }

    /// Zero also where there is no row.
    pub fn last_row(&self) -> u32 {
        self.next_row().saturating_sub(1)
    }

    pub fn last_column(&self) -> u16 {
        self.widths.len().saturating_sub(1) as u16
    }

    pub fn width(&self) -> f64 {
        self.widths.iter().sum()
    }

    /// In points; a row without a height of its own counts as one line.
    pub fn height(&self) -> f64 {
        self.rows.iter().map(|row| row.height.unwrap_or(width::row_height(1))).sum()
    }

    /// Appends a row as high as its fullest cell needs; its number.
    pub fn push(&mut self, cells: Vec<Cell>) -> u32 {
        let lines = cells.iter().zip(&self.widths).map(|(cell, width)| lines(cell, *width)).max();
        self.push_high(cells, width::row_height(lines.unwrap_or(1)))
    }

    pub fn push_high(&mut self, cells: Vec<Cell>, height: f64) -> u32 {
        self.rows.push(Row { cells, height: Some(height), outline: 0 });
        self.rows.len() as u32 - 1
    }

    /// Appends one cell over the whole width.
    pub fn band(&mut self, text: &str, role: Role) -> u32 {
        let lines = width::lines(text, self.width() * scale(role));
        let height = match role {
            Role::Title => 14.0 + 28.0 * lines as f64,
            _ => width::row_height(lines),
        };
        let row = self.push_high(vec![Cell::text(text, role)], height);
        self.merge(row, 0, row, self.last_column());
        row
    }

    /// Appends two cells that share the width: the line above a table.
    pub fn caption(&mut self, left: &str, right: &str) -> u32 {
        let split = self.split(width::of(left), width::of(right));
        let mut cells = vec![Cell::EMPTY; split];
        cells[0] = Cell::text(left, Role::Caption);
        cells.push(Cell::text(right, Role::CaptionRight));
        let row = self.push_high(cells, 20.0);
        self.merge(row, 0, row, split as u16 - 1);
        self.merge(row, split as u16, row, self.last_column());
        row
    }

    pub fn gap(&mut self, height: f64) {
        self.push_high(Vec::new(), height);
    }

    pub fn merge(&mut self, first_row: u32, first_column: u16, last_row: u32, last_column: u16) {
        if (first_row, first_column) != (last_row, last_column) {
            self.merges.push(Area { first_row, first_column, last_row, last_column });
        }
    }

    /// The column at which two texts of these widths part: the left one gets its share.
    fn split(&self, left: f64, right: f64) -> usize {
        let columns = self.widths.len();
        let wanted = self.width() * left / (left + right).max(1.0);
        let mut sum = 0.0;
        for (column, width) in self.widths.iter().enumerate() {
            sum += width;
            if sum >= wanted {
                return (column + 1).clamp(1, columns - 1);
            }
        }
        columns - 1
    }
}

fn lines(cell: &Cell, width: f64) -> usize {
    match cell.role {
        Role::Empty
        | Role::Caption
        | Role::CaptionRight
        | Role::Figure
        | Role::Subtotal
        | Role::Total
        | Role::Entry
        | Role::EntryWords
        | Role::Earlier => 1,
        Role::Label | Role::SubtotalLabel => width::lines(&cell.content.text(), width - 1.0),
        Role::Indented(steps) => width::lines(&cell.content.text(), width - 1.0 - 2.0 * f64::from(steps)),
        _ => width::lines(&cell.content.text(), width),
    }
}

/// How much of the table text's room a role's larger letters leave.
fn scale(role: Role) -> f64 {
    match role {
        Role::Title => 10.5 / 22.0 * 1.05,
        Role::Paste => 10.5 / 12.0,
        _ => 1.0,
    }
}

/// A name that spreadsheets accept: at most 31 characters, none of `[]:*?/\`.
fn sheet_name(name: &str) -> String {
    let allowed = name.chars().map(|c| if "[]:*?/\\".contains(c) { '-' } else { c });
    allowed.take(31).collect::<String>().trim_matches('\'').to_owned()
}
