//! A text by what it is called.
//!
//! Its name, its first lines and its folder are asked in turn; the first that says anything decides, but a name and a
//! first line that say different things leave it open. A word that a deliverable's own title has goes before the
//! word for a kind; of two titles with the word the one whose other words the name has, too.

use super::super::task::{Deliverable, DeliverableKind};
use super::arrived::{Arrived, Unplaced, only};
use super::words::{Word, deciding};
use crate::vocabulary::FileKind;
use crate::vocabulary::plain::core;

/// Lines at the beginning of a text among which its title is, and the longest that is one.
const LINES: usize = 5;
const LONGEST: usize = 50;

/// Which deliverable a text is; nothing where nothing names it.
pub fn place(asked: &[&Deliverable], file: &Arrived<'_>) -> Option<Result<i64, Unplaced>> {
    let (folder, name) = split(file.name);
    let by_name = called(asked, stem(name), file.kind);
    let by_title = title(file.text).and_then(|title| called(asked, title, file.kind));
    match (by_name, by_title) {
        (Some(Ok(one)), Some(Ok(other))) if one != other => Some(Err(Unplaced::Several(vec![one, other]))),
        // A title may tell what a name leaves open, among what the name allows.
        (Some(Err(Unplaced::Several(ids))), Some(Ok(id))) if ids.contains(&id) => Some(Ok(id)),
        (Some(named), _) => Some(named),
        (None, Some(titled)) => Some(titled),
        (None, None) => folder.and_then(|folder| called(asked, folder, file.kind)),
    }
}

/// The innermost folder and the name in it.
pub fn split(path: &str) -> (Option<&str>, &str) {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or(path);
    (parts.next(), name)
}

/// A name without its ending.
pub fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().all(|c| c.is_ascii_alphanumeric()) => stem,
        _ => name,
    }
}

/// The first of the first lines that names any material.
fn title(text: &str) -> Option<&str> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    let is_title = |line: &&str| line.chars().count() <= LONGEST && !line.ends_with(['。', '；', '，', '：']);
    lines.take_while(is_title).find(|line| !deciding(line).is_empty())
}

/// What these words call; nothing where they name no material.
fn called(asked: &[&Deliverable], words: &str, kind: FileKind) -> Option<Result<i64, Unplaced>> {
    let deciding = deciding(words);
    let first = deciding.first()?;
    if deciding.iter().all(|word| word.kind == Some(DeliverableKind::Table)) && first.kind.is_some() {
        return Some(Err(Unplaced::NoForm));
    }
    let mut ids: Vec<i64> = Vec::new();
    for word in &deciding {
        let mut fitting = fits(asked, word);
        fitting.retain(|one| one.kind != DeliverableKind::Table && (kind != FileKind::Table || is_list(one)));
        let nearest = nearest(&fitting, words);
        let new = fitting.iter().map(|one| one.id).filter(|id| nearest.is_none_or(|nearest| nearest == *id));
        ids.extend(new);
    }
    ids.sort_unstable();
    ids.dedup();
    Some(match ids.len() {
        0 => Err(Unplaced::NotAsked(first.text)),
        _ => only(&ids).ok_or(Unplaced::Several(ids)),
    })
}

/// A spreadsheet may be a list or cases, hardly a plan or a summary.
fn is_list(deliverable: &Deliverable) -> bool {
    matches!(deliverable.kind, DeliverableKind::Other | DeliverableKind::Cases)
}

fn fits<'d>(asked: &[&'d Deliverable], word: &Word) -> Vec<&'d Deliverable> {
    let titled: Vec<&Deliverable> =
        asked.iter().copied().filter(|one| core(&one.title).contains(word.text)).collect();
    if !titled.is_empty() {
        return titled;
    }
    asked.iter().copied().filter(|one| word.kind.is_some_and(|kind| one.kind == kind)).collect()
}

/// The one of several whose whole title the words hold, longer than any other's.
fn nearest(fitting: &[&Deliverable], words: &str) -> Option<i64> {
    let words = core(words);
    let length = |one: &&&Deliverable| core(&one.title).len();
    let held: Vec<&&Deliverable> = fitting.iter().filter(|one| words.contains(&core(&one.title))).collect();
    let longest = held.iter().map(length).max()?;
    let longest: Vec<i64> = held.iter().filter(|one| length(one) == longest).map(|one| one.id).collect();
    // Titles that do not lie within the longest one say something of their own.
    let within = |one: &&&Deliverable| {
        held.iter()
            .any(|other| only(&longest) == Some(other.id) && core(&other.title).contains(&core(&one.title)))
    };
    only(&longest).filter(|_| held.iter().all(within))
}
