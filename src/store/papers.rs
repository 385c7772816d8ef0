//! Answers, findings and drafts as JSON: what a revision's snapshot and a draft's content look like on disk.
//!
//! Domain types are not serialisable on purpose; these are their papers. A snapshot never changes, so new fields
//! here must have defaults.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::form::Form;
use crate::submit::date_text::DateRead;
use crate::submit::draft::{Draft, DraftFile, Earlier, Explanation};
use crate::submit::entry::Entry;
use crate::submit::recognise::Reading;
use crate::submit::{Answer, Answers};
use crate::vocabulary::{Finding, Number, Place, Severity};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FigurePaper {
    pub item: String,
    pub column: String,
    pub value: Option<String>,
    pub mark: Option<String>,
    pub raw: String,
    pub sheet: Option<String>,
    pub cell: Option<String>,
    pub found: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindingPaper {
    pub severity: String,
    pub code: String,
    pub item: Option<String>,
    pub column: Option<String>,
    pub sheet: Option<String>,
    pub cell: Option<String>,
    pub holds: bool,
    pub sentence: String,
    #[serde(default)]
    pub explanation: Option<String>,
}

/// The figures of a sheet, section rows left out.
pub fn figures(form: &Form, answers: &Answers) -> Vec<FigurePaper> {
    let all = (0..form.figures()).filter(|figure| !form.items[figure / form.columns.len()].section);
    all.map(|figure| {
        let answer = answers.get(figure);
        FigurePaper {
            item: form.items[figure / form.columns.len()].code.clone(),
            column: form.columns[figure % form.columns.len()].code.clone(),
            value: answer.value.map(|value| value.to_string()),
            mark: answer.mark.clone(),
            raw: answer.raw.clone(),
            sheet: answer.place.as_ref().map(|place| place.sheet.to_string()),
            cell: answer.place.as_ref().map(|place| place.cell.clone()),
            found: answer.found,
        }
    })
    .collect()
}

/// The answers on paper; what the form does not know is passed over.
pub fn answers(form: &Form, papers: &[FigurePaper]) -> Answers {
    let mut answers = Answers::blank(form);
    for paper in papers {
        let item = form.item_index(&paper.item);
        let column = form.columns.iter().position(|column| column.code == paper.column);
        let (Some(item), Some(column)) = (item, column) else { continue };
        *answers.get_mut(form.figure(item, column)) = Answer {
            value: paper.value.as_deref().and_then(Number::parse),
            mark: paper.mark.clone(),
            raw: paper.raw.clone(),
            place: place(paper.sheet.as_deref(), paper.cell.as_deref()),
            found: paper.found,
        };
    }
    answers
}

pub fn place(sheet: Option<&str>, cell: Option<&str>) -> Option<Place> {
    Some(Place::new(Arc::from(sheet.unwrap_or_default()), cell?.to_owned()))
}

pub fn finding_paper(finding: &Finding, explanation: Option<&String>) -> FindingPaper {
    FindingPaper {
        severity: finding.severity.code().to_owned(),
        code: finding.code.clone(),
        item: finding.item.clone(),
        column: finding.column.clone(),
        sheet: finding.place.as_ref().map(|place| place.sheet.to_string()),
        cell: finding.place.as_ref().map(|place| place.cell.clone()),
        holds: finding.holds,
        sentence: finding.sentence.clone(),
        explanation: explanation.cloned(),
    }
}

fn finding(paper: FindingPaper) -> Finding {
    Finding {
        severity: Severity::from_code(&paper.severity).unwrap_or(Severity::Hard),
        place: place(paper.sheet.as_deref(), paper.cell.as_deref()),
        code: paper.code,
        item: paper.item,
        column: paper.column,
        holds: paper.holds,
        sentence: paper.sentence,
    }
}

#[derive(Serialize, Deserialize)]
struct ReadingPaper {
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

#[derive(Serialize, Deserialize)]
struct DraftPaper {
    key: String,
    file: Option<FilePaper>,
    reading: Option<ReadingPaper>,
    texts: BTreeMap<usize, String>,
    nil: bool,
    date: Option<String>,
    reporter: String,
    remark: String,
    explanations: Vec<ExplanationPaper>,
}

#[derive(Serialize, Deserialize)]
struct FilePaper {
    name: String,
    sha256: String,
    bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct ExplanationPaper {
    code: String,
    item: Option<String>,
    column: Option<String>,
    figure: Option<String>,
    words: String,
    #[serde(default)]
    earlier: Option<(i64, String)>,
}

/// A draft as JSON.
pub fn write_draft(form: &Form, draft: &Draft) -> String {
    let paper = DraftPaper {
        key: draft.key.clone(),
        file: draft.file.as_ref().map(|file| FilePaper {
            name: file.name.clone(),
            sha256: file.sha256.clone(),
            bytes: file.bytes,
        }),
        reading: draft.reading.as_ref().map(|reading| reading_paper(form, reading)),
        texts: draft.entry.texts.clone(),
        nil: draft.entry.nil,
        date: draft.entry.date.clone(),
        reporter: draft.reporter.clone(),
        remark: draft.remark.clone(),
        explanations: draft.explanations.iter().map(explanation_paper).collect(),
    };
    serde_json::to_string(&paper).expect("texts and numbers are valid JSON")
}

/// Reads a draft back; `None` where it is not one of this form (a later version wrote it).
pub fn read_draft(form: &Form, text: &str) -> Option<Draft> {
    let paper: DraftPaper = serde_json::from_str(text).ok()?;
    Some(Draft {
        key: paper.key,
        file: paper.file.map(|file| DraftFile { name: file.name, sha256: file.sha256, bytes: file.bytes }),
        reading: paper.reading.map(|reading| read_reading(form, reading)),
        entry: Entry { texts: paper.texts, nil: paper.nil, date: paper.date },
        reporter: paper.reporter,
        remark: paper.remark,
        explanations: paper.explanations.into_iter().map(read_explanation).collect(),
    })
}

fn reading_paper(form: &Form, reading: &Reading) -> ReadingPaper {
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

fn read_reading(form: &Form, paper: ReadingPaper) -> Reading {
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

fn explanation_paper(explanation: &Explanation) -> ExplanationPaper {
    ExplanationPaper {
        code: explanation.code.clone(),
        item: explanation.item.clone(),
        column: explanation.column.clone(),
        figure: explanation.figure.map(|figure| figure.to_string()),
        words: explanation.words.clone(),
        earlier: explanation.earlier.as_ref().map(|earlier| (earlier.revision, earlier.asked.clone())),
    }
}

fn read_explanation(paper: ExplanationPaper) -> Explanation {
    Explanation {
        code: paper.code,
        item: paper.item,
        column: paper.column,
        figure: paper.figure.as_deref().and_then(Number::parse),
        words: paper.words,
        earlier: paper.earlier.map(|(revision, asked)| Earlier { revision, asked }),
    }
}
