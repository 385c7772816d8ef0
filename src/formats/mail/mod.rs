//! Mails (.eml) with attachments: the sheets, when they arrived, and who sent them.
//!
//! A mail proves when it arrived: the topmost `Received` line is the office's own server's. Where only tables are
//! wanted its text is not read; where everything is, what it says is a file like the others (`letter`). A mail whose
//! parts have no end was cut, and is refused whole. A page saved together with everything that belongs to it has the
//! same form and is none (`saved_page`).

mod coding;
mod part;
mod letter;
mod saved_page;
#[cfg(test)]
mod tests;

pub use saved_page::saved_page;

use crate::problem::{Refusal, RefusalCode};

use super::archive::Member;
use super::limits::Limits;
use super::too_large;
use part::{DEEPEST, Part};

/// Bytes that a text holds in base64.
pub fn bytes_in_base64(text: &str) -> Result<Vec<u8>, Refusal> {
    coding::body(text.as_bytes(), "base64")
}

/// The attachments of a mail.
pub fn members(bytes: &[u8], limits: &Limits) -> Result<Vec<Member>, Refusal> {
    let part = Part::parse(bytes);
    let attached = attached(&part, limits)?;
    if attached.is_empty() {
        return Err(Refusal::new(RefusalCode::NoTable, "a mail without attachments"));
    }
    Ok(carried(&part, attached))
}

/// The attachments of a mail and behind them, as a file of its own, what it says itself.
pub fn everything(bytes: &[u8], limits: &Limits) -> Result<Vec<Member>, Refusal> {
    let part = Part::parse(bytes);
    let mut files = attached(&part, limits)?;
    files.extend(letter::of(&part)?);
    if files.is_empty() {
        return Err(Refusal::new(RefusalCode::Empty, "a mail that says nothing"));
    }
    Ok(carried(&part, files))
}

type Named = (String, Vec<u8>);

fn attached(part: &Part<'_>, limits: &Limits) -> Result<Vec<Named>, Refusal> {
    let mut found = Vec::new();
    collect(part, limits, 0, &mut found)?;
    Ok(found)
}

/// Files with the time and the sender of the mail that carried them.
fn carried(part: &Part<'_>, files: Vec<Named>) -> Vec<Member> {
    let received = part.received();
    let sender = part.header("from").map(|from| coding::words(&from));
    let member = |(name, bytes)| Member { name, bytes, received, sender: sender.clone() };
    files.into_iter().map(member).collect()
}

fn collect(part: &Part<'_>, limits: &Limits, depth: usize, found: &mut Vec<Named>) -> Result<(), Refusal> {
    if depth > DEEPEST || found.len() > limits.entries {
        return Err(too_large("a mail of too many parts"));
    }
    if let Some(pieces) = part.pieces()? {
        return pieces.iter().try_for_each(|piece| collect(piece, limits, depth + 1, found));
    }
    if let (Some(name), false) = (part.file_name(), part.is_decoration()) {
        found.push((name, part.bytes()?));
    }
    Ok(())
}
