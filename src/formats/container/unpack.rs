//! Unpacking an entry to its end, where alone its checksum and its size can be verified.
//!
//! A sheet has ten entries of a few hundred bytes, and making an inflater for each costs more than inflating it: one
//! serves all entries of a file in turn. What it gives is handed on piece by piece, so that an entry that nobody reads
//! takes no memory, however long it is.

use flate2::{Crc, Decompress, FlushDecompress, Status};
use zip::CompressionMethod;

use crate::problem::{Refusal, RefusalCode};

use super::super::{damaged, too_large};
use super::directory::Entry;

/// Bytes that are unpacked at once; nearly every part is shorter.
const PIECE: usize = 64 << 10;

/// Unpacks one entry after the other.
pub struct Unpacker {
    inflater: Decompress,
    piece: Vec<u8>,
}

/// What has been unpacked of an entry.
struct Progress {
    sum: Crc,
    length: u64,
    most: u64,
}

impl Unpacker {
    pub fn new() -> Unpacker {
        Unpacker { inflater: Decompress::new(false), piece: Vec::with_capacity(PIECE) }
    }

    /// Hands all of an entry to `take`, piece by piece; tells its length. An entry of more than `most` bytes is
    /// refused, and so is one whose length or checksum is not what the directory says.
    pub fn unpack(
        &mut self,
        entry: &Entry<'_>,
        most: u64,
        mut take: impl FnMut(&[u8]),
    ) -> Result<u64, Refusal> {
        let mut progress = Progress { sum: Crc::new(), length: 0, most };
        let pass = |piece: &[u8]| progress.pass(piece).map(|()| take(piece));
        match entry.method {
            CompressionMethod::Stored => entry.packed.chunks(PIECE).try_for_each(pass),
            CompressionMethod::Deflated => self.inflate(entry.packed, pass),
            other => Err(Refusal::new(RefusalCode::Unsupported, format!("packed by {other}"))),
        }?;
        if progress.length != entry.size {
            return Err(damaged("a size that does not hold"));
        }
        if progress.sum.sum() != entry.sum {
            return Err(damaged("a checksum that does not hold"));
        }
        Ok(progress.length)
    }

    fn inflate(
        &mut self,
        packed: &[u8],
        mut pass: impl FnMut(&[u8]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.inflater.reset(false);
        loop {
            self.piece.clear();
            let rest = &packed[self.inflater.total_in() as usize..];
            let status = self.inflater.decompress_vec(rest, &mut self.piece, FlushDecompress::Finish);
            let status = status.map_err(|error| damaged(error.to_string()))?;
            pass(&self.piece)?;
            match status {
                Status::StreamEnd => return Ok(()),
                _ if self.piece.is_empty() => return Err(damaged("an entry that ends inside its stream")),
                _ => {}
            }
        }
    }
}

impl Progress {
    fn pass(&mut self, piece: &[u8]) -> Result<(), Refusal> {
        self.sum.update(piece);
        self.length += piece.len() as u64;
        if self.length > self.most { Err(too_large("inflates beyond the limit")) } else { Ok(()) }
    }
}
