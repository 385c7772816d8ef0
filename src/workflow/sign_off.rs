//! 上报汇总: a node's supervisor signs what its units add up to; whoever is above accepts it or returns it.
//!
//! What is signed is taken from where people have looked: of a node below that signs by itself, the revisions of its
//! newest accepted sign-off, so that a city is the sum of its signed counties; of all other units, the revision that
//! was accepted. A node below signs by itself where it has a supervisor. One that has not signed when the clock has
//! ended enters with what its units have that was accepted, and is named.
//!
//! Signing pins revisions, figures, workbook and data, and nothing that comes later touches them: `changes` of
//! `campaign::sign_off` only says how far the units have moved on since.

mod ground;
mod made;
mod again;
mod signing;
mod judged;
mod shown;

pub(super) use self::again::roll_up as signed_roll_up;
pub use self::ground::Obstacle;
pub use self::judged::review;
pub use self::shown::{Below, Moved, One, View, file, heads, one, view};
pub use self::signing::sign;
pub use crate::store::sign_offs::{
    Absent, Changed, Child, Figure, FileKind, Head, Pin, Range, Review, SignedFile, Snapshot,
};
