//! Formulas and workbooks as bytes, made of words, and told in words again.

use super::super::super::super::compound::u16_at;
use super::super::super::super::formula::binary::{Bytes, Width, parse};
use super::super::super::super::formula::reference::{Notation, area};
use super::super::super::super::formula::sheets::Sheets;
use super::super::super::super::formula::words::words as formula_words;
use super::super::super::super::formula::{Area, Corner};
use super::super::super::super::limits::MOST_ROWS;
use super::super::super::super::xls::cells::{Cells, FORMULA, ROW, record};
use super::super::super::super::xls::stream::Book;
use crate::vocabulary::place::cell_name;

pub fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A formula in the order in which it is calculated, parted by blanks.
pub fn tokens(formula: &str) -> Vec<u8> {
    formula.split(' ').flat_map(step).collect()
}

fn step(word: &str) -> Vec<u8> {
    let sheets = [("表:别表!", 3), ("表!", 0), ("别表!", 1), ("[1]!", 2)];
    if let Some((sheet, number)) = sheets.into_iter().find(|(sheet, _)| word.starts_with(sheet)) {
        let (kind, rest) = reference(&word[sheet.len()..]);
        return [&[kind + 0x16][..], &words(&[number]), &rest].concat();
    }
    match word {
        "+" => vec![0x03],
        "*" => vec![0x05],
        "/" => vec![0x06],
        "," => vec![0x10],
        "RANGE" => vec![0x11],
        "UNKNOWN" => vec![0x18, 0x02],
        "SUM" => vec![0x19, 0x10, 0, 0],
        "IF0" => vec![0x19, 0x02, 3, 0],
        "INDIRECT" => vec![0x42, 1, 148, 0],
        "OFFSET" => vec![0x62, 3, 78, 0],
        "NAME" => vec![0x23, 1, 0, 0, 0],
        "HERE" => vec![0x01, 2, 0, 2, 0],
        word if word.starts_with('\'') => {
            let text = word.trim_matches('\'');
            [&[0x17, text.len() as u8, 0][..], text.as_bytes()].concat()
        }
        word if word.starts_with('R') => counted(word),
        word => match word.parse::<u16>() {
            Ok(number) => [&[0x1e][..], &number.to_le_bytes()].concat(),
            Err(_) => {
                let (kind, rest) = reference(word);
                [vec![kind], rest].concat()
            }
        },
    }
}

/// A reference's kind, its rows and its columns.
fn reference(word: &str) -> (u8, Vec<u8>) {
    let (found, _) = area(word, Notation::A1).unwrap_or_else(|| panic!("{word}"));
    let Area { first, last, .. } = found;
    let row = |corner: Corner| if corner.row == MOST_ROWS - 1 { 0xffff } else { corner.row as u16 };
    let column = |corner: Corner| {
        let moves = [(corner.row_fixed, 0x8000), (corner.column_fixed, 0x4000)];
        corner.column as u16 + moves.iter().filter(|(fixed, _)| !fixed).map(|(_, flag)| flag).sum::<u16>()
    };
    match word.contains(':') {
        true => (0x25, words(&[row(first), row(last), column(first), column(last)])),
        false => (0x44, words(&[row(first), column(first)])),
    }
}

/// `R[-1]C[0]`: one that counts from its cell.
fn counted(word: &str) -> Vec<u8> {
    let corners = word.split(':').map(|corner| {
        let (row, column) = corner.trim_start_matches("R[").split_once("]C").expect("a row and a column");
        let column: i16 = column.trim_matches(['[', ']']).parse().unwrap_or(0);
        (row.parse::<i16>().expect("rows") as u16, (column as u16 & 0xff) | 0xc000)
    });
    match corners.collect::<Vec<_>>()[..] {
        [(row, column)] => [vec![0x4c], words(&[row, column])].concat(),
        [(first, from), (last, to)] => [vec![0x2d], words(&[first, last, from, to])].concat(),
        _ => panic!("{word}"),
    }
}

fn begin(kind: u8) -> Vec<u8> {
    record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

/// A workbook of `表` and `别表`, with what else it says of itself.
pub fn workbook(own: &[Vec<u8>], sheets: [&[Vec<u8>]; 2]) -> Vec<u8> {
    let listed = |name: &str| {
        let units: Vec<u16> = name.encode_utf16().collect();
        record(0x0085, &[&[0; 6][..], &[units.len() as u8, 1], &words(&units)].concat())
    };
    let numbers = record(0x0017, &words(&[2, 0, 0, 0, 0, 1, 1]));
    let mut made = vec![begin(5), listed("表"), listed("别表"), record(0x01ae, &[2, 0, 1, 4]), numbers];
    made.extend(own.iter().cloned());
    made.push(record(0x000a, &[]));
    let mut at: usize = made.iter().map(Vec::len).sum();
    for (index, sheet) in sheets.into_iter().enumerate() {
        made[1 + index][4..8].copy_from_slice(&(at as u32).to_le_bytes());
        let part = [&[begin(0x10)], sheet, &[record(0x000a, &[])]].concat();
        at += part.iter().map(Vec::len).sum::<usize>();
        made.extend(part);
    }
    made.concat()
}

/// The records of a part but for its first and its last: cells and rows by name, formulas in words, others as bytes.
pub fn told(stream: &[u8], part: usize, sheets: &Sheets) -> Vec<String> {
    let book = Book::read(stream).expect("a workbook");
    let records = &book.parts[part].records;
    let records = &records[1..records.len() - 1];
    let told = records.iter().map(|placed| {
        let data = placed.data;
        let cells = Cells::of(placed.kind, data).expect("cells");
        match (placed.kind, cells) {
            (FORMULA, Some(cells)) => {
                let name = cell_name(cells.row, cells.first);
                let flags = u16_at(data, 14).expect("flags");
                let tokens = &data[22..22 + usize::from(u16_at(data, 20).expect("a length"))];
                let bytes = Bytes { width: Width::Narrow, sheets, cell: (cells.row, cells.first) };
                let formula = parse(tokens, bytes).and_then(|formula| formula_words(&formula, (0, 0)));
                format!("{name}={} {flags}", formula.unwrap_or_else(|| format!("{tokens:x?}")))
            }
            (kind, Some(cells)) => format!("{} {kind:04x}", cell_name(cells.row, cells.first)),
            (ROW, None) => format!("row {}", u16_at(data, 0).expect("a row") + 1),
            (kind, None) => format!("{kind:04x} {data:x?}"),
        }
    });
    told.collect()
}
