//! The tables of this version: made where they are missing, brought up to date where they are old, taken away
//! where another database is to take their place.
//!
//! Each step lies in `migrations/`, once for each kind of database; `tests/schema.rs` proves both alike, and
//! every step leaves a season behind that `tests/kept_seasons` keeps. A step is one transaction, its entry in the list of
//! steps included: a program that is killed leaves the last whole step behind, and the next start goes on from there.
//! Before the first step an SQLite database that somebody has worked with is copied (`upgrade`).

use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{Address, Conn, each};
use super::upgrade::Upgrade;
use crate::problem::{Problem, ProblemCode};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRESQL: EmbeddedMigrations = embed_migrations!("migrations/postgresql");

/// The steps of a database, by their numbers: `0001`, `0002` …
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Those that it has gone.
    pub gone: Vec<String>,
    /// Those that this program knows.
    pub known: Vec<String>,
}

impl Steps {
    /// Those that it has yet to go.
    pub fn pending(&self) -> Vec<&str> {
        self.known.iter().filter(|step| !self.gone.contains(step)).map(String::as_str).collect()
    }

    /// Those that a newer program has gone.
    pub fn unknown(&self) -> Vec<&str> {
        self.gone.iter().filter(|step| !self.known.contains(step)).map(String::as_str).collect()
    }
}

/// Where a database stands, without changing it.
pub fn steps(conn: &mut Conn) -> Steps {
    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::Text)]
        version: String,
    }
    let asked = "SELECT version FROM __diesel_schema_migrations ORDER BY version";
    // A database without this table has gone no step.
    let gone: Vec<Step> = each!(conn, inner => diesel::sql_query(asked).load(inner)).unwrap_or_default();
    let known = match conn {
        Conn::Postgresql(_) => numbers(MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRESQL)),
        Conn::Sqlite(_) => numbers(MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)),
    };
    Steps { gone: gone.into_iter().map(|step| step.version).collect(), known }
}

fn numbers<DB: diesel::backend::Backend>(
    migrations: diesel::migration::Result<Vec<Box<dyn Migration<DB>>>>,
) -> Vec<String> {
    let numbered = migrations.unwrap_or_default().into_iter();
    let mut numbers: Vec<String> = numbered.map(|migration| migration.name().version().to_string()).collect();
    numbers.sort();
    numbers
}

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
