//! How much memory a process holds with all that it started.
//!
//! Linux tells of every process how much it holds, a page that several share counted in parts (`Pss`). Who wants to
//! know the highest looks again and again, and misses a peak between two looks.

use std::fs;
use std::path::Path;

/// What a process and those below it hold now; nothing of one that has just ended.
pub fn held(process: u32) -> Option<u64> {
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
