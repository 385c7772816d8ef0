//! Kills workers that are past their time.

use std::io;
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

/// The workers at work, and until when they may be.
pub struct Watchdog {
    watched: Mutex<Watched>,
    changed: Condvar,
}

#[derive(Default)]
struct Watched {
    workers: Vec<(Instant, Arc<Mutex<Child>>)>,
    /// The thread sleeps without a deadline and must be woken.
    asleep: bool,
    stopped: bool,
}

impl Watchdog {
    /// Starts the thread that watches.
    pub fn start() -> io::Result<Arc<Watchdog>> {
        let watchdog =
            Arc::new(Watchdog { watched: Mutex::new(Watched::default()), changed: Condvar::new() });
        let watching = Arc::clone(&watchdog);
        thread::Builder::new().name("watchdog".to_owned()).spawn(move || watching.watch())?;
        Ok(watchdog)
    }

    /// Ends the thread.
    pub fn stop(&self) {
        self.watched().stopped = true;
        self.changed.notify_all();
    }

    /// From now until the deadline the worker may work.
    pub fn guard(&self, worker: &Arc<Mutex<Child>>, deadline: Instant) {
        let mut watched = self.watched();
        watched.workers.push((deadline, Arc::clone(worker)));
        if watched.asleep {
            self.changed.notify_all();
        }
    }

    /// The worker is done. Was it in time, or has it been killed?
    pub fn release(&self, worker: &Arc<Mutex<Child>>) -> bool {
        let workers = &mut self.watched().workers;
        let place = workers.iter().position(|(_, watched)| Arc::ptr_eq(watched, worker));
        place.map(|place| workers.swap_remove(place)).is_some()
    }

    fn watch(&self) {
        let mut watched = self.watched();
        while !watched.stopped {
            let Some(earliest) = watched.workers.iter().map(|(deadline, _)| *deadline).min() else {
                watched.asleep = true;
                watched = self.changed.wait(watched).unwrap_or_else(PoisonError::into_inner);
                watched.asleep = false;
                continue;
            };
            let now = Instant::now();
            if earliest <= now {
                watched.workers.retain(|(deadline, worker)| *deadline > now || !kill(worker));
            } else {
                let waited = self.changed.wait_timeout(watched, earliest - now);
                watched = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }

    fn watched(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Kills a worker; true, also where it is dead already.
fn kill(worker: &Mutex<Child>) -> bool {
    let mut child = worker.lock().unwrap_or_else(PoisonError::into_inner);
    // It cannot be anybody else's process: the child has not been waited for.
    drop(child.kill());
    true
}
