//! The tables of this version: made where they are missing, brought up to date where they are old, taken away
//! where another database is to take their place.
//!
//! Each step lies in `migrations/`, once for each kind of database; `tests/schema.rs` proves both alike, and
//! every step leaves a season behind that `tests/kept_seasons` keeps. A step is one transaction, its entry in the list of
//! steps included: a program that is killed leaves the last whole step behind, and the next start goes on from there.
//! Before the first step an SQLite database that somebody has worked with is copied (`upgrade`).

use diesel_migrations::MigrationHarness;

use super::connection::{Address, Conn};
use super::steps::{POSTGRESQL, SQLITE};
use super::upgrade::Upgrade;
use crate::problem::{Problem, ProblemCode};

/// Brings a database to this version's tables.
pub fn migrate(conn: &mut Conn, address: &Address) -> Result<(), Problem> {
    let upgrade = match address {
        Address::Sqlite(path) => Upgrade::begin(conn, path)?,
        Address::Postgresql(_) => None,
    };
    let ran = match conn {
        Conn::Postgresql(inner) => inner.run_pending_migrations(POSTGRESQL).map(|_| ()),
        Conn::Sqlite(inner) => inner.run_pending_migrations(SQLITE).map(|_| ()),
    };
    drop(upgrade);
    ran.map_err(|error| Problem::new(ProblemCode::Broken, format!("数据库升级失败：{error}")))
}

/// Takes every table of ours out of a PostgreSQL database.
pub fn forget_everything(conn: &mut Conn) -> Result<(), Problem> {
    let Conn::Postgresql(inner) = conn else { return Ok(()) };
    let done = inner.revert_all_migrations(POSTGRESQL).map(|_| ());
    done.map_err(|error| Problem::new(ProblemCode::Broken, format!("原数据库清不掉：{error}")))
}
