//! 表式草稿: a form while it is drawn up, everything named by its code.
//!
//! A [`Form`](super::Form) is made for reading sheets: its parts, columns and checks point at one another by
//! position, and the words common to all forms are mixed into its own. Whoever draws a form up (a table that was
//! read, a person on a page) moves, renames and takes away; there positions break and codes do not. A sketch is
//! the same definition by codes, holds only what the form says itself, and turns into the text and back:
//! [`read`](read::read) and [`text`](write::text). Its text is the only judge of whether it is a form.
//!
//! Limits: remarks (`#`) of a text are not kept; rules and sentences of checks are kept as written.

mod read;
mod write;

use super::definition::read_form;
use super::{Aggregation, Comparison, Form, Relation, Show};
use crate::vocabulary::definition::Mistake;
use crate::vocabulary::{Level, Number, Severity};

/// A form by codes, as its text says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    pub code: String,
    pub version: String,
    pub title: String,
    pub short_title: String,
    pub sheet_number: Option<String>,
    pub notes: Vec<String>,
    /// None for a form with one figure an item.
    pub columns: Vec<SketchColumn>,
    pub derived_columns: Vec<SketchDerivedColumn>,
    pub items: Vec<SketchItem>,
    pub rates: Vec<SketchRate>,
    pub checks: Vec<SketchCheck>,
    /// The form's own names of header and footer fields, by key: `("unit", ["报送单位"])`.
    pub fields: Vec<(&'static str, Vec<String>)>,
    /// The form's own heads of columns, by key.
    pub headings: Vec<(&'static str, Vec<String>)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SketchItem {
    pub code: String,
    pub label: String,
    pub synonyms: Vec<String>,
    /// Empty for a section.
    pub measure: String,
    /// Decimal places taken; 0 for a count.
    pub decimals: u32,
    pub required: bool,
    /// The code of the whole, and how its parts relate to it.
    pub part_of: Option<(String, Relation)>,
    pub aggregation: Aggregation,
    pub bounds: Vec<(Level, Number)>,
    pub section: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SketchColumn {
    pub code: String,
    pub label: String,
    pub synonyms: Vec<String>,
    pub required: bool,
    /// The measure of all its figures with their decimal places, where it has one of its own.
    pub counted: Option<(String, u32)>,
}

impl SketchColumn {
    /// A column that must be filled in, measured as its items are.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> SketchColumn {
        SketchColumn {
            code: code.into(),
            label: label.into(),
            synonyms: Vec::new(),
            required: true,
            counted: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct SketchDerivedColumn {
    pub code: String,
    pub label: String,
    pub synonyms: Vec<String>,
    /// Codes of columns.
    pub this: String,
    pub base: String,
    pub kind: Comparison,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SketchRate {
    pub code: String,
    pub label: String,
    pub synonyms: Vec<String>,
    /// Codes of items.
    pub numerator: String,
    pub denominator: String,
    pub show: Show,
    pub after: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SketchCheck {
    pub code: String,
    pub severity: Severity,
    pub holds: bool,
    /// Codes of items, or `*` alone.
    pub items: Vec<String>,
    pub rule: String,
    pub sentence: String,
}

/// Keys of `[fields]` and `[headings]`.
pub const FIELD_KEYS: [&str; 9] =
    ["unit", "unit_code", "date", "reporter", "reviewer", "signer", "phone", "remark", "period"];
pub const HEADING_KEYS: [&str; 6] = ["label", "figure", "measure", "order", "never", "total"];

impl Sketch {
    /// The definition's text as a sketch; every mistake of the text otherwise.
    pub fn read(text: &str) -> Result<Sketch, Vec<Mistake>> {
        read_form(text)?;
        read::read(text)
    }

    /// The definition's text.
    pub fn text(&self) -> String {
        write::text(self)
    }

    /// The form that it is, or every mistake of its text.
    pub fn form(&self) -> Result<Form, Vec<Mistake>> {
        read_form(&self.text())
    }

    pub fn item(&self, code: &str) -> Option<&SketchItem> {
        self.items.iter().find(|item| item.code == code)
    }

    pub fn position(&self, code: &str) -> Option<usize> {
        self.items.iter().position(|item| item.code == code)
    }
}

impl SketchItem {
    /// A count that must be filled in, part of nothing.
    pub fn new(code: impl Into<String>, label: impl Into<String>, measure: impl Into<String>) -> SketchItem {
        SketchItem {
            code: code.into(),
            label: label.into(),
            synonyms: Vec::new(),
            measure: measure.into(),
            decimals: 0,
            required: true,
            part_of: None,
            aggregation: Aggregation::Sum,
            bounds: Vec::new(),
            section: false,
        }
    }

    /// A section row.
    pub fn section(code: impl Into<String>, label: impl Into<String>) -> SketchItem {
        SketchItem { section: true, required: false, ..SketchItem::new(code, label, "") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::builtin::FORMS;

    #[test]
    fn every_built_in_form_is_the_same_after_its_text_was_written_anew() {
        for built_in in &FORMS {
            let sketch = Sketch::read(built_in.text).expect("a built-in form");
            let again = Sketch::read(&sketch.text()).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
            assert_eq!(sketch, again, "{}", built_in.code);
            let shown = |form: Form| format!("{form:?}");
            let (first, second) = (read_form(built_in.text).unwrap(), sketch.form().unwrap());
            assert_eq!(shown(first), shown(second), "{}", built_in.code);
        }
    }

    #[test]
    fn words_with_quotes_and_line_breaks_come_back() {
        let text = "code = \"x\"\nversion = \"1\"\ntitle = \"\"\"表“甲”\\\\\n二\"\"\"\nshort_title = \"a\\\"b\"\n\
                    [[item]]\ncode = \"1\"\nlabel = \"甲\"\nmeasure = \"件\"\nbounds = { county = 0.5 }\n";
        let sketch = Sketch::read(text).unwrap();
        assert_eq!(sketch.title, "表“甲”\\\n二");
        assert_eq!(Sketch::read(&sketch.text()).unwrap(), sketch);
    }
}
