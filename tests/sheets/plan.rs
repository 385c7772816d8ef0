//! The plan of a sheet: what the clerk decided, before anything has an address.
//!
//! It starts as the anchor form of the notice; each entry of the layout table (`layouts.rs`) changes it;
//! cell texts and faults fill it; `draw.rs`, `draw_upright.rs` and `draw_across.rs` give it rows and columns.

use super::page::{Calculation, Entry};

/// One row of the table (or, lying down, one column).
#[derive(Clone, Debug)]
pub struct Line {
    /// `None`: a section row, a 其中 row or a row that is no item of the form.
    pub item: Option<usize>,
    pub serial: Option<Entry>,
    pub label: String,
    pub measure: String,
    pub value: Option<Entry>,
    /// What the column of last year says.
    pub last: Option<Entry>,
    pub remark: String,
    /// Its figure stands in one cell with that of the next line.
    pub shares_next: bool,
}

/// A column that is not the figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Extra {
    LastYear,
    Change,
    Percent,
    Remark,
    /// Another column of figures under the same head, made up.
    Second,
}

/// An extra column: its header and whether it stands before the figure.
#[derive(Clone, Debug)]
pub struct Aside {
    pub kind: Extra,
    pub header: String,
    pub before: bool,
    pub hidden: bool,
    /// Hidden by having no width.
    pub flat: bool,
}

/// A header or footer field: `填报单位` and what was filled in.
#[derive(Clone, Debug)]
pub struct Field {
    pub label: String,
    pub value: Entry,
}

/// How header fields are laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldStyle {
    /// All in one (merged) cell.
    OneCell,
    /// Label and value in cells of their own.
    LabelAndValue,
    /// One cell a field.
    CellEach,
    /// One row a field.
    RowEach,
    /// All in one cell, nothing but blanks between names and values.
    Blanks,
}

/// Another table on the same sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Beside {
    Above,
    Below,
    /// At the right, with its own title in the row of the title.
    Right,
}

/// A page of the workbook that is not the one that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Other {
    /// 填表说明.
    Instructions,
    /// The form as the notice sent it, not filled.
    BlankForm,
    /// The form as the notice filled it to show how.
    Example,
    /// A list of activities, with people counted under the form's own words.
    Ledger,
    /// `Sheet2`, as old programs add it.
    Empty,
    /// Last year's table, hidden.
    HiddenLastYear,
}

/// One row of a horizontal table.
#[derive(Clone, Debug)]
pub struct Across {
    pub name: String,
    pub code: String,
    /// Index of the submission; `None` for 合计 and 小计.
    pub submission: Option<usize>,
    pub values: Vec<Option<Entry>>,
}

/// Which way the table runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Direction {
    /// Items are rows.
    Vertical,
    /// Items are rows, in two panels side by side.
    TwoPanels,
    /// Items are columns; the rows are units.
    Horizontal,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub direction: Direction,
    pub lines: Vec<Line>,
    pub across: Vec<Across>,
    /// `None`: the table has no such column.
    pub serial_header: Option<String>,
    pub label_header: String,
    pub measure_header: Option<String>,
    pub value_header: String,
    pub asides: Vec<Aside>,
    /// Columns that label and value cells span.
    pub label_span: u32,
    pub value_span: u32,
    /// The unit of measure stands behind the figure.
    pub measure_last: bool,
    /// Each line takes two rows, all its cells merged.
    pub tall: bool,
    /// Horizontal: a column of the units' codes.
    pub code_column: Option<String>,
    /// The header has two rows: 数量 over this year and last.
    pub two_headers: bool,
    /// The header comes again before this line, as on a second printed page.
    pub header_again: Option<usize>,
    /// A merged column of group names at the left.
    pub groups: bool,
    /// The 栏次 row (甲 乙 丙 1) under the header.
    pub numbered_columns: bool,
    /// Horizontal: a row of units of measure under the labels.
    pub measure_row: bool,
    /// Horizontal: a column of unit names, which the table of a single unit may lack.
    pub name_column: bool,
    pub offset: (u32, u32),
    /// Lines of text above the title.
    pub above: Vec<String>,
    pub title: Option<String>,
    pub title_merged: bool,
    pub fields: Vec<Field>,
    pub field_style: FieldStyle,
    pub fields_below: bool,
    /// The fields are rows of the ruled table (matters in Word files).
    pub fields_in_table: bool,
    pub tail: Vec<Field>,
    pub notes: Vec<String>,
    /// Pages before and after the one that counts.
    pub before: Vec<Other>,
    pub after: Vec<Other>,
    pub beside: Option<Beside>,
    pub page_name: String,
    /// Heads are white on dark blue.
    pub dark_heads: bool,
    /// What the file says of its results.
    pub calculation: Calculation,
    /// The rows came out of an online form.
    pub exported: bool,
}

impl Plan {
    /// The line of an item, if the table has one.
    pub fn line(&mut self, item: usize) -> Option<&mut Line> {
        self.lines.iter_mut().find(|line| line.item == Some(item))
    }

    /// Where the line of an item stands among the lines.
    pub fn position(&self, item: usize) -> Option<usize> {
        self.lines.iter().position(|line| line.item == Some(item))
    }

    /// Items are rows, and each line takes one row in one panel.
    pub fn is_plain_upright(&self) -> bool {
        self.direction == Direction::Vertical && !self.tall && self.header_again.is_none()
    }

    /// The cell that holds a submission's figure, wherever the table keeps it.
    pub fn cell(&mut self, submission: usize, item: usize) -> Option<&mut Option<Entry>> {
        if self.direction != Direction::Horizontal {
            return self.line(item).map(|line| &mut line.value);
        }
        let column = self.lines.iter().position(|line| line.item == Some(item))?;
        let row = self.across.iter_mut().find(|row| row.submission == Some(submission))?;
        row.values.get_mut(column)
    }
}

impl Line {
    pub fn other(label: &str, measure: &str, value: Option<Entry>) -> Line {
        Line {
            item: None,
            serial: None,
            label: label.to_owned(),
            measure: measure.to_owned(),
            value,
            last: None,
            remark: String::new(),
            shares_next: false,
        }
    }
}
