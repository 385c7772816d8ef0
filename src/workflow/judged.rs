//! A sheet judged: what it says, everything that is wrong with it, what was explained, and what still keeps it
//! from being sent.
//!
//! A sheet is checked once. Explanations are given to findings and change none of them, so that giving them needs no
//! second check.

use std::collections::BTreeMap;

use super::expected::Expected;
use crate::form::Form;
use crate::problem::{Problem, ProblemCode};
use crate::submit::draft::{Draft, Explanation};
use crate::submit::entry::enter;
use crate::submit::recognise::Reading;
use crate::validate::explanation::{given, obstacles};
use crate::validate::told::{finding, told};
use crate::validate::{Against, check};
use crate::vocabulary::{Finding, Severity};

/// A sheet as it would be sent.
#[derive(Clone, Debug)]
pub struct Judged {
    pub reading: Reading,
    pub findings: Vec<Finding>,
    /// The explanation of each finding, where there is one.
    pub words: Vec<Option<String>>,
    /// What keeps it from being sent: index of the finding, and a sentence.
    pub obstacles: Vec<(usize, String)>,
}

/// Judges what a draft says, with the explanations in it.
pub fn judge(expected: &Expected, draft: &Draft) -> Judged {
    let reading = enter(&expected.form, expected.task.year, draft.reading.as_ref(), &draft.entry);
    judge_reading(expected, reading).explained(&expected.form, &draft.explanations)
}

/// Judges a reading of which nothing was explained yet.
pub fn judge_reading(expected: &Expected, reading: Reading) -> Judged {
    let against = Against {
        year: Some(expected.task.year),
        level: expected.unit.level,
        last_year: expected.last_year.as_deref(),
    };
    let mut findings = check(&expected.form, &reading, against);
    if !reading.nil {
        let told =
            expected.summaries.iter().flat_map(|text| told(&expected.form, &reading.answers, text, against));
        findings.extend(told.filter_map(|told| finding(&expected.form, &told)));
        findings.sort_by_key(|finding| finding.severity);
    }
    Judged { reading, findings, words: Vec::new(), obstacles: Vec::new() }.explained(&expected.form, &[])
}

impl Judged {
    /// The same sheet with these explanations and no others.
    pub fn explained(mut self, form: &Form, explanations: &[Explanation]) -> Judged {
        self.words = given(form, &self.reading.answers, &self.findings, explanations);
        self.obstacles = obstacles(&self.findings, &self.words);
        self
    }

    /// What stands in the way, each sentence with the index of its finding (`e.3`).
    pub fn unfit(&self) -> Problem {
        let sentences =
            self.obstacles.iter().map(|(index, sentence)| (Some(format!("e.{index}")), sentence.clone()));
        Problem { code: ProblemCode::Unfit, sentences: sentences.collect() }
    }
}

/// Whether two 核实 stand on one figure, so that one explanation says it all.
pub fn asks_together(one: &Finding, other: &Finding) -> bool {
    let is_asked = |finding: &Finding| finding.severity == Severity::Query && finding.item.is_some();
    is_asked(one) && is_asked(other) && (&one.item, &one.column) == (&other.item, &other.column)
}

/// Words that people or programs give to findings.
#[derive(Clone, Debug)]
pub enum Words {
    /// A page knows a finding by its index.
    ByIndex(BTreeMap<usize, String>),
    /// A program knows it by what it is about.
    ByCode(Vec<Given>),
}

/// An explanation of a 核实 by its code, its item and, where there are several, its column.
#[derive(Clone, Debug)]
pub struct Given {
    pub code: String,
    pub item: Option<String>,
    pub column: Option<String>,
    pub words: String,
}

impl Given {
    fn fits(&self, finding: &Finding) -> bool {
        finding.code == self.code
            && finding.item == self.item
            && (self.column.is_none() || finding.column == self.column)
    }
}

impl Words {
    /// The explanations that these words are; words for findings that are not there are none.
    pub(super) fn explanations(&self, form: &Form, judged: &Judged) -> Vec<Explanation> {
        let of =
            |finding: &Finding, words: &str| Explanation::of(form, &judged.reading.answers, finding, words);
        match self {
            Words::ByIndex(words) => {
                let mut all = Vec::new();
                for (index, said) in words {
                    let Some(finding) = judged.findings.get(*index) else { continue };
                    all.push(of(finding, said));
                    // Whoever explains an item explains all that is asked of it and was not asked apart.
                    let others =
                        judged.findings.iter().enumerate().filter(|(other, asked)| {
                            !words.contains_key(other) && asks_together(finding, asked)
                        });
                    all.extend(others.map(|(_, asked)| of(asked, said)));
                }
                all
            }
            Words::ByCode(given) => given
                .iter()
                .filter_map(|given| {
                    let finding = judged.findings.iter().find(|finding| given.fits(finding))?;
                    Some(of(finding, &given.words))
                })
                .collect(),
        }
    }
}
