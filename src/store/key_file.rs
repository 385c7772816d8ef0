//! 签名密钥: the file with the private key, outside the database, readable by the service alone.
//!
//! ```text
//! # 汇表签名密钥…
//! private = 64 hexadecimal digits
//! public = the same of the key that belongs to it
//! retired = a public key that signed before; once for each
//! second_factor = 64 hexadecimal digits; only where another key made them
//! ```
//!
//! Whoever may read the database cannot sign with it, and whoever has only the file knows by which keys older
//! receipts were signed. What the codes of 两步验证 are worked out with comes from the first private key and stays when
//! the key is changed: otherwise nobody's codes would fit any more.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::vocabulary::hex::{hex, unhex};
use crate::vocabulary::statement::Signer;

const HEAD: &str = "# 汇表的签名密钥。不要外传，不要改动；服务器换机时随数据文件夹一起保管。\n";

/// A key file that was read.
pub struct KeyFile {
    pub signer: Signer,
    /// Public keys that signed before, the oldest first.
    pub retired: Vec<String>,
    pub seed: Seed,
}

/// What the secrets of second factors are worked out with; it is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    fn of(private: &[u8; 32]) -> Seed {
        let mut hash = Sha256::new();
        hash.update(b"huibiao second factor\n");
        hash.update(private);
        Seed(hash.finalize().into())
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What it is known by: sixteen hexadecimal digits that tell nothing of it.
    pub fn id(&self) -> String {
        let mut id = hex(&Sha256::digest([b"id\n".as_slice(), &self.0].concat()));
        id.truncate(16);
        id
    }
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
    let carried = named("second_factor").first().map(|digits| unhex(digits)?.try_into().ok().map(Seed));
    let seed = match carried {
        Some(seed) => seed.ok_or_else(|| io::Error::other("the file's second_factor is damaged"))?,
        None => Seed::of(&private),
    };
    Ok(Some(KeyFile { signer: Signer::new(&private), retired: named("retired"), seed }))
}

/// Writes a new key; a file that is there is replaced in one stroke, its public key goes to the retired ones.
pub fn write(path: &Path, private: &[u8; 32]) -> io::Result<KeyFile> {
    let before = read(path)?;
    let signer = Signer::new(private);
    let mut text = format!("{HEAD}private = {}\npublic = {}\n", hex(private), signer.public());
    let (mut seed, mut past) = (Seed::of(private), Vec::new());
    if let Some(before) = before {
        past = before.retired;
        past.push(before.signer.public());
        seed = before.seed;
        text.extend(past.iter().map(|public| format!("retired = {public}\n")));
        text.push_str(&format!("second_factor = {}\n", hex(&seed.0)));
    }
    let fresh = path.with_extension("new");
    let mut file = private_file(&fresh)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&fresh, path)?;
    Ok(KeyFile { signer, retired: past, seed })
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
        let first = super::write(&path, &[1; 32]).expect("written");
        let (first, seed) = (first.signer.public(), first.seed.id());
        let second = super::write(&path, &[2; 32]).expect("written").signer.public();
        let read = super::read(&path).expect("a file").expect("a key");
        assert_eq!(read.seed.id(), seed, "codes go on to fit when the key is changed");
        assert_eq!((read.signer.public(), read.retired), (second, vec![first]));
        let rights = std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777;
        assert_eq!(rights, 0o600);
        std::fs::write(&path, "private = 12").expect("spoilt");
        assert!(super::read(&path).is_err());
        std::fs::write(&path, format!("private = {}\nsecond_factor = 12", "01".repeat(32))).expect("spoilt");
        assert!(super::read(&path).is_err());
        std::fs::remove_file(&path).expect("gone");
    }
}
