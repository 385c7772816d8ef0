//! One entry of a ZIP container while it is unpacked.
//!
//! `directory` finds the entries; unpacking is done here, straight from the bytes in memory. A
//! sheet has ten entries of a few hundred bytes, and making a new inflater with its window and buffers for
//! each of them costs more than inflating them; one inflater serves all entries of a file in turn.
//!
//! An entry ends where its stream says so, and only then are its checksum and size compared: whoever has read
//! to the end without an error has read what was packed.

use std::io::{Error, ErrorKind, Read, Result};

use flate2::{Crc, Decompress, FlushDecompress, Status};
use zip::CompressionMethod;

use crate::problem::{Refusal, RefusalCode};

use super::directory::Entry;

/// What is left of an entry's bytes, and how they are packed.
pub struct Packed<'p, 'a> {
    left: &'a [u8],
    method: Method<'p>,
    declared: u64,
    stated: u32,
    sum: Crc,
    unpacked: u64,
}

enum Method<'p> {
    Stored,
    Deflated(&'p mut Decompress),
    /// Unpacked to the end of its stream; bytes behind it belong to nothing.
    Ended,
}

impl<'p, 'a> Packed<'p, 'a> {
    /// An entry's bytes, about to be unpacked.
    pub fn open(
        left: &'a [u8],
        entry: &Entry,
        inflater: &'p mut Decompress,
    ) -> std::result::Result<Packed<'p, 'a>, Refusal> {
        let method = match entry.method {
            CompressionMethod::Stored => Method::Stored,
            CompressionMethod::Deflated => {
                inflater.reset(false);
                Method::Deflated(inflater)
            }
            other => return Err(Refusal::new(RefusalCode::Unsupported, format!("packed by {other}"))),
        };
        Ok(Packed { left, method, declared: entry.size, stated: entry.sum, sum: Crc::new(), unpacked: 0 })
    }

    /// How long it says it is, unpacked.
    pub fn declared(&self) -> u64 {
        self.declared
    }

    fn unpack(&mut self, buffer: &mut [u8]) -> Result<usize> {
        match &mut self.method {
            Method::Stored => self.left.read(buffer),
            Method::Ended => Ok(0),
            Method::Deflated(inflater) => {
                let (count, ended) = inflate(inflater, &mut self.left, buffer)?;
                if ended {
                    self.method = Method::Ended;
                }
                Ok(count)
            }
        }
    }
}

impl Read for Packed<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = self.unpack(buffer)?;
        self.sum.update(&buffer[..count]);
        self.unpacked += count as u64;
        let ended = count == 0 && !buffer.is_empty();
        if ended && (self.sum.sum(), self.unpacked) != (self.stated, self.declared) {
            return Err(Error::new(ErrorKind::InvalidData, "a checksum or a size that does not hold"));
        }
        Ok(count)
    }
}

/// Inflates until something has come out or the stream has ended; tells which.
fn inflate(inflater: &mut Decompress, left: &mut &[u8], buffer: &mut [u8]) -> Result<(usize, bool)> {
    loop {
        let (taken, given) = (inflater.total_in(), inflater.total_out());
        let status = inflater.decompress(left, buffer, FlushDecompress::None)?;
        let (taken, given) =
            ((inflater.total_in() - taken) as usize, (inflater.total_out() - given) as usize);
        *left = &left[taken..];
        match status {
            Status::StreamEnd => return Ok((given, true)),
            _ if given > 0 || buffer.is_empty() => return Ok((given, false)),
            _ if taken == 0 => return Err(Error::new(ErrorKind::UnexpectedEof, "a stream that is cut")),
            _ => {}
        }
    }
}
