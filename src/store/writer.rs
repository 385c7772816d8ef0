//! SQLite's one writer: a thread that commits a batch of waiting pieces of work together.
//!
//! Each piece runs in a savepoint of its own, so that one that fails takes nothing else with it; nobody hears
//! “done” before the batch is on disk, and a failed commit fails every piece of the batch. The queue is
//! bounded: when it is full, people are told to come back, and nothing is half taken.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use diesel::Connection;

use super::connection::{Address, Conn, begin, commit, roll_back};
use crate::problem::Problem;

/// Pieces of work that wait at most, and that one commit takes.
const WAITING: usize = 4_096;
const TOGETHER: usize = 256;

/// A piece of work: does its statements, and hands over how it ended once that is on disk (or not).
type Work = Box<dyn FnOnce(&mut Conn) -> Ending + Send>;
type Ending = Box<dyn FnOnce(bool) + Send>;

/// The door to the writing thread. The thread ends when every door is gone.
pub struct Writer {
    queue: SyncSender<Work>,
}

impl Writer {
    pub fn start(address: &Address) -> Result<Writer, Problem> {
        let conn = address.connect()?;
        let (queue, waiting) = sync_channel(WAITING);
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write_all(conn, &waiting))
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
            let result = in_savepoint(conn, work);
            Box::new(move |committed| {
                let lost = result.is_ok() && !committed;
                let _ = answer.send(if lost { Err(Problem::broken()) } else { result });
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

fn write_all(mut conn: Conn, waiting: &Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        if let Err(error) = begin(&mut conn) {
            // The piece is dropped unrun, and with it the door its answer would have come through.
            tracing::error!(%error, "a batch could not begin");
            continue;
        }
        let mut endings = Vec::new();
        let mut next = Some(first);
        while let Some(work) = next {
            endings.push(work(&mut conn));
            next = if endings.len() < TOGETHER { waiting.try_recv().ok() } else { None };
        }
        let committed =
            commit(&mut conn).map_err(|error| tracing::error!(%error, "a batch was not committed")).is_ok();
        if !committed {
            let _ = roll_back(&mut conn);
        }
        endings.into_iter().for_each(|ending| ending(committed));
    }
}
