//! The tidy data as text for programs and for people with a spreadsheet: CSV and JSON.
//!
//! Figures are exact decimals, in JSON as strings.

use super::separated::{BEGINNING, harmless, line};
use crate::aggregate::{Outcome, RollUp};
use crate::report::tidy::{self, COLUMNS, Fact, Table};

/// All expected units of a roll-up, by code.
fn table(rolled: &RollUp) -> Table<'_> {
    let outcomes: Vec<&Outcome> = rolled.outcomes.values().collect();
    Table::new(&rolled.form, tidy::entries(rolled, &outcomes))
}

pub fn csv(rolled: &RollUp) -> Vec<u8> {
    let mut text = String::from(BEGINNING);
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
