//! 改为: a likely figure is taken in the place of what was typed, and what was typed is kept with it.
//!
//! A press takes one; what was pasted in is cleaned at once where its words have one reading. Nothing doubtful is
//! changed: it is listed.

use super::{Opened, change, open};
use crate::problem::Problem;
use crate::submit::draft::Draft;
use crate::validate::likely::likely;
use crate::vocabulary::{Actor, Number, Severity};
use crate::workflow::Service;

/// What was typed, and what it was taken for.
#[derive(Clone, Debug)]
pub struct Tidied {
    pub figure: usize,
    pub typed: String,
    pub value: Number,
    /// What was read, and how.
    pub sentence: String,
}

/// What became of words that were pasted in.
#[derive(Clone, Debug, Default)]
pub struct Pasted {
    pub version: i64,
    pub tidied: Vec<Tidied>,
    /// What is said against those that nobody changed.
    pub doubtful: Vec<String>,
}

/// Takes the likely figure of one cell; the new version.
pub fn mend(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    seen: i64,
    figure: usize,
) -> Result<i64, Problem> {
    let opened = open(service, actor, campaign, code)?;
    let all = all_likely(&opened, &[Severity::Query, Severity::Hint]);
    let own: Vec<Tidied> = all.into_iter().filter(|one| one.figure == figure).take(1).collect();
    if own.is_empty() {
        return Err(Problem::stale());
    }
    take(service, actor, opened, seen, &own)
}

/// Cleans what has one reading among what was typed; what was cleaned, and what is doubtful.
pub fn tidy(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    seen: i64,
) -> Result<Pasted, Problem> {
    let opened = open(service, actor, campaign, code)?;
    let tidied = all_likely(&opened, &[Severity::Hint]);
    let typed = |item: &str| {
        let answers = &opened.judged.reading.answers;
        let form = &opened.expected.form;
        let figures = form.item_index(item).map(|item| form.figure(item, 0)..form.figure(item + 1, 0));
        figures.is_some_and(|mut figures| figures.any(|figure| !answers.get(figure).raw.is_empty()))
    };
    let hard = opened.judged.findings.iter().filter(|finding| finding.severity == Severity::Hard);
    let doubtful = hard.filter(|finding| finding.item.as_deref().is_some_and(typed));
    let doubtful = doubtful.map(|finding| finding.sentence.clone()).collect();
    let version = if tidied.is_empty() { seen } else { take(service, actor, opened, seen, &tidied)? };
    Ok(Pasted { version, tidied, doubtful })
}

/// The likely figures of these findings, one a cell.
fn all_likely(opened: &Opened, severities: &[Severity]) -> Vec<Tidied> {
    let (form, answers) = (&opened.expected.form, &opened.judged.reading.answers);
    let mut all: Vec<Tidied> = Vec::new();
    for finding in opened.judged.findings.iter().filter(|finding| severities.contains(&finding.severity)) {
        let Some((figure, value)) = likely(form, answers, finding) else { continue };
        if all.iter().all(|other| other.figure != figure) {
            let typed = answers.get(figure).raw.clone();
            all.push(Tidied { figure, typed, value, sentence: finding.sentence.clone() });
        }
    }
    all
}

fn take(
    service: &Service,
    actor: &Actor,
    opened: Opened,
    seen: i64,
    tidied: &[Tidied],
) -> Result<i64, Problem> {
    change(service, actor, opened, seen, |draft| tidied.iter().for_each(|one| mended(draft, one)))
}

fn mended(draft: &mut Draft, one: &Tidied) {
    draft.entry.texts.insert(one.figure, one.value.to_string());
    draft.entry.mended.entry(one.figure).or_insert_with(|| one.typed.clone());
}
