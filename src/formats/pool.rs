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

use crate::notice::Prose;
use crate::problem::{Refusal, RefusalCode, Unfilled};
use crate::submit::annotation::Annotations;
use crate::submit::filling::{Filled, Filling};
use crate::submit::grid::Grid;
use crate::submit::second_reading::{Asked, Heard};

use super::annotated::{Edited, Made, copy};
use super::archive::Member;
use super::layers::Layers;
use super::limits::Limits;
use super::look::{self, Seen};
use super::{Contents, Level, damaged, frame, prose, second_reader, too_large};
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

/// What goes before a file, and the file.
type Request<'r> = [&'r [u8]; 2];

/// Bytes of requests made in one go: less than a pipe holds, so that neither side waits for the other.
const TOGETHER: usize = 60 << 10;

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

    /// What the readers of this machine have given up, as one of them says.
    pub fn layers(&self) -> Result<Layers, Refusal> {
        let taken = Taken::take(self)?;
        Ok(taken.worker.as_ref().map(WorkerProcess::layers).unwrap_or_default())
    }

    /// Reads a file, blocking until a worker has answered or given up its life.
    pub fn read(&self, bytes: &[u8]) -> Result<ReadFile, Refusal> {
        self.ask(bytes, Level::Received).map(|contents| self.opened(contents))
    }

    /// Reads several files, small ones together.
    pub fn read_several(&self, files: &[&[u8]]) -> Vec<Result<ReadFile, Refusal>> {
        let level = [frame::level_byte(Level::Received)];
        let requests: Vec<Request> = files.iter().map(|bytes| [&level[..], *bytes]).collect();
        let answers = self.ask_each(&requests, frame::unpack).into_iter();
        answers.map(|answer| answer.flatten().map(|contents| self.opened(contents))).collect()
    }

    /// Reads the words of a document, its paragraphs and tables in order.
    pub fn read_prose(&self, bytes: &[u8]) -> Result<Prose, Refusal> {
        if bytes.len() as u64 > self.limits.file {
            return Err(too_large(format!("{} bytes", bytes.len())));
        }
        let answer = Taken::take(self)?.ask(&[&frame::head_of_prose(), bytes], frame::unpack)??;
        match answer {
            Contents::Grid(grid) => prose::of_grid(&grid),
            Contents::Members(_) => Err(Refusal::new(RefusalCode::NoNotice, "files instead of words")),
        }
    }

    /// Looks into a file that is not read for figures: its kind, its words, its picture. A file that is too large to
    /// be looked into, or that costs a worker, keeps the kind that its first bytes tell; nothing is refused but for
    /// want of a worker.
    pub fn look(&self, bytes: &[u8]) -> Result<Seen, Refusal> {
        let unseen = |code| Seen::only(look::kind(bytes), Some(code));
        if bytes.len() as u64 > self.limits.file {
            return Ok(unseen(RefusalCode::TooLarge));
        }
        let answer = Taken::take(self)?.ask(&[&frame::head_of_look(), bytes], frame::unpack_seen);
        Ok(answer.unwrap_or_else(|refusal| unseen(refusal.code)))
    }

    /// The file with what is said of it: itself where its parts can be edited, otherwise a new workbook with its cells.
    pub fn annotate(&self, bytes: &[u8], annotations: &Annotations) -> Result<Edited, Refusal> {
        if bytes.len() as u64 > self.limits.file {
            return Err(too_large(format!("{} bytes", bytes.len())));
        }
        let head = frame::pack_annotations(annotations).ok_or_else(|| too_large("too many findings"))?;
        // A file that cannot be edited, or that costs its worker, may still be read.
        if let Ok(Ok(Some(edited))) = Taken::take(self)?.ask(&[&head, bytes], frame::unpack_edited) {
            return Ok(edited);
        }
        match self.ask(bytes, Level::Member)? {
            Contents::Grid(grid) => copy::write(&grid, annotations)
                .map(|bytes| Edited { bytes, made: Made::Copy })
                .map_err(|failure| damaged(failure.sentences.join("；"))),
            Contents::Members(_) => Err(Refusal::new(RefusalCode::NestedArchive, "files instead of a sheet")),
        }
    }

    /// A blank file with what is filled into it.
    pub fn fill(&self, bytes: &[u8], filling: &Filling) -> Result<(Filled, Vec<u8>), Unfilled> {
        if bytes.len() as u64 > self.limits.file {
            return Err(too_large(format!("{} bytes", bytes.len())).into());
        }
        let head = frame::pack_filling(filling).ok_or_else(|| too_large("too many cells"))?;
        Taken::take(self)?.ask(&[&head, bytes], frame::unpack_filled)?
    }

    /// Everything in an archive or a mail, as it is, with what the mail itself says as a file of its own behind the
    /// others; nothing where the file is no such.
    pub fn members(&self, bytes: &[u8]) -> Result<Option<Vec<Member>>, Refusal> {
        match self.ask(bytes, Level::Bundle)? {
            Contents::Members(members) => Ok(Some(members)),
            Contents::Grid(_) => Ok(None),
        }
    }

    /// The grid of one file that is no archive.
    pub fn grid(&self, bytes: &[u8]) -> Result<Grid, Refusal> {
        match self.ask(bytes, Level::Member)? {
            Contents::Grid(grid) => Ok(grid),
            Contents::Members(_) => Err(Refusal::new(RefusalCode::NestedArchive, "files instead of a sheet")),
        }
    }

    /// What the second reader makes of some cells of several files; nothing where it cannot tell, whatever became of
    /// its worker.
    pub fn hear_several(&self, files: &[(&[u8], Vec<Asked>)]) -> Vec<Option<Heard>> {
        let heads: Vec<Option<Vec<u8>>> =
            files.iter().map(|(bytes, asked)| self.head_of_second(bytes, asked)).collect();
        let requests =
            heads.iter().zip(files).filter_map(|(head, (bytes, _))| Some([head.as_deref()?, *bytes]));
        let mut answers = self.ask_each(&requests.collect::<Vec<_>>(), frame::unpack_heard).into_iter();
        heads.iter().map(|head| head.as_ref().and_then(|_| answers.next()?.ok()?)).collect()
    }

    fn head_of_second(&self, bytes: &[u8], asked: &[Asked]) -> Option<Vec<u8>> {
        let is_small = bytes.len() as u64 <= self.limits.file;
        let is_asked = is_small && !asked.is_empty() && second_reader::may_read(bytes);
        frame::pack_asked(asked).filter(|_| is_asked)
    }

    /// Makes small requests together, through one worker, so that its waking up is paid for once. Those that it did
    /// not live to answer are made one by one, so that a hostile file costs only itself.
    fn ask_each<T>(
        &self,
        requests: &[Request],
        understood: fn(&[u8]) -> Option<T>,
    ) -> Vec<Result<T, Refusal>> {
        let mut answers = Vec::with_capacity(requests.len());
        for group in groups(requests) {
            let known = answers.len();
            if group.len() > 1
                && let Ok(taken) = Taken::take(self)
            {
                answers.extend(taken.ask_several(group, understood).into_iter().map(Ok));
            }
            let rest = &group[answers.len() - known..];
            answers.extend(rest.iter().map(|request| Taken::take(self)?.ask(request, understood)));
        }
        answers
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
        if bytes.len() as u64 > level.most(&self.limits) {
            return Err(too_large(format!("{} bytes", bytes.len())));
        }
        let taken = Taken::take(self)?;
        taken.ask(&[&[frame::level_byte(level)], bytes], frame::unpack)?
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

    fn ask_several<T>(mut self, requests: &[Request], understood: fn(&[u8]) -> Option<T>) -> Vec<T> {
        let Some(mut worker) = self.worker.take() else { return Vec::new() };
        let answers = worker.ask_several(requests, understood, &self.pool.limits, &self.pool.watchdog);
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

/// Requests in their order, as many in a group as are made together.
fn groups<'l, 'r>(requests: &'l [Request<'r>]) -> Vec<&'l [Request<'r>]> {
    let mut groups = Vec::new();
    let mut rest = requests;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |[head, file]: &&Request| {
            bytes += frame::AROUND + head.len() + file.len();
            bytes <= TOGETHER
        };
        let (group, others) = rest.split_at(rest.iter().take_while(fits).count().max(1));
        groups.push(group);
        rest = others;
    }
    groups
}
