//! Formulas over cells: sums of a ledger, of parts in the table, of numbers jotted beside it.
//!
//! Whoever plans a figure says what it was worked out from, where that stands and what the file has stored as
//! its result, which need not be the truth. Once the page is drawn, [`settle`] puts the numbers into cells.

use super::page::{Book, Entry, Page, address};

/// How the parts become one figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum How {
    Sum,
    Plus,
    /// The sum, rounded to two decimals.
    Rounded,
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// On a sheet of their own.
    Ledger,
    /// At the right of the table, without a head.
    Beside,
    /// In the rows below, where the plan has put them.
    Below,
}

/// A formula without addresses.
#[derive(Clone, Debug, PartialEq)]
pub struct Worked {
    pub how: How,
    pub place: Place,
    pub parts: Vec<String>,
    /// What the file has stored.
    pub result: String,
}

/// A formula over cells of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    pub how: How,
    /// Index and name of another page.
    pub page: Option<(usize, String)>,
    pub column: u32,
    pub first: u32,
    pub last: u32,
    pub result: String,
}

impl Over {
    /// As spreadsheets show it.
    pub fn formula(&self) -> String {
        let sheet = self.page.as_ref().map(|(_, name)| format!("{name}!")).unwrap_or_default();
        let cell = |row: u32| address(row, self.column);
        self.worded(format!("{sheet}{}:{}", cell(self.first), cell(self.last)), |row| {
            format!("{sheet}{}", cell(row))
        })
    }

    /// As OpenDocument writes it.
    pub fn open_formula(&self) -> String {
        let sheet = self.page.as_ref().map(|(_, name)| format!("${name}")).unwrap_or_default();
        let cell = |row: u32| address(row, self.column);
        self.worded(format!("[{sheet}.{}:.{}]", cell(self.first), cell(self.last)), |row| {
            format!("[{sheet}.{}]", cell(row))
        })
        .replace(",2)", ";2)")
    }

    fn worded(&self, area: String, cell: impl Fn(u32) -> String) -> String {
        match self.how {
            How::Sum => format!("SUM({area})"),
            How::Rounded => format!("ROUND(SUM({area}),2)"),
            How::Plus => (self.first..=self.last).map(cell).collect::<Vec<_>>().join("+"),
        }
    }
}

const LEDGER: &str = "台账";

/// Gives every formula of the main page its cells.
pub fn settle(book: &mut Book) {
    let worked: Vec<((u32, u32), Worked)> = book
        .main_page()
        .cells
        .iter()
        .filter_map(|(at, entry)| match entry {
            Entry::Worked(worked) => Some((*at, worked.clone())),
            _ => None,
        })
        .collect();
    for (at, worked) in worked {
        let over = match worked.place {
            Place::Ledger => on_the_ledger(book, worked),
            Place::Beside => beside(&mut book.pages[book.main], at.0, worked),
            Place::Below => Over {
                how: worked.how,
                page: None,
                column: at.1,
                first: at.0 + 1,
                last: at.0 + worked.parts.len() as u32,
                result: worked.result,
            },
        };
        book.pages[book.main].cells.insert(at, Entry::Over(over));
    }
}

fn on_the_ledger(book: &mut Book, worked: Worked) -> Over {
    let known = book.pages.iter().position(|page| page.name == LEDGER);
    let index = known.unwrap_or_else(|| {
        book.pages.push(Page::new(LEDGER));
        book.pages.len() - 1
    });
    let page = &mut book.pages[index];
    let first = page.size().0 + 1;
    page.write(first - 1, 0, "分项");
    down(page, first, 1, worked, Some((index, LEDGER.to_owned())))
}

fn beside(page: &mut Page, row: u32, worked: Worked) -> Over {
    let column = page.size().1 + 1;
    down(page, row, column, worked, None)
}

/// Writes the parts below one another.
fn down(page: &mut Page, first: u32, column: u32, worked: Worked, on: Option<(usize, String)>) -> Over {
    for (row, part) in (first..).zip(&worked.parts) {
        page.put(row, column, Entry::Number(part.clone()));
    }
    let last = first + worked.parts.len() as u32 - 1;
    Over { how: worked.how, page: on, column, first, last, result: worked.result }
}
