//! An SQLite database is copied beside itself before its tables change: `huibiao.db.before-0009`.
//!
//! The copy is made by SQLite, whole, of one moment, whatever still lies in the write-ahead log; received files need no
//! copy, because no step changes them. It takes its name only when it is on disk, so that a file of that name is always a
//! whole one; what a killed attempt left is written over by the next. Whoever makes the copy holds a lock until the steps
//! are gone: of two programs that start at once one upgrades, and the other waits and finds nothing to do. PostgreSQL is
//! copied by its own means, which its administrator knows.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;

use super::connection::Conn;
use super::folder;
use super::steps::{Steps, steps};
use crate::problem::{Problem, ProblemCode};

/// An upgrade in progress; dropping it lets others go on.
pub struct Upgrade {
    lock: PathBuf,
    _held: File,
}

impl Upgrade {
    /// Copies the database, where it is an old one that somebody has worked with.
    pub fn begin(conn: &mut Conn, path: &str) -> Result<Option<Upgrade>, Problem> {
        let unkept = |error: std::io::Error| not_kept(path, &error.to_string());
        let lock = PathBuf::from(format!("{path}.upgrade"));
        if !is_old(&steps(conn)) {
            // Whoever was killed behind its last step has left its lock; nobody needs one any more.
            drop(std::fs::remove_file(lock));
            return Ok(None);
        }
        let held = open(&lock).map_err(unkept)?;
        held.lock().map_err(unkept)?;
        let upgrade = Upgrade { lock, _held: held };
        // Whoever held the lock before may have done it all.
        let found = steps(conn);
        let Some(next) = found.pending().first().copied() else { return Ok(None) };
        let kept = format!("{path}.before-{next}");
        let partial = format!("{kept}.part");
        let file = open(Path::new(&partial)).map_err(unkept)?;
        file.set_len(0).map_err(unkept)?;
        copy(conn, &partial).map_err(|error| not_kept(path, &error.to_string()))?;
        file.sync_all().map_err(unkept)?;
        std::fs::rename(&partial, &kept).map_err(unkept)?;
        folder::sync_parent(Path::new(&kept)).map_err(unkept)?;
        tracing::warn!(copy = kept, steps = found.pending().len(), "the database is upgraded");
        Ok(Some(upgrade))
    }
}

/// While steps are pending the lock keeps its name, so that all wait for one.
impl Drop for Upgrade {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.lock));
    }
}

fn is_old(steps: &Steps) -> bool {
    !steps.gone.is_empty() && !steps.pending().is_empty()
}

/// The file is the owner's alone, as the database is.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    folder::for_the_owner(&mut options).open(path)
}

fn copy(conn: &mut Conn, to: &str) -> diesel::QueryResult<()> {
    let Conn::Sqlite(inner) = conn else { return Ok(()) };
    inner.batch_execute(&format!("VACUUM INTO '{}'", to.replace('\'', "''")))
}

fn not_kept(path: &str, why: &str) -> Problem {
    let words = format!("数据库 {path} 要升级，但升级前的备份没有写成（{why}），所以没有升级，数据没有改动");
    Problem::new(ProblemCode::Broken, words)
}
