//! Trustworthy ratios on noisy machines: both sides in turn, several times, the medians compared.

use std::time::{Duration, Instant};

/// Times `ours` and `theirs` in turn; the median of each.
pub fn in_turn(rounds: usize, ours: impl FnMut(), theirs: impl FnMut()) -> (Duration, Duration) {
    in_turn_after(rounds, || {}, ours, theirs)
}

/// The same where something happens before each time that `ours` is timed.
pub fn in_turn_after(
    rounds: usize,
    mut before: impl FnMut(),
    mut ours: impl FnMut(),
    mut theirs: impl FnMut(),
) -> (Duration, Duration) {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    ours();
    theirs();
    let mut pairs = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        before();
        pairs.0.push(time(&mut ours));
        pairs.1.push(time(&mut theirs));
    }
    (median(pairs.0), median(pairs.1))
}

pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// One line: what, both times, the ratio and the bar it is held against.
pub fn say(what: &str, ours: Duration, theirs: Duration, bar: &str) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("{what}: {:.3} s : {:.3} s = {ratio:.2} (bar {bar})", ours.as_secs_f64(), theirs.as_secs_f64());
}
