//! What can be seen of a file that is not read for figures: its kind, its words, its picture.
//!
//! Units send plans, summaries, pictures and footage beside the table. [`kind`] tells by the first bytes what a
//! file is, which is all that a large one is asked. A worker looks into the others ([`into`]): it tells the kind
//! by what a container really holds, takes the words out of documents and PDFs, and draws pictures anew, so that
//! nothing of the received bytes is ever shown in somebody's browser. What cannot be looked into keeps its
//! kind and says why: a file is received all the same.

mod head;
mod media;
mod picture;
mod seen;
mod words;

pub use head::{HEAD, kind};
pub use seen::{SMALL, Seen, SeenPicture};

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::Grid;
use crate::vocabulary::FileKind;

use super::compound::Compound;
use super::container::Container;
use super::limits::Limits;
use super::package;
use super::sniff::{Kind, sniff};
use super::{Contents, Level, locked, mail, prose, unlock};

/// Looks into a file. Only a worker process should meet a stranger's bytes.
pub fn into(bytes: &[u8], limits: &Limits) -> Seen {
    let kind = match kind_of(bytes, limits) {
        Ok(kind) => kind,
        Err(refusal) => return Seen::only(head::kind(bytes), Some(refusal.code)),
    };
    match kind {
        FileKind::Picture => match picture::draw(bytes) {
            Ok(picture) => Seen { picture: Some(picture), ..Seen::only(kind, None) },
            Err(refusal) => Seen::only(kind, Some(refusal.code)),
        },
        FileKind::Document | FileKind::Pdf => told(kind, read_words(bytes, limits)),
        FileKind::Table => told(kind, read_table(bytes, limits)),
        _ => Seen::only(kind, None),
    }
}

/// What a file is, containers looked into; a refusal where one keeps others out or contradicts itself.
pub fn kind_of(bytes: &[u8], limits: &Limits) -> Result<FileKind, Refusal> {
    let by_head = head::kind(bytes);
    match sniff(bytes) {
        Kind::Zip(_) if head::is_program(bytes) => {
            Err(Refusal::new(RefusalCode::Program, "it unpacks itself"))
        }
        Kind::Zip(begins) => zip_kind(&bytes[begins..], limits),
        Kind::Compound => compound_kind(bytes, limits),
        Kind::Mail if mail::saved_page(bytes, limits)?.is_some() => {
            Ok(if head::is_of_excel(bytes) { FileKind::Table } else { FileKind::Document })
        }
        Kind::Text if by_head == FileKind::Other && locked::looks_scrambled(bytes) => {
            Err(Refusal::new(RefusalCode::MaybeLocked, "no text"))
        }
        Kind::Refused(code) if by_head == FileKind::Other => Err(Refusal::new(code, "by its signature")),
        _ => Ok(by_head),
    }
}

fn zip_kind(bytes: &[u8], limits: &Limits) -> Result<FileKind, Refusal> {
    let mut container = Container::open(bytes, limits)?;
    Ok(head::of_package(package::kind(&mut container)?))
}

/// An encrypted package is opened where the usual password opens it; what it holds is nobody's guess otherwise.
fn compound_kind(bytes: &[u8], limits: &Limits) -> Result<FileKind, Refusal> {
    let compound = Compound::open(bytes)?;
    if !compound.has("EncryptedPackage") {
        let stream = head::STREAMS.iter().find(|(name, _)| compound.has(name));
        return Ok(stream.map_or(FileKind::Other, |(_, kind)| *kind));
    }
    let parts = (compound.stream("EncryptionInfo")?, compound.stream("EncryptedPackage")?);
    let (Some(info), Some(package)) = parts else { return Ok(FileKind::Other) };
    match unlock::package(&info, &package) {
        Ok(Some(package)) => zip_kind(&package, limits),
        _ if locked::has_managed_rights(bytes) => {
            Err(Refusal::new(RefusalCode::RightsManaged, "managed rights"))
        }
        _ => Err(Refusal::new(RefusalCode::Encrypted, "an encrypted package")),
    }
}

/// A page that was saved as a mail is read as its tables are.
fn read_words(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    prose::read(bytes, limits).or_else(|refusal| read_table(bytes, limits).map_err(|_| refusal))
}

fn read_table(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    match super::read(bytes, Level::Member, limits)? {
        Contents::Grid(grid) => Ok(grid),
        Contents::Members(_) => Err(Refusal::new(RefusalCode::NestedArchive, "files instead of a table")),
    }
}

/// A file with its words, or why it has none.
fn told(kind: FileKind, read: Result<Grid, Refusal>) -> Seen {
    match read {
        Ok(grid) => {
            let (text, is_cut) = words::of_grid(&grid);
            Seen { text, is_cut, ..Seen::only(kind, None) }
        }
        Err(refusal) => Seen::only(kind, Some(refusal.code)),
    }
}
