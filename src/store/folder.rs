//! The data folder. Sheets, names, hashes of passwords lie in it: whoever else has an account on the machine does
//! not look into it. A folder that is already there keeps the rights that somebody gave it.

use std::io;
use std::path::Path;

#[cfg(unix)]
pub fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
pub fn make(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_new_folder_is_its_owners_alone_and_an_old_one_stays() {
        let place = std::env::temp_dir().join(format!("huibiao-folder-{}", std::process::id()));
        let rights = || std::fs::metadata(&place).expect("a folder").permissions().mode() & 0o777;
        super::make(&place).expect("made");
        assert_eq!(rights(), 0o700);
        std::fs::set_permissions(&place, PermissionsExt::from_mode(0o750)).expect("shared with a group");
        super::make(&place).expect("there");
        assert_eq!(rights(), 0o750);
        std::fs::remove_dir(&place).expect("gone");
    }
}
