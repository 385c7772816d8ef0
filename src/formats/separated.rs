//! Lines of CSV, for programs and for people with a spreadsheet.
//!
//! A file begins with the mark of UTF-8, without which spreadsheets garble Chinese; a text that a spreadsheet would take
//! for a formula gets an apostrophe before it.

/// The mark of UTF-8.
pub const BEGINNING: &str = "\u{feff}";

/// A text that no spreadsheet takes for a formula.
pub fn harmless(text: &str) -> String {
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if dangerous { format!("'{text}") } else { text.to_owned() }
}

/// Adds a line to a text.
pub fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (position, cell) in cells.enumerate() {
        if position > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_a_formula_whatever_it_begins_with() {
        for first in "=+-@\t\r\n＝＋－＠".chars() {
            let word = format!("{first}SUM(A1)");
            let mut text = String::new();
            line(&mut text, [harmless(&word), "7".to_owned()].into_iter());
            let cell = text.trim_start_matches('"');
            assert!(cell.starts_with(&format!("'{first}")), "{text}");
            assert!(text.ends_with(",7\r\n"), "{text}");
        }
        for word in ["沂源县", "3·15", "（1）", "'quoted", ""] {
            assert_eq!(harmless(word), word);
        }
    }
}
