//! 暂存: what a clerk reads from a file or types on the page, judged every time it is looked at, sent never.

pub mod known;
pub mod mending;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::expected::{Expected, find, open_for};
use super::judged::{Judged, judge};
use super::own_table::{file_name, read_own, refuse_others};
use super::values::Values;
use super::{Service, secrets};
use crate::campaign::task::DueChange;
use crate::problem::Problem;
use crate::store::drafts::{self, Saved};
use crate::store::{campaigns, revisions};
use crate::submit::Answers;
use crate::submit::draft::{Draft, DraftFile};
use crate::submit::entry::{Entry, shown};
use crate::validate::explanation::said_before;
use crate::vocabulary::Actor;

/// A draft as a page shows it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub expected: Expected,
    pub saved: Option<Saved>,
    pub judged: Judged,
    pub changes: Vec<DueChange>,
}

impl Opened {
    /// The version to be named when saving: 0 before the first time.
    pub fn version(&self) -> i64 {
        self.saved.as_ref().map_or(0, |saved| saved.version)
    }
}

/// What a page posts.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub texts: BTreeMap<usize, String>,
    pub nil: bool,
    pub date: Option<String>,
    pub reporter: String,
    pub remark: String,
}

/// The unit's draft, or an empty page.
pub fn open(service: &Service, actor: &Actor, campaign: i64, code: &str) -> Result<Opened, Problem> {
    service.store.read(|conn| {
        let expected = find(service, conn, actor, campaign, code)?;
        let saved = drafts::find(conn, &expected.form, campaign, expected.unit.id)?;
        let empty = Draft::default();
        let judged = judge(&expected, saved.as_ref().map_or(&empty, |saved| &saved.draft));
        let changes = campaigns::due_changes(conn, expected.table.id)?;
        Ok(Opened { expected, saved, judged, changes })
    })
}

/// Saves what the page posted over the version it had shown; the new version.
pub fn save(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    seen: i64,
    page: Page,
) -> Result<i64, Problem> {
    let opened = open(service, actor, campaign, code)?;
    open_for(&opened.expected, service.now())?;
    if opened.version() != seen {
        return Err(Problem::stale());
    }
    let before = begun(service, &opened.expected, opened.saved)?;
    // What was typed anew is no longer the figure that had been taken.
    let mut mended = before.entry.mended.clone();
    mended.retain(|figure, _| page.texts.get(figure) == before.entry.texts.get(figure));
    let draft = Draft {
        key: if before.key.is_empty() { secrets::reference()? } else { before.key.clone() },
        entry: Entry { texts: page.texts, nil: page.nil, date: page.date, mended },
        reporter: page.reporter,
        remark: page.remark,
        ..before
    };
    put(service, actor, &opened.expected, seen, draft)
}

/// Saves what a program says over the version that it had seen; the new version.
pub fn save_values(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    seen: i64,
    values: Values,
) -> Result<i64, Problem> {
    let entry = values.entry(&open(service, actor, campaign, code)?.expected.form)?;
    let page = Page {
        texts: entry.texts,
        nil: entry.nil,
        date: entry.date,
        reporter: values.reporter,
        remark: values.remark,
    };
    save(service, actor, (campaign, code), seen, page)
}

/// What a draft goes on from: itself, or what the unit said the last time it sent.
fn begun(service: &Service, expected: &Expected, saved: Option<Saved>) -> Result<Draft, Problem> {
    let last = match (saved, expected.standing.current) {
        (Some(saved), _) => return Ok(saved.draft),
        (None, None) => return Ok(Draft::default()),
        (None, Some(last)) => last,
    };
    service.store.read(|conn| {
        let form = &expected.form;
        let number = revisions::find(conn, last)?.number;
        let answers = revisions::answers(conn, form, &[last])?.remove(&last);
        let answers = answers.unwrap_or_else(|| Answers::blank(form));
        let findings = revisions::findings(conn, &[last])?.remove(&last);
        let findings = findings.as_deref().unwrap_or(&[]);
        Ok(Draft { explanations: said_before(form, number, &answers, findings), ..Draft::default() })
    })
}

/// Changes something in a draft that is kept, over the version that was seen; the new version.
fn change(
    service: &Service,
    actor: &Actor,
    opened: Opened,
    seen: i64,
    change: impl FnOnce(&mut Draft),
) -> Result<i64, Problem> {
    open_for(&opened.expected, service.now())?;
    let saved = opened.saved.filter(|saved| saved.version == seen).ok_or_else(Problem::stale)?;
    let mut draft = saved.draft;
    change(&mut draft);
    put(service, actor, &opened.expected, seen, draft)
}

