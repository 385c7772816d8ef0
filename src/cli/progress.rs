//! Progress on standard error: a bar on a terminal, else a line for every quarter.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Shows how far a long piece of work has come.
pub struct Progress {
    what: &'static str,
    watched: bool,
    shown: AtomicUsize,
}

const WIDTH: usize = 30;

impl Progress {
    pub fn new(what: &'static str) -> Progress {
        Progress { what, watched: std::io::stderr().is_terminal(), shown: AtomicUsize::new(0) }
    }

    pub fn show(&self, finished: usize, all: usize) {
        let percent = finished * 100 / all.max(1);
        let step = if self.watched { 1 } else { 25 };
        let before = self.shown.fetch_max(percent / step, Ordering::Relaxed);
        if percent / step <= before && finished != all || all == 0 {
            return;
        }
        let mut out = std::io::stderr().lock();
        let _ = if self.watched {
            let full = WIDTH * finished / all;
            let bar = format!("{}{}", "█".repeat(full), "░".repeat(WIDTH - full));
            let end = if finished == all { "\n" } else { "" };
            write!(out, "\r{} {bar} {finished}/{all}{end}", self.what).and_then(|()| out.flush())
        } else {
            writeln!(out, "{} {finished}/{all}", self.what)
        };
    }
}
