//! A native chart: what is drawn from which cells.
//!
//! Charts point at cells that are printed anyway, never at figures of their own, so that a chart cannot
//! say something else than the table beside it.

/// Cells of a sheet, both corners included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    pub sheet: String,
    pub first_row: u32,
    pub first_column: u16,
    pub last_row: u32,
    pub last_column: u16,
}

impl Range {
    /// Rows of one column, both ends included.
    pub fn of_column(sheet: &str, (first_row, last_row): (u32, u32), column: u16) -> Range {
        Range { sheet: sheet.to_owned(), first_row, first_column: column, last_row, last_column: column }
    }
}

/// A chart and the place it takes on its sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub shape: Shape,
    pub title: String,
    pub series: Vec<Series>,
    pub labels: Labels,
    /// Top left corner: row, column, and points from that column's left edge.
    pub row: u32,
    pub column: u16,
    pub offset: f64,
    /// In points.
    pub width: f64,
    pub height: f64,
}

/// One row of bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub name: Source,
    pub categories: Range,
    pub values: Range,
}

/// Where a name comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    Words(String),
    Cell { sheet: String, row: u32, column: u16 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Standing bars side by side.
    Columns,
    /// Lying bars.
    Bars,
    /// Lying bars, one behind the other.
    Stacked,
}

/// Whether bars carry their figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    Shown,
    Hidden,
}
