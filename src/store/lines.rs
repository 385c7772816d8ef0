//! Connections at hand: so many at most, each used by one piece of work at a time.
//!
//! A database may go away under them: it is restarted, or another takes its place. Whoever is in the middle of
//! something is told so and may ask again. Nobody else has to know: a line on which nothing can be begun any more is
//! thrown away and the next one tried, and new ones are made as soon as there is something to reach. So the program heals
//! without being started again, and while nothing can be reached it says so quickly instead of letting everybody
//! wait.

use std::time::{Duration, Instant};

use diesel::QueryResult;
use diesel::connection::SimpleConnection;

use super::connection::{Address, Conn, begin, begin_reading, commit, is_in_doubt, roll_back};
use crate::problem::{Problem, ProblemCode};

/// How long somebody waits for a line while all of them are in use.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long until it shows that none can be made, before whoever asks for `/readyz` loses patience; new ones are tried at
/// most half as far apart.
const OUT_OF_REACH: Duration = Duration::from_millis(1_500);

/// The lines to one database.
#[derive(Clone)]
pub struct Lines {
    pool: r2d2::Pool<Maker>,
    most: u32,
}

/// A connection, and whether it is of no use any more.
pub struct Line {
    conn: Conn,
    is_lost: bool,
}

type Held = r2d2::PooledConnection<Maker>;

impl Lines {
    /// Makes lines when they are needed, so many at most; of SQLite they only read, because one writer does the rest.
    pub fn new(address: &Address, most: u32) -> Lines {
        let pool = r2d2::Pool::builder()
            .max_size(most)
            .min_idle(Some(1.min(most)))
            .test_on_check_out(false)
            .connection_timeout(OUT_OF_REACH)
            .error_handler(Box::new(Told))
            .build_unchecked(Maker { address: address.clone() });
        Lines { pool, most }
    }

    /// Reads, in one transaction.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Problem>) -> Result<T, Problem> {
        self.within(begin_reading, work)
    }

    /// Writes, in one transaction.
    pub fn write<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Problem>) -> Result<T, Problem> {
        self.within(begin, work)
    }

    /// Reads without a transaction; may be asked a second time where the line was lost.
    pub fn glance<T>(&self, work: impl Fn(&mut Conn) -> Result<T, Problem>) -> Result<T, Problem> {
        self.begun(work).map(|(_, found)| found)
    }

    fn within<T>(
        &self,
        begin: fn(&mut Conn) -> QueryResult<()>,
        work: impl FnOnce(&mut Conn) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let (mut line, ()) = self.begun(|conn| Ok(begin(conn)?))?;
        let done = match work(&mut line.conn) {
            Ok(result) => commit(&mut line.conn).map(|()| result).map_err(Problem::from),
            Err(problem) => {
                let _ = roll_back(&mut line.conn);
                Err(problem)
            }
        };
        line.is_lost = is_unreachable(&done);
        done
    }

    /// A line on which this has been done; lines that turn out to be lost are thrown away.
    fn begun<T>(&self, first: impl Fn(&mut Conn) -> Result<T, Problem>) -> Result<(Held, T), Problem> {
        let mut tries = 0;
        loop {
            let mut line = self.line()?;
            let done = first(&mut line.conn);
            line.is_lost = is_unreachable(&done);
            tries += 1;
            if !line.is_lost || tries > self.most {
                return done.map(|done| (line, done));
            }
        }
    }

    fn line(&self) -> Result<Held, Problem> {
        let begun = Instant::now();
        loop {
            match self.pool.get() {
                Ok(line) => return Ok(line),
                Err(_) if self.pool.state().connections == 0 => return Err(Problem::unreachable()),
                Err(_) if begun.elapsed() >= PATIENCE => return Err(Problem::busy()),
                Err(_) => {}
            }
        }
    }
}

fn is_unreachable<T>(done: &Result<T, Problem>) -> bool {
    done.as_ref().is_err_and(|problem| problem.code == ProblemCode::Unreachable)
}

/// Makes lines to a database.
struct Maker {
    address: Address,
}

impl r2d2::ManageConnection for Maker {
    type Connection = Line;
    type Error = std::io::Error;

    fn connect(&self) -> Result<Line, std::io::Error> {
        let failed = |problem: Problem| std::io::Error::other(problem.text());
        let mut conn = self.address.connect().map_err(failed)?;
        if let Conn::Sqlite(inner) = &mut conn {
            inner.batch_execute("PRAGMA query_only = ON;").map_err(std::io::Error::other)?;
        }
        Ok(Line { conn, is_lost: false })
    }

    fn is_valid(&self, line: &mut Line) -> Result<(), std::io::Error> {
        match &mut line.conn {
            Conn::Postgresql(inner) => inner.batch_execute("SELECT 1").map_err(std::io::Error::other),
            Conn::Sqlite(_) => Ok(()),
        }
    }

    fn has_broken(&self, line: &mut Line) -> bool {
        std::thread::panicking() || line.is_lost || is_in_doubt(&mut line.conn)
    }
}

/// Why no line could be made goes to the log.
#[derive(Debug)]
struct Told;

impl r2d2::HandleError<std::io::Error> for Told {
    fn handle_error(&self, error: std::io::Error) {
        tracing::error!(%error, "no connection to the database");
    }
}
