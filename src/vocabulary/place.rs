//! A place in a file: which sheet, which cell.
//!
//! Cells are named as spreadsheets name them (`D10`). In Word files the n-th table is a sheet called
//! `表格n` and its cells are named the same way, so that every finding points somewhere a person can
//! look; text before a table is `正文第n段`.

use std::fmt;
use std::sync::Arc;

/// Sheet name and cell address as shown to people.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub sheet: Arc<str>,
    pub cell: String,
}

impl Place {
    pub fn new(sheet: Arc<str>, cell: String) -> Place {
        Place { sheet, cell }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cell)
    }
}

/// `cell_name(9, 3)` is `D10`; row and column count from zero.
pub fn cell_name(row: u32, column: u32) -> String {
    let mut name = column_name(column);
    push_number(&mut name, row + 1);
    name
}

/// `address("D10")` is row 9, column 3; `None` for what names no cell (正文第2段).
pub fn address(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| !c.is_ascii_uppercase())?;
    let (letters, digits) = name.split_at(digits);
    let column = letters
        .bytes()
        .try_fold(0_u32, |column, letter| column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1));
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column?.checked_sub(1)?))
}

/// `column_name(27)` is `AB`.
pub fn column_name(column: u32) -> String {
    // Room for a row's number behind them.
    let mut letters = String::with_capacity(12);
    push_letters(&mut letters, column);
    letters
}

fn push_letters(name: &mut String, column: u32) {
    if column >= 26 {
        push_letters(name, column / 26 - 1);
    }
    name.push(char::from(b'A' + (column % 26) as u8));
}

/// Every figure bears its cell's name: a tenth of what writing it with the library's formats takes.
fn push_number(name: &mut String, number: u32) {
    if number >= 10 {
        push_number(name, number / 10);
    }
    name.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (row, column, name) in [
            (0, 0, "A1"),
            (9, 3, "D10"),
            (0, 25, "Z1"),
            (0, 26, "AA1"),
            (0, 701, "ZZ1"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(cell_name(row, column), name);
            assert_eq!(address(name), Some((row, column)));
        }
        for name in ["正文第2段", "D", "10", "D0", "d10", "", "AAAAAAAAAA1"] {
            assert_eq!(address(name), None, "{name}");
        }
    }
}
