//! Everything that depends on the operating system: what a worker gives up before it sees a file.
//!
//! A reader of hostile bytes is taken to be lost: whatever it can ask of the machine, a file may ask through it. So a
//! worker keeps memory, the clock, two pipes, and nothing else. On Linux five layers see to it ([`super::layers`]), each
//! of which would do for most attacks: other descriptors are closed (`descriptors`), no path can be opened (`paths`),
//! resources are bounded, no program could raise its rights, and every call to the kernel that reading does not take is
//! refused (`calls`). A refused call is answered with an error rather than with death: a library that asks a harmless
//! question on some machine must not cost a good file, and an attacker gains nothing from the answer.
//!
//! None of this needs root, and nothing fails where a kernel lacks it: the worker says which layers it wears. On other
//! Unix systems descriptors are closed and resources bounded; on Windows only the clock and the separate process protect
//! the service, which is enough for the commands of a clerk at his own desk.

#[cfg(unix)]
mod descriptors;
#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod paths;
mod pipes;

use std::process::Command;

#[cfg(unix)]
use super::layers::Layer;
use super::layers::Layers;
use super::limits::Limits;

pub use pipes::pipes;

/// Seconds of computing in a worker's whole life. The pool retires workers long before (`pool`), so this
/// only ends one whose parent is gone.
#[cfg(unix)]
const COMPUTING: u64 = 180;

/// Addresses that a worker's allocator takes at once, in KiB.
#[cfg(unix)]
const PORTION: &str = "32768";

/// Takes from the current process and thread, forever, what a worker must not have; what it could not take is missing
/// in the answer. The filter of calls comes last, because none of the rest could be done after it.
#[cfg(target_os = "linux")]
pub fn confine(limits: &Limits) -> std::io::Result<Layers> {
    let layers = Layers::default()
        .with(Layer::Descriptors, descriptors::close_others())
        .with(Layer::Paths, paths::open_none());
    bound(limits)?;
    Ok(layers
        .with(Layer::Limits, true)
        .with(Layer::Privileges, nix::sys::prctl::set_no_new_privs().is_ok())
        .with(Layer::Calls, calls::allow_few()))
}

#[cfg(all(unix, not(target_os = "linux")))]
pub fn confine(limits: &Limits) -> std::io::Result<Layers> {
    let layers = Layers::default().with(Layer::Descriptors, descriptors::close_others());
    bound(limits)?;
    Ok(layers.with(Layer::Limits, true))
}

#[cfg(not(unix))]
pub fn confine(_limits: &Limits) -> std::io::Result<Layers> {
    Ok(Layers::default())
}

/// No descriptor can be made once there may be none: the three that are open stay, and one that is closed is gone. A
/// bound on children holds for everybody but root, whom the other layers hold.
#[cfg(unix)]
fn bound(limits: &Limits) -> std::io::Result<()> {
    use rlimit::Resource;
    let bounds = [
        (Resource::AS, limits.memory),
        (Resource::CPU, COMPUTING),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
        (Resource::NPROC, 0),
        (Resource::NOFILE, 0),
    ];
    for (resource, bound) in bounds {
        let (_, hard) = resource.get()?;
        let bound = bound.min(hard);
        resource.set(bound, bound)?;
    }
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
