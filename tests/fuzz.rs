//! What the fuzzer starts from and what it ever found, read again: no panic, and an answer in time.
//!
//! `tests/fuzz/run` looks for more; it needs a build of its own and takes its time.

#[path = "fuzz/targets.rs"]
mod targets;

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

#[test]
fn every_seed_and_every_finding_gets_an_answer() {
    let (done, waiting) = mpsc::channel();
    let worker = std::thread::spawn(move || {
        for (target, name, bytes) in inputs() {
            targets::run(target, &bytes);
            // Nobody listens any more once the test has failed.
            drop(done.send(name));
        }
    });
    let mut answered = Vec::new();
    while let Ok(name) = waiting.recv_timeout(Duration::from_secs(20)) {
        answered.push(name);
    }
    let last = answered.last().cloned().unwrap_or_default();
    // The channel closes when the thread ends, whichever way.
    assert!(
        matches!(waiting.try_recv(), Err(mpsc::TryRecvError::Disconnected)),
        "no answer in time to what comes after {last}"
    );
    assert!(worker.join().is_ok(), "a panic at what comes after {last}");
    assert_eq!(answered.len(), inputs().len());
    assert!(answered.len() >= targets::TARGETS.len(), "{answered:?}");
}

fn inputs() -> Vec<(&'static str, String, Vec<u8>)> {
    let mut inputs = Vec::new();
    for (target, kind) in
        targets::TARGETS.into_iter().flat_map(|target| [(target, "seeds"), (target, "found")])
    {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(kind).join(target);
        // Where nothing was ever found there is no folder.
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry can be listed").path()).collect();
        paths.sort();
        for path in paths {
            let bytes = std::fs::read(&path).expect("an input can be read");
            inputs.push((target, format!("{target}/{}", path.display()), bytes));
        }
    }
    inputs
}
