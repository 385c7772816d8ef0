//! Received bytes, kept under their own SHA-256: the same file twice is kept once, and one that was swapped
//! behind the program's back no longer fits its name.
//!
//! Where they lie is a [`Place`]: a `folder` beside SQLite, `chunks` in the database itself with PostgreSQL, so
//! that every server opens what another received. Bytes come and go in pieces of [`PIECE`]; a whole file is held
//! only by whoever asks for it whole. What is still on its way has a name of its own and lies beside what is
//! kept: a server that is killed goes on where the bytes end.

mod place;
mod folder;
mod chunks;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

pub(super) use self::chunks::Chunks;
use self::folder::Folder;
pub use self::place::PIECE;
use self::place::{Of, Place};
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::hex::hex;

/// The received files.
#[derive(Clone)]
pub struct Objects(Arc<dyn Place>);

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A received file is no longer what came.
pub fn changed(sha256: &str) -> Problem {
    tracing::error!(sha256, "a received file was changed");
    Problem::new(ProblemCode::Broken, "保存的文件与登记的校验值不符，请联系管理员。")
}

impl Objects {
    pub(super) fn new(place: impl Place + 'static) -> Objects {
        Objects(Arc::new(place))
    }

    /// A folder of received files, without a database.
    pub fn in_folder(path: &Path) -> Objects {
        Objects::new(Folder::new(path))
    }

    /// Whether files can be kept now.
    pub fn is_writable(&self) -> bool {
        self.0.is_writable()
    }

    /// Where the file with this hash lies, if it is a file.
    pub fn path(&self, sha256: &str) -> Option<PathBuf> {
        self.0.path(sha256)
    }

    /// Size in bytes of what is kept under this hash; `None`: nothing is.
    pub fn size(&self, sha256: &str) -> Result<Option<u64>, Problem> {
        self.0.size(sha256)
    }

    /// Those of these hashes under which nothing is kept.
    pub fn missing(&self, hashes: Vec<String>) -> Result<Vec<String>, Problem> {
        self.0.missing(hashes)
    }

    /// Keeps the bytes, wholly and durably, before anything refers to them; their hash.
    pub fn keep(&self, bytes: &[u8]) -> Result<String, Problem> {
        let hash = sha256(bytes);
        if self.0.size(&hash)?.is_none() {
            self.0.put(&hash, bytes)?;
        }
        Ok(hash)
    }

    /// The bytes with this hash, checked against it.
    pub fn fetch(&self, hash: &str) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        self.read(hash, &mut |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(bytes)
    }

    /// Hands over the bytes with this hash piece by piece; how many. That they do not fit their hash is known, and
    /// told, when the last one has been handed over.
    pub fn read(
        &self,
        hash: &str,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), Problem>,
    ) -> Result<u64, Problem> {
        let (found, bytes) = self.walk(Of::Kept(hash), sink)?;
        if found == hash {
            return Ok(bytes);
        }
        if self.0.size(hash)?.is_none() {
            tracing::error!(hash, "a received file is missing");
            return Err(Problem::broken());
        }
        Err(changed(hash))
    }

    /// A piece of what is kept from this byte on, unchecked; empty behind the last one.
    pub fn piece(&self, hash: &str, start: u64) -> Result<Vec<u8>, Problem> {
        self.0.piece(Of::Kept(hash), start)
    }

    /// How much of what is on its way is here.
    pub fn length(&self, name: &str) -> Result<u64, Problem> {
        self.0.length(name)
    }

    /// Adds bytes behind those that are here.
    pub fn append(&self, name: &str, mut start: u64, bytes: &[u8]) -> Result<(), Problem> {
        for piece in bytes.chunks(PIECE) {
            self.0.append(name, start, piece)?;
            start += piece.len() as u64;
        }
        Ok(())
    }

    /// What was on its way is whole: its hash and its size, under which it is kept.
    pub fn settle(&self, name: &str) -> Result<(String, u64), Problem> {
        let (hash, bytes) = self.walk(Of::Coming(name), &mut |_| Ok(()))?;
        self.0.settle(name, &hash)?;
        Ok((hash, bytes))
    }

    pub fn discard(&self, name: &str) -> Result<(), Problem> {
        self.0.discard(name)
    }

    fn walk(
        &self,
        of: Of,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), Problem>,
    ) -> Result<(String, u64), Problem> {
        let (mut hash, mut start) = (Sha256::new(), 0);
        loop {
            let piece = self.0.piece(of, start)?;
            if piece.is_empty() {
                return Ok((hex(&hash.finalize()), start));
            }
            hash.update(&piece);
            sink(&piece)?;
            start += piece.len() as u64;
        }
    }
}
