//! A file put down without a word of where it belongs: an archive and a mail are opened, and each file waits where it
//! seems to belong. What has no place waits for a person; nothing is left out, and nothing is sent by this.

use super::super::Service;
use super::looking::look;
use super::position::Position;
use crate::formats::ReadFile;
use crate::problem::Problem;
use crate::store::pending::{self, Put};
use crate::submit::draft::DraftFile;
use crate::vocabulary::Actor;

/// What became of files that came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// How many lie at a deliverable, and how many wait for a person to say where.
    pub placed: usize,
    pub unplaced: usize,
    /// Whether the unit's table was read into its draft.
    pub table: bool,
}

pub(super) fn sort(
    service: &Service,
    actor: &Actor,
    position: &Position,
    file: DraftFile,
    is_bundle: bool,
) -> Result<Came, Problem> {
    let files = if is_bundle { members(service, &file)? } else { vec![file] };
    let puts: Vec<Put> =
        files.into_iter().map(|file| Put { deliverable: None, file, origin: None }).collect();
    let came = Came { unplaced: puts.len(), ..Came::default() };
    let (place, by) = ((position.task.id, position.unit.id), (actor.account, service.now()));
    service
        .store
        .write(move |conn| puts.iter().try_for_each(|put| pending::put(conn, place, put, by).map(|_| ())))?;
    Ok(came)
}

fn members(service: &Service, file: &DraftFile) -> Result<Vec<DraftFile>, Problem> {
    let bytes = service.store.objects.fetch(&file.sha256)?;
    let Ok(ReadFile::Members(members)) = service.office.pool.read(&bytes) else {
        return Ok(vec![file.clone()]);
    };
    drop(bytes);
    let mut files = Vec::new();
    for member in members {
        let sha256 = service.store.objects.keep(&member.member.bytes)?;
        let bytes = member.member.bytes.len() as u64;
        let file = DraftFile { name: member.member.name, sha256, bytes };
        look(service, &file)?;
        files.push(file);
    }
    Ok(files)
}
