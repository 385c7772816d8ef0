//! Files of a batch that hold no table: what each is for, and what it lay beside.
//!
//! An archive of mails is taken apart when it is put down, so that every mail speaks for its own attachments.

use super::super::Service;
use super::super::package::look;
use crate::formats::archive::Member;
use crate::formats::look::kind;
use crate::problem::Problem;
use crate::store::{revisions, seen};
use crate::submit::draft::DraftFile;
use crate::vocabulary::{FileKind, UnitCode};

/// Characters of a text by which it is told what it is.
const TOLD: usize = 2_000;

/// A file without a table.
pub(super) struct Loose {
    /// Kept, under its whole path.
    pub file: DraftFile,
    /// Its name with the folders of its archive.
    pub called: String,
    pub sender: Option<String>,
    pub kind: FileKind,
    /// The beginning of what it says.
    pub text: String,
    /// Units whose tables lie in the same mail or folder.
    pub beside: Vec<UnitCode>,
    /// Why no table was read from it.
    pub why: String,
}

/// A member of a file that was put down, or that file itself.
pub(super) struct Came {
    pub called: String,
    pub sender: Option<String>,
    pub bytes: Vec<u8>,
}

/// What a file holds, in the order in which it is read.
pub(super) fn members(service: &Service, name: &str, bytes: Vec<u8>) -> Vec<Came> {
    let came = |member: Member| Came { called: member.name, sender: member.sender, bytes: member.bytes };
    match service.office.pool.members(&bytes) {
        Ok(Some(members)) => members.into_iter().map(came).collect(),
        _ => vec![Came { called: name.to_owned(), sender: None, bytes }],
    }
}

/// The mails of an archive, each a file of its own, beside everything else in it; nothing where it holds none.
pub(super) fn apart(service: &Service, name: &str, bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    if kind(bytes) != FileKind::Archive {
        return None;
    }
    let members = service.office.pool.members(bytes).ok()??;
    let has_mail = members.iter().any(|member| kind(&member.bytes) == FileKind::Mail);
    let own = members.into_iter().map(|member| (format!("{name}/{}", member.name), member.bytes));
    has_mail.then(|| own.collect())
}

/// Keeps a file under its whole path.
pub(super) fn keep(service: &Service, path: &str, bytes: &[u8]) -> Result<DraftFile, Problem> {
    let sha256 = service.store.objects.keep(bytes)?;
    let file = DraftFile { name: path.to_owned(), sha256, bytes: bytes.len() as u64 };
    let (noted, now) = (file.clone(), service.now());
    service.store.write(move |conn| revisions::note_object(conn, &noted, now))?;
    Ok(file)
}

/// Keeps a file without a table, and looks into it where its words may say what it is.
pub(super) fn loose(service: &Service, path: &str, came: Came, why: String) -> Result<Loose, Problem> {
    let file = keep(service, path, &came.bytes)?;
    let kind = kind(&came.bytes);
    let text = match kind.is_text() {
        true => {
            look(service, &file)?;
            service.store.read(|conn| seen::words(conn, &file.sha256))?.unwrap_or_default()
        }
        false => String::new(),
    };
    let text = text.chars().take(TOLD).collect();
    Ok(Loose { file, called: came.called, sender: came.sender, kind, text, beside: Vec::new(), why })
}

/// The mail or the folder that a file lies in; nothing for one that was put down alone.
pub(super) fn group(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(group, _)| group)
}
