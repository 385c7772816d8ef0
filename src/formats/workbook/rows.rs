//! The rows of a sheet, written straight into its XML.
//!
//! The library keeps every cell in two trees, every text in a table of its own, and looks up every format by
//! all it consists of; a city's workbooks have a quarter of a million cells. What a cell needs is little: its
//! address, its style's number, its text's number or its figure.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use super::skeleton::Styles;
use super::strings::{Strings, escape};
use super::style::Key;
use crate::report::narrow::Narrow;
use crate::report::table::{Cell, Content, Formula, Outcome, Role, Row, Sheet};
use crate::report::tidy::Fact;
use crate::vocabulary::Number;
use crate::vocabulary::place::column_name;

/// Digits that a spreadsheet keeps.
const EXACT: usize = 15;

/// What a sheet's own rows put into its part.
pub struct Rows {
    /// In the buffer that was given.
    pub data: Vec<u8>,
    pub links: Vec<u8>,
    /// `A1:N88`.
    pub dimension: String,
    /// The deepest outline level.
    pub outline: u8,
}

/// Writes the rows of one sheet into a buffer; `styles` gives each style its number in the file.
pub fn write(sheet: &Sheet, styles: &Styles, strings: &mut Strings, mut buffer: Vec<u8>) -> Rows {
    buffer.clear();
    buffer.reserve(expected(sheet));
    let columns = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(sheet.widths.len());
    let mut writer = Writer {
        styles,
        strings,
        names: (0..columns as u32).map(column_name).collect(),
        xml: buffer,
        links: Vec::new(),
        row: 0,
        last: None,
    };
    let merged = merged(sheet);
    for (number, row) in sheet.rows.iter().enumerate() {
        writer.row(number as u32, row, merged.get(&(number as u32)).map_or(&[], Vec::as_slice));
    }
    if let Some(table) = &sheet.tail {
        writer.table(table);
    }
    let last = writer.names.last().map_or("A", String::as_str);
    let dimension = format!("A1:{last}{}", writer.row.max(1));
    let outline = sheet.rows.iter().map(|row| row.outline).max().unwrap_or(0);
    Rows { data: writer.xml, links: writer.links, dimension, outline }
}

/// Bytes that the rows will take, rather too many than too few.
fn expected(sheet: &Sheet) -> usize {
    let own: usize = sheet.rows.iter().map(|row| row.cells.len()).sum();
    let table = sheet.named.as_ref().map_or(0, |table| table.length as usize * table.columns.len());
    48 * (own + table) + 1024
}

/// Cells of merged areas, by row: first and last column, and the look of the area's first cell.
type Merged = BTreeMap<u32, Vec<(u16, u16, Role)>>;

fn merged(sheet: &Sheet) -> Merged {
    let mut merged = Merged::new();
    for area in &sheet.merges {
        let first = sheet.rows.get(area.first_row as usize);
        let role = first
            .and_then(|row| row.cells.get(usize::from(area.first_column)))
            .map_or(Role::Empty, |cell| cell.role);
        for row in area.first_row..=area.last_row {
            merged.entry(row).or_default().push((area.first_column, area.last_column, role));
        }
    }
    merged
}

struct Writer<'w> {
    styles: &'w Styles,
    strings: &'w mut Strings,
    names: Vec<String>,
    xml: Vec<u8>,
    links: Vec<u8>,
    /// The row being written, counted from one.
    row: u32,
    /// The style asked for last: neighbours mostly look alike.
    last: Option<(Key, u32)>,
}

