//! The file that a clerk uploaded, with what is wrong in it, before anything is sent.
//!
//! What was typed on the page since then is no part of the file, and is not spoken of.

use super::super::judged::judge;
use super::super::{Service, draft};
use super::kept::Told;
use super::{Annotated, lines};
use crate::problem::{Problem, ProblemCode};
use crate::submit::annotation::Annotations;
use crate::submit::draft::Draft;
use crate::submit::entry::Entry;
use crate::vocabulary::Actor;

/// The unit's own draft file with its annotations.
pub fn of_draft(service: &Service, actor: &Actor, campaign: i64, code: &str) -> Result<Annotated, Problem> {
    let opened = draft::open(service, actor, campaign, code)?;
    let saved = opened.saved.as_ref().map(|saved| &saved.draft);
    let Some((saved, file)) = saved.and_then(|draft| Some((draft, draft.file.clone()?))) else {
        return Err(Problem::new(ProblemCode::Refused, "暂存里没有上传的文件，没有可以批注的原表。"));
    };
    let entry = Entry { texts: Default::default(), ..saved.entry.clone() };
    let judged = judge(&opened.expected, &Draft { entry, ..saved.clone() });
    let form = &opened.expected.form;
    let annotations = Annotations { lines: lines(form, &judged.findings, &judged.reading.answers) };
    let unit = opened.expected.unit.name.clone();
    let sheet = judged.reading.sheet.clone();
    Told { unit, file, annotations, sheet, answers: judged.reading.answers }.write(service)
}
