//! What a stream holds, in words that a test can compare.

use super::super::super::super::compound::{u16_at, u32_at};
use super::super::super::super::xls::records::Records;

fn named((row, column): (usize, usize)) -> String {
    format!("{}{}", char::from(b'A' + column as u8), row + 1)
}

/// A sheet's records in words; those that this test does not know by their number.
pub fn told(stream: &[u8], sheet: usize) -> Vec<String> {
    let mut records = Records::new(stream, 0);
    let mut begins = Vec::new();
    loop {
        let record = records.next_record().expect("a record");
        match record.kind {
            0x000a => break,
            0x0085 => begins.push(u32_at(record.data, 0).expect("a place") as usize),
            _ => {}
        }
    }
    let mut records = Records::new(stream, begins[sheet]);
    assert_eq!(records.next_record().expect("a record").kind, 0x0809, "the sheet begins where it is said");
    let mut told = Vec::new();
    loop {
        let record = records.next_record().expect("a record");
        if record.kind == 0x000a {
            return told;
        }
        told.push(in_words(record.kind, record.data));
    }
}

fn in_words(kind: u16, data: &[u8]) -> String {
    let word = |at: usize| usize::from(u16_at(data, at).unwrap_or_default());
    let at = || named((word(0), word(2)));
    let real = |at: usize| f64::from_le_bytes(data[at..at + 8].try_into().expect("eight bytes"));
    match kind {
        0x0200 => format!("size {}-{} {}-{}", word(0), word(4), word(8), word(10)),
        0x0208 => format!("row {} {}-{} of {}", word(0) + 1, word(2), word(4), word(14)),
        0x0201 => format!("{} blank of {}", at(), word(4)),
        0x00be => format!("{} blanks to {}", at(), named((word(0), word(data.len() - 2)))),
        0x00bd => format!("{} numbers to {}", at(), named((word(0), word(data.len() - 2)))),
        0x0203 => format!("{} = {} of {}", at(), real(6), word(4)),
        0x027e => format!("{} short of {}", at(), word(4)),
        0x00fd => format!("{} string {} of {}", at(), word(6), word(4)),
        0x0204 => format!("{} text of {} units", at(), word(6)),
        0x0006 if data[12..14] == [0xff, 0xff] => {
            format!("{} formula, kind {} asks {}", at(), data[6], word(14))
        }
        0x0006 => format!("{} formula = {} asks {}", at(), real(6), word(14)),
        kind => format!("{kind:04x} {}", data.len()),
    }
}

/// The table of strings of a stream.
#[derive(Default)]
pub struct Table {
    pub uses: u32,
    /// Where each begins, and its words.
    pub strings: Vec<(usize, String)>,
    /// Of those in its index, where they begin in the stream and in their record.
    pub index: Vec<(u32, u16)>,
}

pub fn table(stream: &[u8]) -> Table {
    let mut records = Records::new(stream, 0);
    let mut table = Table::default();
    let mut in_table = false;
    loop {
        let begins = records.place();
        let record = records.next_record().expect("a record");
        let mut at = 0;
        match record.kind {
            0x000a => return table,
            0x00fc => {
                (table.uses, at) = (u32_at(record.data, 0).expect("uses"), 8);
                in_table = true;
            }
            0x00ff => {
                in_table = false;
                let entries = record.data[2..].chunks_exact(8);
                table.index.extend(
                    entries.map(|e| (u32_at(e, 0).expect("a place"), u16_at(e, 4).expect("a place"))),
                );
            }
            0x003c if in_table => {}
            _ => in_table = false,
        }
        while in_table && at < record.data.len() {
            let units = usize::from(u16_at(record.data, at).expect("a length"));
            let from = at + 3;
            let (length, wide) = if record.data[at + 2] == 1 { (2 * units, true) } else { (units, false) };
            let bytes = &record.data[from..from + length];
            let text = match wide {
                true => bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect(),
                false => bytes.iter().map(|byte| u16::from(*byte)).collect::<Vec<_>>(),
            };
            table.strings.push((begins + 4 + at, String::from_utf16(&text).expect("text")));
            at = from + length;
        }
    }
}
