//! SQLite's one writer: a thread that commits a batch of waiting pieces of work together.
//!
//! Each piece runs in a savepoint of its own, so that one that fails takes nothing else with it; nobody hears
//! “done” before the batch is on disk, and a failed commit fails every piece of the batch. The queue is
//! bounded: when it is full, people are told to come back, and nothing is half taken.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use diesel::Connection;

use super::connection::{Address, Conn, begin, commit, roll_back};
use super::failing::broken;
use crate::problem::{Problem, ProblemCode};

/// Pieces of work that wait at most, and that one commit takes.
const WAITING: usize = 4_096;
const TOGETHER: usize = 256;

/// A piece of work: does its statements, and hands over how it ended once that is on disk, or why it is not. Without
/// a connection it does nothing.
type Work = Box<dyn FnOnce(Result<&mut Conn, Problem>) -> Ending + Send>;
type Ending = Box<dyn FnOnce(Result<(), Problem>) + Send>;

/// The door to the writing thread. The thread ends when every door is gone.
pub struct Writer {
    queue: SyncSender<Work>,
}

impl Writer {
    pub fn start(address: &Address) -> Result<Writer, Problem> {
        let (conn, address) = (address.connect()?, address.clone());
        let (queue, waiting) = sync_channel(WAITING);
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write_all(conn, &address, &waiting))
            .map_err(|_| Problem::broken())?;
        Ok(Writer { queue })
    }

    /// Runs the work in the next batch and waits until it is on disk.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (answer, done) = sync_channel(1);
        let piece: Work = Box::new(move |conn| {
            let result = conn.and_then(|conn| in_savepoint(conn, work));
            Box::new(move |committed| {
                let _ = answer.send(result.and_then(|done| committed.map(|()| done)));
            })
        });
        match self.queue.try_send(piece) {
            Ok(()) => done.recv().unwrap_or_else(|_| Err(Problem::broken())),
            Err(TrySendError::Full(_)) => Err(Problem::busy()),
            Err(TrySendError::Disconnected(_)) => Err(Problem::broken()),
        }
    }
}

fn in_savepoint<T>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, Problem>,
) -> Result<T, Problem> {
    conn.transaction(|conn| {
        catch_unwind(AssertUnwindSafe(|| work(conn))).unwrap_or_else(|_| Err(Problem::broken()))
    })
}

fn write_all(mut conn: Conn, address: &Address, waiting: &Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        if let Err(problem) = begin(&mut conn).map_err(Problem::from) {
            first(Err(problem.clone()))(Err(problem));
            renew(&mut conn, address);
            continue;
        }
        let mut endings = Vec::new();
        let mut next = Some(first);
        while let Some(work) = next {
            endings.push(work(Ok(&mut conn)));
            next = if endings.len() < TOGETHER { waiting.try_recv().ok() } else { None };
        }
        let committed = commit(&mut conn).map_err(lost);
        if committed.is_err() {
            let _ = roll_back(&mut conn);
            renew(&mut conn, address);
        }
        endings.into_iter().for_each(|ending| ending(committed.clone()));
    }
}

/// Why a batch is not on disk. It is no fault of any piece: a full disk may have ended the transaction under all of them.
fn lost(error: diesel::result::Error) -> Problem {
    match broken(error) {
        problem if problem.code == ProblemCode::Broken => Problem::unreachable(),
        problem => problem,
    }
}

/// Another connection in the place of one that failed: what state that is in nobody knows. Where none can be made, the
/// next batch tries again.
fn renew(conn: &mut Conn, address: &Address) {
    match address.connect() {
        Ok(fresh) => *conn = fresh,
        Err(problem) => tracing::error!(problem = problem.text(), "the writer has no fresh connection"),
    }
}
