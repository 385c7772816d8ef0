//! What a careful reader copies out of a sheet, and what that reader must object to.
//!
//! Truth is decided while the sheet is made, never by reading it back. Where careful readers would
//! disagree (is `一百二十` a number?) the truth says so: the value is [`Expected::Debatable`] or a finding
//! is only allowed, and the verdict asks for no more than that nothing is silently wrong.

use std::borrow::Cow;

use serde_json::{Value, json};

/// The anchor form's item codes.
pub const ITEMS: [usize; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/// The one item that is money.
pub const MONEY: usize = 7;
const REFUSAL: &str = "refusal";

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
    /// Whatever keeps the figure out of a total until a person has looked: a 强制, or a 核实 that holds.
    Ask,
}

impl Severity {
    pub fn code(self) -> &'static str {
        match self {
            Severity::Hard => "hard",
            Severity::Query => "query",
            Severity::Ask => "ask",
        }
    }
}

/// One thing the reader must (or may) object to.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    pub kind: Cow<'static, str>,
    pub severity: Severity,
    /// `None`: about the sheet as a whole, wherever the finding stands.
    pub item: Option<usize>,
}

impl Issue {
    pub fn hard(kind: &'static str, item: usize) -> Issue {
        Issue { kind: kind.into(), severity: Severity::Hard, item: Some(item) }
    }

    pub fn query(kind: &'static str, item: usize) -> Issue {
        Issue { kind: kind.into(), severity: Severity::Query, item: Some(item) }
    }

    pub fn ask(kind: &'static str, item: usize) -> Issue {
        Issue { kind: kind.into(), severity: Severity::Ask, item: Some(item) }
    }

    pub fn ask_sheet(kind: &'static str) -> Issue {
        Issue { kind: kind.into(), severity: Severity::Ask, item: None }
    }

    /// Refusing the file is as good as asking.
    pub fn refusal() -> Issue {
        Issue::ask_sheet(REFUSAL)
    }

    pub fn is_refusal(&self) -> bool {
        self.kind == REFUSAL
    }

    /// `hard:missing:7`, or `hard:all zero` for the sheet as a whole.
    pub fn in_words(&self) -> String {
        match self.item {
            Some(item) => format!("{}:{}:{item}", self.severity.code(), self.kind),
            None => format!("{}:{}", self.severity.code(), self.kind),
        }
    }

    pub fn from_words(words: &str) -> Issue {
        let mut parts = words.splitn(3, ':');
        let severity = match parts.next() {
            Some("hard") => Severity::Hard,
            Some("ask") => Severity::Ask,
            _ => Severity::Query,
        };
        let kind = parts.next().unwrap_or_default().to_owned().into();
        Issue { kind, severity, item: parts.next().and_then(|item| item.parse().ok()) }
    }

    pub fn hard_sheet(kind: &'static str) -> Issue {
        Issue { kind: kind.into(), severity: Severity::Hard, item: None }
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

    /// True when a careful reader may as well send the file back unread.
    pub fn may_be_refused(&self) -> bool {
        self.allowed.iter().any(Issue::is_refusal)
    }

    /// What [`Truth::to_json`] wrote.
    pub fn from_json(line: &Value) -> Truth {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let value = |value: &Value| match value.as_str() {
            Some("debatable") => Expected::Debatable,
            Some(figure) => Expected::Figure(figure.to_owned()),
            None => Expected::Nothing,
        };
        let issues = |value: &Value| {
            list(value)
                .iter()
                .map(|issue| Issue::from_words(issue.as_str().expect("issues are words")))
                .collect()
        };
        Truth {
            unit_name: text(&line["unit"]).expect("a unit is named"),
            unit: match &line["unit_code"] {
                Value::String(code) => WhichUnit::Code(code.clone()),
                Value::Array(codes) => WhichUnit::OneOf(codes.iter().filter_map(text).collect()),
                _ => WhichUnit::Debatable,
            },
            date: text(&line["date"]),
            values: std::array::from_fn(|index| value(&line["values"][index])),
            due: issues(&line["issues"]),
            allowed: issues(&line["allowed"]),
        }
    }

    pub fn to_json(&self) -> Value {
        let value = |expected: &Expected| match expected {
            Expected::Figure(text) => json!(text),
            Expected::Nothing => Value::Null,
            Expected::Debatable => json!("debatable"),
        };
        let issue = Issue::in_words;
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
