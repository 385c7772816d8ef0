//! Definitions as text: forms, campaigns and report templates are TOML that a statistician can read.
//!
//! Deserialising straight into structs would stop at the first mistake and speak English of Rust types.
//! Here a [`Section`] is asked for its keys one by one; every mistake (a missing key, a wrong kind of
//! value, a key nobody knows) is noted with its line and the reading goes on, so that the author of a
//! text sees all of them at once. Whoever builds a value from a section gives placeholders for what is
//! missing: a value is only handed out when no mistake was noted.

mod said;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Number;

/// One mistake of a definition's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Counted from one.
    pub line: usize,
    pub sentence: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第 {} 行：{}", self.line, self.sentence)
    }
}

/// Reads a whole text with `build`; every mistake, in the order of lines, when there is any.
pub fn read<T>(text: &str, build: impl FnOnce(&Section) -> T) -> Result<T, Vec<Mistake>> {
    let notes = Notes { text, mistakes: RefCell::new(Vec::new()) };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        notes.note(offset, format!("TOML 写法有误（{}）", said::in_chinese(error.message())));
    }
    let value = build(&Section::new(table.get_ref(), 0, &notes));
    let mut mistakes = notes.mistakes.into_inner();
    mistakes.sort();
    mistakes.dedup();
    if mistakes.is_empty() { Ok(value) } else { Err(mistakes) }
}

struct Notes<'t> {
    text: &'t str,
    mistakes: RefCell<Vec<Mistake>>,
}

impl Notes<'_> {
    fn note(&self, offset: usize, sentence: String) {
        self.mistakes.borrow_mut().push(Mistake { line: self.line(offset), sentence });
    }

    fn line(&self, offset: usize) -> usize {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }
}

/// One table of a definition, being asked for its keys. Keys nobody asked for are reported when it goes.
pub struct Section<'t> {
    table: &'t DeTable<'t>,
    offset: usize,
    notes: &'t Notes<'t>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'t> Section<'t> {
    fn new(table: &'t DeTable<'t>, offset: usize, notes: &'t Notes<'t>) -> Section<'t> {
        Section { table, offset, notes, asked: RefCell::default() }
    }

    /// Notes a mistake at a key's line, or at the section's where the key is absent.
    pub fn mistake(&self, key: &str, sentence: impl Into<String>) {
        let offset = self.table.get(key).map_or(self.offset, |value| value.span().start);
        self.notes.note(offset, sentence.into());
    }

    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A text that must be there; empty after a mistake.
    pub fn text(&self, key: &'static str) -> String {
        let text = self.optional_text(key);
        if !self.has(key) {
            self.mistake(key, format!("缺少“{key}”"));
        }
        text.unwrap_or_default()
    }

    pub fn optional_text(&self, key: &'static str) -> Option<String> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str().map(str::to_owned);
        self.expect(key, text, "文字")
    }

    /// A list of texts; empty where the key is absent.
    pub fn texts(&self, key: &'static str) -> Vec<String> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let texts = value
            .get_ref()
            .as_array()
            .and_then(|list| list.iter().map(|entry| entry.get_ref().as_str().map(str::to_owned)).collect());
        self.expect(key, texts, "文字的列表").unwrap_or_default()
    }

    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        self.expect(key, value.get_ref().as_bool(), "true 或 false")
    }

    pub fn number(&self, key: &'static str) -> Option<Number> {
        let value = self.value(key)?;
        self.expect(key, as_number(value.get_ref()), "数字")
    }

    /// A whole number that is not negative.
    pub fn count(&self, key: &'static str) -> Option<u32> {
        let value = self.value(key)?;
        let count = value.get_ref().as_integer().and_then(|integer| integer.as_str().parse().ok());
        self.expect(key, count, "非负整数")
    }

    /// A value of any plain kind, as one would type it (a list with commas between), with its line.
    pub fn plain(&self, key: &'static str) -> Option<(usize, String)> {
        let value = self.value(key)?;
        let one = |value: &DeValue| match value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(integer) => Some(integer.as_str().to_owned()),
            DeValue::Boolean(yes) => Some(yes.to_string()),
            _ => None,
        };
        let text = match value.get_ref() {
            DeValue::Array(list) => {
                let parts: Option<Vec<String>> = list.iter().map(|entry| one(entry.get_ref())).collect();
                parts.map(|parts| parts.join(","))
            }
            value => one(value),
        };
        let line = self.notes.line(value.span().start);
        Some((line, self.expect(key, text, "文字、整数、true/false 或它们的列表")?))
    }

    /// `[[key]]` tables in their order.
    pub fn sections(&self, key: &'static str) -> Vec<Section<'t>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let tables = value.get_ref().as_array().and_then(|list| {
            list.iter().map(|entry| Some((entry.span().start, entry.get_ref().as_table()?))).collect()
        });
        let tables: Vec<(usize, &DeTable)> = self.expect(key, tables, "一组小节").unwrap_or_default();
        tables.into_iter().map(|(offset, table)| Section::new(table, offset, self.notes)).collect()
    }

    /// A `[key]` table.
    pub fn section(&self, key: &'static str) -> Option<Section<'t>> {
        let value = self.value(key)?;
        let table = self.expect(key, value.get_ref().as_table(), "一个小节")?;
        Some(Section::new(table, value.span().start, self.notes))
    }

    /// All keys of a table whose keys are the author's own words, with their values as numbers.
    pub fn named_numbers(&self, key: &'static str) -> Vec<(String, Number)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(table) = self.expect(key, value.get_ref().as_table(), "一个小节") else {
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (name, entry) in table {
            match as_number(entry.get_ref()) {
                Some(number) => pairs.push((name.get_ref().to_string(), number)),
                None => self.notes.note(entry.span().start, format!("“{}”应为数字", name.get_ref())),
            }
        }
        pairs
    }

    fn value(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key)
    }

    fn expect<T>(&self, key: &str, value: Option<T>, kind: &str) -> Option<T> {
        if value.is_none() {
            self.mistake(key, format!("“{key}”应为{kind}"));
        }
        value
    }
}

impl Drop for Section<'_> {
    fn drop(&mut self) {
        let asked = self.asked.borrow();
        for key in self.table.keys().filter(|key| !asked.contains(key.get_ref().as_ref())) {
            self.notes.note(key.span().start, format!("不认识的键“{}”", key.get_ref()));
        }
    }
}

fn as_number(value: &DeValue) -> Option<Number> {
    match value {
        DeValue::Integer(integer) => Number::parse(integer.as_str()),
        DeValue::Float(float) => Number::parse(float.as_str()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_reported_with_its_line_at_once() {
        let text = "title = 3\n\n[[item]]\ncode = \"1\"\nlabl = \"x\"\n";
        let mistakes = read(text, |section| {
            section.text("title");
            section.text("year");
            for item in section.sections("item") {
                item.text("code");
                item.text("label");
            }
        })
        .unwrap_err();
        let shown: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
        assert_eq!(
            shown,
            [
                "第 1 行：“title”应为文字",
                "第 1 行：缺少“year”",
                "第 3 行：缺少“label”",
                "第 5 行：不认识的键“labl”"
            ]
        );
    }

    #[test]
    fn broken_toml_names_its_line() {
        let mistakes = read("a = 1\nb = \n", |section| section.number("a")).unwrap_err();
        assert_eq!(mistakes[0].line, 2, "{mistakes:?}");
    }
}
