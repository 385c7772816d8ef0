//! A ZIP container being written into memory.
//!
//! A workbook has two dozen parts of a few kilobytes, most of them the same as in the workbook before. A part that
//! is the same is packed once ([`Packed`]) and copied; one packer with its window and tables packs all others in
//! turn, where making one for each part costs more than packing it.
//!
//! Times are fixed: the same parts give the same bytes. Limits: four gigabytes, as the plain format has them.

use std::io::{Error, ErrorKind, Result};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// The quickest: figures and numbers of texts pack to a tenth of their size at any level.
const LEVEL: u32 = 1;

/// Version 2.0, which has deflating; written on a system with permissions.
const VERSION: u16 = 20;
const MADE_ON: u16 = (3 << 8) | VERSION;
const DEFLATED: u16 = 8;
/// The first of January 1980, at midnight.
const TIME: u32 = 0x0021_0000;
/// A file that its owner reads and writes.
const PERMISSIONS: u32 = 0o100_600 << 16;
const LEAST_ROOM: usize = 4 << 10;

/// A part that has been packed.
pub struct Packed {
    name: Box<str>,
    entry: Entry,
    data: Box<[u8]>,
}

#[derive(Clone, Copy)]
struct Entry {
    sum: u32,
    packed: usize,
    size: usize,
}

/// The container so far.
pub struct Packer {
    deflater: Compress,
    bytes: Vec<u8>,
    directory: Vec<u8>,
    parts: u16,
}

impl Packer {
    pub fn new() -> Packer {
        Packer {
            deflater: Compress::new(Compression::new(LEVEL), false),
            bytes: Vec::with_capacity(256 << 10),
            directory: Vec::with_capacity(4 << 10),
            parts: 0,
        }
    }

    /// Packs a part that many containers will have.
    pub fn pack(&mut self, name: &str, content: &[u8]) -> Result<Packed> {
        let mut data = Vec::new();
        let entry = deflate(&mut self.deflater, &mut data, &[content])?;
        Ok(Packed { name: name.into(), entry, data: data.into() })
    }

    /// Adds a part that has been packed.
    pub fn copy(&mut self, part: &Packed) -> Result<()> {
        let start = self.open(&part.name);
        self.bytes.extend_from_slice(&part.data);
        self.close(&part.name, start, part.entry)
    }

    /// Packs and adds a part, given in pieces.
    pub fn add(&mut self, name: &str, pieces: &[&[u8]]) -> Result<()> {
        let start = self.open(name);
        let entry = deflate(&mut self.deflater, &mut self.bytes, pieces)?;
        self.close(name, start, entry)
    }

    /// The container's bytes.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        let (start, length) = (narrow(self.bytes.len())?, narrow(self.directory.len())?);
        self.bytes.append(&mut self.directory);
        let bytes = &mut self.bytes;
        bytes.extend_from_slice(b"PK\x05\x06");
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(&self.parts.to_le_bytes());
        bytes.extend_from_slice(&self.parts.to_le_bytes());
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&start.to_le_bytes());
        bytes.extend_from_slice(&[0; 2]);
        Ok(self.bytes)
    }

    /// Leaves room for a part's head; where that stands.
    fn open(&mut self, name: &str) -> usize {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 30]);
        self.bytes.extend_from_slice(name.as_bytes());
        start
    }

    /// Writes the head of a part, and its entry in the directory.
    fn close(&mut self, name: &str, start: usize, entry: Entry) -> Result<()> {
        let known = known(name, entry)?;
        let head = [b"PK\x03\x04".as_slice(), &VERSION.to_le_bytes(), &known].concat();
        self.bytes[start..start + head.len()].copy_from_slice(&head);
        let listed = &mut self.directory;
        listed.extend_from_slice(b"PK\x01\x02");
        listed.extend_from_slice(&MADE_ON.to_le_bytes());
        listed.extend_from_slice(&VERSION.to_le_bytes());
        listed.extend_from_slice(&known);
        listed.extend_from_slice(&[0; 6]);
        listed.extend_from_slice(&PERMISSIONS.to_le_bytes());
        listed.extend_from_slice(&narrow(start)?.to_le_bytes());
        listed.extend_from_slice(name.as_bytes());
        self.parts += 1;
        Ok(())
    }
}

/// What a part's head and its entry in the directory both say, from its flags to the lengths behind its sizes.
fn known(name: &str, entry: Entry) -> Result<[u8; 24]> {
    let mut known = [0; 24];
    known[2..4].copy_from_slice(&DEFLATED.to_le_bytes());
    known[4..8].copy_from_slice(&TIME.to_le_bytes());
    known[8..12].copy_from_slice(&entry.sum.to_le_bytes());
    known[12..16].copy_from_slice(&narrow(entry.packed)?.to_le_bytes());
    known[16..20].copy_from_slice(&narrow(entry.size)?.to_le_bytes());
    known[20..22].copy_from_slice(&(name.len() as u16).to_le_bytes());
    Ok(known)
}

fn narrow(length: usize) -> Result<u32> {
    u32::try_from(length).map_err(|_| Error::new(ErrorKind::FileTooLarge, "超过 4 GB"))
}

/// Packs pieces of one part behind what the buffer holds.
fn deflate(deflater: &mut Compress, packed: &mut Vec<u8>, pieces: &[&[u8]]) -> Result<Entry> {
    deflater.reset();
    let (before, mut sum) = (packed.len(), Crc::new());
    for piece in pieces {
        sum.update(piece);
        let mut left = *piece;
        while !left.is_empty() {
            let taken = step(deflater, left, packed, FlushCompress::None)?.0;
            left = &left[taken..];
        }
    }
    while step(deflater, &[], packed, FlushCompress::Finish)?.1 != Status::StreamEnd {}
    let size = pieces.iter().map(|piece| piece.len()).sum();
    Ok(Entry { sum: sum.sum(), packed: packed.len() - before, size })
}

/// One step of packing, with room to spare; how much it took.
fn step(
    deflater: &mut Compress,
    left: &[u8],
    packed: &mut Vec<u8>,
    flush: FlushCompress,
) -> Result<(usize, Status)> {
    packed.reserve(LEAST_ROOM.max(left.len() / 8));
    let before = deflater.total_in();
    let status = deflater.compress_vec(left, packed, flush).map_err(Error::other)?;
    Ok(((deflater.total_in() - before) as usize, status))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use zip::ZipArchive;

    use super::*;

    #[test]
    fn parts_come_out_as_they_went_in_whether_packed_before_or_in_pieces() {
        let long: String = (0..200_000).map(|number| format!("<c r=\"A{number}\"/>")).collect();
        let mut packer = Packer::new();
        let theme = packer.pack("xl/theme.xml", b"<theme/>").unwrap();
        packer.add("xl/sheet1.xml", &[b"<head/>", long.as_bytes(), b"", b"<tail/>"]).unwrap();
        packer.copy(&theme).unwrap();
        packer.add("xl/empty.xml", &[]).unwrap();
        let bytes = packer.finish().unwrap();
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let whole = format!("<head/>{long}<tail/>");
        for (name, expected) in
            [("xl/sheet1.xml", whole.as_str()), ("xl/theme.xml", "<theme/>"), ("xl/empty.xml", "")]
        {
            let mut found = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut found).unwrap();
            assert!(found == expected, "{name}: {} bytes", found.len());
        }
        assert_eq!(archive.len(), 3);
    }
}
