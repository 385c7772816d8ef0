//! The file that a revision was read from, with what was found in it and why it was returned.

use super::super::Service;
use super::super::look::{self, RevisionView};
use super::kept::Told;
use super::{Annotated, place};
use crate::form::Form;
use crate::problem::{Problem, ProblemCode};
use crate::store::reviews::{Review, Verdict};
use crate::submit::Answers;
use crate::submit::annotation::{Annotations, Line};
use crate::vocabulary::{Actor, Explained, Finding, Severity};

/// The file of a revision with its annotations.
pub fn of_revision(service: &Service, actor: &Actor, id: i64) -> Result<Annotated, Problem> {
    let RevisionView { revision, form, answers, findings, reviews, .. } = look::revision(service, actor, id)?;
    let Some(file) = revision.file else {
        return Err(Problem::new(ProblemCode::Refused, "这次上报是在页面上填的，没有可以批注的原表。"));
    };
    let annotations = told(&form, &answers, &findings, reviews.iter().filter(|review| review.revision == id));
    Told { unit: revision.unit_name, file, annotations, sheet: revision.sheet, answers }.write(service)
}

/// What is said of a revision: what its last review asks for, then what was found.
pub(super) fn told<'r>(
    form: &Form,
    answers: &Answers,
    findings: &[Explained],
    reviews: impl Iterator<Item = &'r Review>,
) -> Annotations {
    let mut lines = match reviews.last().map(|review| &review.verdict) {
        Some(Verdict::Return { reason, items }) => returned(form, answers, reason, items),
        _ => Vec::new(),
    };
    lines.extend(findings.iter().map(|(finding, words)| {
        let line = Line::of(finding, place(form, finding, answers));
        match words.as_deref().filter(|words| !words.trim().is_empty()) {
            Some(words) => Line { sentence: format!("{}（已说明：{words}）", line.sentence), ..line },
            None => line,
        }
    }));
    Annotations { lines }
}

fn returned(form: &Form, answers: &Answers, reason: &str, items: &[String]) -> Vec<Line> {
    let line = |item: Option<&String>| {
        let title = item.and_then(|code| form.item_index(code)).map(|item| form.item_title(item, 0));
        let about = title.map_or(String::new(), |title| format!("{title}："));
        let finding = Finding::new(Severity::Hard, "returned", format!("{about}审核退回，原因是“{reason}”"));
        let finding = item.into_iter().fold(finding, |finding, code| finding.on_item(code));
        Line::of(&finding, place(form, &finding, answers))
    };
    if items.is_empty() { vec![line(None)] } else { items.iter().map(|item| line(Some(item))).collect() }
}
