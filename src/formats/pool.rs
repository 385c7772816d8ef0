//! The parent's side: long-lived workers that read strangers' files.
//!
//! Each thread that reads takes a worker off the shelf, or starts one while there are fewer than the
//! pool's size, or waits. A worker that dies, answers nonsense or takes too long costs its file and is
//! replaced (one that dies while it lies on the shelf costs nobody's); so is one that has worked for a minute or has read a large file, because its share of
//! computing is finite and its memory fragmented. Starting a worker takes a millisecond or two, asking
//! one some tens of microseconds, so files are isolated from the service at next to no cost.
//!
//! One watchdog thread kills workers that are past their time. It sleeps until the earliest deadline;
//! since every file gets the same time, a file that starts later never moves that deadline forward.

mod watchdog;
mod worker_process;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::Grid;
use crate::submit::second_reading::{Asked, Heard};

use super::archive::Member;
use super::limits::Limits;
use super::{Contents, Level, frame, second_reader, too_large};
use watchdog::Watchdog;
use worker_process::WorkerProcess;

/// What a file held, read.
#[derive(Debug)]
pub enum ReadFile {
    Grid(Grid),
    /// An archive's or a mail's files, each read for itself.
    Members(Vec<ReadMember>),
}

/// A file out of an archive or a mail, and what became of it.
#[derive(Debug)]
pub struct ReadMember {
    /// The member as it was received; its bytes are the evidence behind its figures.
    pub member: Member,
    pub outcome: Result<Grid, Refusal>,
}

/// Workers, ready or yet to be started.
pub struct Pool {
    program: PathBuf,
    size: usize,
    limits: Limits,
    shelf: Mutex<Shelf>,
    returned: Condvar,
    watchdog: Arc<Watchdog>,
}

struct Shelf {
    idle: Vec<WorkerProcess>,
    /// Workers that threads have taken.
    taken: usize,
    /// Threads that wait for one: where there are none, nobody needs to be woken.
    waiting: usize,
}

impl Pool {
    /// Bytes of files asked for in one go: less than a pipe holds, so that neither side waits for the other.
    pub const SEVERAL: usize = 60 << 10;

    /// A pool of workers of `program`, one of which is started to see that it can be.
    pub fn new(program: &Path, size: usize, limits: Limits) -> io::Result<Pool> {
        let pool = Pool {
            program: program.to_owned(),
            size: size.max(1),
            limits,
            shelf: Mutex::new(Shelf { idle: Vec::new(), taken: 0, waiting: 0 }),
            returned: Condvar::new(),
            watchdog: Watchdog::start()?,
        };
        let first = pool.start()?;
        pool.shelf().idle.push(first);
        Ok(pool)
    }

    /// Reads a file, blocking until a worker has answered or given up its life.
    pub fn read(&self, bytes: &[u8]) -> Result<ReadFile, Refusal> {
        self.ask(bytes, Level::Received).map(|contents| self.opened(contents))
    }

    /// Reads several small files through one worker, so that its waking up is paid for once. Files that it
    /// did not live to answer are read one by one, so that a hostile file costs only itself.
    /// Together they must not exceed [`Pool::SEVERAL`] bytes.
    pub fn read_several(&self, files: &[&[u8]]) -> Vec<Result<ReadFile, Refusal>> {
        let answers = match Taken::take(self) {
            Ok(taken) if files.len() > 1 => taken.ask_several(files),
            _ => Vec::new(),
        };
        let mut read: Vec<_> =
            answers.into_iter().map(|answer| answer.map(|contents| self.opened(contents))).collect();
        for bytes in &files[read.len()..] {
            read.push(self.read(bytes));
        }
        read
    }

    fn opened(&self, contents: Contents) -> ReadFile {
        match contents {
            Contents::Grid(grid) => ReadFile::Grid(grid),
            Contents::Members(members) => {
                ReadFile::Members(members.into_iter().map(|member| self.read_member(member)).collect())
            }
        }
    }

