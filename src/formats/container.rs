//! A ZIP container, judged before it is believed and to its last byte.
//!
//! Spreadsheets and documents are ZIP files, and a ZIP file can lie: about sizes, about names, about
//! where its parts lie. So the directory is judged on opening (entries, names, declared sizes, ratio,
//! overlaps, encryption), every part is counted while it inflates, and no grid leaves here before each
//! part, also those that nobody reads, has been inflated to its end, where its checksum is verified.
//! A part that is read is inflated whole, into a buffer that serves one part after the other; what nobody
//! reads streams by.
//!
//! A part that is read and a part that is only judged cost one inflation each. Judging everything first
//! and reading afterwards would inflate the sheet twice, and inflation is much of the cost of a sheet.

use std::any::Any;
use std::io::{ErrorKind, Read};
use std::rc::Rc;

use zip::result::ZipError;

use crate::problem::{Refusal, RefusalCode};

use super::directory::{self, Directory, Entry};
use super::encoded_xml::in_utf8;
use super::familiar::Familiar;
use super::limits::Limits;
use super::packed::{Inflater, Packed, beyond};
use super::xml::Xml;
use super::{damaged, too_large};

/// An opened container and how much of it has been judged.
pub struct Container<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
    familiar: Rc<Familiar>,
    /// Borrowed for as long as the container is open.
    inflater: Option<Inflater>,
    names: Rc<Vec<String>>,
    judged: Vec<bool>,
    inflated: u64,
    limits: &'a Limits,
}

impl<'a> Container<'a> {
    /// Opens a container and judges its directory.
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Container<'a>, Refusal> {
        Container::open_among(bytes, limits, Rc::default())
    }

    /// The same where earlier containers' parts are remembered, all judged by the same limits.
    pub fn open_among(
        bytes: &'a [u8],
        limits: &'a Limits,
        familiar: Rc<Familiar>,
    ) -> Result<Container<'a>, Refusal> {
        let entries = match directory::read(bytes, limits.entries).map_err(refuse)? {
            Directory::Entries(entries) => entries,
            Directory::TooMany(count) => return Err(too_large(format!("{count} entries"))),
            Directory::Overlapping => return Err(damaged("entries that overlap")),
        };
        judge_entries(&entries, bytes.len() as u64, limits)?;
        let names = match familiar.names_of(&entries) {
            Some(names) => names,
            None => familiar.learn_names(judge_names(&entries)?),
        };
        let judged = vec![false; names.len()];
        let inflater = None;
        Ok(Container { bytes, entries, familiar, inflater, names, judged, inflated: 0, limits })
    }

    /// The entries' names, with `/` between their parts.
    pub fn names(&self) -> &[String] {
        &self.names
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
        let mut part = self.familiar.take_buffer();
        let unpacked = self.unpack(index, self.limits.part, &mut part);
        let read = unpacked.and_then(|()| read(&mut Xml::new(&in_utf8(&part)?, self.limits.nesting)));
        self.familiar.give_back_buffer(part);
        read.map(Some)
    }

    /// The same for what a part says by itself, whatever else the container holds: of a part that has been met
    /// in another container nothing is read again.
    pub fn read_xml_once<T: 'static>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Xml<'_>) -> Result<T, Refusal>,
    ) -> Result<Option<Rc<T>>, Refusal> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let known = self.meet(index)?.and_then(|meaning| meaning.downcast::<T>().ok());
        if known.is_some() {
            return Ok(known);
        }
        let before = self.inflated;
        let Some(read) = self.read_xml(name, read)?.map(Rc::new) else { return Ok(None) };
        let (entry, length) = (&self.entries[index], self.inflated - before);
        self.familiar.learn(entry, self.packed(entry)?, length, Some(Rc::<T>::clone(&read)));
        Ok(Some(read))
    }

    /// Judges a part by having met it before; what it meant then, if anybody asked.
    fn meet(&mut self, index: usize) -> Result<Option<Rc<dyn Any>>, Refusal> {
        let entry = &self.entries[index];
        let Some((length, meaning)) = self.familiar.find(entry, self.packed(entry)?) else { return Ok(None) };
        if !self.judged[index] {
            self.inflated += length;
            if self.inflated > self.limits.unpacked {
                return Err(too_large("inflates beyond the limit"));
            }
            self.judged[index] = true;
        }
        Ok(meaning)
    }

    fn packed(&self, entry: &Entry) -> Result<&'a [u8], Refusal> {
        self.bytes.get(entry.packed.clone()).ok_or_else(|| damaged("an entry outside the file"))
    }

    /// Inflates a whole entry into memory: for members of an archive and for small parts.
    pub fn bytes(&mut self, index: usize) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        self.unpack(index, self.share(index), &mut bytes)?;
        Ok(bytes)
    }

    /// Inflates an entry to its end, where its checksum is verified; at most so many bytes.
    fn unpack(&mut self, index: usize, most: u64, bytes: &mut Vec<u8>) -> Result<(), Refusal> {
        let most = most.min(self.left());
        self.entry(index)?.whole(bytes, most).map_err(refuse_io)?;
        self.inflated += bytes.len() as u64;
        self.judged[index] = true;
        Ok(())
    }

    /// The type that an OpenDocument file states in a part of its own.
    pub fn stated_type(&mut self) -> Result<Option<Vec<u8>>, Refusal> {
        self.index("mimetype").map(|index| self.bytes(index)).transpose()
    }

    /// Where a part lies; names differ in case between producers, and mean the same. A reference may write the
    /// letters of a name as bytes (`%E8%A1%A8`).
    pub fn index(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        let same = |known: &String| known.eq_ignore_ascii_case(name);
        let exact = self.names.iter().position(|known| known == name);
        let found = exact.or_else(|| self.names.iter().position(same));
        found.or_else(|| self.index(&percent_decoded(name)?))
    }

    /// Judges what nobody has read, to the last byte.
    pub fn finish(mut self) -> Result<(), Refusal> {
        // Of most sheets every part has been read or met, and nobody needs it.
        let mut buffer = Vec::new();
        for index in 0..self.names.len() {
            if !self.judged[index] {
                self.meet(index)?;
            }
            if !self.judged[index] {
                self.judge(index, &mut buffer)?;
            }
        }
        Ok(())
    }

    fn judge(&mut self, index: usize, buffer: &mut Vec<u8>) -> Result<(), Refusal> {
        buffer.resize(32 << 10, 0);
        let most = self.share(index).min(self.left());
        let is_xml = is_xml(&self.entries[index].name);
        let mut entry = self.entry(index)?;
        let mut inflated = 0;
        loop {
            let count = entry.read(buffer).map_err(refuse_io)?;
            if is_xml && inflated == 0 && holds_document_type(&buffer[..count]) {
                return Err(damaged("XML with a document type"));
            }
            inflated += count as u64;
            if inflated > most {
                return Err(refuse_io(beyond()));
            }
            if count == 0 {
                break;
            }
        }
        self.inflated += inflated;
        self.judged[index] = true;
        let entry = &self.entries[index];
        self.familiar.learn(entry, self.packed(entry)?, inflated, None);
        Ok(())
    }

    /// An entry, about to be unpacked.
    fn entry(&mut self, index: usize) -> Result<Packed<'_, 'a>, Refusal> {
        let packed = self.packed(&self.entries[index])?;
        let inflater = self.inflater.get_or_insert_with(|| self.familiar.take_inflater());
        Packed::open(packed, &self.entries[index], inflater)
    }

    /// How much one entry may inflate to.
    fn share(&self, index: usize) -> u64 {
        if is_xml(&self.entries[index].name) { self.limits.part } else { self.limits.unpacked }
    }

    /// How much all entries may still inflate to.
    fn left(&self) -> u64 {
        self.limits.unpacked.saturating_sub(self.inflated)
    }
}

