//! What the room takes and gives: a file out of something or as received; a grid, or files of its own.

use super::archive::Member;
use super::limits::Limits;
use crate::submit::grid::Grid;

/// What a file holds: a grid, or files of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Contents {
    Grid(Grid),
    Members(Vec<Member>),
}

/// Where a file lies: archives are opened one level deep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A file as it was received.
    Received,
    /// A file out of an archive or a mail.
    Member,
    /// An archive or a mail as it was received, of which everything is wanted: also what the mail itself says.
    Bundle,
}

impl Level {
    /// Bytes that a file may have there.
    pub fn most(self, limits: &Limits) -> u64 {
        if self == Level::Bundle { limits.bundle } else { limits.file }
    }
}
