//! The sheets that count now: every revision in force below a node, as the roll-up of a folder knows sheets.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::campaign::{Standing, Task};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::revisions::{Revision, answers, findings};
use crate::store::{Conn, revisions};
use crate::submit::{Answers, Submission};
use crate::vocabulary::{Explained, Finding, Source, UnitCode};

/// The revisions in force, by their numbers, as the sheets that they are.
pub(super) fn submissions(
    conn: &mut Conn,
    form: &Form,
    task: &Task,
    all: &[Standing],
) -> Result<BTreeMap<i64, Submission>, Problem> {
    let ids: Vec<i64> = all.iter().filter_map(|standing| standing.in_force).collect();
    let mut answers = answers(conn, form, &ids)?;
    let mut findings = findings(conn, &ids)?;
    let mut sheets = BTreeMap::new();
    for revision in revisions::many(conn, &ids)? {
        let answers = answers.remove(&revision.id).unwrap_or_else(|| Answers::blank(form));
        let findings = findings.remove(&revision.id).unwrap_or_default();
        sheets.insert(revision.id, submission(revision, task, answers, findings));
    }
    Ok(sheets)
}

fn submission(revision: Revision, task: &Task, answers: Answers, findings: Vec<Explained>) -> Submission {
    let source = Source {
        file: revision.file.as_ref().map_or_else(
            || format!("{} 回执 {}", revision.channel.label(), revision.receipt.number),
            |file| file.name.clone(),
        ),
        sha256: revision.file.as_ref().map_or_else(|| revision.digest.clone(), |file| file.sha256.clone()),
        bytes: revision.file.as_ref().map_or(0, |file| file.bytes),
        received: Some(revision.received),
        sender: Some(revision.sender.clone()),
    };
    let explained = findings.into_iter().map(|(finding, words)| Finding {
        holds: false,
        sentence: match words {
            Some(words) => format!("{}（核实说明：{words}）", finding.sentence),
            None => finding.sentence.clone(),
        },
        ..finding
    });
    Submission {
        source: Arc::new(source),
        sheet: revision.sheet,
        unit_written: Some(revision.unit_name),
        unit: Some(UnitCode::new(&revision.unit_code)),
        candidates: Vec::new(),
        date: revision.filled_on.and_then(|date| date.parse().ok()),
        title_year: Some(task.year),
        nil: revision.nil,
        is_total: false,
        answers,
        findings: explained.collect(),
    }
}
