//! 在线填报: what a clerk types on the page, alone or over what was read from a file.
//!
//! Typed words go through the same reader as a cell's (`１２`, `12件`, `35000元`), so that page and file are
//! judged alike. Where a figure is typed over one that was read, the file's cell, its words and what was found
//! at it are put aside; where the page shows what was read and nobody touched it, all of that stays.

use std::collections::BTreeMap;

use super::answers::Answers;
use super::date_text::{DateRead, read_date};
use super::grid::Content;
use super::recognise::Reading;
use super::recognise::figure::{Measures, read_answer};
use crate::form::Form;
use crate::vocabulary::{Finding, Severity};

/// What stands on the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Typed words by figure; only those that the page has.
    pub texts: BTreeMap<usize, String>,
    /// 零报告.
    pub nil: bool,
    /// 填报日期; `None` where the page does not ask.
    pub date: Option<String>,
    /// What had been typed where a likely figure was then taken instead, by figure.
    pub mended: BTreeMap<usize, String>,
}

impl Reading {
    /// A reading of nothing, for a page that is filled without a file. Its year is the campaign's: the page's
    /// own title says so.
    pub fn of_page(form: &Form, year: i32) -> Reading {
        Reading {
            sheet: String::new(),
            visible: true,
            unit_written: None,
            unit_code_written: None,
            gathered_by: None,
            clues: Vec::new(),
            submitted: None,
            title: None,
            title_years: vec![year],
            date: None,
            date_words: DateRead::Blank,
            nil: false,
            is_example: false,
            mark: None,
            answers: Answers::blank(form),
            findings: Vec::new(),
            carried: None,
        }
    }
}

/// Puts an entry over a reading.
pub fn enter(form: &Form, year: i32, read: Option<&Reading>, entry: &Entry) -> Reading {
    let mut reading = read.cloned().unwrap_or_else(|| Reading::of_page(form, year));
    for (&figure, text) in entry.texts.iter().filter(|(figure, _)| **figure < form.figures()) {
        if text.trim() != shown(form, &reading, figure).trim() || read.is_none() {
            type_over(form, &mut reading, figure, text);
            if let Some(words) = entry.mended.get(&figure) {
                let words = format!("原填“{words}”，填报时改为 {}", text.trim());
                reading.findings.push(form.finding(Severity::Hint, "mended", figure, None, &words));
            }
        }
    }
    if let Some(date) = &entry.date {
        let words = read_date(date);
        if words.day(Some(year)) != reading.date || words.day(Some(year)).is_none() {
            reading.date_words = words;
            reading.date = words.day(Some(year));
        }
    }
    reading.nil = entry.nil;
    reading
}

/// What the page shows in a figure's field: what was read; the cell's own words where no number was, or where
/// they have to be corrected (`约800` may turn out to be 800); nothing where these words are the bare number (the
/// same item twice), because typing it would change nothing.
pub fn shown(form: &Form, reading: &Reading, figure: usize) -> String {
    let answer = reading.answers.get(figure);
    let wrong = reading
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Hard && stands_on(form, finding, figure));
    match (&answer.value, &answer.mark) {
        (Some(value), None) if !wrong => value.to_string(),
        (Some(value), None) if value.to_string() == answer.raw.trim() => String::new(),
        _ => answer.raw.clone(),
    }
}

/// Whether a finding stands on a figure.
fn stands_on(form: &Form, finding: &Finding, figure: usize) -> bool {
    let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
    let same_item = finding.item.as_ref() == Some(&form.items[item].code);
    same_item && finding.column.as_ref().is_none_or(|code| *code == form.columns[column].code)
}

fn type_over(form: &Form, reading: &mut Reading, figure: usize, text: &str) {
    reading.findings.retain(|finding| !stands_on(form, finding, figure));
    let content = (!text.trim().is_empty()).then(|| Content::Text(text.to_owned()));
    let (answer, findings) = read_answer(form, figure, content.as_ref(), None, Measures::default());
    *reading.answers.get_mut(figure) = answer;
    reading.findings.extend(findings);
}

#[cfg(test)]
mod tests;
