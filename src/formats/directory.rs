//! The directory of a ZIP container: where each entry lies, how it is packed, what it says of itself.
//!
//! Nearly every file has the plainest directory there is: one record at the very end, entries before it, nothing
//! in between. Such a one is read here, from the bytes in memory, and believed only where every number fits
//! every other. Whatever is unlike that (64-bit sizes, comments, bytes before the first entry, encryption)
//! is left to the library, which knows all of it and costs ten times as much.

use std::io::Cursor;
use std::ops::Range;

use zip::result::ZipResult;
use zip::{CompressionMethod, ZipArchive};

/// An entry, as the directory has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub name: Vec<u8>,
    pub method: CompressionMethod,
    pub encrypted: bool,
    /// The checksum stated for what it unpacks to.
    pub sum: u32,
    /// Where its packed bytes lie.
    pub packed: Range<usize>,
    /// How long it says it is, unpacked.
    pub size: u64,
}

impl Entry {
    pub fn is_stored(&self) -> bool {
        self.method == CompressionMethod::Stored
    }
}

/// A directory: its entries, or that there are too many of them or that they share bytes.
pub enum Directory {
    Entries(Vec<Entry>),
    TooMany(usize),
    Overlapping,
}

/// Reads the directory of a container with at most so many entries.
pub fn read(bytes: &[u8], most: usize) -> ZipResult<Directory> {
    if let Some(entries) = plain(bytes, most) {
        return Ok(Directory::Entries(entries));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > most {
        return Ok(Directory::TooMany(archive.len()));
    }
    if archive.has_duplicate_names() || archive.has_overlapping_entries()? {
        return Ok(Directory::Overlapping);
    }
    let mut entries = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index)?;
        let start = file.data_start().unwrap_or(u64::MAX);
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        entries.push(Entry {
            name: file.name_raw().to_vec(),
            method: file.compression(),
            encrypted: file.encrypted(),
            sum: file.crc32(),
            packed: place(start)..place(start.saturating_add(file.compressed_size())),
            size: file.size(),
        });
    }
    Ok(Directory::Entries(entries))
}

/// Where an archive begins whose directory ends a file, whatever stands before it: programs tolerate a stub, a mark
/// or lines of a server there, and count the archive's places from its own beginning or from the file's.
pub fn beginning(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(END + usize::from(u16::MAX));
    let tail = &bytes[from..];
    let is_end = |at: &usize| {
        let comment = short(tail, at + 20).map(usize::from);
        tail[*at..].starts_with(b"PK\x05\x06")
            && comment.is_some_and(|length| at + END + length == tail.len())
    };
    let end = (0..=tail.len().checked_sub(END)?).rev().find(is_end)?;
    let (length, start) = (long(tail, end + 12)? as usize, long(tail, end + 16)? as usize);
    let directory = (from + end).checked_sub(length)?;
    let begins = directory.checked_sub(start)?;
    let header = begins.checked_add(long(bytes.get(directory..)?, 42)? as usize)?;
    let whole =
        bytes[directory..].starts_with(b"PK\x01\x02") && bytes.get(header..)?.starts_with(b"PK\x03\x04");
    whole.then_some(begins)
}

const END: usize = 22;
const RECORD: usize = 46;
const HEADER: usize = 30;

/// The entries of the plainest directory; `None` for any other.
fn plain(bytes: &[u8], most: usize) -> Option<Vec<Entry>> {
    let end = bytes.len().checked_sub(END)?;
    let tail = &bytes[end..];
    let (here, all) = (short(tail, 8)?, short(tail, 10)?);
    let (length, start) = (long(tail, 12)? as usize, long(tail, 16)? as usize);
    let one_volume = short(tail, 4)? == 0 && short(tail, 6)? == 0 && here == all;
    let in_place = start.checked_add(length)? == end && short(tail, 20)? == 0;
    if !tail.starts_with(b"PK\x05\x06") || !one_volume || !in_place || usize::from(all) > most.min(0xfffe) {
        return None;
    }
    let mut entries = Vec::with_capacity(all.into());
    let mut spans = Vec::with_capacity(all.into());
    let mut at = start;
    for _ in 0..all {
        let (entry, header, next) = record(bytes, at, end)?;
        spans.push(header..entry.packed.end);
        entries.push(entry);
        at = next;
    }
    spans.sort_unstable_by_key(|span| span.start);
    let apart = spans.windows(2).all(|pair| pair[0].end <= pair[1].start);
    let before = spans.last().is_none_or(|last| last.end <= start);
    (at == end && apart && before).then_some(entries)
}

