//! One entry of a ZIP container while it is unpacked.
//!
//! `directory` finds the entries; unpacking is done here, straight from the bytes in memory. A
//! sheet has ten entries of a few hundred bytes, and making a new inflater with its window and buffers for
//! each of them costs more than inflating them; one inflater serves all entries of a file in turn. An entry of
//! ordinary size is inflated at once, by a library that wants to know the size beforehand and is faster for it; one
//! that says nothing good of its size is inflated step by step, up to the limit.
//!
//! An entry ends where its stream says so, and only then are its checksum and size compared: whoever has read
//! to the end without an error has read what was packed.

use std::io::{Error, ErrorKind, Read, Result};

use flate2::{Crc, Decompress, FlushDecompress, Status};
use libdeflater::Decompressor;
use zip::CompressionMethod;

use crate::problem::{Refusal, RefusalCode};

use super::directory::Entry;

/// Room made at once for what an entry promises to hold, and for what it holds beyond its promise.
const MOST_RESERVED: u64 = 1 << 20;
const LEAST_GROWTH: usize = 4 << 10;

/// What is left of an entry's bytes, and how they are packed.
pub struct Packed<'p, 'a> {
    left: &'a [u8],
    method: Method<'p>,
    declared: u64,
    stated: u32,
    sum: Crc,
    unpacked: u64,
}

/// What inflates entries, one after the other.
pub struct Inflater {
    steps: Decompress,
    at_once: Decompressor,
}

enum Method<'p> {
    Stored,
    Deflated(&'p mut Inflater),
    /// Unpacked to the end of its stream; bytes behind it belong to nothing.
    Ended,
}

impl Default for Inflater {
    fn default() -> Inflater {
        Inflater { steps: Decompress::new(false), at_once: Decompressor::new() }
    }
}

impl Inflater {
    /// Inflates a stream of exactly this size behind what the buffer holds; tells whether it was one.
    fn at_once(&mut self, packed: &[u8], bytes: &mut Vec<u8>, size: usize) -> bool {
        if size as u64 > MOST_RESERVED {
            return false;
        }
        let before = bytes.len();
        bytes.resize(before + size, 0);
        let done =
            self.at_once.deflate_decompress(packed, &mut bytes[before..]).is_ok_and(|given| given == size);
        if !done {
            bytes.truncate(before);
        }
        done
    }
}

impl<'p, 'a> Packed<'p, 'a> {
    /// An entry's bytes, about to be unpacked.
    pub fn open(
        left: &'a [u8],
        entry: &Entry,
        inflater: &'p mut Inflater,
    ) -> std::result::Result<Packed<'p, 'a>, Refusal> {
        let method = match entry.method {
            CompressionMethod::Stored => Method::Stored,
            CompressionMethod::Deflated => {
                inflater.steps.reset(false);
                Method::Deflated(inflater)
            }
            other => return Err(Refusal::new(RefusalCode::Unsupported, format!("packed by {other}"))),
        };
        Ok(Packed { left, method, declared: entry.size, stated: entry.sum, sum: Crc::new(), unpacked: 0 })
    }

    /// Unpacks all of it behind what the buffer holds; more than `most` bytes are an error.
    pub fn whole(mut self, bytes: &mut Vec<u8>, most: u64) -> Result<()> {
        let before = bytes.len();
        bytes.reserve(self.declared.min(MOST_RESERVED) as usize);
        match self.method {
            Method::Stored if self.left.len() as u64 <= most => bytes.extend_from_slice(self.left),
            Method::Stored => return Err(beyond()),
            Method::Deflated(inflater) => {
                let size = usize::try_from(self.declared.min(most)).unwrap_or(usize::MAX);
                if !inflater.at_once(self.left, bytes, size) {
                    inflate_whole(&mut inflater.steps, self.left, bytes, before as u64 + most)?;
                }
            }
            Method::Ended => {}
        }
        self.sum.update(&bytes[before..]);
        self.unpacked = (bytes.len() - before) as u64;
        verify((self.sum.sum(), self.unpacked), (self.stated, self.declared))
    }

    fn unpack(&mut self, buffer: &mut [u8]) -> Result<usize> {
        match &mut self.method {
            Method::Stored => self.left.read(buffer),
            Method::Ended => Ok(0),
            Method::Deflated(inflater) => {
                let (count, ended) = inflate(&mut inflater.steps, &mut self.left, buffer)?;
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
        if count == 0 && !buffer.is_empty() {
            verify((self.sum.sum(), self.unpacked), (self.stated, self.declared))?;
        }
        Ok(count)
    }
}

/// More than may be unpacked.
pub fn beyond() -> Error {
    Error::new(ErrorKind::FileTooLarge, "inflates beyond the limit")
}

fn verify(found: (u32, u64), stated: (u32, u64)) -> Result<()> {
    let holds = found == stated;
    holds
        .then_some(())
        .ok_or_else(|| Error::new(ErrorKind::InvalidData, "a checksum or a size that does not hold"))
}

/// Inflates a stream to its end; the buffer grows with what comes out, not with what is promised.
fn inflate_whole(inflater: &mut Decompress, mut left: &[u8], bytes: &mut Vec<u8>, most: u64) -> Result<()> {
    loop {
        let (taken, given) = (inflater.total_in(), bytes.len());
        let status = inflater.decompress_vec(left, bytes, FlushDecompress::Finish)?;
        let taken = (inflater.total_in() - taken) as usize;
        left = &left[taken..];
        if bytes.len() as u64 > most {
            return Err(beyond());
        }
        match status {
            Status::StreamEnd => return Ok(()),
            _ if bytes.len() == bytes.capacity() => {
                let room = usize::try_from(most + 1).unwrap_or(usize::MAX) - bytes.len();
                bytes.reserve_exact(bytes.len().max(LEAST_GROWTH).min(room));
            }
            _ if taken == 0 && bytes.len() == given => return Err(cut()),
            _ => {}
        }
    }
}

fn cut() -> Error {
    Error::new(ErrorKind::UnexpectedEof, "a stream that is cut")
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
            _ if taken == 0 => return Err(cut()),
            _ => {}
        }
    }
}
