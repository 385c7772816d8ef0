//! The abstract page: what a clerk's file holds, before any format.
//!
//! A [`Book`] is drawn once and handed to any writer. A writer keeps what its format can keep: a CSV
//! file has one page and no merged cells, a Word file has no hidden pages and no formulas. Nothing here
//! looks at the product's own grid: the two must not share a mistake.

use std::collections::BTreeMap;

use super::workings::{Over, Worked};

/// What one cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Text(String),
    /// A true number, as canonical decimal text.
    Number(String),
    /// A true number whose stored form carries binary noise: `57.442100000000003`.
    Noisy(String),
    /// A formula and its stored result.
    Formula {
        formula: String,
        result: String,
    },
    /// A formula that no program has calculated. Only spreadsheets can hold one.
    Uncalculated(String),
    Error(&'static str),
    /// A true number under a number format, and what its cell shows.
    Formatted {
        number: String,
        format: String,
        shown: String,
    },
    /// A true date cell.
    Date(i32, u32, u32),
    /// A formula over cells that get their places while the page is drawn.
    Worked(Worked),
    /// The same with its cells in their places.
    Over(Over),
    /// An entry with something about its cell; a page keeps the two apart.
    Marked {
        entry: Box<Entry>,
        mark: Mark,
    },
}

/// What can be said of a cell beside its content.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    Comment(String),
    /// White on white.
    Faint,
    /// One letter of it is white on white.
    FaintLetter(usize),
    /// White on a dark ground: everybody sees it.
    OnDark,
    /// Its row is hidden.
    HiddenRow,
    /// Its row is drawn down to no height.
    FlatRow,
}

impl Mark {
    fn comment(&self) -> Option<&str> {
        match self {
            Mark::Comment(words) => Some(words),
            _ => None,
        }
    }
}

impl Entry {
    pub fn text(text: impl Into<String>) -> Entry {
        Entry::Text(text.into())
    }

    pub fn number(number: impl ToString) -> Entry {
        Entry::Number(number.to_string())
    }

    /// What formats without types keep of it.
    pub fn shown(&self) -> String {
        match self {
            Entry::Text(text) => text.clone(),
            Entry::Number(number) | Entry::Noisy(number) => number.clone(),
            Entry::Formula { result, .. } => result.clone(),
            Entry::Formatted { shown, .. } => shown.clone(),
            Entry::Uncalculated(_) => String::new(),
            Entry::Error(error) => (*error).to_owned(),
            Entry::Date(year, month, day) => format!("{year}/{month}/{day}"),
            Entry::Worked(worked) => worked.result.clone(),
            Entry::Over(over) => over.result.clone(),
            Entry::Marked { entry, .. } => entry.shown(),
        }
    }

    pub fn marked(self, mark: Mark) -> Entry {
        Entry::Marked { entry: Box::new(self), mark }
    }
}

/// Corners of a merged area, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merge {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

/// One sheet of a workbook, or one part of a Word file.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub name: String,
    pub hidden: bool,
    pub cells: BTreeMap<(u32, u32), Entry>,
    pub merges: Vec<Merge>,
    pub hidden_rows: Vec<u32>,
    pub hidden_columns: Vec<u32>,
    /// Rows of no height and columns of no width, which nothing calls hidden.
    pub flat_rows: Vec<u32>,
    pub flat_columns: Vec<u32>,
    pub marks: BTreeMap<(u32, u32), Mark>,
    /// What is printed at the left above every page.
    pub header: Option<String>,
    /// First and last row of each ruled table; in a Word file the other rows are paragraphs.
    pub tables: Vec<(u32, u32)>,
}

impl Page {
    pub fn new(name: &str) -> Page {
        Page { name: name.to_owned(), ..Page::default() }
    }

    pub fn put(&mut self, row: u32, column: u32, entry: Entry) {
        let entry = match entry {
            Entry::Marked { entry, mark } => {
                self.mark(row, column, mark);
                *entry
            }
            plain => plain,
        };
        self.cells.insert((row, column), entry);
    }

    pub fn mark(&mut self, row: u32, column: u32, mark: Mark) {
        match mark {
            Mark::HiddenRow => self.hidden_rows.push(row),
            Mark::FlatRow => self.flat_rows.push(row),
            other => {
                self.marks.insert((row, column), other);
            }
        }
    }

    /// Every comment with its cell.
    pub fn comments(&self) -> Vec<(u32, u32, &str)> {
        self.marks.iter().filter_map(|(at, mark)| Some((at.0, at.1, mark.comment()?))).collect()
    }

    pub fn write(&mut self, row: u32, column: u32, text: &str) {
        if !text.is_empty() {
            self.put(row, column, Entry::text(text));
        }
    }

    /// Merges an area unless it is a single cell.
    pub fn merge(&mut self, top: u32, left: u32, bottom: u32, right: u32) {
        if bottom > top || right > left {
            self.merges.push(Merge { top, left, bottom, right });
        }
    }

    /// How many rows and columns are in use.
    pub fn size(&self) -> (u32, u32) {
        let rows = self.cells.keys().map(|(row, _)| row + 1).max().unwrap_or(0);
        let columns = self.cells.keys().map(|(_, column)| column + 1).max().unwrap_or(0);
        let merged = self.merges.iter().fold((0, 0), |(r, c), m| (r.max(m.bottom + 1), c.max(m.right + 1)));
        (rows.max(merged.0), columns.max(merged.1))
    }

    pub fn merge_at(&self, row: u32, column: u32) -> Option<Merge> {
        let inside = |m: &&Merge| (m.top..=m.bottom).contains(&row) && (m.left..=m.right).contains(&column);
        self.merges.iter().find(inside).copied()
    }
}

/// The name of a cell in spreadsheets.
pub fn address(row: u32, column: u32) -> String {
    format!("{}{}", column_letters(column), row + 1)
}

pub fn column_letters(column: u32) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => last.to_string(),
        more => column_letters(more - 1) + &last.to_string(),
    }
}

/// What a workbook says of its results.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Calculation {
    #[default]
    Silent,
    /// It asks to be calculated when it is opened.
    OnLoad,
    /// It says that it was saved before it was calculated.
    Unfinished,
    /// It is calculated by hand only.
    Manual,
}

/// A whole file.
#[derive(Clone, Debug, Default)]
pub struct Book {
    pub calculation: Calculation,
    pub pages: Vec<Page>,
    /// The page with the table that counts; a format with a single page keeps this one.
    pub main: usize,
}

impl Book {
    /// A file of one page.
    pub fn of(page: Page) -> Book {
        Book { pages: vec![page], ..Book::default() }
    }

    /// The number formats of all cells, each once.
    pub fn formats(&self) -> Vec<&str> {
        let mut formats = Vec::new();
        for entry in self.pages.iter().flat_map(|page| page.cells.values()) {
            if let Entry::Formatted { format, .. } = entry
                && !formats.contains(&format.as_str())
            {
                formats.push(format.as_str());
            }
        }
        formats
    }

    pub fn main_page(&self) -> &Page {
        &self.pages[self.main]
    }
}
