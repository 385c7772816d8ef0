//! Received bytes, kept under their own SHA-256: the same file twice is kept once, and a file that was swapped
//! on the disk no longer fits its name.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::hex::hex;

/// A folder of received files.
#[derive(Clone, Debug)]
pub struct Objects {
    folder: PathBuf,
}

/// Distinguishes files that are being written at the same time.
static WRITING: AtomicU64 = AtomicU64::new(0);

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

impl Objects {
    pub fn new(folder: &Path) -> Objects {
        Objects { folder: folder.to_owned() }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether files can be kept here now.
    pub fn is_writable(&self) -> bool {
        let probe = self.folder.join(format!("{}.probe", std::process::id()));
        let written = fs::create_dir_all(&self.folder).and_then(|()| fs::write(&probe, b"ok"));
        written.and_then(|()| fs::remove_file(&probe)).is_ok()
    }

    /// Where the bytes with this hash lie.
    pub fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256.get(..2).unwrap_or("--")).join(sha256)
    }

    /// Puts the bytes on disk, wholly and durably, before anything refers to them; their hash.
    pub fn keep(&self, bytes: &[u8]) -> Result<String, Problem> {
        let hash = sha256(bytes);
        let path = self.path(&hash);
        if path.exists() {
            return Ok(hash);
        }
        write_durably(&path, bytes).map_err(|error| {
            tracing::error!(%error, path = %path.display(), "a received file was not kept");
            Problem::new(ProblemCode::Broken, "文件没有存下来（磁盘可能已满）。请稍后再试或联系管理员。")
        })?;
        Ok(hash)
    }

    /// The bytes with this hash, checked against it.
    pub fn fetch(&self, hash: &str) -> Result<Vec<u8>, Problem> {
        let bytes = fs::read(self.path(hash)).map_err(|error| {
            tracing::error!(%error, hash, "a received file is missing");
            Problem::broken()
        })?;
        if sha256(&bytes) != hash {
            tracing::error!(hash, "a received file was changed on the disk");
            return Err(Problem::new(ProblemCode::Broken, "保存的文件与登记的校验值不符，请联系管理员。"));
        }
        Ok(bytes)
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mark = format!("{}-{}.part", std::process::id(), WRITING.fetch_add(1, Ordering::Relaxed));
    let partial = folder.join(mark);
    let mut file = File::create(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&partial, path)?;
    File::open(folder)?.sync_all()
}
