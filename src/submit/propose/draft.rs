//! A proposal under way: rows that ask for figures, before they have codes.

use crate::form::sketch::{Sketch, SketchCheck};
use crate::vocabulary::Place;
use crate::vocabulary::measure::Measure;

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The cell that it is about; none for what is missing altogether.
    pub place: Option<Place>,
    /// Code of the item it is about, where it is about one.
    pub item: Option<String>,
    /// In Chinese, a whole sentence.
    pub sentence: String,
}

/// One row (or column) that asks for a figure or heads a section.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    pub place: Option<Place>,
    /// What stands in the column of numbers.
    pub order: String,
    /// Words over or before the label that several rows share, from the outermost.
    pub groups: Vec<String>,
    /// The label's words as written.
    pub words: String,
    pub indent: usize,
    /// From the column of measures, or the row of them.
    pub measure: Option<Measure>,
    /// Words in the place of a measure that are none.
    pub odd_measure: Option<String>,
    pub section: bool,
    /// A figure with a fraction stands in the table.
    pub has_fraction: bool,
    /// Items of one table across, where a sum may stand at the end.
    pub across: bool,
}

/// What has been found of a form so far.
#[derive(Debug, Default)]
pub struct Draft {
    pub sheet: String,
    pub sketch: Sketch,
    pub items: Vec<Raw>,
    /// The words that group each item of the sketch; empty for none.
    pub groups: Vec<String>,
    /// The measure of items that say none themselves: in the head of the figures, or above the table.
    pub measure: Option<Measure>,
    pub questions: Vec<Question>,
}

impl Draft {
    pub fn new(sheet: &str) -> Draft {
        Draft { sheet: sheet.to_owned(), ..Draft::default() }
    }

    pub fn ask(&mut self, place: Option<Place>, sentence: String) {
        self.questions.push(Question { place, item: None, sentence });
    }

    pub fn ask_about(&mut self, item: &str, place: Option<Place>, sentence: String) {
        self.questions.push(Question { place, item: Some(item.to_owned()), sentence });
    }

    pub fn check(&mut self, code: String, items: Vec<String>, rule: String, sentence: String) {
        let severity = crate::vocabulary::Severity::Hard;
        self.sketch.checks.push(SketchCheck { code, severity, holds: false, items, rule, sentence });
    }
}
