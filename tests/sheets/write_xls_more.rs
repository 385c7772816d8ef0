//! What a BIFF8 sheet holds besides plain cells: formulas over cells, notes, letters of another colour.

use super::page::Page;
use super::workings::{How, Over};
use super::write_xls::{record, string, words};

/// The font in white, counted as this format counts: there is no font four.
pub const WHITE_FONT: u16 = 5;
const SUM: u16 = 4;
const ROUND: u16 = 27;
/// Row and column move with the cell.
const RELATIVE: u16 = 0xC000;

/// The body of a formula's record behind its cell.
pub fn formula_over(over: &Over) -> Vec<u8> {
    let result: f64 = over.result.parse().expect("results are decimals");
    let tokens = tokens(over);
    let mut body = result.to_le_bytes().to_vec();
    body.extend(words(&[0, 0, 0, tokens.len() as u16]));
    body.extend(tokens);
    body
}

fn tokens(over: &Over) -> Vec<u8> {
    let column = over.column as u16 | RELATIVE;
    let area = [over.first as u16, over.last as u16, column, column];
    let mut tokens = Vec::new();
    let mut token = |kind: u8, operands: &[u16]| {
        tokens.push(kind);
        tokens.extend(words(operands));
    };
    if over.how == How::Plus {
        for row in over.first..=over.last {
            match over.page {
                Some(_) => token(0x5A, &[0, row as u16, column]),
                None => token(0x44, &[row as u16, column]),
            }
            if row > over.first {
                token(0x03, &[]);
            }
        }
        return tokens;
    }
    match over.page {
        Some(_) => token(0x3B, &[0, area[0], area[1], area[2], area[3]]),
        None => token(0x25, &area),
    }
    tokens.extend([0x42, 1]);
    tokens.extend(words(&[SUM]));
    if over.how == How::Rounded {
        tokens.push(0x1E);
        tokens.extend(words(&[2]));
        tokens.push(0x41);
        tokens.extend(words(&[ROUND]));
    }
    tokens
}

/// The records that let formulas name another page of the same file.
pub fn pages_named(stream: &mut Vec<u8>, pages: usize, named: usize) {
    record(stream, 0x01AE, &words(&[pages as u16, 0x0401]));
    record(stream, 0x0017, &words(&[1, 0, named as u16, named as u16]));
}

/// The notes of a page: each an object with its words, then where it stands.
pub fn notes(stream: &mut Vec<u8>, page: &Page) {
    let comments = page.comments();
    for (id, (_, _, text)) in (1u16..).zip(&comments) {
        let mut object = words(&[0x15, 0x12, 0x19, id, 0x4011, 0, 0, 0, 0, 0, 0]);
        object.extend(words(&[0x0D, 0x16]));
        object.extend([0; 0x16]);
        object.extend(words(&[0, 0]));
        record(stream, 0x005D, &object);
        let letters: Vec<u16> = text.encode_utf16().collect();
        let length = letters.len() as u16;
        record(stream, 0x01B6, &words(&[0x0212, 0, 0, 0, 0, length, 16, 0, 0]));
        record(stream, 0x003C, &[vec![1], words(&letters)].concat());
        record(stream, 0x003C, &words(&[0, 0, 0, 0, length, 0, 0, 0]));
    }
    for (id, (row, column, _)) in (1u16..).zip(&comments) {
        let mut note = words(&[*row as u16, *column as u16, 0, id]);
        note.extend(string("审核"));
        note.push(0);
        record(stream, 0x001C, &note);
    }
}

/// Where the letter of another colour begins and ends.
pub fn runs(at: usize) -> Vec<u8> {
    words(&[at as u16, WHITE_FONT, at as u16 + 1, 0])
}

/// A string with one white letter, as the shared table has it.
pub fn faint_letter(text: &str, at: usize) -> Vec<u8> {
    let letters: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = words(&[letters.len() as u16]);
    bytes.push(0x01 | 0x08);
    bytes.extend(words(&[2]));
    bytes.extend(words(&letters));
    bytes.extend(runs(at));
    bytes
}

/// The same in a record of its own.
pub fn faint_letter_alone(text: &str, at: usize) -> Vec<u8> {
    [string(text), words(&[2]), runs(at)].concat()
}