impl Drop for Container<'_> {
    fn drop(&mut self) {
        if let Some(inflater) = self.inflater.take() {
            self.familiar.give_back(inflater);
        }
    }
}

/// What a name means whose letters are written as bytes; `None` where none are.
fn percent_decoded(name: &str) -> Option<String> {
    let mut pieces = name.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    let before = bytes.len();
    for piece in pieces {
        bytes.push(u8::from_str_radix(piece.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    // A sign of its own, decoded, is decoded no further.
    (bytes.len() > before && !bytes.contains(&b'%')).then(|| file_name(&bytes))
}

fn judge_entries(entries: &[Entry], packed: u64, limits: &Limits) -> Result<(), Refusal> {
    let mut declared = 0_u64;
    for entry in entries {
        if entry.encrypted {
            return Err(Refusal::new(RefusalCode::Encrypted, "an encrypted entry"));
        }
        if is_xml(&entry.name) && entry.size > limits.part {
            return Err(too_large(format!("a part that declares {} bytes", entry.size)));
        }
        declared = declared.saturating_add(entry.size);
    }
    if declared > limits.unpacked {
        return Err(too_large(format!("{declared} bytes declared")));
    }
    if declared > Limits::RATIO_FROM && declared / packed.max(1) > limits.ratio {
        return Err(too_large(format!("{declared} bytes in {packed}")));
    }
    Ok(())
}

fn judge_names(entries: &[Entry]) -> Result<Vec<String>, Refusal> {
    let names: Vec<String> = entries.iter().map(|entry| file_name(&entry.name)).collect();
    match names.iter().find(|name| escapes(name)) {
        Some(name) => Err(damaged(format!("entry name {name:?}"))),
        None => refuse_same_names(&names).map(|()| names),
    }
}

/// Names that differ only in case are one part to some readers and two to others.
fn refuse_same_names(names: &[String]) -> Result<(), Refusal> {
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sorted.sort_unstable_by(|a, b| lowered(a).cmp(lowered(b)));
    match sorted.windows(2).find(|pair| pair[0].eq_ignore_ascii_case(pair[1])) {
        Some(pair) => Err(damaged(format!("entry {:?} twice", pair[0]))),
        None => Ok(()),
    }
}

fn lowered(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// An entry's or an attachment's name: UTF-8 where it is, else what Chinese Windows writes. Backslashes
/// of old producers become slashes.
pub fn file_name(raw: &[u8]) -> String {
    let name = file_name_text(raw);
    if name.contains('\\') { name.replace('\\', "/") } else { name }
}

/// Words outside the files themselves, which nobody marks with an encoding.
pub fn file_name_text(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    }
}

/// Does a name leave the container?
fn escapes(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive || name.starts_with('/') || name.contains('\0') || name.split('/').any(|part| part == "..")
}

fn is_xml(name: &[u8]) -> bool {
    let ends: [&[u8]; 2] = [b".xml", b".rels"];
    ends.iter().any(|end| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end))
}

/// A document type stands before the first element, so the head of a part is enough.
fn holds_document_type(head: &[u8]) -> bool {
    let head: Vec<u8> = head.iter().take(1024).copied().filter(|byte| *byte != 0).collect();
    head.windows(9).any(|window| window.eq_ignore_ascii_case(b"<!DOCTYPE"))
}

fn refuse(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Refusal::new(RefusalCode::Encrypted, "an encrypted entry")
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Refusal::new(RefusalCode::Unsupported, error.to_string())
        }
        error => damaged(error.to_string()),
    }
}

