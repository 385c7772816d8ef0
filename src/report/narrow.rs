//! The tidy table as a workbook shows it: what is the same in every row is said once.
//!
//! A county's rows all carry one year, one parent, mostly one state and one name of a sheet; repeated in
//! every row they bury the figures and make up half the file. A column in which all rows agree is left out
//! here and stands in 说明, from where it is read back. The columns that name a figure always stay, and raw
//! text stands only where it says more than the figure. Still one row a figure, every row complete in itself
//! but for what holds for all of them.

use super::checksum::Checksum;
use super::tidy::{COLUMNS, Entry, Fact, Record, Table};
use crate::form::Form;

/// Without these a row is no figure of anybody.
pub const ALWAYS: [&str; 6] = ["单位代码", "单位名称", "指标代码", "指标", "计量单位", "数值"];

const RAW: usize = 13;

/// The rows of a workbook's tidy sheet.
pub struct Narrow<'r> {
    table: Table<'r>,
    /// Places in [`COLUMNS`] of the columns that stand.
    pub columns: Vec<usize>,
    /// What all rows agree in, with its column's name.
    pub said_once: Vec<(&'static str, String)>,
}

impl<'r> Narrow<'r> {
    pub fn new(form: &'r Form, entries: Vec<Entry<'r>>) -> Narrow<'r> {
        let table = Table::new(form, entries);
        let mut narrow = Narrow { table, columns: Vec::new(), said_once: Vec::new() };
        for (column, name) in COLUMNS.iter().enumerate() {
            let common = if ALWAYS.contains(name) { None } else { narrow.common(column) };
            match common {
                Some(fact) => {
                    let text = fact.text().into_owned();
                    narrow.said_once.extend((!text.is_empty()).then_some((*name, text)));
                }
                None => narrow.columns.push(column),
            }
        }
        narrow
    }

    /// What every row says in a column, if they all say the same.
    fn common(&self, column: usize) -> Option<Fact<'r>> {
        let first = self.table.entries.first()?;
        if first.said_once(column).is_none() {
            let mut rows = self.table.records().map(|row| shown(&row, column));
            let first = rows.next()?;
            return rows.all(|fact| fact == first).then_some(first);
        }
        let mut facts = self.table.entries.iter().filter_map(|entry| entry.said_once(column));
        let first = facts.next()?;
        facts.all(|fact| fact == first).then(|| first.clone())
    }

    pub fn heads(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| COLUMNS[*column])
    }

    /// What stands in each row's columns.
    pub fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = Fact<'r>>> {
        self.table.records().map(|record| self.columns.iter().map(move |column| shown(&record, *column)))
    }

    pub fn length(&self) -> usize {
        self.table.length()
    }

    /// The sum over all that a reader of the table sees, what is said once before it.
    pub fn checksum(&self) -> String {
        let mut checksum = Checksum::default();
        for (name, text) in &self.said_once {
            checksum.row([*name, text.as_str()]);
        }
        checksum.row(self.heads());
        for facts in self.rows() {
            checksum.take(facts, |line, fact| fact.write(line));
        }
        checksum.finish()
    }
}

/// A record's fact as the workbook shows it.
fn shown<'r>(record: &Record<'_, 'r>, column: usize) -> Fact<'r> {
    match record.fact(column) {
        Fact::Words(raw) if column == RAW && record.value().is_some_and(|value| value.is_written(&raw)) => {
            Fact::Nothing
        }
        fact => fact,
    }
}
