//! What recognition makes of one unit's table.

use chrono::NaiveDate;

use super::clues::Clue;
use crate::submit::answers::Answers;
use crate::submit::date_text::DateRead;
use crate::submit::mark::Mark;
use crate::vocabulary::Finding;
use crate::vocabulary::time::Instant;

/// One filled table of one unit, as far as the sheet says.
#[derive(Clone, Debug)]
pub struct Reading {
    pub sheet: String,
    pub visible: bool,
    pub unit_written: Option<String>,
    pub unit_code_written: Option<String>,
    /// Who gathered a table of many units: the office that a row 机关 or 本级 is of.
    pub gathered_by: Option<String>,
    /// What else may name the unit: words near the table, other cells of its row.
    pub clues: Vec<Clue>,
    /// When the row was sent, as the export of a form filled online says (提交时间).
    pub submitted: Option<Instant>,
    /// Words of the title before the year: some sheets name their unit only there.
    pub title: Option<String>,
    pub title_years: Vec<i32>,
    pub date: Option<NaiveDate>,
    pub date_words: DateRead,
    pub nil: bool,
    pub is_example: bool,
    /// What the file says that it was handed out for, where it is one of ours.
    pub mark: Option<Mark>,
    pub answers: Answers,
    pub findings: Vec<Finding>,
    /// What an earlier roll-up settled, where the reading comes out of a workbook of ours.
    pub carried: Option<Carried>,
}

/// A sheet's standing in the roll-up that it is carried over from.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    pub standing: Standing,
    /// The file that the unit had sent.
    pub file: String,
    pub received: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Counted, or to be settled again.
    Settled,
    Faulty,
    Held,
    /// No unit's sheet at all but the total of a node.
    Total,
}

impl Reading {
    /// There are figures, and nothing says which column of the form is whose.
    pub fn is_unread(&self) -> bool {
        self.findings.iter().any(|finding| finding.code == "unknown-columns")
    }

    /// Filled in, and no figure but 0.
    pub fn is_all_zero(&self) -> bool {
        !self.is_blank() && self.answers.iter().all(|answer| answer.value.is_none_or(|value| value.is_zero()))
    }

    /// Nothing at all where figures belong.
    pub fn is_blank(&self) -> bool {
        self.answers.iter().all(|answer| answer.raw.is_empty())
    }
}
