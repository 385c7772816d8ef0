//! One worker as its parent sees it: a process with a pipe on either side.

use std::io::{self, BufReader, ErrorKind, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::problem::Refusal;

use super::super::layers::Layers;
use super::super::limits::Limits;
use super::super::{confine, frame, too_large, worker};
use super::watchdog::Watchdog;

/// A worker retires after this much work.
const WORKING_LIFE: Duration = Duration::from_secs(60);

/// … and after a file or an answer of this size, which leaves its memory in pieces.
const LARGE_FILE: usize = 4 << 20;

/// What a packed answer may exceed the text of its grid by.
const PACKING: u64 = 4;

/// A running worker. Dropping it ends the process.
pub struct WorkerProcess {
    child: Arc<Mutex<Child>>,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    message: Vec<u8>,
    worked: Duration,
    fit: bool,
    layers: Layers,
}

impl WorkerProcess {
    pub fn start(program: &Path, limits: &Limits, watchdog: &Watchdog) -> io::Result<WorkerProcess> {
        let mut command = Command::new(program);
        confine::strip(&mut command);
        command.arg(worker::ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let child = Arc::new(Mutex::new(child));
        let Some((requests, answers)) = pipes else {
            end(&child);
            return Err(ErrorKind::BrokenPipe.into());
        };
        let mut started = WorkerProcess {
            child,
            requests,
            answers: BufReader::with_capacity(64 << 10, answers),
            message: Vec::new(),
            worked: Duration::ZERO,
            fit: true,
            layers: Layers::default(),
        };
        started.layers = started.greet(limits, watchdog)?;
        Ok(started)
    }

    /// Makes a request for a file. A worker that fails to answer so that it can be understood is not fit any more.
    pub fn ask<T>(
        &mut self,
        request: &[&[u8]],
        understood: fn(&[u8]) -> Option<T>,
        limits: &Limits,
        watchdog: &Watchdog,
    ) -> Result<T, Refusal> {
        let begun = Instant::now();
        watchdog.guard(&self.child, begun + limits.wall);
        let exchanged = self.exchange(request, limits);
        let in_time = watchdog.release(&self.child);
        self.worked += begun.elapsed();
        let answer = match exchanged {
            Ok(()) if in_time => understood(&self.message),
            _ => None,
        };
        let size: usize = request.iter().map(|part| part.len()).sum();
        let is_large = size.max(self.message.len()) >= LARGE_FILE;
        self.fit = answer.is_some() && self.worked < WORKING_LIFE && !is_large;
        answer.ok_or_else(|| self.post_mortem(in_time))
    }

    /// Makes several small requests in one go; fewer answers come back where the worker failed on one.
    pub fn ask_several<T>(
        &mut self,
        made: &[[&[u8]; 2]],
        understood: fn(&[u8]) -> Option<T>,
        limits: &Limits,
        watchdog: &Watchdog,
    ) -> Vec<T> {
        let begun = Instant::now();
        watchdog.guard(&self.child, begun + limits.wall);
        let sizes = made.iter().map(|[head, file]| frame::AROUND + head.len() + file.len());
        let mut requests = Vec::with_capacity(sizes.sum());
        made.iter().for_each(|request| frame::put(&mut requests, request));
        let mut answers = Vec::new();
        if self.requests.write_all(&requests).is_ok() {
            while answers.len() < made.len() {
                let Some(answer) = self.answer(understood, limits) else { break };
                answers.push(answer);
            }
        }
        let in_time = watchdog.release(&self.child);
        self.worked += begun.elapsed();
        self.fit = in_time && answers.len() == made.len() && self.worked < WORKING_LIFE;
        answers
    }

    fn answer<T>(&mut self, understood: fn(&[u8]) -> Option<T>, limits: &Limits) -> Option<T> {
        let most = limits.grid * PACKING + limits.unpacked;
        let received = frame::receive(&mut self.answers, &mut self.message, most);
        if matches!(received, Ok(true)) { understood(&self.message) } else { None }
    }

    /// Has nobody ended it while it had nothing to do?
    pub fn is_alive(&self) -> bool {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(child.try_wait(), Ok(None))
    }

    /// Ends it without waiting until it has ended.
    pub fn tell_to_end(&self) {
        drop(self.child.lock().unwrap_or_else(PoisonError::into_inner).kill());
    }

    /// What it has given up.
    pub fn layers(&self) -> Layers {
        self.layers
    }

    /// May it read another file?
    pub fn is_fit(&self) -> bool {
        self.fit
    }

    fn greet(&mut self, limits: &Limits, watchdog: &Watchdog) -> io::Result<Layers> {
        let greeting = postcard::to_allocvec(limits).map_err(io::Error::other)?;
        watchdog.guard(&self.child, Instant::now() + limits.wall);
        let longest = worker::READY.len() as u64 + 1;
        let greeted = frame::send(&mut self.requests, &[&greeting])
            .and_then(|()| frame::receive(&mut self.answers, &mut self.message, longest));
        watchdog.release(&self.child);
        match greeted.map(|_| self.message.strip_prefix(worker::READY)) {
            Ok(Some([layers])) => Ok(Layers::from_byte(*layers)),
            Ok(_) => Err(io::Error::new(ErrorKind::InvalidData, "the program is no worker")),
            Err(error) => Err(error),
        }
    }

    fn exchange(&mut self, request: &[&[u8]], limits: &Limits) -> io::Result<()> {
        frame::send(&mut self.requests, request)?;
        let most = limits.grid * PACKING + limits.unpacked;
        match frame::receive(&mut self.answers, &mut self.message, most)? {
            true => Ok(()),
            false => Err(ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Why there was no answer. Panics are caught in the worker, so one that dies has run out of
    /// memory, stack or computing: the file asks for more than its share.
    fn post_mortem(&mut self, in_time: bool) -> Refusal {
        let status = end(&self.child);
        match status {
            _ if !in_time => too_large("the reader took too long"),
            Some(status) => too_large(format!("the worker ended: {status}")),
            None => too_large("the worker ended"),
        }
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        end(&self.child);
    }
}

/// Ends a process and waits for it, so that nothing of it is left. One that has ended by itself keeps
/// its own status.
fn end(child: &Mutex<Child>) -> Option<ExitStatus> {
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    if let Ok(Some(status)) = child.try_wait() {
        return Some(status);
    }
    drop(child.kill());
    child.wait().ok()
}