    fn read_member(&self, member: Member) -> ReadMember {
        let outcome = match self.ask(&member.bytes, Level::Member) {
            Ok(Contents::Grid(grid)) => Ok(grid),
            Ok(Contents::Members(_)) => {
                Err(Refusal::new(RefusalCode::NestedArchive, "an archive in an archive"))
            }
            Err(refusal) => Err(refusal),
        };
        ReadMember { member, outcome }
    }

    fn ask(&self, bytes: &[u8], level: Level) -> Result<Contents, Refusal> {
        if bytes.len() as u64 > self.limits.file {
            return Err(too_large(format!("{} bytes", bytes.len())));
        }
        let taken = Taken::take(self)?;
        taken.ask(&[&[frame::level_byte(level)], bytes], frame::unpack)?
    }

    /// What the second reader makes of some cells of a file; nothing where it cannot tell, whatever became of its
    /// worker.
    pub fn hear(&self, bytes: &[u8], asked: &[Asked]) -> Option<Heard> {
        let is_small = bytes.len() as u64 <= self.limits.file;
        if asked.is_empty() || !is_small || !second_reader::may_read(bytes) {
            return None;
        }
        let head = frame::pack_asked(asked)?;
        Taken::take(self).ok()?.ask(&[&head, bytes], frame::unpack_heard).ok()?
    }

    fn start(&self) -> io::Result<WorkerProcess> {
        WorkerProcess::start(&self.program, &self.limits, &self.watchdog)
    }

    /// A thread that panicked between two lines of the shelf's few cannot have left it in disorder.
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut shelf = self.shelf();
        // All are told before the first is waited for: they end beside one another.
        shelf.idle.iter().for_each(WorkerProcess::tell_to_end);
        shelf.idle.clear();
        drop(shelf);
        self.watchdog.stop();
    }
}

/// A worker off the shelf; its place is given back however the asking ends.
struct Taken<'p> {
    pool: &'p Pool,
    worker: Option<WorkerProcess>,
}

impl<'p> Taken<'p> {
    fn take(pool: &'p Pool) -> Result<Taken<'p>, Refusal> {
        let mut shelf = pool.shelf();
        while shelf.idle.is_empty() && shelf.taken >= pool.size {
            shelf.waiting += 1;
            shelf = pool.returned.wait(shelf).unwrap_or_else(PoisonError::into_inner);
            shelf.waiting -= 1;
        }
        let worker = shelf.idle.pop().filter(WorkerProcess::is_alive);
        shelf.taken += 1;
        drop(shelf);
        let mut taken = Taken { pool, worker };
        if taken.worker.is_none() {
            let started = pool.start();
            taken.worker = Some(started.map_err(|error| {
                Refusal::new(RefusalCode::Unreadable, format!("no worker could be started: {error}"))
            })?);
        }
        Ok(taken)
    }

    fn ask_several(mut self, files: &[&[u8]]) -> Vec<Result<Contents, Refusal>> {
        let Some(mut worker) = self.worker.take() else { return Vec::new() };
        let answers = worker.ask_several(files, &self.pool.limits, &self.pool.watchdog);
        if worker.is_fit() {
            self.worker = Some(worker);
        }
        answers
    }

    fn ask<T>(mut self, request: &[&[u8]], understood: fn(&[u8]) -> Option<T>) -> Result<T, Refusal> {
        let Some(mut worker) = self.worker.take() else {
            return Err(Refusal::new(RefusalCode::Unreadable, "no worker"));
        };
        let answer = worker.ask(request, understood, &self.pool.limits, &self.pool.watchdog);
        if worker.is_fit() {
            self.worker = Some(worker);
        }
        answer
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut shelf = self.pool.shelf();
        shelf.taken -= 1;
        shelf.idle.extend(self.worker.take());
        let is_awaited = shelf.waiting > 0;
        drop(shelf);
        if is_awaited {
            self.pool.returned.notify_one();
        }
    }
}
