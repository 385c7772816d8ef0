//! A ZIP container, judged before it is believed and to its last byte.
//!
//! Spreadsheets and documents are ZIP files, and a ZIP file can lie: about sizes, about names, about
//! where its parts lie. So the directory is judged on opening (entries, names, declared sizes, ratio,
//! overlaps, encryption), every part is counted while it inflates, and no grid leaves here before each
//! part, also those that nobody reads, has been inflated to its end, where its checksum and size are verified.
//!
//! A part that is read and a part that is only judged cost one inflation each. Judging everything first
//! and reading afterwards would inflate the sheet twice, and inflation is much of the cost of a sheet.
//! The crate `zip` reads the directory and inflates; nothing here is kept from one file to the next.

use std::io::{self, Cursor, Read, Take};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::problem::{Refusal, RefusalCode};

use super::encoded_xml::in_utf8;
use super::limits::Limits;
use super::xml::Xml;
use super::{damaged, too_large};

/// Room made at once for what an entry promises to hold.
const MOST_RESERVED: u64 = 1 << 20;

/// A document type stands before the first element, so the head of a part is enough.
const HEAD: u64 = 1 << 10;

/// An opened container and how much of it has been judged.
pub struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    judged: Vec<bool>,
    inflated: u64,
    limits: &'a Limits,
}

impl<'a> Container<'a> {
    /// Opens a container and judges its directory.
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Container<'a>, Refusal> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(refuse)?;
        if archive.len() > limits.entries {
            return Err(too_large(format!("{} entries", archive.len())));
        }
        if archive.has_duplicate_names() || archive.has_overlapping_entries().map_err(refuse)? {
            return Err(damaged("entries that overlap"));
        }
        let names = judge_entries(&archive, bytes.len() as u64, limits)?;
        let judged = vec![false; names.len()];
        Ok(Container { archive, names, judged, inflated: 0, limits })
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
        let part = self.inflate(index, self.limits.part)?;
        read(&mut Xml::new(&in_utf8(&part)?, self.limits.nesting)).map(Some)
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
        let same = |known: &String| known.eq_ignore_ascii_case(name);
        let exact = self.names.iter().position(|known| known == name);
        let found = exact.or_else(|| self.names.iter().position(same));
        found.or_else(|| self.index(&percent_decoded(name)?))
    }

    /// Judges what nobody has read, to the last byte.
    pub fn finish(mut self) -> Result<(), Refusal> {
        for index in 0..self.names.len() {
            if self.judged[index] {
                continue;
            }
            let head = self.unpack(index, self.share(index), |entry| {
                let mut head = Vec::new();
                entry.by_ref().take(HEAD).read_to_end(&mut head)?;
                io::copy(entry, &mut io::sink()).map(|_| head)
            })?;
            if is_xml(&self.names[index]) && holds_document_type(&head) {
                return Err(damaged("XML with a document type"));
            }
        }
        Ok(())
    }

    /// Inflates an entry to its end into memory.
    fn inflate(&mut self, index: usize, most: u64) -> Result<Vec<u8>, Refusal> {
        self.unpack(index, most, |entry| {
            let mut content = Vec::with_capacity(entry.get_ref().size().min(MOST_RESERVED) as usize);
            entry.read_to_end(&mut content).map(|_| content)
        })
    }

    /// Has an entry read to its end, where its checksum is verified; at most so many bytes.
    fn unpack<T>(
        &mut self,
        index: usize,
        most: u64,
        read: impl FnOnce(&mut Take<ZipFile<'_, Cursor<&'a [u8]>>>) -> io::Result<T>,
    ) -> Result<T, Refusal> {
        let most = most.min(self.limits.unpacked.saturating_sub(self.inflated));
        let mut entry = self.archive.by_index(index).map_err(refuse)?.take(most + 1);
        let content = read(&mut entry).map_err(|error| damaged(error.to_string()))?;
        let found = most + 1 - entry.limit();
        if found > most {
            return Err(too_large("inflates beyond the limit"));
        }
        if found != entry.get_ref().size() {
            return Err(damaged("a size that does not hold"));
        }
        self.inflated += found;
        self.judged[index] = true;
        Ok(content)
    }

    /// How much one entry may inflate to.
    fn share(&self, index: usize) -> u64 {
        if is_xml(&self.names[index]) { self.limits.part } else { self.limits.unpacked }
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

/// Judges what the directory says; the entries' names.
fn judge_entries(
    archive: &ZipArchive<Cursor<&[u8]>>,
    packed: u64,
    limits: &Limits,
) -> Result<Vec<String>, Refusal> {
    let (mut declared, mut names) = (0_u64, Vec::with_capacity(archive.len()));
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(refuse)?;
        let name = file_name(entry.name_raw());
        if entry.encrypted() {
            return Err(Refusal::new(RefusalCode::Encrypted, "an encrypted entry"));
        }
        if is_xml(&name) && entry.size() > limits.part {
            return Err(too_large(format!("a part that declares {} bytes", entry.size())));
        }
        if escapes(&name) {
            return Err(damaged(format!("entry name {name:?}")));
        }
        declared = declared.saturating_add(entry.size());
        names.push(name);
    }
    if declared > limits.unpacked {
        return Err(too_large(format!("{declared} bytes declared")));
    }
    if declared > Limits::RATIO_FROM && declared / packed.max(1) > limits.ratio {
        return Err(too_large(format!("{declared} bytes in {packed}")));
    }
    refuse_same_names(&names).map(|()| names)
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

fn is_xml(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".xml") || name.ends_with(".rels")
}

fn holds_document_type(head: &[u8]) -> bool {
    let head: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
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

#[cfg(test)]
mod tests {
    use std::io::Write;

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
    fn whatever_does_not_fit_is_refused() {
        let deflated = zip::CompressionMethod::Deflated;
        let good = packed(&[("a.xml", b"<a>1111111111</a>"), ("b.png", b"1111111111")], deflated);
        let limits = Limits::sheet();
        assert_eq!(judge(&good, &limits), Ok(()));
        let at = |what: &[u8], by: usize| good.windows(4).position(|bytes| bytes == what).unwrap() + by;
        let (header, record) = (at(b"PK\x03\x04", 0), at(b"PK\x01\x02", 0));
        for (at, by, what) in [
            (header, 1, "no header"),
            (header + 30 + "a.xml".len() + 2, 1, "a byte of the content"),
            (record, 1, "no record"),
            (record + 16, 1, "another checksum"),
            (record + 20, 1, "another packed size"),
            (record + 24, 1, "a byte more or less"),
            (record + 24, 128, "many bytes more"),
            (record + 28, 1, "another length of its name"),
            (record + 42, 1, "a header elsewhere"),
            (good.len() - 22, 1, "no end"),
            (good.len() - 12, 3, "another count"),
        ] {
            let mut bytes = good.clone();
            bytes[at] ^= by;
            assert_eq!(judge(&bytes, &limits), Err(RefusalCode::Damaged), "{what}");
        }
        let mut bytes = good.clone();
        bytes[record + 8] |= 1;
        assert_eq!(judge(&bytes, &limits), Err(RefusalCode::Encrypted));
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
