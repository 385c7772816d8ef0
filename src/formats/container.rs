//! A ZIP container, judged before it is believed and to its last byte.
//!
//! Spreadsheets and documents are ZIP files, and a ZIP file can lie: about sizes, about names, about
//! where its parts lie. So the directory is judged on opening (entries, names, declared sizes, ratio,
//! overlaps, encryption), every part is counted while it inflates, and no grid leaves here before each
//! part, also those that nobody reads, has been inflated to its end, where its checksum and size are verified.
//!
//! A part that is read and a part that is only judged cost one inflation each. Judging everything first
//! and reading afterwards would inflate the sheet twice, and inflation is much of the cost of a sheet.

mod directory;
mod names;
mod unpack;
mod met;

#[cfg(test)]
mod tests;

pub use names::{file_name, file_name_text};

use std::rc::Rc;

use crate::problem::Refusal;

use super::damaged;
use super::encoded_xml::in_utf8;
use super::limits::Limits;
use super::xml::Xml;
use directory::Entry;
use names::is_xml;
use unpack::Unpacker;

/// Room made at once for what an entry promises to hold.
const MOST_RESERVED: u64 = 1 << 20;

/// A document type stands before the first element, so the head of a part is enough.
const HEAD: usize = 1 << 10;

/// A part that has been judged and that nobody has read.
struct Unread;

/// An opened container and how much of it has been judged.
pub struct Container<'a> {
    entries: Vec<Entry<'a>>,
    judged: Vec<bool>,
    unpacker: Unpacker,
    inflated: u64,
    limits: &'a Limits,
}

impl<'a> Container<'a> {
    /// Opens a container and judges its directory.
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Container<'a>, Refusal> {
        let entries = directory::read(bytes, limits)?;
        let judged = vec![false; entries.len()];
        Ok(Container { entries, judged, unpacker: Unpacker::new(), inflated: 0, limits })
    }

    /// The entries' names, with `/` between their parts.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Reads a part as XML, as far as its reader wants; `None` when there is no such part.
    pub fn read_xml<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Xml<'_>) -> Result<T, Refusal>,
    ) -> Result<Option<T>, Refusal> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let part = self.inflate(index, self.limits.part)?;
        read(&mut Xml::new(&in_utf8(&part)?, self.limits.nesting)).map(Some)
    }

    /// The same for a part that is the same in many files and holds nothing of a unit: it is read once for all of them.
    pub fn read_common_xml<T: 'static>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Xml<'_>) -> Result<T, Refusal>,
    ) -> Result<Option<Rc<T>>, Refusal> {
        let Some(index) = self.index(name) else { return Ok(None) };
        if let Some(meaning) = self.met(index) {
            return Ok(Some(meaning));
        }
        let meaning = self.read_xml(name, read)?.map(Rc::new);
        if let Some(meaning) = &meaning {
            met::learn(&self.entries[index], Rc::clone(meaning));
        }
        Ok(meaning)
    }

    /// Inflates a whole entry into memory: for members of an archive and for small parts.
    pub fn bytes(&mut self, index: usize) -> Result<Vec<u8>, Refusal> {
        self.inflate(index, self.share(index))
    }

    /// The type that an OpenDocument file states in a part of its own.
    pub fn stated_type(&mut self) -> Result<Option<Vec<u8>>, Refusal> {
        self.index("mimetype").map(|index| self.bytes(index)).transpose()
    }

    /// Where a part lies; names differ in case between producers, and mean the same. A reference may write the
    /// letters of a name as bytes (`%E8%A1%A8`).
    pub fn index(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        let exact = self.names().position(|known| known == name);
        let found = exact.or_else(|| self.names().position(|known| known.eq_ignore_ascii_case(name)));
        found.or_else(|| self.index(&names::percent_decoded(name)?))
    }

    /// Judges what nobody has read, to the last byte.
    pub fn finish(mut self) -> Result<(), Refusal> {
        for index in 0..self.entries.len() {
            if self.judged[index] || self.met::<Unread>(index).is_some() {
                continue;
            }
            let mut head = Vec::new();
            self.unpack(index, self.share(index), |piece| {
                head.extend_from_slice(&piece[..piece.len().min(HEAD - head.len())]);
            })?;
            if is_xml(&self.entries[index].name) && holds_document_type(&head) {
                return Err(damaged("XML with a document type"));
            }
            met::learn(&self.entries[index], Rc::new(Unread));
        }
        Ok(())
    }

    /// What a part means that was unpacked to its end out of another file.
    fn met<T: 'static>(&mut self, index: usize) -> Option<Rc<T>> {
        let meaning = met::find(&self.entries[index])?;
        self.inflated += self.entries[index].size;
        self.judged[index] = true;
        Some(meaning)
    }

    /// Inflates an entry to its end into memory.
    fn inflate(&mut self, index: usize, most: u64) -> Result<Vec<u8>, Refusal> {
        let entry = &self.entries[index];
        // What hardly packs, as pictures do, is believed its length: growing step by step takes three times the room.
        let likely = entry.packed.len() as u64 / 4 * 5;
        let mut content = Vec::with_capacity(entry.size.min(likely.max(MOST_RESERVED)) as usize);
        self.unpack(index, most, |piece| content.extend_from_slice(piece))?;
        Ok(content)
    }

    /// Has an entry unpacked to its end, where its checksum is verified; at most so many bytes.
    fn unpack(&mut self, index: usize, most: u64, take: impl FnMut(&[u8])) -> Result<(), Refusal> {
        let most = most.min(self.limits.unpacked.saturating_sub(self.inflated));
        self.inflated += self.unpacker.unpack(&self.entries[index], most, take)?;
        self.judged[index] = true;
        Ok(())
    }

    /// How much one entry may inflate to.
    fn share(&self, index: usize) -> u64 {
        if is_xml(&self.entries[index].name) { self.limits.part } else { self.limits.unpacked }
    }
}

fn holds_document_type(head: &[u8]) -> bool {
    let head: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    head.windows(9).any(|window| window.eq_ignore_ascii_case(b"<!DOCTYPE"))
}
