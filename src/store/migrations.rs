//! The tables of this version: made where they are missing, brought up to date where they are old, taken away
//! where another database is to take their place.
//!
//! Each step lies in `migrations/`, once for each kind of database; `tests/schema.rs` proves both alike, and
//! every step leaves a season behind that `tests/kept_seasons` keeps.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::Conn;
use crate::problem::{Problem, ProblemCode};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRESQL: EmbeddedMigrations = embed_migrations!("migrations/postgresql");

/// Brings a database to this version's tables.
pub fn migrate(conn: &mut Conn) -> Result<(), Problem> {
    let ran = match conn {
        Conn::Postgresql(inner) => inner.run_pending_migrations(POSTGRESQL).map(|_| ()),
        Conn::Sqlite(inner) => inner.run_pending_migrations(SQLITE).map(|_| ()),
    };
    ran.map_err(|error| Problem::new(ProblemCode::Broken, format!("数据库升级失败：{error}")))
}

/// Takes every table of ours out of a PostgreSQL database.
pub fn forget_everything(conn: &mut Conn) -> Result<(), Problem> {
    let Conn::Postgresql(inner) = conn else { return Ok(()) };
    let done = inner.revert_all_migrations(POSTGRESQL).map(|_| ());
    done.map_err(|error| Problem::new(ProblemCode::Broken, format!("原数据库清不掉：{error}")))
}
