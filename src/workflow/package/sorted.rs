//! A file put down without a word of where it belongs: an archive and a mail are opened, and each file waits where
//! `campaign::sorting` proposes. What has no place waits for a person; nothing is left out, and nothing is sent by
//! this.
//!
//! New files are sorted together with those that wait already, so that two texts without a name are never both the
//! summary because they came one after the other. A table that holds the campaign's form is read into the unit's draft
//! where there is none yet; over a draft it waits, because somebody may have typed into it.

use super::super::{Reader, Service, draft};
use super::looking::{alone_in_memory, look};
use super::position::Position;
use crate::campaign::Deliverable;
use crate::campaign::sorting::{self, Arrived};
use crate::problem::Problem;
use crate::store::pending::{self, Put};
use crate::store::seen::View;
use crate::store::{Conn, campaigns, drafts, seen};
use crate::submit::draft::DraftFile;
use crate::vocabulary::{Actor, FileKind, Permission};

/// Characters of a text by which it is told what it is.
const TOLD: usize = 2_000;

/// What became of files that came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// How many lie at a deliverable, and how many wait for a person to say where.
    pub placed: usize,
    pub unplaced: usize,
    /// Whether the unit's table was read into its draft.
    pub table: bool,
}

/// A file, and what `sorting` needs to know of it.
pub(super) struct Known {
    pub file: DraftFile,
    pub kind: FileKind,
    pub holds_form: bool,
    pub text: String,
}

impl Known {
    pub fn arrived(&self) -> Arrived<'_> {
        Arrived {
            name: &self.file.name,
            kind: self.kind,
            holds_form: self.holds_form,
            text: &self.text,
            bytes: self.file.bytes,
        }
    }
}

pub(super) fn sort(
    service: &Service,
    actor: &Actor,
    position: &Position,
    file: DraftFile,
    is_bundle: bool,
) -> Result<Came, Problem> {
    let origin = is_bundle.then(|| file.name.clone());
    let files = if is_bundle { members(service, &file)? } else { vec![file] };
    let (reader, table, has_draft) = service.store.read(|conn| with_table(service, conn, position))?;
    let mut new = Vec::new();
    for file in files {
        new.push(known(service, reader.as_deref(), file)?);
    }
    let before = service.store.read(|conn| waiting(conn, position, table.as_ref()))?;
    let asked: Vec<&Deliverable> = table.iter().chain(&position.asked).collect();
    let together: Vec<Arrived> = before.iter().chain(&new).map(Known::arrived).collect();
    let proposed = sorting::sort(&asked, &together).split_off(before.len());
    let mut came = Came::default();
    let mut puts = Vec::new();
    let may_fill = actor.may(Permission::FillIn) && !has_draft;
    for (known, proposed) in new.into_iter().zip(proposed) {
        let deliverable = proposed.deliverable.ok();
        let is_table = table.as_ref().is_some_and(|table| deliverable == Some(table.id));
        if is_table && may_fill && !came.table && read_table(service, actor, position, &known.file)? {
            came.table = true;
            continue;
        }
        *(if deliverable.is_some() { &mut came.placed } else { &mut came.unplaced }) += 1;
        puts.push(Put { deliverable, file: known.file, origin: origin.clone() });
    }
    let (place, by) = ((position.task.id, position.unit.id), (actor.account, service.now()));
    service
        .store
        .write(move |conn| puts.iter().try_for_each(|put| pending::put(conn, place, put, by).map(|_| ())))?;
    Ok(came)
}

/// The unit's table: who reads it, what it is, and whether there is a draft of it.
type WithTable = (Option<std::sync::Arc<Reader>>, Option<Deliverable>, bool);

fn with_table(service: &Service, conn: &mut Conn, position: &Position) -> Result<WithTable, Problem> {
    let task = &position.task;
    let Some(table) = campaigns::find_table(conn, task.id)?.filter(|_| position.is_expected) else {
        return Ok((None, None, false));
    };
    let form = service.form_of(conn, task)?;
    let has_draft = drafts::find(conn, &form, task.id, position.unit.id)?.is_some();
    Ok((Some(service.reader(conn, task)?), Some(table), has_draft))
}

/// Reads a table into the unit's draft; a table that cannot be waits like any file.
fn read_table(
    service: &Service,
    actor: &Actor,
    position: &Position,
    file: &DraftFile,
) -> Result<bool, Problem> {
    let bytes = service.store.objects.fetch(&file.sha256)?;
    let place = (position.task.id, position.unit.code.as_str());
    Ok(draft::upload(service, actor, place, &file.name, &bytes).is_ok())
}

/// The files of an archive or a mail, under their own names; what is not opened stays as it came.
fn members(service: &Service, file: &DraftFile) -> Result<Vec<DraftFile>, Problem> {
    let _alone = alone_in_memory();
    let bytes = service.store.objects.fetch(&file.sha256)?;
    let Ok(Some(members)) = service.office.pool.members(&bytes) else {
        return Ok(vec![file.clone()]);
    };
    drop(bytes);
    let mut files = Vec::new();
    for member in members {
        let sha256 = service.store.objects.keep(&member.bytes)?;
        let bytes = member.bytes.len() as u64;
        let name = member.name.chars().filter(|letter| !letter.is_control()).take(200).collect();
        files.push(DraftFile { name, sha256, bytes });
    }
    Ok(files)
}

fn known(service: &Service, reader: Option<&Reader>, file: DraftFile) -> Result<Known, Problem> {
    let View { kind, .. } = look(service, &file)?;
    let is_small = file.bytes <= service.settings.sheet_limit as u64;
    let may_hold = is_small && matches!(kind, FileKind::Table | FileKind::Document);
    let holds_form = match reader.filter(|_| may_hold) {
        Some(reader) => {
            let bytes = service.store.objects.fetch(&file.sha256)?;
            let readings = reader.read_bytes(&file.name, &bytes);
            readings.iter().any(|read| read.readings.as_ref().is_ok_and(|found| !found.is_empty()))
        }
        None => false,
    };
    let words = service.store.read(|conn| seen::words(conn, &file.sha256))?;
    Ok(Known { file, kind, holds_form, text: beginning(words) })
}

fn beginning(words: Option<String>) -> String {
    words.unwrap_or_default().chars().take(TOLD).collect()
}

/// What waits already, as `sorting` knows it.
pub(super) fn waiting(
    conn: &mut Conn,
    position: &Position,
    table: Option<&Deliverable>,
) -> Result<Vec<Known>, Problem> {
    let waiting = pending::of_unit(conn, position.task.id, position.unit.id)?;
    let views = seen::of(conn, waiting.iter().map(|file| file.file.sha256.clone()).collect())?;
    let known = |file: pending::Pending| {
        let words = seen::words(conn, &file.file.sha256)?;
        let kind = views.get(&file.file.sha256).map_or(FileKind::Other, |view| view.kind);
        let holds_form = table.is_some_and(|table| file.deliverable == Some(table.id));
        Ok(Known { file: file.file, kind, holds_form, text: beginning(words) })
    };
    waiting.into_iter().map(known).collect()
}