fn refuse_io(error: std::io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::FileTooLarge => too_large(error.to_string()),
        _ => damaged(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn packed(parts: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn judge(bytes: &[u8], limits: &Limits) -> Result<(), RefusalCode> {
        Container::open(bytes, limits).and_then(Container::finish).map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_container_is_judged_to_its_last_byte() {
        let stored = zip::CompressionMethod::Stored;
        let small = Limits { part: 100, unpacked: 200, entries: 3, ..Limits::sheet() };
        let long = [b'x'; 150];
        let flipped = {
            let mut bytes = packed(&[("a.xml", b"<a>123</a>")], stored);
            let at = bytes.windows(3).position(|window| window == b"123").unwrap();
            bytes[at] = b'9';
            bytes
        };
        let cut = packed(&[("a.xml", b"<a/>")], stored)[..60].to_vec();
        for (bytes, expected) in [
            (packed(&[("a.xml", b"<a/>"), ("b.png", &long)], stored), Ok(())),
            (packed(&[("a.xml", &long)], stored), Err(RefusalCode::TooLarge)),
            (packed(&[("a.png", &long), ("b.png", &long)], stored), Err(RefusalCode::TooLarge)),
            (packed(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")], stored), Err(RefusalCode::TooLarge)),
            (packed(&[("a.xml", b"1"), ("A.XML", b"2")], stored), Err(RefusalCode::Damaged)),
            (packed(&[("../a", b"1")], stored), Err(RefusalCode::Damaged)),
            (packed(&[("a\\..\\..\\b", b"1")], stored), Err(RefusalCode::Damaged)),
            (packed(&[("a.xml", b"<!DOCTYPE a><a/>")], stored), Err(RefusalCode::Damaged)),
            (flipped, Err(RefusalCode::Damaged)),
            (cut, Err(RefusalCode::Damaged)),
        ] {
            assert_eq!(judge(&bytes, &small), expected);
        }
    }

    #[test]
    fn a_part_is_found_however_a_reference_writes_its_name() {
        let bytes =
            packed(&[("xl/表 1.xml", b"<a/>"), ("xl/50%.xml", b"<a/>")], zip::CompressionMethod::Stored);
        let limits = Limits::sheet();
        let container = Container::open(&bytes, &limits).unwrap();
        for (name, found) in [
            ("xl/表 1.xml", Some(0)),
            ("/XL/表 1.XML", Some(0)),
            ("xl/%E8%A1%A8%201.xml", Some(0)),
            ("xl/50%.xml", Some(1)),
            ("xl/%zz.xml", None),
            ("xl/2.xml", None),
        ] {
            assert_eq!(container.index(name), found, "{name}");
        }
    }

    #[test]
    fn names_are_read_as_chinese_windows_wrote_them() {
        let gbk = encoding_rs::GBK.encode("附件/统计表.xls").0.into_owned();
        assert_eq!(file_name(&gbk), "附件/统计表.xls");
        assert_eq!(file_name("附件\\表.xls".as_bytes()), "附件/表.xls");
    }
}
