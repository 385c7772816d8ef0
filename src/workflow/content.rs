//! What came to be sent, and the reading of it: a draft, values, a file, a table of a batch.

use super::Service;
use super::expected::Expected;
use super::own_table::{file_name, read_own};
use super::values::Values;
use crate::problem::Problem;
use crate::store::Objects;
use crate::store::drafts::Saved;
use crate::store::revisions::Channel;
use crate::submit::draft::{Draft, DraftFile, Explanation};
use crate::submit::entry::enter;
use crate::submit::recognise::Reading;
use crate::vocabulary::Actor;

/// What came.
#[derive(Clone, Debug)]
pub enum Content {
    /// “报送”: the unit's draft, in the version that the clerk saw.
    Draft {
        version: i64,
    },
    Values(Values),
    File {
        name: String,
        bytes: Vec<u8>,
    },
    /// 代报: a table of a file that is kept already, with what was found out about whose it is.
    Table {
        file: DraftFile,
        reading: Box<Reading>,
    },
}

/// What belongs to a sheet beside what it says.
pub(super) struct Came {
    pub channel: Channel,
    pub paper: Paper,
    pub reporter: String,
    pub remark: String,
    /// The draft that it was, and its version.
    pub draft: Option<(i64, Draft)>,
}

/// The file behind a sheet.
pub(super) enum Paper {
    None,
    Kept(DraftFile),
    New { name: String, bytes: Vec<u8> },
}

impl Content {
    /// Whether a program sends it.
    pub fn is_of_program(&self) -> bool {
        matches!(self, Content::Values(_) | Content::File { .. })
    }

    /// Reads it; a file in a worker process. `saved`: the unit's draft, where that is what is sent.
    pub(super) fn read(
        self,
        service: &Service,
        actor: &Actor,
        expected: &Expected,
        saved: Option<Saved>,
    ) -> Result<(Reading, Came), Problem> {
        let (form, year) = (&expected.form, expected.task.year);
        match self {
            Content::Draft { version } => {
                let saved = saved.filter(|saved| saved.version == version).ok_or_else(Problem::stale)?;
                let reading = enter(form, year, saved.draft.reading.as_ref(), &saved.draft.entry);
                Ok((reading, Came::of_draft(saved)))
            }
            Content::Values(values) => {
                let reading = enter(form, year, None, &values.entry(form)?);
                let Values { reporter, remark, .. } = values;
                Ok((reading, Came { reporter, remark, ..Came::of(Channel::Api, Paper::None) }))
            }
            Content::File { name, bytes } => {
                let reading = read_own(service, actor, expected, &name, &bytes)?;
                let reporter = actor.signs_as().to_owned();
                Ok((reading, Came { reporter, ..Came::of(Channel::Api, Paper::New { name, bytes }) }))
            }
            Content::Table { file, reading } => Ok((*reading, Came::of(Channel::Behalf, Paper::Kept(file)))),
        }
    }
}

impl Came {
    fn of(channel: Channel, paper: Paper) -> Came {
        Came { channel, paper, reporter: String::new(), remark: String::new(), draft: None }
    }

    fn of_draft(Saved { version, draft, .. }: Saved) -> Came {
        let came = match draft.file.clone() {
            Some(file) => Came::of(Channel::File, Paper::Kept(file)),
            None => Came::of(Channel::Page, Paper::None),
        };
        let (reporter, remark) = (draft.reporter.clone(), draft.remark.clone());
        Came { reporter, remark, draft: Some((version, draft)), ..came }
    }

    /// Explanations as they stand after new ones came: by finding, the newest words win. A draft keeps them.
    pub fn explained(&mut self, mut new: Vec<Explanation>) -> Vec<Explanation> {
        if let Some((_, draft)) = &mut self.draft {
            new.append(&mut draft.explanations);
            draft.explanations.clone_from(&new);
        }
        new
    }
}

impl Paper {
    /// Puts a new file on disk, before anything refers to it.
    pub fn keep(self, objects: &Objects) -> Result<Option<DraftFile>, Problem> {
        match self {
            Paper::None => Ok(None),
            Paper::Kept(file) => Ok(Some(file)),
            Paper::New { name, bytes } => {
                let sha256 = objects.keep(&bytes)?;
                Ok(Some(DraftFile { name: file_name(&name), sha256, bytes: bytes.len() as u64 }))
            }
        }
    }
}
