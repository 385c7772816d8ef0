//! Whether there is room for a database that is to be restored, and how room is made.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;

use super::connection::{Address, Conn};
use super::dump;
use super::failing::broken;
use super::migrations::{forget_everything, migrate};
use crate::problem::{Problem, ProblemCode};

impl Address {
    /// Whether nobody has worked with this database yet; its tables are made where they are missing.
    pub fn is_unused(&self) -> Result<bool, Problem> {
        let mut conn = self.connect()?;
        migrate(&mut conn, self)?;
        dump::is_empty(&mut conn)
    }

    /// Makes room for a restored database: an SQLite file gets another name (which is returned), the tables of
    /// PostgreSQL go. Nobody may be connected.
    pub fn clear(&self, mark: &str) -> Result<Option<PathBuf>, Problem> {
        let Address::Sqlite(path) = self else {
            forget_everything(&mut self.connect()?)?;
            return Ok(None);
        };
        let kept = format!("{path}.before-{mark}");
        // What the log still holds goes into the file first; a stale log would spoil the new one.
        if let Conn::Sqlite(mut conn) = self.connect()? {
            conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE);").map_err(broken)?;
        }
        let moved = std::fs::rename(path, &kept).and_then(|()| {
            for ending in ["-wal", "-shm"] {
                let stale = PathBuf::from(format!("{path}{ending}"));
                if stale.exists() {
                    std::fs::rename(stale, format!("{kept}{ending}"))?;
                }
            }
            Ok(())
        });
        moved.map_err(|error| {
            Problem::new(ProblemCode::Broken, format!("原数据库 {path} 不能改名：{error}"))
        })?;
        Ok(Some(PathBuf::from(kept)))
    }
}
