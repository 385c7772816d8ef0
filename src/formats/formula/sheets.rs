//! Sheets that formulas in bytes name by a number: a list of the workbook gives each number a workbook, a first
//! sheet and a last one.

use super::Span;

/// By number, the first and the last sheet by name; nothing for those of other files.
pub type Sheets = Vec<Option<Span>>;

/// The lists as they are read.
#[derive(Default)]
pub struct Numbered {
    /// For each workbook: is it this one?
    books: Vec<bool>,
    /// A workbook, its first and its last sheet.
    listed: Vec<[u32; 3]>,
}

impl Numbered {
    pub fn add_book(&mut self, is_own: bool) {
        self.books.push(is_own);
    }

    pub fn add(&mut self, listed: [u32; 3]) {
        self.listed.push(listed);
    }

    /// By name, of those in this workbook.
    pub fn named<'n>(&self, name: impl Fn(usize) -> Option<&'n str>) -> Sheets {
        let named = |[book, first, last]: &[u32; 3]| {
            let own = self.books.get(*book as usize).copied().unwrap_or(false);
            let (first, last) = (name(*first as usize)?, name(*last as usize)?);
            own.then(|| (first.to_owned(), last.to_owned()).into())
        };
        self.listed.iter().map(named).collect()
    }
}
