//! 签名密钥: the file with the private key, outside the database, readable by the service alone.
//!
//! ```text
//! # 汇表签名密钥…
//! private = 64 hexadecimal digits
//! public = the same of the key that belongs to it
//! retired = a public key that signed before; once for each
//! ```
//!
//! Whoever may read the database cannot sign with it, and whoever has only the file knows by which keys older
//! receipts were signed.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::vocabulary::hex::{hex, unhex};
use crate::vocabulary::statement::Signer;

const HEAD: &str = "# 汇表的签名密钥。不要外传，不要改动；服务器换机时随数据文件夹一起保管。\n";

/// A key file that was read.
pub struct KeyFile {
    pub signer: Signer,
    /// Public keys that signed before, the oldest first.
    pub retired: Vec<String>,
}

/// Reads the file; `None` where there is none.
pub fn read(path: &Path) -> io::Result<Option<KeyFile>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let lines = || text.lines().filter_map(|line| line.split_once('='));
    let named = |name: &str| {
        let named: Vec<String> = lines()
            .filter(|(known, _)| known.trim() == name)
            .map(|(_, value)| value.trim().to_owned())
            .collect();
        named
    };
    let private = named("private").first().and_then(|digits| unhex(digits)?.try_into().ok());
    let private: [u8; 32] = private.ok_or_else(|| io::Error::other("the file holds no private key"))?;
    Ok(Some(KeyFile { signer: Signer::new(&private), retired: named("retired") }))
}

/// Writes a new key; a file that is there is replaced in one stroke, its public key goes to the retired ones.
pub fn write(path: &Path, private: &[u8; 32]) -> io::Result<Signer> {
    let before = read(path)?;
    let signer = Signer::new(private);
    let mut text = format!("{HEAD}private = {}\npublic = {}\n", hex(private), signer.public());
    if let Some(KeyFile { signer, retired }) = before {
        for public in retired.into_iter().chain([signer.public()]) {
            text.push_str(&format!("retired = {public}\n"));
        }
    }
    let fresh = path.with_extension("new");
    let mut file = private_file(&fresh)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&fresh, path)?;
    Ok(signer)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).open(path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_its_owners_alone_and_remembers_those_before_it() {
        let path = std::env::temp_dir().join(format!("huibiao-key-{}", std::process::id()));
        assert!(super::read(&path).expect("none").is_none());
        let first = super::write(&path, &[1; 32]).expect("written").public();
        let second = super::write(&path, &[2; 32]).expect("written").public();
        let read = super::read(&path).expect("a file").expect("a key");
        assert_eq!((read.signer.public(), read.retired), (second, vec![first]));
        let rights = std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777;
        assert_eq!(rights, 0o600);
        std::fs::write(&path, "private = 12").expect("spoilt");
        assert!(super::read(&path).is_err());
        std::fs::remove_file(&path).expect("gone");
    }
}
