//! How much memory a command takes at its highest, over all processes that it starts.
//!
//! Linux tells of every process how much it holds, a page that several share counted in parts (`Pss`); the sum
//! over a command and everything below it is looked at again and again until the command ends. A peak between
//! two looks is missed: looks are a few milliseconds apart.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Bytes at the highest; nothing where the system does not tell. The command ends as one that could run.
pub fn peak(command: &mut Command) -> Option<u64> {
    let mut child = command.spawn().expect("the command starts");
    let mut highest = None;
    let status = loop {
        if let Some(status) = child.try_wait().expect("the command can be waited for") {
            break status;
        }
        highest = highest.max(held(child.id()));
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.code().is_some_and(|code| code <= 1), "{command:?} failed");
    highest
}

/// What a process and those below it hold now; nothing of one that has just ended.
fn held(process: u32) -> Option<u64> {
    let home = Path::new("/proc").join(process.to_string());
    let told = fs::read_to_string(home.join("smaps_rollup")).ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let own: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(own * 1024 + children(&home).into_iter().filter_map(held).sum::<u64>())
}

/// Every thread has the children that it started.
fn children(home: &Path) -> Vec<u32> {
    let threads = fs::read_dir(home.join("task")).into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split(' ').filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect()
}
