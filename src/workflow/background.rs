//! 后台: work that goes on beside the requests, in a thread of its own, until whoever holds it lets it go.
//!
//! Letting go waits for the thread, so that nothing is written behind the end of the service. The work rests between
//! its looks, and a rest ends at once when it is let go.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::problem::Failure;

/// Work that goes on for as long as this is held.
pub struct Background {
    end: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the work itself sees of that: its rests.
pub struct Rests(Receiver<()>);

impl Rests {
    /// Rests for so long; whether the work is to go on.
    pub fn rest(&self, time: Duration) -> bool {
        matches!(self.0.recv_timeout(time), Err(RecvTimeoutError::Timeout))
    }
}

impl Background {
    /// Begins the work; `words` name it where its thread cannot begin.
    pub fn begin(
        (name, words): (&str, &str),
        work: impl FnOnce(&Rests) + Send + 'static,
    ) -> Result<Background, Failure> {
        let (end, ended) = sync_channel::<()>(0);
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || work(&Rests(ended)))
            .map_err(|error| Failure::new(format!("{words}没有启动：{error}")))?;
        Ok(Background { end: Some(end), thread: Some(thread) })
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
