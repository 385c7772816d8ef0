//! One finding below the figure that it is about.

use super::super::status::Tag;
use crate::vocabulary::Severity;

/// A finding as a line: severity, words, and where it links to.
#[derive(Clone, Debug)]
pub struct FindingLine {
    pub severity: Severity,
    pub sentence: String,
    /// The unit's 核实说明, where there is one.
    pub explanation: String,
    /// `改为 23.41 万元`; empty where no figure is likely.
    pub mending: String,
}

impl FindingLine {
    pub fn new(severity: Severity, sentence: impl Into<String>) -> FindingLine {
        FindingLine {
            severity,
            sentence: sentence.into(),
            explanation: String::new(),
            mending: String::new(),
        }
    }

    pub fn explained(mut self, words: impl Into<String>) -> FindingLine {
        self.explanation = words.into();
        self
    }

    pub fn mended_by(mut self, words: impl Into<String>) -> FindingLine {
        self.mending = words.into();
        self
    }

    pub fn tag(&self) -> Tag {
        super::super::status::severity(self.severity)
    }

    pub fn tone(&self) -> &'static str {
        tone(self.severity)
    }
}

pub(super) fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Hard => "hard",
        Severity::Query => "query",
        Severity::Hint => "hint",
    }
}