/// Writes a draft; the new version.
pub(super) fn put(
    service: &Service,
    actor: &Actor,
    expected: &Expected,
    seen: i64,
    draft: Draft,
) -> Result<i64, Problem> {
    let by = (actor.account, service.now());
    let (form, place) = (Arc::clone(&expected.form), (expected.task.id, expected.unit.id));
    service.store.write(move |conn| {
        if let Some(file) = &draft.file {
            revisions::note_object(conn, file, by.1)?;
        }
        drafts::save(conn, &form, place, (seen, &draft), by)
    })
}

/// Throws the draft away and begins anew.
pub fn discard(service: &Service, actor: &Actor, campaign: i64, code: &str) -> Result<(), Problem> {
    let expected = service.store.read(|conn| find(service, conn, actor, campaign, code))?;
    service.store.write(move |conn| drafts::discard(conn, expected.task.id, expected.unit.id))
}

/// A file that a clerk uploaded: read, and put into the draft's place. It is not sent by that.
pub fn upload(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    name: &str,
    bytes: &[u8],
) -> Result<i64, Problem> {
    let (expected, saved) = service.store.read(|conn| {
        let expected = find(service, conn, actor, campaign, code)?;
        let saved = drafts::find(conn, &expected.form, campaign, expected.unit.id)?;
        Ok((expected, saved))
    })?;
    open_for(&expected, service.now())?;
    let reading = read_own(service, actor, &expected, name, bytes)?;
    refuse_others(service, actor, &expected, (name, bytes), &reading)?;
    let sha256 = service.store.objects.keep(bytes)?;
    let seen = saved.as_ref().map_or(0, |saved| saved.version);
    let earlier = saved.as_ref().and_then(|saved| kept(&saved.draft, &sha256));
    let before = begun(service, &expected, saved)?;
    let draft = Draft {
        key: if before.key.is_empty() { secrets::reference()? } else { before.key },
        file: Some(DraftFile { name: file_name(name), sha256, bytes: bytes.len() as u64 }),
        entry: Entry {
            nil: reading.nil,
            date: reading.date.map(|date| date.to_string()),
            ..Entry::default()
        },
        reading: Some(reading),
        reporter: if before.reporter.is_empty() { actor.signs_as().to_owned() } else { before.reporter },
        remark: before.remark,
        // What was said of a sheet as a whole was said of another file.
        explanations: before.explanations.into_iter().filter(|said| said.item.is_some()).collect(),
        earlier,
    };
    put(service, actor, &expected, seen, draft)
}

/// What a file takes the place of, to be brought back; the same file again takes the place of nothing.
fn kept(draft: &Draft, sha256: &str) -> Option<Box<Draft>> {
    let same = draft.file.as_ref().is_some_and(|file| file.sha256 == sha256);
    let says_nothing =
        draft.reading.is_none() && draft.entry.texts.values().all(|text| text.trim().is_empty());
    if (same && draft.entry.texts.is_empty()) || (says_nothing && !draft.entry.nil) {
        return draft.earlier.clone();
    }
    Some(Box::new(Draft { earlier: None, ..draft.clone() }))
}

/// 恢复上一份: what lay here before the file changes places with it; the new version.
pub fn restore(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    seen: i64,
) -> Result<i64, Problem> {
    let opened = open(service, actor, campaign, code)?;
    open_for(&opened.expected, service.now())?;
    let saved = opened.saved.filter(|saved| saved.version == seen).ok_or_else(Problem::stale)?;
    let mut replaced = saved.draft;
    let earlier = replaced.earlier.take().ok_or_else(Problem::stale)?;
    let draft = Draft { key: replaced.key.clone(), earlier: Some(Box::new(replaced)), ..*earlier };
    put(service, actor, &opened.expected, seen, draft)
}

/// What the page shows in each figure's field.
pub fn fields(opened: &Opened) -> Vec<String> {
    let typed = opened.saved.as_ref().map(|saved| &saved.draft.entry.texts);
    let (form, reading) = (&opened.expected.form, &opened.judged.reading);
    let field = |figure: usize| match typed.and_then(|texts| texts.get(&figure)) {
        Some(text) => text.clone(),
        None => shown(form, reading, figure),
    };
    (0..form.figures()).map(field).collect()
}
