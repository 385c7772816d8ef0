//! The two refusals that every reader needs: the bytes contradict themselves, or they would cost too much.
//!
//! The detail goes to the log alone, never to a person: it may quote the file.

use crate::problem::{Refusal, RefusalCode};

pub fn damaged(detail: impl Into<String>) -> Refusal {
    Refusal::new(RefusalCode::Damaged, detail)
}

pub fn too_large(detail: impl Into<String>) -> Refusal {
    Refusal::new(RefusalCode::TooLarge, detail)
}
