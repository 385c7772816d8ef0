//! One at a time: whoever sets a PostgreSQL database up, whichever server it is on.
//!
//! Several servers may be started at the same moment on a database that has no tables yet, or older ones. The first
//! makes the tables, notes what earlier versions left, makes the signing key; the others wait and find it done. The lock
//! belongs to a connection of its own: whoever is killed lets go of it. An SQLite database is set up by the
//! one program that works with it, and an upgrade of it has its own lock (`upgrade`).

use diesel::connection::SimpleConnection;

use super::connection::{Address, Conn};
use super::failing::broken;
use crate::problem::{Problem, ProblemCode};

/// Nobody else sets the database up for as long as this is held.
pub struct Alone {
    _line: Option<Conn>,
}

/// The key of the lock: “huibiao”, as a number.
const SETTING_UP: i64 = 0x0068_7569_6269_616f;

/// Waits so long: as long as an upgrade of many years' seasons may take.
const PATIENCE: &str = "10min";

impl Address {
    /// Waits until nobody else sets this database up.
    pub fn alone(&self) -> Result<Alone, Problem> {
        if let Address::Sqlite(_) = self {
            return Ok(Alone { _line: None });
        }
        let mut line = self.connect()?;
        let locked = line.batch_execute(&format!(
            "SET lock_timeout = '{PATIENCE}'; SELECT pg_advisory_lock({SETTING_UP});"
        ));
        match locked.map_err(broken) {
            Ok(()) => Ok(Alone { _line: Some(line) }),
            Err(problem) if problem.code == ProblemCode::Busy => Err(Problem::new(
                ProblemCode::Busy,
                "另一台服务器正在建立或升级这个数据库，等了 10 分钟还没有完。请看那台服务器的日志，办完后再启动这一台。",
            )),
            Err(problem) => Err(problem),
        }
    }
}
