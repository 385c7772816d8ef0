//! No path at all: Landlock with every right of files, ports and signals taken and none given back.
//!
//! The rights are those that the newest kernel known here has; an older kernel takes those it knows. What matters most,
//! opening, making and running files, is in every version.

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetError, RulesetStatus, Scope};

/// Linux 6.15 and later.
const NEWEST: ABI = ABI::V7;

/// Takes every path from the current thread; does the kernel hold it?
pub fn open_none() -> bool {
    matches!(restrict(), Ok(RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced))
}

fn restrict() -> Result<RulesetStatus, RulesetError> {
    let ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?;
    Ok(ruleset.create()?.restrict_self()?.ruleset)
}

#[cfg(test)]
mod tests {
    /// The other layers would refuse this as well, so it is seen without them; a thread of its own gives up its paths.
    #[test]
    fn a_thread_without_paths_opens_nothing() {
        let opened =
            std::thread::spawn(|| super::open_none().then(|| std::fs::File::open("/etc/passwd"))).join();
        match opened.expect("the thread ends") {
            Some(opened) => assert_eq!(opened.unwrap_err().kind(), std::io::ErrorKind::PermissionDenied),
            None => println!("NOT SEEN: this kernel has no Landlock"),
        }
    }
}
