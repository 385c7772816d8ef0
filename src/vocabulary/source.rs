//! Where a sheet came from: the evidence that every total can list.

use chrono::{DateTime, FixedOffset};

/// One received file, named relative to the folder it lay in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path below the folder, with `/` between its parts.
    pub file: String,
    /// SHA-256 of the bytes as received, in lower-case hexadecimal.
    pub sha256: String,
    pub bytes: u64,
    /// When the whole of it had arrived, Beijing time; `None` where nothing proves it.
    pub received: Option<DateTime<FixedOffset>>,
    /// Who sent it, where a manifest or a mail says so.
    pub sender: Option<String>,
}

/// The finding that says that a sheet's time of arrival is what the export of an online form says.
pub const BY_FORM: &str = "received-by-form";
