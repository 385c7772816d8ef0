//! Answers, findings and drafts as JSON: what a revision's snapshot and a draft's content look like on disk.
//!
//! Domain types are not serialisable on purpose; these are their papers. A snapshot never changes, so new fields
//! here must have defaults.

mod reading;
mod draft;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use self::draft::{read_draft, write_draft};
use super::objects::sha256;
use crate::form::Form;
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

/// SHA-256 of the figures alone, so that whoever has them can make it again: a line for each figure that has a
/// value or a mark, `item`, `column` and that with tabs between them, in the order of the lines' bytes.
pub fn figures_digest(figures: &[FigurePaper]) -> String {
    let line = |paper: &FigurePaper| {
        let said = paper.value.as_ref().or(paper.mark.as_ref())?;
        Some(format!("{}\t{}\t{said}\n", paper.item, paper.column))
    };
    let mut lines: Vec<String> = figures.iter().filter_map(line).collect();
    lines.sort();
    sha256(lines.concat().as_bytes())
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
