//! What a careful reader copies out of a sheet, and what that reader must object to.
//!
//! Truth is decided while the sheet is made, never by reading it back. Where careful readers would
//! disagree (is `一百二十` a number?) the truth says so: the value is [`Expected::Debatable`] or a finding
//! is only allowed, and the verdict asks for no more than that nothing is silently wrong.

use serde_json::{Value, json};

/// The anchor form's item codes.
pub const ITEMS: [usize; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/// The one item that is money.
pub const MONEY: usize = 7;

/// What must be read for one item.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// Canonical decimal in the item's own unit of measure.
    Figure(String),
    /// The sheet has none: `null`.
    Nothing,
    /// Whatever is read, as long as the demanded finding stands on the item.
    Debatable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Hard,
    Query,
}

impl Severity {
    pub fn code(self) -> &'static str {
        match self {
            Severity::Hard => "hard",
            Severity::Query => "query",
        }
    }
}

/// One thing the reader must (or may) object to.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    pub kind: &'static str,
    pub severity: Severity,
    /// `None`: about the sheet as a whole, wherever the finding stands.
    pub item: Option<usize>,
}

impl Issue {
    pub fn hard(kind: &'static str, item: usize) -> Issue {
        Issue { kind, severity: Severity::Hard, item: Some(item) }
    }

    pub fn query(kind: &'static str, item: usize) -> Issue {
        Issue { kind, severity: Severity::Query, item: Some(item) }
    }

    pub fn hard_sheet(kind: &'static str) -> Issue {
        Issue { kind, severity: Severity::Hard, item: None }
    }
}

/// Which unit the sheet is from.
#[derive(Clone, Debug, PartialEq)]
pub enum WhichUnit {
    Code(String),
    /// The name fits several; none may be chosen.
    OneOf(Vec<String>),
    /// Not judged: readers would disagree.
    Debatable,
}

/// The truth about one unit's figures.
#[derive(Clone, Debug)]
pub struct Truth {
    /// As written.
    pub unit_name: String,
    pub unit: WhichUnit,
    /// `2024-03-18`; `None` where the sheet has none or the day is debatable.
    pub date: Option<String>,
    pub values: [Expected; 11],
    /// Findings that must be there.
    pub due: Vec<Issue>,
    /// Findings that may be there and are no false alarm.
    pub allowed: Vec<Issue>,
}

impl Truth {
    pub fn value(&self, item: usize) -> &Expected {
        &self.values[item - 1]
    }

    pub fn set(&mut self, item: usize, expected: Expected) {
        self.values[item - 1] = expected;
    }

    pub fn figure(&self, item: usize) -> Option<&str> {
        match self.value(item) {
            Expected::Figure(text) => Some(text),
            _ => None,
        }
    }

    /// True when nothing is wrong with the sheet.
    pub fn is_clean(&self) -> bool {
        self.due.is_empty() && self.allowed.is_empty() && matches!(self.unit, WhichUnit::Code(_))
    }

    pub fn to_json(&self) -> Value {
        let value = |expected: &Expected| match expected {
            Expected::Figure(text) => json!(text),
            Expected::Nothing => Value::Null,
            Expected::Debatable => json!("debatable"),
        };
        let issue = |issue: &Issue| match issue.item {
            Some(item) => format!("{}:{}:{item}", issue.severity.code(), issue.kind),
            None => format!("{}:{}", issue.severity.code(), issue.kind),
        };
        json!({
            "unit": self.unit_name,
            "unit_code": match &self.unit {
                WhichUnit::Code(code) => json!(code),
                WhichUnit::OneOf(codes) => json!(codes),
                WhichUnit::Debatable => Value::Null,
            },
            "date": self.date,
            "values": self.values.iter().map(value).collect::<Vec<_>>(),
            "issues": self.due.iter().map(issue).collect::<Vec<_>>(),
            "allowed": self.allowed.iter().map(issue).collect::<Vec<_>>(),
        })
    }
}
