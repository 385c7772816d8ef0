//! Files that came together → which deliverable each is, for a person to confirm.
//!
//! Offices send an archive, a mail or a folder with everything in it, under names that only they understand. A file
//! that holds the campaign's form is the table. A picture or footage is told by its kind, a text by what it is
//! called: by its name, its first lines, the folder that it lay in, in this order, held against the deliverables' own
//! titles first and against the words that offices use for each kind of material second. A text that nothing
//! names is the summary, where it is the only one. Whatever fits two deliverables, or none, is asked: a file in the
//! wrong place is worse than a question.
//!
//! Nothing here holds a file back. What does not look as the notice asks is said as a hint beside it.

mod arrived;
mod hints;
mod media;
mod titles;
mod words;

pub use arrived::{Arrived, Proposed, Unplaced};
pub use hints::hints;

use arrived::only;

use super::task::{Deliverable, DeliverableKind};
use crate::vocabulary::FileKind;

/// What each file seems to be, in their order; `asked` are the deliverables that bind whoever sends.
pub fn sort(asked: &[&Deliverable], files: &[Arrived<'_>]) -> Vec<Proposed> {
    let mut placed: Vec<Placed> = files.iter().map(|file| place(asked, file)).collect();
    settle_unnamed(asked, &mut placed);
    let proposed = |(placed, file): (Placed, &Arrived<'_>)| {
        let found = placed.deliverable.as_ref().ok().and_then(|id| asked.iter().find(|one| one.id == *id));
        let mut hints = found.map_or_else(Vec::new, |deliverable| hints(deliverable, file));
        if placed.is_unnamed && found.is_some() {
            hints.push("名称没有说明是什么材料，按文字材料归入，请核对".to_owned());
        }
        Proposed { deliverable: placed.deliverable, hints }
    };
    placed.into_iter().zip(files).map(proposed).collect()
}

struct Placed {
    deliverable: Result<i64, Unplaced>,
    /// A text that nothing names.
    is_unnamed: bool,
}

fn place(asked: &[&Deliverable], file: &Arrived<'_>) -> Placed {
    let named = |deliverable| Placed { deliverable, is_unnamed: false };
    if file.holds_form {
        let tables: Vec<i64> = of_kind(asked, DeliverableKind::Table);
        return named(only(&tables).ok_or(match tables.len() {
            0 => Unplaced::NotAsked("统计表"),
            _ => Unplaced::Several(tables),
        }));
    }
    match file.kind {
        FileKind::Picture | FileKind::Video | FileKind::Sound => named(media::place(asked, file)),
        FileKind::Document | FileKind::Pdf | FileKind::Table | FileKind::Slides => {
            match titles::place(asked, file) {
                Some(deliverable) => named(deliverable),
                None => Placed { deliverable: Err(Unplaced::Unknown), is_unnamed: may_be_summary(file) },
            }
        }
        FileKind::Archive | FileKind::Mail | FileKind::Other => named(Err(Unplaced::Unknown)),
    }
}

/// A document with words: a scan without any may be anything.
fn may_be_summary(file: &Arrived<'_>) -> bool {
    file.kind.is_text() && !file.text.trim().is_empty()
}

/// The only text that nothing names is the summary, where no other file is.
fn settle_unnamed(asked: &[&Deliverable], placed: &mut [Placed]) {
    let Some(summary) = only(&of_kind(asked, DeliverableKind::Summary)) else { return };
    let is_there = placed.iter().any(|one| one.deliverable == Ok(summary));
    let mut unnamed = placed.iter_mut().filter(|one| one.is_unnamed);
    if let (Some(one), None, false) = (unnamed.next(), unnamed.next(), is_there) {
        one.deliverable = Ok(summary);
    }
}

fn of_kind(asked: &[&Deliverable], kind: DeliverableKind) -> Vec<i64> {
    asked.iter().filter(|one| one.kind == kind).map(|one| one.id).collect()
}

#[cfg(test)]
mod tests;
