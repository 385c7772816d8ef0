//! The parts of a sketch, each as its text says it.

use crate::form::{Aggregation, Comparison, Relation, Show};
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
