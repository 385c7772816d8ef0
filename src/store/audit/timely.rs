//! 时钟: no entry is dated before the last one by more than a second.
//!
//! Whether a unit was on time is judged by this machine's clock. A clock that was set back would call late sheets
//! punctual, so nothing is logged, and so nothing is taken, while the clock stands before the last entry: requests
//! are told to come back, and the log of the process says why. It ends by itself when the clock is right again. Where
//! it was the earlier time that was wrong, an administrator says so with a reason (`confirmed`), which is an entry
//! itself.
//!
//! The time that counts is looked at when the entry is written; what an entry is dated with may lie before that
//! (a sheet is dated with the moment at which it had arrived). Each process knows the latest time that it has seen
//! ([`Watch`]), beginning with what the database says.
//!
//! Several servers on one database have a clock each, and those never agree wholly. Before each entry the last one of
//! the database counts, whichever server wrote it. Clocks 300 ms apart: nobody notices, and entries of different
//! chains may lie that far out of order. Clocks two seconds apart: the server whose clock is behind takes nothing
//! (503) for two seconds behind every entry of the other, says by how much, and is not ready, so that a proxy passes
//! it by.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::{from_millis, to_millis};
use super::super::schema::audit_entry;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::{Instant, show};

/// Milliseconds that a clock may be behind: clocks of several servers never agree to the last one.
const NEAR: i64 = 1_000;

/// The log's verb for a clock that was confirmed, in the system's chain.
pub(super) const CONFIRMED: &str = "confirm-clock";

const SYSTEM: &str = "system";

/// A clock, and the latest that anything was logged by it.
pub struct Watch {
    clock: Arc<dyn Fn() -> Instant + Send + Sync>,
    latest: AtomicI64,
    /// Place in the system's chain of the last confirmation that this process knows.
    confirmed: AtomicI64,
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<Watch>>> = const { RefCell::new(None) };
}

/// Works with this clock at hand.
pub(in crate::store) fn during<T>(watch: Option<Arc<Watch>>, work: impl FnOnce() -> T) -> T {
    CURRENT.set(watch);
    let done = work();
    CURRENT.set(None);
    done
}

impl Watch {
    pub(in crate::store) fn new(
        conn: &mut Conn,
        clock: Arc<dyn Fn() -> Instant + Send + Sync>,
    ) -> Result<Watch, Problem> {
        let (latest, confirmed) = last(conn)?;
        Ok(Watch { clock, latest: AtomicI64::new(latest), confirmed: AtomicI64::new(confirmed) })
    }

    /// Looks at what other processes have logged meanwhile.
    pub(in crate::store) fn refresh(&self, conn: &mut Conn) -> Result<(), Problem> {
        let (latest, confirmed) = last(conn)?;
        if confirmed > self.confirmed.load(Ordering::Relaxed) {
            self.confirmed.store(confirmed, Ordering::Relaxed);
            self.latest.store(latest, Ordering::Relaxed);
        } else {
            self.latest.fetch_max(latest, Ordering::Relaxed);
        }
        Ok(())
    }

    /// By how many milliseconds the clock is too far behind, if it is.
    pub fn behind(&self) -> Option<i64> {
        let behind = self.latest.load(Ordering::Relaxed) - to_millis((self.clock)());
        (behind > NEAR).then_some(behind)
    }

    fn check(&self, conn: &mut Conn) -> Result<(), Problem> {
        let now = to_millis((self.clock)());
        let elsewhere = if let Conn::Postgresql(_) = conn { last_entry(conn)? } else { None };
        let latest = self.latest.fetch_max(now, Ordering::Relaxed).max(elsewhere.unwrap_or(i64::MIN / 2));
        if now + NEAR >= latest {
            return Ok(());
        }
        // Perhaps somebody has confirmed the clock since, through another process.
        self.refresh(conn)?;
        let latest = self.latest.load(Ordering::Relaxed);
        if now + NEAR >= latest {
            return Ok(());
        }
        tracing::error!(
            clock = %from_millis(now).to_rfc3339(),
            last_entry = %from_millis(latest).to_rfc3339(),
            "the clock stands before the log's last entry: nothing is taken until it is right, or `huibiao clock confirm`"
        );
        Err(behind(from_millis(now), from_millis(latest)))
    }
}

fn behind(now: Instant, latest: Instant) -> Problem {
    let words = format!(
        "服务器的时钟（{}）早于最后一条记录（{}），为免错判是否按时，暂不办理。请稍后再试，并请管理员校准服务器时钟。",
        show(now),
        show(latest)
    );
    Problem::new(ProblemCode::ClockBehind, words)
}

/// Whether an entry with this verb may be written now; the word that the clock is right always may.
pub(super) fn check(conn: &mut Conn, verb: &str) -> Result<(), Problem> {
    if verb == CONFIRMED {
        return Ok(());
    }
    let watch = CURRENT.with_borrow(Clone::clone);
    watch.map_or(Ok(()), |watch| watch.check(conn))
}

fn last_entry(conn: &mut Conn) -> Result<Option<i64>, Problem> {
    Ok(audit_entry::table.select(diesel::dsl::max(audit_entry::at)).get_result(conn)?)
}

/// The latest time of the log, and the place of its last confirmation (0: none). After a confirmation, times up to the
/// one that was called wrong count no more.
fn last(conn: &mut Conn) -> Result<(i64, i64), Problem> {
    let latest = last_entry(conn)?.unwrap_or(i64::MIN / 2);
    let system = || audit_entry::table.filter(audit_entry::chain.eq(SYSTEM));
    let confirmed: Option<i64> = system()
        .filter(audit_entry::verb.eq(CONFIRMED))
        .select(diesel::dsl::max(audit_entry::sequence))
        .get_result(conn)?;
    let Some(confirmed) = confirmed else { return Ok((latest, 0)) };
    let detail: String =
        audit_entry::table.find((SYSTEM, confirmed)).select(audit_entry::detail).get_result(conn)?;
    let detail: serde_json::Value = serde_json::from_str(&detail).unwrap_or_default();
    if detail["latest"].as_i64().is_none_or(|wrong| latest > wrong) {
        return Ok((latest, confirmed));
    }
    let since: Option<i64> = system()
        .filter(audit_entry::sequence.ge(confirmed))
        .select(diesel::dsl::max(audit_entry::at))
        .get_result(conn)?;
    Ok((since.unwrap_or(latest), confirmed))
}

/// The clock shows this, and nothing later counts any more for this process.
pub(super) fn begin_anew(at: Instant) {
    if let Some(watch) = CURRENT.with_borrow(Clone::clone) {
        watch.latest.store(to_millis(at), Ordering::Relaxed);
    }
}
