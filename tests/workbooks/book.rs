//! A finished workbook as a reader sees it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use zip::ZipArchive;

/// The parts of its package, by name.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let length = archive.len();
    let read = |index| {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("a text");
        (part.name().expect("a name").into_owned(), text)
    };
    (0..length).map(read).collect()
}

pub struct Book {
    sheets: Vec<(String, Range<Data>)>,
    formulas: Vec<(String, Range<String>)>,
}

impl Book {
    pub fn open(bytes: &[u8]) -> Book {
        let mut file: Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
        let names = file.sheet_names();
        let read = |name: &String| (name.clone(), Range::default());
        let mut book = Book { sheets: names.iter().map(read).collect(), formulas: Vec::new() };
        for (name, range) in &mut book.sheets {
            *range = file.worksheet_range(name).expect("a sheet");
            book.formulas.push((name.clone(), file.worksheet_formula(name).expect("formulas")));
        }
        book
    }

    pub fn names(&self) -> Vec<&str> {
        self.sheets.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// A cell's text; numbers as they would be typed.
    pub fn at(&self, sheet: &str, row: u32, column: u32) -> String {
        let range = &self.sheets.iter().find(|(name, _)| name == sheet).expect("the sheet is there").1;
        match range.get_value((row, column)) {
            Some(Data::Float(number)) => huibiao::vocabulary::Number::from_spreadsheet(*number)
                .map_or_else(|| number.to_string(), |number| number.to_string()),
            Some(Data::Int(number)) => number.to_string(),
            Some(Data::Empty) | None => String::new(),
            Some(other) => other.to_string(),
        }
    }

    pub fn formula(&self, sheet: &str, row: u32, column: u32) -> String {
        let range = &self.formulas.iter().find(|(name, _)| name == sheet).expect("the sheet is there").1;
        range.get_value((row, column)).cloned().unwrap_or_default()
    }

    pub fn size(&self, sheet: &str) -> (u32, u32) {
        let range = &self.sheets.iter().find(|(name, _)| name == sheet).expect("the sheet is there").1;
        range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1))
    }

    /// Every cell's text of a sheet, line by line.
    pub fn text(&self, sheet: &str) -> String {
        let (rows, columns) = self.size(sheet);
        let line = |row| (0..columns).map(|column| self.at(sheet, row, column)).collect::<Vec<_>>().join("|");
        (0..rows).map(line).collect::<Vec<_>>().join("\n")
    }

    /// The cell where the n-th row that holds `row` meets the column headed `column` above it.
    pub fn find(&self, sheet: &str, row: &str, column: &str) -> (u32, u32) {
        let (rows, columns) = self.size(sheet);
        let with = |text: &str, row: u32| {
            (0..columns).find(|column| self.at(sheet, row, *column).replace('\n', "").trim() == text)
        };
        for candidate in (0..rows).filter(|candidate| with(row, *candidate).is_some()) {
            let head = (0..candidate).rev().find_map(|above| with(column, above));
            if let Some(head) = head {
                return (candidate, head);
            }
        }
        panic!("{sheet}: no “{row}” under a “{column}” in\n{}", self.text(sheet));
    }

    pub fn says(&self, sheet: &str, row: &str, column: &str) -> String {
        let (row, column) = self.find(sheet, row, column);
        self.at(sheet, row, column)
    }

    /// Every formula with what the file says it comes to: sheet, cell, formula, result.
    pub fn all_formulas(&self) -> Vec<(String, u32, u32, String)> {
        let mut found = Vec::new();
        for (name, range) in &self.formulas {
            let start = range.start().unwrap_or_default();
            for (row, column, formula) in range.used_cells() {
                let (row, column) = (start.0 + row as u32, start.1 + column as u32);
                if !formula.is_empty() {
                    found.push((name.clone(), row, column, self.at(name, row, column)));
                }
            }
        }
        found
    }
}