/// One record of the directory: the entry, where its header lies, where the next record begins.
fn record(bytes: &[u8], at: usize, end: usize) -> Option<(Entry, usize, usize)> {
    let record = bytes.get(at..end)?;
    let flags = short(record, 8)?;
    let method = match short(record, 10)? {
        0 => CompressionMethod::Stored,
        8 => CompressionMethod::Deflated,
        _ => return None,
    };
    let (packed, size) = (long(record, 20)?, long(record, 24)?);
    let [name, extra, comment] = [28, 30, 32].map(|place| short(record, place).map(usize::from));
    let (name, extra, comment) = (name?, extra?, comment?);
    let header = long(record, 42)?;
    let is_64_bit = [packed, size, header].contains(&u32::MAX);
    // Encryption in any form, patches, and a name that is masked.
    let is_odd = flags & 0x2061 != 0 || extra != 0 || short(record, 34)? != 0;
    if !record.starts_with(b"PK\x01\x02") || is_64_bit || is_odd {
        return None;
    }
    let name = record.get(RECORD..RECORD + name)?.to_vec();
    let next = at + RECORD + name.len() + comment;
    let header = header as usize;
    let start = data_start(bytes, header)?;
    let packed = start..start.checked_add(packed as usize)?;
    bytes.get(packed.clone())?;
    let sum = long(record, 16)?;
    Some((Entry { name, method, encrypted: false, sum, packed, size: size.into() }, header, next))
}

fn data_start(bytes: &[u8], header: usize) -> Option<usize> {
    let local = bytes.get(header..)?;
    let start = header + HEADER + usize::from(short(local, 26)?) + usize::from(short(local, 28)?);
    local.starts_with(b"PK\x03\x04").then_some(start)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn packed(comment: &str) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, method) in
            [("a.xml", CompressionMethod::Stored), ("表/b.xml", CompressionMethod::Deflated)]
        {
            writer.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(b"<a>1111111111</a>").unwrap();
        }
        writer.set_comment(comment).unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn entries(bytes: &[u8]) -> Vec<Entry> {
        match read(bytes, 10).unwrap() {
            Directory::Entries(entries) => entries,
            _ => panic!("no entries"),
        }
    }

    #[test]
    fn the_plain_way_and_the_librarys_come_to_the_same() {
        let (without, with) = (packed(""), packed("a comment"));
        assert!(plain(&without, 10).is_some() && plain(&with, 10).is_none());
        assert_eq!(entries(&without), entries(&with));
        assert_eq!(&without[entries(&without)[0].packed.clone()], b"<a>1111111111</a>");
    }

    #[test]
    fn an_archive_is_found_behind_what_stands_before_it() {
        let archive = packed("");
        let behind = |before: &[u8]| [before, &archive].concat();
        for before in [&b"\xef\xbb\xbf"[..], b"MZ\0\0stub", b"HTTP/1.1 200 OK\r\n\r\n"] {
            let bytes = behind(before);
            let begins = beginning(&bytes).unwrap();
            assert_eq!(begins, before.len());
            assert_eq!(entries(&bytes[begins..]), entries(&archive), "{before:?}");
        }
        assert_eq!(beginning(&archive), Some(0));
        assert_eq!(beginning(&packed("a comment")), Some(0));
        assert_eq!(beginning(b"PK\x05\x06 is how an archive ends"), None);
        assert_eq!(beginning(&archive[..archive.len() - 1]), None, "cut");
        assert_eq!(beginning(&[&archive[..], b"behind"].concat()), None, "not at the end");
    }

    #[test]
    fn a_directory_whose_numbers_do_not_fit_is_not_believed() {
        let good = packed("");
        let directory = good.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        for (at, what) in [
            (directory, "no record"),
            (directory + 8, "encrypted"),
            (directory + 10, "another method"),
            (directory + 28, "another length of its name"),
            (directory + 42, "a header elsewhere"),
            (good.len() - 22, "no end"),
            (good.len() - 14, "another count"),
            (good.len() - 6, "another start"),
            (0, "no header"),
        ] {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            assert_eq!(plain(&bytes, 10), None, "{what}");
        }
        assert_eq!(plain(&good, 1), None, "more than may be");
    }
}
