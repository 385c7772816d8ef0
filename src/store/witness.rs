//! 检查点文件: the signed checkpoints once more, in a file beside the database.
//!
//! Whoever cuts the end off the log and off the list of checkpoints finds neither here. The file is only appended
//! to; it is text and can be printed, or copied to another machine as often as somebody likes.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file in a data folder.
pub fn path(data: &Path) -> PathBuf {
    data.join("checkpoints.txt")
}

/// Appends a signed checkpoint; it is on disk afterwards.
pub fn append(path: &Path, signed: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(format!("{signed}\n").as_bytes())?;
    file.sync_all()
}

/// Everything in it; `None` where there is no file.
pub fn read(path: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts another database's checkpoints in the place of these, which are kept under another name.
pub fn replace(path: &Path, signed: &[String], mark: &str) -> io::Result<()> {
    if path.exists() {
        std::fs::rename(path, path.with_file_name(format!("checkpoints.before-{mark}.txt")))?;
    }
    signed.iter().try_for_each(|signed| append(path, signed))
}
