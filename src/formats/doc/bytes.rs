//! Bytes of a document by their places, and the refusal of one that only its own program can read.

use crate::problem::{Refusal, RefusalCode};

use super::super::damaged;

pub(super) fn legacy(detail: &str) -> Refusal {
    Refusal::new(RefusalCode::LegacyWord, detail)
}

/// So many bytes at a place, which must lie inside.
pub(super) fn span(bytes: &[u8], place: usize, length: usize) -> Result<&[u8], Refusal> {
    let end = place.checked_add(length);
    end.and_then(|end| bytes.get(place..end)).ok_or_else(|| damaged("a place outside the document"))
}
