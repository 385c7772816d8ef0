//! The shared strings of a workbook: each text once, in the order in which it first stood in a cell.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Code units of UTF-16 that a cell holds; longer words are cut.
const LONGEST: usize = 32_767;

/// Texts numbered so far, and their part of the file.
#[derive(Default)]
pub struct Strings {
    numbers: HashMap<Box<str>, u32, RandomState>,
    items: Vec<u8>,
    cells: u32,
}

impl Strings {
    /// The number of a text.
    pub fn number(&mut self, text: &str) -> u32 {
        self.cells += 1;
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(text.into(), number);
        let spaces = ['\t', '\n', ' '];
        let kept = text.starts_with(spaces) || text.ends_with(spaces);
        self.items.extend_from_slice(if kept { b"<si><t xml:space=\"preserve\">" } else { b"<si><t>" });
        escape(&mut self.items, cut(text));
        self.items.extend_from_slice(b"</t></si>");
        number
    }

    /// One more cell holds a text that has its number.
    pub fn again(&mut self) {
        self.cells += 1;
    }

    /// The whole part.
    pub fn part(&self) -> Vec<u8> {
        let head = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"{}\" uniqueCount=\"{}\">",
            self.cells,
            self.numbers.len()
        );
        [head.as_bytes(), &self.items, b"</sst>"].concat()
    }
}

fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > LONGEST
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// Writes words into XML. Characters that XML forbids are written as spreadsheets write them, `_x0001_`; words
/// that look like that already get their underscore written so.
pub fn escape(xml: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let length = match byte {
            b'&' | b'<' | b'>' | b'"' | 0..=8 | 11..=31 => 1,
            b'_' if looks_escaped(&bytes[at..]) => 1,
            0xef if matches!(bytes[at..], [_, 0xbf, 0xbe | 0xbf, ..]) => 3,
            _ => continue,
        };
        xml.extend_from_slice(&bytes[done..at]);
        done = at + length;
        match byte {
            b'&' => xml.extend_from_slice(b"&amp;"),
            b'<' => xml.extend_from_slice(b"&lt;"),
            b'>' => xml.extend_from_slice(b"&gt;"),
            b'"' => xml.extend_from_slice(b"&quot;"),
            b'_' => xml.extend_from_slice(b"_x005F_"),
            0xef => xml.extend_from_slice(if bytes[at + 2] == 0xbe { b"_xFFFE_" } else { b"_xFFFF_" }),
            control => xml.extend_from_slice(format!("_x{control:04X}_").as_bytes()),
        }
    }
    xml.extend_from_slice(&bytes[done..]);
}

/// `_x000D_` and its kin.
fn looks_escaped(bytes: &[u8]) -> bool {
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_out_as_a_spreadsheet_writes_them() {
        for (text, expected) in [
            ("甲<乙>&\"丙\"", "甲&lt;乙&gt;&amp;&quot;丙&quot;"),
            ("a\u{1}b\r\nc\t", "a_x0001_b_x000D_\nc\t"),
            ("_x000D_ _x_ _x00", "_x005F_x000D_ _x_ _x00"),
            ("\u{fffe}甲\u{ffff}\u{fffd}", "_xFFFE_甲_xFFFF_\u{fffd}"),
        ] {
            let mut xml = Vec::new();
            escape(&mut xml, text);
            assert_eq!(String::from_utf8(xml).as_deref(), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn a_text_is_written_once_and_a_long_one_cut() {
        let mut strings = Strings::default();
        assert_eq!([strings.number("甲"), strings.number(" 乙"), strings.number("甲")], [0, 1, 0]);
        let part = String::from_utf8(strings.part()).unwrap();
        assert!(part.ends_with(
            "count=\"3\" uniqueCount=\"2\"><si><t>甲</t></si><si><t xml:space=\"preserve\"> 乙</t></si></sst>"
        ));
        assert_eq!(cut(&"甲".repeat(40_000)).chars().count(), LONGEST);
        assert_eq!(cut(&"𠮷".repeat(20_000)).chars().count(), LONGEST / 2);
    }
}
