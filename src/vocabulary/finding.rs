//! A finding: one thing that is wrong, doubtful or worth knowing, at its cell, with what to do.
//!
//! Findings are collected, never thrown: a clerk who is told one mistake at a time gives up.

use serde::{Deserialize, Serialize};

use super::Place;

/// 强制, 核实, 提示: the three severities of domain practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// 强制: must be mended before the sheet counts.
    Hard,
    /// 核实: may count once somebody has explained it.
    Query,
    /// 提示: says what was read, and how.
    Hint,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Hard, Severity::Query, Severity::Hint];

    /// The name in definitions, JSON and the API.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Hard => "hard",
            Severity::Query => "query",
            Severity::Hint => "hint",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Severity::Hard => "强制",
            Severity::Query => "核实",
            Severity::Hint => "提示",
        }
    }

    pub fn from_code(code: &str) -> Option<Severity> {
        Self::ALL.into_iter().find(|severity| severity.code() == code || severity.label() == code)
    }
}

/// One finding. `sentence` is complete by itself: it names item and cell where there are any.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub severity: Severity,
    /// Stable, kebab-case, shared with the API: `not-integer`, `unit-confusion` …
    pub code: String,
    /// Code of the item it stands on.
    pub item: Option<String>,
    /// Code of the column it stands on, in forms with several columns.
    pub column: Option<String>,
    pub place: Option<Place>,
    /// A 核实 that keeps the unit outside an offline total until it is confirmed.
    pub holds: bool,
    pub sentence: String,
}

/// A finding with the explanation given to it, where there is one.
pub type Explained = (Finding, Option<String>);

impl Finding {
    pub fn new(severity: Severity, code: &str, sentence: impl Into<String>) -> Finding {
        Finding {
            severity,
            code: code.to_owned(),
            item: None,
            column: None,
            place: None,
            holds: false,
            sentence: sentence.into(),
        }
    }

    pub fn hard(code: &str, sentence: impl Into<String>) -> Finding {
        Finding::new(Severity::Hard, code, sentence)
    }

    pub fn query(code: &str, sentence: impl Into<String>) -> Finding {
        Finding::new(Severity::Query, code, sentence)
    }

    pub fn hint(code: &str, sentence: impl Into<String>) -> Finding {
        Finding::new(Severity::Hint, code, sentence)
    }

    /// What is said of the figure, wherever it stands: a sheet read from a file names the cell, a page has none.
    pub fn asked(&self) -> String {
        match &self.place {
            Some(place) => self.sentence.replacen(&format!("（{place}）"), "", 1),
            None => self.sentence.clone(),
        }
    }

    pub fn at(mut self, place: Option<Place>) -> Finding {
        self.place = place;
        self
    }

    pub fn on_item(mut self, item: &str) -> Finding {
        self.item = Some(item.to_owned());
        self
    }

    pub fn on_column(mut self, column: &str) -> Finding {
        self.column = Some(column.to_owned());
        self
    }

    pub fn holding(mut self) -> Finding {
        self.holds = true;
        self
    }
}
