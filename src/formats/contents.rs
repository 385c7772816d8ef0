//! What the room takes and gives: a file out of something or as received; a grid, or files of its own.

use super::archive::Member;
use crate::submit::grid::Grid;

/// What a file holds: a grid, or files of its own.
#[derive(Debug, PartialEq)]
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
}
