//! A notice's file, or the text that somebody pasted, becomes proposals of campaigns.

mod form;
mod kept;
mod written;

use std::path::Path;

use chrono::NaiveTime;

pub use self::kept::{Proposed, file_of_campaign, of_campaign, own, propose_form, proposed, receive};
pub use self::written::object;
use super::Office;
use crate::notice::prose::Prose;
use crate::notice::{self, Proposal};
use crate::problem::{Failure, Refusal};

/// The campaigns that a file's notices propose; several where it holds several notices.
pub fn of_file(office: &Office, bytes: &[u8], closing: NaiveTime) -> Result<Vec<Proposal>, Refusal> {
    let prose = office.pool.read_prose(bytes)?;
    Ok(notice::read(&prose, closing))
}

/// The same of a file on disk.
pub fn of_path(office: &Office, path: &Path, closing: NaiveTime) -> Result<Vec<Proposal>, Failure> {
    let bytes =
        std::fs::read(path).map_err(|error| Failure::new(format!("读不出 {}：{error}", path.display())))?;
    of_file(office, &bytes, closing)
        .map_err(|refusal| Failure::new(format!("{}：{}", path.display(), refusal.sentence())))
}

/// The same of a text that was pasted.
pub fn of_text(text: &str, closing: NaiveTime) -> Vec<Proposal> {
    notice::read(&Prose::of_text(text), closing)
}
