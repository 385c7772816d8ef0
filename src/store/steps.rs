//! The steps from nothing to this version's tables, and how many of them a database has gone.

use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

use super::connection::{Conn, each};

pub(super) const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
pub(super) const POSTGRESQL: EmbeddedMigrations = embed_migrations!("migrations/postgresql");

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
