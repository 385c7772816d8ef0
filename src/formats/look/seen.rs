//! What a worker answers of a file that it looked into.

use crate::problem::RefusalCode;
use crate::vocabulary::{FileKind, PictureMedia};

/// What a worker saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub kind: FileKind,
    /// The words of a document, a PDF or a table, line by line; cells are parted by tabs.
    pub text: String,
    /// There are more words than `text` holds.
    pub is_cut: bool,
    pub picture: Option<SeenPicture>,
    /// Why there are neither words nor a picture where the kind has them.
    pub refusal: Option<RefusalCode>,
}

/// A picture as it is shown: drawn anew and turned as it was meant, without anything else that its file held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPicture {
    /// Pixels of `shown`.
    pub width: u32,
    pub height: u32,
    /// In full size.
    pub shown: Vec<u8>,
    /// A JPEG whose longer side has [`SMALL`] pixels at most.
    pub small: Vec<u8>,
    /// How `shown` is coded.
    pub media: PictureMedia,
}

/// Pixels of the longer side of a small view.
pub const SMALL: u32 = 320;

impl Seen {
    /// A file of which only the kind is known, and why.
    pub fn only(kind: FileKind, refusal: Option<RefusalCode>) -> Seen {
        Seen { kind, text: String::new(), is_cut: false, picture: None, refusal }
    }
}
