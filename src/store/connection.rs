//! One connection type over SQLite and PostgreSQL.
//!
//! Diesel writes most statements for both from one piece of code. Two kinds need help: upserts and updates
//! go through [`Prepared`], many rows at once through `each!`. What finds one row by its key asks with `get_result`,
//! not with `first`: SQLite prepares a statement with a limit in it anew whenever it is asked. Connections are made by name,
//! not by trial: an address that is wrong says why.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sqlite::Sqlite;
use diesel::{Connection, PgConnection, QueryResult, SqliteConnection};

use super::failing::broken;
use crate::problem::{Problem, ProblemCode};

#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgresql(PgConnection),
    Sqlite(SqliteConnection),
}

/// A statement that is valid on both databases, and that a connection prepares once: diesel would prepare updates,
/// upserts and inserts of many rows anew each time, because their texts may vary. It is kept by its text.
pub struct Prepared<Q>(pub Q);

impl<Q> QueryFragment<MultiBackend> for Prepared<Q>
where
    Q: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &MultiBackend) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> diesel::RunQueryDsl<C> for Prepared<Q> {}

/// Runs the same expression on whichever connection it is: for inserts of many rows.
macro_rules! each {
    ($conn:expr, $inner:ident => $work:expr) => {
        match $conn {
            $crate::store::connection::Conn::Postgresql($inner) => $work,
            $crate::store::connection::Conn::Sqlite($inner) => $work,
        }
    };
}
pub(crate) use each;

/// How PostgreSQL is reached where its address does not say otherwise: of several hosts the one that takes writes, each
/// given up soon, and a line whose other end is gone noticed within half a minute.
const HABITS: [(&str, &str); 7] = [
    ("target_session_attrs", "read-write"),
    ("connect_timeout", "3"),
    ("keepalives_idle", "10"),
    ("keepalives_interval", "5"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "15000"),
    ("application_name", "huibiao"),
];

/// What each session asks of PostgreSQL. What is committed is on disk, and on the standby's where one has to confirm,
/// also where the server's own settings would take less. What a server that lost its power has locked is free again
/// within half a minute.
const MANNERS: &str = "SELECT set_config('synchronous_commit', 'on', false) \
                       WHERE current_setting('synchronous_commit') IN ('off', 'local'); \
                       SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; \
                       SET tcp_keepalives_count = 3; SET idle_in_transaction_session_timeout = '10min';";

/// The address with every habit that it does not name itself.
fn with_habits(url: &str) -> String {
    let mut whole = url.to_owned();
    for (name, value) in HABITS {
        if !url.contains(&format!("{name}=")) {
            whole.push(if whole.contains('?') { '&' } else { '?' });
            whole.push_str(&format!("{name}={value}"));
        }
    }
    whole
}

/// Where the database is: `postgres://…` or the path of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    Postgresql(String),
    Sqlite(String),
}

impl Address {
    pub fn parse(text: &str) -> Address {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Address::Postgresql(text.to_owned())
        } else {
            Address::Sqlite(text.strip_prefix("sqlite:").unwrap_or(text).to_owned())
        }
    }

    /// A connection for writing.
    pub fn connect(&self) -> Result<Conn, Problem> {
        let unreachable = |error: diesel::ConnectionError| {
            Problem::new(ProblemCode::Unreachable, format!("连不上数据库：{error}"))
        };
        match self {
            Address::Postgresql(url) => {
                let mut conn = PgConnection::establish(&with_habits(url)).map_err(unreachable)?;
                conn.batch_execute(MANNERS).map_err(broken)?;
                Ok(Conn::Postgresql(conn))
            }
            Address::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(path).map_err(unreachable)?;
                // Patience comes first: whoever opens the database while another closes it has to wait already.
                // Triggers also fire for rows that a REPLACE would take away, so that none can be replaced.
                conn.batch_execute(
                    "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; \
                     PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY;",
                )
                .map_err(broken)?;
                Ok(Conn::Sqlite(conn))
            }
        }
    }
}

/// Whether a transaction was left open by whoever used the connection last.
pub fn is_in_doubt(conn: &mut Conn) -> bool {
    type Transactions = <Conn as Connection>::TransactionManager;
    <Transactions as TransactionManager<Conn>>::is_broken_transaction_manager(conn)
}

/// Begins a transaction that may write from its first statement on: SQLite would otherwise refuse to turn a
/// reader into a writer while another writes.
pub fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgresql(inner) => AnsiTransactionManager::begin_transaction(inner),
        Conn::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE"),
    }
}

/// Begins a transaction that reads and sees the database as it is at its first statement.
pub fn begin_reading(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgresql(inner) => AnsiTransactionManager::begin_transaction_sql(
            inner,
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
        Conn::Sqlite(inner) => AnsiTransactionManager::begin_transaction(inner),
    }
}

pub fn commit(conn: &mut Conn) -> QueryResult<()> {
    <<Conn as Connection>::TransactionManager as TransactionManager<Conn>>::commit_transaction(conn)
}

pub fn roll_back(conn: &mut Conn) -> QueryResult<()> {
    <<Conn as Connection>::TransactionManager as TransactionManager<Conn>>::rollback_transaction(conn)
}
