//! Received files in a folder: each under its hash, those on their way under their names.
//!
//! One server works with a folder, so that a lock within the process keeps two writers of one file apart. A file
//! appears under its hash only when it is whole and on disk.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::failing::unwritten;
use super::place::{Of, PIECE, Place};
use crate::problem::Problem;

/// A folder of received files.
pub struct Folder {
    folder: PathBuf,
    /// Files that somebody is adding to.
    growing: Mutex<HashSet<String>>,
    /// Held by who writes: pieces go to the disk one after the other, so that the database, which writes beside them,
    /// waits for one of them at most.
    turn: Mutex<()>,
}

/// Distinguishes files that are being written at the same time.
static WRITING: AtomicU64 = AtomicU64::new(0);

impl Folder {
    pub fn new(folder: &Path) -> Folder {
        Folder { folder: folder.to_owned(), growing: Mutex::default(), turn: Mutex::default() }
    }

    fn kept(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256.get(..2).unwrap_or("--")).join(sha256)
    }

    fn coming(&self, name: &str) -> PathBuf {
        self.folder.join("coming").join(name)
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place for Folder {
    fn is_writable(&self) -> bool {
        let probe = self.folder.join(format!("{}.probe", std::process::id()));
        let written = fs::create_dir_all(&self.folder).and_then(|()| fs::write(&probe, b"ok"));
        written.and_then(|()| fs::remove_file(&probe)).is_ok()
    }

    fn size(&self, sha256: &str) -> Result<Option<u64>, Problem> {
        Ok(size(&self.kept(sha256)))
    }

    fn missing(&self, hashes: Vec<String>) -> Result<Vec<String>, Problem> {
        Ok(hashes.into_iter().filter(|sha256| size(&self.kept(sha256)).is_none()).collect())
    }

    fn put(&self, sha256: &str, bytes: &[u8]) -> Result<(), Problem> {
        let path = self.kept(sha256);
        let mark = format!("{}-{}", std::process::id(), WRITING.fetch_add(1, Ordering::Relaxed));
        let partial = self.coming(&mark);
        let written = with_folder(&partial).and_then(|()| {
            let _turn = self.turn();
            let mut file = File::create(&partial)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            moved(&partial, &path)
        });
        written.map_err(|error| not_kept(&error, &path))
    }

    fn piece(&self, of: Of, start: u64) -> Result<Vec<u8>, Problem> {
        let path = match of {
            Of::Kept(sha256) => self.kept(sha256),
            Of::Coming(name) => self.coming(name),
        };
        let read = File::open(&path).and_then(|mut file| {
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(start))?;
            file.take(PIECE as u64).read_to_end(&mut bytes)?;
            Ok(bytes)
        });
        read.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(Vec::new()) } else { Err(error) })
            .map_err(|error| {
                tracing::error!(%error, path = %path.display(), "a received file was not read");
                Problem::broken()
            })
    }

    fn length(&self, name: &str) -> Result<u64, Problem> {
        Ok(size(&self.coming(name)).unwrap_or(0))
    }

    fn append(&self, name: &str, start: u64, bytes: &[u8]) -> Result<(), Problem> {
        let path = self.coming(name);
        let _growing = Growing::begin(&self.growing, name)?;
        if size(&path).unwrap_or(0) != start {
            return Err(Problem::stale());
        }
        let added = with_folder(&path).and_then(|()| {
            let _turn = self.turn();
            let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
            file.write_all(bytes)?;
            file.sync_data()
        });
        added.map_err(|error| not_kept(&error, &path))
    }

    fn settle(&self, name: &str, sha256: &str) -> Result<(), Problem> {
        let (coming, kept) = (self.coming(name), self.kept(sha256));
        let _growing = Growing::begin(&self.growing, name)?;
        let settled = if kept.exists() {
            gone(&coming)
        } else if coming.exists() {
            moved(&coming, &kept)
        } else {
            return self.put(sha256, b"");
        };
        settled.map_err(|error| not_kept(&error, &kept))
    }

    fn discard(&self, name: &str) -> Result<(), Problem> {
        let path = self.coming(name);
        gone(&path).map_err(|error| not_kept(&error, &path))
    }

    fn path(&self, sha256: &str) -> Option<PathBuf> {
        Some(self.kept(sha256))
    }
}

/// One file that is being added to, and by nobody else.
struct Growing<'g> {
    all: &'g Mutex<HashSet<String>>,
    name: String,
}

impl<'g> Growing<'g> {
    fn begin(all: &'g Mutex<HashSet<String>>, name: &str) -> Result<Growing<'g>, Problem> {
        let is_alone = all.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
        if is_alone { Ok(Growing { all, name: name.to_owned() }) } else { Err(Problem::stale()) }
    }
}

impl Drop for Growing<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

fn size(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|found| found.len())
}

fn with_folder(path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))
}

/// Gives a whole file its lasting name, durably.
fn moved(from: &Path, to: &Path) -> std::io::Result<()> {
    with_folder(to)?;
    fs::rename(from, to)?;
    File::open(to.parent().unwrap_or(Path::new(".")))?.sync_all()
}

fn gone(path: &Path) -> std::io::Result<()> {
    fs::remove_file(path)
        .or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

fn not_kept(error: &std::io::Error, path: &Path) -> Problem {
    tracing::error!(%error, path = %path.display(), "a received file was not kept");
    unwritten(error, "文件没有存下来。请稍后再试或联系管理员。")
}
