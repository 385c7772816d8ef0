//! What a database is found like, for whoever looks after it: nothing is made, upgraded or changed by looking.
//!
//! What is in the tables is read only where they are this version's.

use std::path::Path;

use diesel::prelude::*;

use super::audit::{self, FileCheck, Leap};
use super::connection::{Address, Conn, each};
use super::dump;
use super::lines::Lines;
use super::numbers::from_millis;
use super::objects::{Chunks, Objects};
use super::schema::audit_entry;
use super::signing_keys;
use super::steps::{Steps, steps};
use super::tokens;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::Instant;

/// The oldest SQLite without the bug that could corrupt a database while two connections wrote and
/// checkpointed at once.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// A database as it was found.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `SQLite 3.51.3`, `PostgreSQL 17.2`.
    pub engine: String,
    /// Whether this engine may be trusted with data.
    pub is_sound: bool,
    pub steps: Steps,
    /// `None` where the tables are not this version's.
    pub contents: Option<Contents>,
}

#[derive(Clone, Debug)]
pub struct Contents {
    /// When the newest entry of the log was written, and the newest of a backup.
    pub last_entry: Option<Instant>,
    pub last_backup: Option<Instant>,
    /// Jumps of the clock that nobody has confirmed.
    pub leaps: Vec<Leap>,
    /// How many received files the database refers to, and the hashes of those that are not there.
    pub referred: usize,
    pub missing: Vec<String>,
    /// When all of them were last held against their hashes, and what came of it.
    pub checked: Option<FileCheck>,
    /// Public keys that are registered, the oldest first.
    pub keys: Vec<String>,
    /// Tokens in use that were made before tokens had an end.
    pub endless_tokens: i64,
}

/// What an engine answers about itself.
#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = diesel::sql_types::Text)]
    version: String,
}

/// Looks at a database, and at its folder of received files where it has one.
pub fn examine(address: &Address, folder: &Path) -> Result<Condition, Problem> {
    if let Address::Sqlite(path) = address
        && !Path::new(path).exists()
    {
        return Err(Problem::new(ProblemCode::Broken, format!("数据库 {path} 不存在")));
    }
    let mut conn = address.connect()?;
    let (engine, is_sound) = engine(&mut conn)?;
    let steps = steps(&mut conn);
    let is_ours = steps.pending().is_empty() && steps.unknown().is_empty();
    let contents = if is_ours {
        let objects = match address {
            Address::Sqlite(_) => Objects::in_folder(folder),
            Address::Postgresql(_) => Objects::new(Chunks::new(Lines::new(address, 2))),
        };
        Some(contents(&mut conn, &objects)?)
    } else {
        None
    };
    Ok(Condition { engine, is_sound, steps, contents })
}

fn engine(conn: &mut Conn) -> Result<(String, bool), Problem> {
    let (name, asked) = match conn {
        Conn::Postgresql(_) => ("PostgreSQL", "SELECT current_setting('server_version') AS version"),
        Conn::Sqlite(_) => ("SQLite", "SELECT sqlite_version() AS version"),
    };
    let version = version(conn, asked)?;
    let is_sound = name != "SQLite" || is_sound(&version);
    Ok((format!("{name} {version}"), is_sound))
}

/// What an engine says of its version.
pub(super) fn version(conn: &mut Conn, asked: &str) -> Result<String, Problem> {
    let found: Version = each!(conn, inner => diesel::sql_query(asked).get_result(inner))?;
    Ok(found.version)
}

/// Whether this SQLite is free of the bug that could corrupt a database.
pub(super) fn is_sound(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= OLDEST_SQLITE
}

/// What SQLite's own check finds wrong with its file; nothing where it finds nothing, and of PostgreSQL.
pub fn broken_file(conn: &mut Conn) -> Result<Option<String>, Problem> {
    let Conn::Sqlite(conn) = conn else { return Ok(None) };
    let check = "SELECT group_concat(integrity_check, ' ') AS version FROM pragma_integrity_check";
    let said: Version = diesel::sql_query(check).get_result(conn)?;
    Ok(Some(said.version).filter(|words| words != "ok"))
}

fn contents(conn: &mut Conn, objects: &Objects) -> Result<Contents, Problem> {
    let last: Option<i64> = audit_entry::table.select(diesel::dsl::max(audit_entry::at)).get_result(conn)?;
    let backup: Option<i64> = audit_entry::table
        .filter(audit_entry::verb.eq("backup"))
        .select(diesel::dsl::max(audit_entry::at))
        .get_result(conn)?;
    let referred: Vec<String> = dump::objects(conn)?.into_iter().map(|(sha256, _)| sha256).collect();
    Ok(Contents {
        last_entry: last.map(from_millis),
        last_backup: backup.map(from_millis),
        leaps: audit::unconfirmed_leaps(conn)?,
        referred: referred.len(),
        missing: objects.missing(referred)?,
        checked: audit::last_file_check(conn)?,
        keys: signing_keys::all(conn)?.into_iter().map(|key| key.public).collect(),
        endless_tokens: tokens::endless(conn)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_sqlite_without_the_bug_is_trusted() {
        for (version, sound) in [
            ("3.40.1", false),
            ("3.51.2", false),
            ("3.9.0", false),
            ("3.51", false),
            ("", false),
            ("3.51.3", true),
            ("3.53.2", true),
            ("3.100.0", true),
            ("4.0.0", true),
        ] {
            assert_eq!(is_sound(version), sound, "{version}");
        }
    }
}
