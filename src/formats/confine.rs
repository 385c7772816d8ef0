//! Everything that depends on the operating system: a worker's limits.
//!
//! On Unix a worker gives up what it will not need before it sees the first byte: memory beyond its
//! share, endless computing, files, sockets (no descriptor is left for one), child processes, core
//! dumps. Elsewhere only the clock and the separate process protect the service; that is enough for the
//! commands of a clerk at his own desk.

use std::fs::File;
use std::process::Command;

use super::limits::Limits;

/// Seconds of computing in a worker's whole life. The pool retires workers long before (`pool`), so this
/// only ends one whose parent is gone.
#[cfg(unix)]
const COMPUTING: u64 = 180;

/// Addresses that a worker's allocator takes at once, in KiB.
#[cfg(unix)]
const PORTION: &str = "32768";

/// Takes from the current process, forever, what a worker must not have.
#[cfg(unix)]
pub fn confine(limits: &Limits) -> std::io::Result<()> {
    use rlimit::Resource;
    let bounds = [
        (Resource::AS, limits.memory),
        (Resource::CPU, COMPUTING),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
        (Resource::NOFILE, 3),
    ];
    for (resource, bound) in bounds {
        let (_, hard) = resource.get()?;
        let bound = bound.min(hard);
        resource.set(bound, bound)?;
    }
    Ok(())
}

#[cfg(not(unix))]
pub fn confine(_limits: &Limits) -> std::io::Result<()> {
    Ok(())
}

/// A worker sees nothing of the service's environment, and hears nothing of its terminal: Ctrl-C is said to the
/// service, which lets it finish its file. Its allocator, which would take a gigabyte of addresses in advance,
/// takes them in portions that fit its share.
#[cfg(unix)]
pub fn strip(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.env_clear().env("MIMALLOC_ARENA_RESERVE", PORTION).process_group(0);
}

#[cfg(not(unix))]
pub fn strip(_command: &mut Command) {}

/// Standard input and output without the buffers of terminals: an answer full of line ends must go
/// through the pipe in one piece, or its reader is woken twice.
pub fn pipes() -> std::io::Result<(File, File)> {
    #[cfg(unix)]
    use std::os::fd::AsFd;
    #[cfg(windows)]
    use std::os::windows::io::AsHandle;

    #[cfg(unix)]
    let (input, output) =
        (std::io::stdin().as_fd().try_clone_to_owned()?, std::io::stdout().as_fd().try_clone_to_owned()?);
    #[cfg(windows)]
    let (input, output) = (
        std::io::stdin().as_handle().try_clone_to_owned()?,
        std::io::stdout().as_handle().try_clone_to_owned()?,
    );
    Ok((File::from(input), File::from(output)))
}