impl Writer<'_> {
    fn row(&mut self, number: u32, row: &Row, merged: &[(u16, u16, Role)]) {
        self.row = number + 1;
        self.open_row(row);
        let width = merged.iter().map(|(_, last, _)| usize::from(*last) + 1).max().unwrap_or(0);
        for column in 0..width.max(row.cells.len()) {
            match row.cells.get(column).filter(|cell| **cell != Cell::EMPTY) {
                Some(cell) => self.cell(column, cell),
                None => {
                    let covers = |(first, last, _): &&(u16, u16, Role)| {
                        (usize::from(*first)..=usize::from(*last)).contains(&column)
                    };
                    if let Some((_, _, role)) = merged.iter().find(covers) {
                        self.cell(column, &Cell::blank(*role));
                    }
                }
            }
        }
        self.put("</row>");
    }

    fn open_row(&mut self, row: &Row) {
        self.put("<row r=\"");
        self.count(self.row);
        if let Some(height) = row.height {
            // Whole pixels, as a screen has them.
            let height = (height * 4.0 / 3.0).round() * 0.75;
            self.put(&format!("\" ht=\"{height}\" customHeight=\"1"));
        }
        if row.hidden {
            self.put("\" hidden=\"1");
        }
        if row.outline > 0 {
            self.put("\" outlineLevel=\"");
            self.count(row.outline.into());
        }
        self.put("\">");
    }

    fn table(&mut self, table: &Narrow) {
        // The rows of one sheet follow each other: most texts are those of the row before.
        let mut above: Vec<(Cow<str>, u32)> = vec![(Cow::Borrowed(""), 0); table.columns.len()];
        for facts in table.rows() {
            self.row += 1;
            self.put("<row r=\"");
            self.count(self.row);
            self.put("\">");
            for (column, fact) in facts.enumerate() {
                match fact {
                    Fact::Nothing => {}
                    Fact::Figure(figure) if figure.digits() <= EXACT => {
                        self.open(column, 0);
                        self.number(figure);
                    }
                    fact => {
                        self.open(column, 0);
                        let text = fact.into_text();
                        if above[column].0 == text {
                            self.strings.again();
                        } else {
                            let number = self.strings.number(&text);
                            above[column] = (text, number);
                        }
                        self.text_number(above[column].1);
                    }
                }
            }
            self.put("</row>");
        }
    }

    fn cell(&mut self, column: usize, cell: &Cell) {
        let style = self.style(Key::of(cell));
        match &cell.content {
            Content::Blank if cell.role == Role::Empty => {}
            Content::Blank => {
                self.open(column, style);
                self.put("/>");
            }
            Content::Text(text) => {
                self.open(column, style);
                self.text(text);
            }
            Content::Number(value, _) => {
                self.open(column, style);
                self.number(*value);
            }
            Content::Formula(formula) => {
                self.open(column, style);
                self.formula(formula);
            }
            Content::Link { text, sheet, row } => {
                self.open(column, style);
                self.text(text);
                self.link(column, text, sheet, *row);
            }
        }
    }

    fn style(&mut self, key: Key) -> u32 {
        match self.last {
            Some((last, style)) if last == key => style,
            _ => {
                let style = self.styles.get(&key).copied().unwrap_or(0);
                self.last = Some((key, style));
                style
            }
        }
    }

    fn open(&mut self, column: usize, style: u32) {
        self.put("<c r=\"");
        self.address(column);
        if style > 0 {
            self.put("\" s=\"");
            self.count(style);
        }
        self.put("\"");
    }

    fn text(&mut self, text: &str) {
        let number = self.strings.number(text);
        self.text_number(number);
    }

    fn text_number(&mut self, number: u32) {
        self.put(" t=\"s\"><v>");
        self.count(number);
        self.put("</v></c>");
    }

    fn number(&mut self, number: Number) {
        self.put("><v>");
        self.figure(number);
        self.put("</v></c>");
    }

    fn figure(&mut self, number: Number) {
        write!(self.xml, "{number}").expect("memory takes all that is written");
    }

    /// A formula with the exact figure it comes to, for every reader that does not calculate.
    fn formula(&mut self, formula: &Formula) {
        self.put(if matches!(formula.result, Outcome::Text(_)) { " t=\"str\"><f>" } else { "><f>" });
        escape(&mut self.xml, &formula.text);
        self.put("</f><v>");
        match &formula.result {
            Outcome::Number(number) => self.figure(*number),
            Outcome::Text(text) => escape(&mut self.xml, text),
        }
        self.put("</v></c>");
    }

    fn link(&mut self, column: usize, text: &str, sheet: &str, row: u32) {
        let mut links = std::mem::take(&mut self.links);
        links.extend_from_slice(
            format!("<hyperlink ref=\"{}{}\" location=\"", self.names[column], self.row).as_bytes(),
        );
        escape(&mut links, &format!("'{}'!A{}", sheet.replace('\'', "''"), row + 1));
        links.extend_from_slice(b"\" display=\"");
        escape(&mut links, &text.replace('\n', " "));
        links.extend_from_slice(b"\"/>");
        self.links = links;
    }

    fn address(&mut self, column: usize) {
        self.xml.extend_from_slice(self.names[column].as_bytes());
        self.count(self.row);
    }

    fn put(&mut self, text: &str) {
        self.xml.extend_from_slice(text.as_bytes());
    }

    fn count(&mut self, count: u32) {
        let mut digits = [0; 10];
        let (mut at, mut rest) = (digits.len(), count);
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.xml.extend_from_slice(&digits[at..]);
    }
}
