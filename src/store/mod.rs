//! 存储: everything that must outlive the process, on SQLite (the default) or PostgreSQL.
//!
//! The only room that knows diesel. One code base for both databases: `connection` hides which it is,
//! `schema` says what the tables are, and `tests/schema.rs` proves both alike. On SQLite one thread writes
//! (`writer`) and a pool reads; on PostgreSQL a pool does both. What was received, decided or logged is only
//! ever appended; the database itself refuses to change it. Times are milliseconds since 1970 in UTC, figures
//! integers in millionths of the item's unit of measure: exact in SQL and in Rust.
//!
//! The files by noun hold plain functions on a [`Conn`]; a verb of `workflow` strings them together inside one
//! [`Store::read`] or [`Store::write`], which is one transaction. They stand in reading order: how the database
//! is reached, who there is, what is asked of them, what they send and what is made of it, and how all of it is
//! proven, copied and brought back.

pub mod folder;
pub mod connection;
mod failing;
mod lines;
mod alone;
mod writer;
mod schema;
mod steps;
mod migrations;
mod upgrade;
mod numbers;
mod papers;
pub mod written;

pub mod key_file;
pub mod signing_keys;
pub mod witness;

pub mod units;
pub mod accounts;
pub mod sessions;
pub mod second_factors;
pub mod tokens;

pub mod forms;
pub mod notices;
pub mod choices;
pub mod campaigns;
pub mod known;
pub mod last_year;
pub mod standings;

pub mod objects;
pub mod drafts;
pub mod behalf;
pub mod seen;
pub mod transfers;
pub mod pending;
pub mod revisions;
pub mod deliveries;
pub mod labels_met;
pub mod reviews;
pub mod messages;
pub mod reminders;
pub mod paper_arrivals;
pub mod burdens;
pub mod totals;
pub mod doubles;
pub mod sign_offs;
pub mod stated;
pub mod superior_templates;

pub mod audit;
pub mod proof;
pub mod dump;
mod vacancy;
pub mod condition;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use diesel::RunQueryDsl;

use self::audit::timely::{self, Watch};
pub use self::connection::{Address, Conn};
use self::lines::Lines;
use self::migrations::migrate;
use self::objects::Chunks;
pub use self::objects::Objects;
pub use self::steps::Steps;
use self::writer::Writer;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::Instant;

/// Connections that read at once; on PostgreSQL also those that write.
pub const POOL: u32 = 16;

/// The database and the received files.
pub struct Store {
    pub address: Address,
    pub objects: Objects,
    lines: Lines,
    /// SQLite only.
    writer: Option<Writer>,
    watch: OnceLock<Arc<Watch>>,
}

impl Store {
    /// Opens the database, brings it to this version's tables, and checks the SQLite that was linked. Received files
    /// lie in the folder with SQLite, in the database itself with PostgreSQL.
    pub fn open(address: Address, objects: &Path) -> Result<Store, Problem> {
        if let Address::Sqlite(path) = &address {
            // Where its folder is missing, connecting says so.
            drop(folder::make_file(Path::new(path)));
        }
        let mut conn = address.connect()?;
        if let Conn::Sqlite(_) = conn {
            check_sqlite(&mut conn)?;
        }
        migrate(&mut conn, &address)?;
        drop(conn);
        let writer = match address {
            Address::Sqlite(_) => Some(Writer::start(&address)?),
            Address::Postgresql(_) => None,
        };
        let lines = Lines::new(&address, POOL);
        let objects = match address {
            Address::Sqlite(_) => Objects::in_folder(objects),
            Address::Postgresql(_) => Objects::new(Chunks::new(lines.clone())),
        };
        Ok(Store { address, objects, lines, writer, watch: OnceLock::new() })
    }

    /// Reads, in one transaction, so that everything read is of one moment.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Problem>) -> Result<T, Problem> {
        self.lines.read(work)
    }

    /// Reads what a single statement answers: it is of one moment by itself.
    pub fn glance<T>(&self, statement: impl Fn(&mut Conn) -> Result<T, Problem>) -> Result<T, Problem> {
        self.lines.glance(statement)
    }

    /// Writes in one transaction; what is returned is on disk.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let watch = self.watch.get().cloned();
        let work = move |conn: &mut Conn| timely::during(watch, || written::within(|| work(conn)));
        match &self.writer {
            Some(writer) => writer.write(work),
            None => self.lines.write(work),
        }
    }

    /// Nothing is logged from now on while this clock stands before the last entry.
    pub fn keep_time(&self, clock: Arc<dyn Fn() -> Instant + Send + Sync>) -> Result<(), Problem> {
        let watch = self.read(|conn| Watch::new(conn, clock))?;
        let _ = self.watch.set(Arc::new(watch));
        Ok(())
    }

    /// Looks at what other processes have logged.
    pub fn refresh_time(&self) -> Result<(), Problem> {
        self.watch.get().map_or(Ok(()), |watch| self.read(|conn| watch.refresh(conn)))
    }

    /// By how many milliseconds the clock stands before the last entry, where that is too much.
    pub fn behind(&self) -> Option<i64> {
        self.watch.get().and_then(|watch| watch.behind())
    }

    /// Whether the database answers, for `/readyz`.
    pub fn is_ready(&self) -> bool {
        self.read(|conn| Ok(diesel::sql_query("SELECT 1").execute(conn)?)).is_ok()
    }
}

fn check_sqlite(conn: &mut Conn) -> Result<(), Problem> {
    let found = condition::version(conn, "SELECT sqlite_version() AS version")?;
    if condition::is_sound(&found) {
        return Ok(());
    }
    let words = format!("SQLite {found} 过旧，可能损坏数据；需要 3.51.3 或更新的版本");
    Err(Problem::new(ProblemCode::Broken, words))
}
