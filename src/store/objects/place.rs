//! What a place for received bytes can do: the one small interface behind which they lie.

use std::path::PathBuf;

use crate::problem::Problem;

/// Bytes that are read or written at once, at most.
pub const PIECE: usize = 1 << 20;

/// Bytes in a place: kept under their hash, or on their way under a name.
#[derive(Clone, Copy, Debug)]
pub enum Of<'n> {
    Kept(&'n str),
    Coming(&'n str),
}

/// Where bytes lie. Names are made by this program and hold letters, digits and hyphens only.
pub trait Place: Send + Sync {
    fn is_writable(&self) -> bool;

    /// Size of what is kept under this hash; `None`: nothing is.
    fn size(&self, sha256: &str) -> Result<Option<u64>, Problem>;

    /// Those of these hashes under which nothing is kept.
    fn missing(&self, hashes: Vec<String>) -> Result<Vec<String>, Problem>;

    /// Keeps bytes that are here whole, durably.
    fn put(&self, sha256: &str, bytes: &[u8]) -> Result<(), Problem>;

    /// A piece from this byte on; empty behind the last one.
    fn piece(&self, of: Of, start: u64) -> Result<Vec<u8>, Problem>;

    /// How much of what is on its way is here, durably.
    fn length(&self, name: &str) -> Result<u64, Problem>;

    /// Adds a piece behind the others, durably; one that does not follow them is stale.
    fn append(&self, name: &str, start: u64, bytes: &[u8]) -> Result<(), Problem>;

    /// What was on its way is whole, and kept from now on.
    fn settle(&self, name: &str, sha256: &str) -> Result<(), Problem>;

    /// What was on its way goes; what was settled is kept, and stays.
    fn discard(&self, name: &str) -> Result<(), Problem>;

    /// Where the file with this hash lies, if it is a file.
    fn path(&self, sha256: &str) -> Option<PathBuf>;
}
