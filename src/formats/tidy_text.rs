//! The tidy data as text for programs and for people with a spreadsheet: CSV and JSON.
//!
//! CSV begins with the mark of UTF-8, without which spreadsheets garble Chinese; a text that a spreadsheet would
//! take for a formula gets an apostrophe before it. Figures are exact decimals, in JSON as strings.

use crate::aggregate::{Outcome, RollUp};
use crate::report::tidy::{self, COLUMNS, Fact, Table};

/// All expected units of a roll-up, by code.
fn table(rolled: &RollUp) -> Table<'_> {
    let outcomes: Vec<&Outcome> = rolled.outcomes.values().collect();
    Table::new(&rolled.form, tidy::entries(rolled, &outcomes))
}

pub fn csv(rolled: &RollUp) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    line(&mut text, COLUMNS.iter().map(|column| (*column).to_owned()));
    for record in table(rolled).records() {
        let cells = (0..COLUMNS.len()).map(|column| match record.fact(column) {
            Fact::Words(words) => harmless(&words),
            other => other.text().into_owned(),
        });
        line(&mut text, cells);
    }
    text.into_bytes()
}

fn harmless(text: &str) -> String {
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if dangerous { format!("'{text}") } else { text.to_owned() }
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
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

pub fn json(rolled: &RollUp) -> Vec<u8> {
    let table = table(rolled);
    let rows = table.records().map(|record| {
        let fields = COLUMNS.iter().enumerate().map(|(position, column)| {
            let fact = record.fact(position);
            let words = fact.text();
            let value = if words.is_empty() { serde_json::Value::Null } else { words.into_owned().into() };
            ((*column).to_owned(), value)
        });
        serde_json::Value::Object(fields.collect())
    });
    serde_json::to_vec(&rows.collect::<Vec<_>>()).expect("texts are valid JSON")
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
