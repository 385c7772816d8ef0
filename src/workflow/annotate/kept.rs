//! A kept file with its annotations. The sheet of a unit may have come in an archive or a mail: then its own file goes
//! back, and nothing of its neighbours.

use super::super::Service;
use super::{Annotated, Called};
use crate::formats::{ReadFile, ReadMember};
use crate::problem::{Problem, Refusal};
use crate::submit::Answers;
use crate::submit::annotation::Annotations;
use crate::submit::draft::DraftFile;
use crate::submit::grid::Grid;

/// What is said of a kept file, and how its sheet is known among others.
#[derive(Clone, Debug)]
pub struct Told {
    pub unit: String,
    pub file: DraftFile,
    pub annotations: Annotations,
    /// The sheet's name, and what it says where.
    pub sheet: String,
    pub answers: Answers,
}

impl Told {
    /// The file as it goes back. Blocks until a worker has written it.
    pub fn write(&self, service: &Service) -> Result<Annotated, Problem> {
        let bytes = service.store.objects.fetch(&self.file.sha256)?;
        let annotate = |file: &str, bytes: &[u8]| {
            let called = Called { unit: Some(&self.unit), file };
            service.office.annotate(called, bytes, &self.annotations)
        };
        match self.own(service, &bytes)? {
            Some((name, own)) => Ok(annotate(&name, &own)?),
            None => Ok(annotate(&self.file.name, &bytes)?),
        }
    }

    /// The unit's own file in an archive or a mail; nothing where the file is no such.
    fn own(&self, service: &Service, bytes: &[u8]) -> Result<Option<(String, Vec<u8>)>, Refusal> {
        if !service.office.may_hold_files(bytes) {
            return Ok(None);
        }
        let ReadFile::Members(members) = service.office.pool.read(bytes)? else { return Ok(None) };
        let likeness = |read: &ReadMember| read.outcome.as_ref().map_or(0, |grid| self.likeness(grid));
        let own = members.into_iter().max_by_key(likeness).filter(|read| likeness(read) > 0);
        Ok(own.map(|read| (read.member.name, read.member.bytes)))
    }

    /// How many of the figures stand in a file as they were read.
    fn likeness(&self, grid: &Grid) -> usize {
        let Some(sheet) = grid.sheets.iter().find(|sheet| sheet.name == self.sheet) else { return 0 };
        let stands = self.answers.iter().filter(|answer| {
            let at = answer.place.as_ref().and_then(|place| sheet.spot(&place.cell));
            let content = at.and_then(|(row, column)| sheet.at(row, column));
            content.is_some_and(|content| content.words().trim() == answer.raw)
        });
        1 + stands.count()
    }
}
