//! CSV and tab-separated text in the encodings that Chinese offices produce.
//!
//! A spreadsheet saved as CSV keeps one page, loses merges and formats, and pads rows to full width or
//! not, depending on the program; both are written, and some leave the last line without an end.

use encoding_rs::GB18030;

use super::page::{Book, Page};
use super::random::Random;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Gb18030,
    /// What Excel calls “Unicode 文本”: UTF-16LE with a mark, separated by tabs.
    Utf16,
}

pub fn write(book: &Book, encoding: Encoding, random: &mut Random) -> Vec<u8> {
    let separator = if encoding == Encoding::Utf16 || random.chance(10) { '\t' } else { ',' };
    let padded = random.chance(60);
    let line_end = random.pick(&["\r\n", "\r\n", "\n"]);
    let text = text(book.main_page(), separator, padded, line_end);
    // Only where every line has all its fields can anybody tell a last line without an end from a cut one.
    let ended = !padded || random.chance(60);
    encoded(if ended { &text } else { text.trim_end_matches(['\r', '\n']) }, encoding)
}

fn text(page: &Page, separator: char, padded: bool, line_end: &str) -> String {
    let (rows, columns) = page.size();
    let mut text = String::new();
    for row in 0..rows {
        let used = (0..columns).rev().find(|column| page.cells.contains_key(&(row, *column)));
        let width = if padded { columns } else { used.map_or(0, |last| last + 1) };
        let cells: Vec<String> =
            (0..width).map(|column| quoted(&shown(page, row, column), separator)).collect();
        text += &cells.join(&separator.to_string());
        text += line_end;
    }
    text
}

fn shown(page: &Page, row: u32, column: u32) -> String {
    page.cells.get(&(row, column)).map(|entry| entry.shown()).unwrap_or_default()
}

fn quoted(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Bom => format!("\u{feff}{text}").into_bytes(),
        Encoding::Gb18030 => GB18030.encode(text).0.into_owned(),
        Encoding::Utf16 => {
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
    }
}
