//! The directory of a ZIP container, judged before anything is unpacked: how many entries there are, what they are
//! called, how large they say they are, and that no two of them share a name or a byte.
//!
//! The crate `zip` finds the entries, also behind 64-bit records and foreign bytes; what it says of each is kept
//! here beside the entry's own bytes.

use std::io::Cursor;

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::problem::{Refusal, RefusalCode};

use super::super::limits::Limits;
use super::super::{damaged, too_large};
use super::names::{self, file_name};

/// What the directory says of an entry, and the entry's bytes as they lie in the file.
pub struct Entry<'a> {
    pub name: String,
    pub packed: &'a [u8],
    pub method: CompressionMethod,
    /// Its length when unpacked, in bytes.
    pub size: u64,
    /// The checksum (CRC-32) of what it unpacks to.
    pub sum: u32,
}

/// The entries of a container, in the order of its directory.
pub fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Vec<Entry<'a>>, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(refuse)?;
    if archive.len() > limits.entries {
        return Err(too_large(format!("{} entries", archive.len())));
    }
    if archive.has_duplicate_names() || archive.has_overlapping_entries().map_err(refuse)? {
        return Err(damaged("entries that overlap"));
    }
    let entries: Vec<Entry> =
        (0..archive.len()).map(|index| entry(&mut archive, bytes, index)).collect::<Result<_, _>>()?;
    for entry in &entries {
        judge(entry, limits)?;
    }
    judge_sizes(&entries, bytes.len() as u64, limits)?;
    names::refuse_same(entries.iter().map(|entry| entry.name.as_str()).collect())?;
    Ok(entries)
}

fn entry<'a>(
    archive: &mut ZipArchive<Cursor<&'a [u8]>>,
    bytes: &'a [u8],
    index: usize,
) -> Result<Entry<'a>, Refusal> {
    let file = archive.by_index_raw(index).map_err(refuse)?;
    if file.encrypted() {
        return Err(Refusal::new(RefusalCode::Encrypted, "an encrypted entry"));
    }
    let place = |at: Option<u64>| at.and_then(|at| usize::try_from(at).ok());
    let start = place(file.data_start());
    let length = place(Some(file.compressed_size()));
    let packed = start.zip(length).and_then(|(start, length)| bytes.get(start..)?.get(..length));
    Ok(Entry {
        name: file_name(file.name_raw()),
        packed: packed.ok_or_else(|| damaged("an entry beyond the end"))?,
        method: file.compression(),
        size: file.size(),
        sum: file.crc32(),
    })
}

fn judge(entry: &Entry<'_>, limits: &Limits) -> Result<(), Refusal> {
    if names::is_xml(&entry.name) && entry.size > limits.part {
        return Err(too_large(format!("a part that declares {} bytes", entry.size)));
    }
    if names::escapes(&entry.name) {
        return Err(damaged(format!("entry name {:?}", entry.name)));
    }
    Ok(())
}

fn judge_sizes(entries: &[Entry<'_>], packed: u64, limits: &Limits) -> Result<(), Refusal> {
    let declared = entries.iter().fold(0_u64, |sum, entry| sum.saturating_add(entry.size));
    if declared > limits.unpacked {
        return Err(too_large(format!("{declared} bytes declared")));
    }
    if declared > Limits::RATIO_FROM && declared / packed.max(1) > limits.ratio {
        return Err(too_large(format!("{declared} bytes in {packed}")));
    }
    Ok(())
}

fn refuse(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Refusal::new(RefusalCode::Unsupported, error.to_string())
        }
        error => damaged(error.to_string()),
    }
}
