//! The data folder and the files in it. Sheets, names, hashes of passwords lie there: whoever else has an account on
//! the machine does not look into it. A folder that is already there keeps the rights that somebody gave it; `doctor`
//! says what they let others do.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// Who besides its owner may look into a folder or a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    ByItsOwner,
    ByAGroup,
    ByEverybody,
}

#[cfg(unix)]
pub fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
pub fn make(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// A file that is made with these options is its owner's alone.
pub fn for_the_owner(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes an empty file where there is none.
pub fn make_file(path: &Path) -> io::Result<()> {
    match for_the_owner(OpenOptions::new().write(true).create_new(true)).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Lets a new name in a folder outlive a power cut.
pub fn sync_parent(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { std::fs::File::open(parent)?.sync_all() } else { Ok(()) }
}

/// Who may look into it; `None`: it is not there, or the system knows no such rights.
#[cfg(unix)]
pub fn seen(path: &Path) -> Option<Seen> {
    use std::os::unix::fs::PermissionsExt;
    let rights = std::fs::metadata(path).ok()?.permissions().mode();
    Some(match rights {
        _ if rights & 0o007 != 0 => Seen::ByEverybody,
        _ if rights & 0o070 != 0 => Seen::ByAGroup,
        _ => Seen::ByItsOwner,
    })
}

#[cfg(not(unix))]
pub fn seen(_path: &Path) -> Option<Seen> {
    None
}

/// Bytes that the disk of a folder still takes from this program; `None` where the system does not say.
#[cfg(unix)]
pub fn free(path: &Path) -> Option<u64> {
    let disk = nix::sys::statvfs::statvfs(path).ok()?;
    Some(disk.blocks_available().saturating_mul(disk.fragment_size()))
}

#[cfg(not(unix))]
pub fn free(_path: &Path) -> Option<u64> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_new_folder_is_its_owners_alone_and_an_old_one_stays() {
        let place = std::env::temp_dir().join(format!("huibiao-folder-{}", std::process::id()));
        let rights = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        make(&place).expect("made");
        assert_eq!((rights(&place), seen(&place)), (0o700, Some(Seen::ByItsOwner)));
        for (mode, who) in [(0o750, Seen::ByAGroup), (0o705, Seen::ByEverybody)] {
            std::fs::set_permissions(&place, PermissionsExt::from_mode(mode)).expect("shared");
            make(&place).expect("there");
            assert_eq!((rights(&place), seen(&place)), (mode, Some(who)));
        }
        let file = place.join("new");
        make_file(&file).expect("made");
        std::fs::write(&file, b"kept").expect("written");
        make_file(&file).expect("there");
        assert_eq!((rights(&file), std::fs::read(&file).expect("read")), (0o600, b"kept".to_vec()));
        assert_eq!(seen(&place.join("nothing")), None);
        assert!(free(&place).is_some_and(|bytes| bytes > 0));
        std::fs::remove_dir_all(&place).expect("gone");
    }
}
