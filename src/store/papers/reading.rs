//! What a file said, as a draft keeps it: the whole reading, so that what the clerk types later can be held
//! against it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FigurePaper, FindingPaper, answers, figures, finding, finding_paper};
use crate::form::Form;
use crate::submit::date_text::DateRead;
use crate::submit::recognise::Reading;

#[derive(Serialize, Deserialize)]
pub(super) struct ReadingPaper {
    sheet: String,
    unit_written: Option<String>,
    title: Option<String>,
    title_years: Vec<i32>,
    date: Option<String>,
    date_words: String,
    nil: bool,
    figures: Vec<FigurePaper>,
    findings: Vec<FindingPaper>,
}

pub(super) fn reading_paper(form: &Form, reading: &Reading) -> ReadingPaper {
    let date_words = match reading.date_words {
        DateRead::Day(day) => day.to_string(),
        DateRead::MonthAndDay(month, day) => format!("{month}-{day}"),
        DateRead::Unreadable => "?".to_owned(),
        DateRead::Blank => String::new(),
    };
    ReadingPaper {
        sheet: reading.sheet.clone(),
        unit_written: reading.unit_written.clone(),
        title: reading.title.clone(),
        title_years: reading.title_years.clone(),
        date: reading.date.map(|date| date.to_string()),
        date_words,
        nil: reading.nil,
        figures: figures(form, &reading.answers),
        findings: reading.findings.iter().map(|finding| finding_paper(finding, None)).collect(),
    }
}

pub(super) fn read_reading(form: &Form, paper: ReadingPaper) -> Reading {
    let numbers: Vec<u32> = paper.date_words.split('-').filter_map(|part| part.parse().ok()).collect();
    let date_words = match (paper.date_words.as_str(), numbers.as_slice()) {
        ("", _) => DateRead::Blank,
        (words, [_, _, _]) => words.parse().map_or(DateRead::Unreadable, DateRead::Day),
        (_, [month, day]) => DateRead::MonthAndDay(*month, *day),
        _ => DateRead::Unreadable,
    };
    Reading {
        sheet: paper.sheet,
        unit_written: paper.unit_written,
        title: paper.title,
        title_years: paper.title_years,
        date: paper.date.and_then(|date| date.parse::<NaiveDate>().ok()),
        date_words,
        nil: paper.nil,
        answers: answers(form, &paper.figures),
        findings: paper.findings.into_iter().map(finding).collect(),
        ..Reading::of_page(form, 0)
    }
}
