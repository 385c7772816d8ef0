//! Closes every descriptor but the standard three.
//!
//! The service marks its own so that no child inherits them. But a program that started the service may have left some
//! open, and one that a library forgets to mark is a door into the database.

use std::os::fd::RawFd;

/// Folders in which the system lists a process's own descriptors.
const LISTS: [&str; 2] = ["/proc/self/fd", "/dev/fd"];

/// The first descriptor that is no standard stream.
const FIRST: RawFd = 3;

/// Where no list can be read, this many are tried.
const TRIED: RawFd = 65_536;

/// Closes them; are none left?
pub fn close_others() -> bool {
    let found = listed().unwrap_or_else(|| (FIRST..TRIED).collect());
    // The list's own is among them, and closed by now.
    for descriptor in found {
        let _closed = nix::unistd::close(descriptor);
    }
    // Of the list that is read again, the one that reads it is left.
    listed().is_none_or(|left| left.len() <= 1)
}

/// Descriptors beyond the standard three, where the system lists them.
fn listed() -> Option<Vec<RawFd>> {
    let entries = LISTS.iter().find_map(|list| std::fs::read_dir(list).ok())?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    Some(names.filter_map(|name| name.parse().ok()).filter(|descriptor| *descriptor >= FIRST).collect())
}
