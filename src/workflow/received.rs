//! Received files as a whole: handed out piece by piece, and, before the service takes anything, all of them at hand.
//!
//! A service that cannot show what it acknowledged must not go on as if it could. Earlier versions kept files in
//! a folder with PostgreSQL as well; those that still lie there are brought into the database when it is opened.

use sha2::{Digest, Sha256};

use super::Service;
use crate::problem::{Failure, Problem};
use crate::store::objects::changed;
use crate::store::{Objects, dump};
use crate::vocabulary::hex::hex;

/// Fails with the files that are missing, named by their hashes, a few of them.
pub fn at_hand(service: &Service) -> Result<(), Failure> {
    const NAMED: usize = 5;
    let missing = bring_in(service)?;
    if missing.is_empty() {
        return Ok(());
    }
    let named: Vec<&str> = missing.iter().take(NAMED).map(String::as_str).collect();
    Err(Failure::new(format!(
        "数据库登记的 {} 个收到的文件不在，没有启动，以免把缺失的文件当作存在。缺失的文件：{}{}。请检查数据文件夹，或从备份恢复。",
        missing.len(),
        named.join("、"),
        if missing.len() > NAMED { " 等" } else { "" }
    )))
}

/// A kept file on its way out.
pub struct Outgoing {
    sha256: String,
    bytes: u64,
    start: u64,
    hash: Sha256,
}

impl Outgoing {
    pub fn open(service: &Service, sha256: &str) -> Result<Outgoing, Problem> {
        let bytes = service.store.objects.size(sha256)?.ok_or_else(|| {
            tracing::error!(sha256, "a received file is missing");
            Problem::broken()
        })?;
        Ok(Outgoing { sha256: sha256.to_owned(), bytes, start: 0, hash: Sha256::new() })
    }

    /// How many bytes there are.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next piece; empty behind the last one. The last one is given only if all of them fit the hash.
    pub fn next(&mut self, service: &Service) -> Result<Vec<u8>, Problem> {
        let piece = service.store.objects.piece(&self.sha256, self.start)?;
        self.hash.update(&piece);
        self.start += piece.len() as u64;
        let is_last = self.start >= self.bytes || piece.is_empty();
        if is_last && hex(&self.hash.clone().finalize()) != self.sha256 {
            return Err(changed(&self.sha256));
        }
        Ok(piece)
    }
}

/// Brings what an earlier version kept in a folder to where files are kept now; the hashes of those that are nowhere.
pub fn bring_in(service: &Service) -> Result<Vec<String>, Problem> {
    let objects = service.store.read(dump::objects)?;
    let hashes = objects.into_iter().map(|(sha256, _)| sha256).collect();
    let missing = service.store.objects.missing(hashes)?;
    let folder = Objects::in_folder(&service.settings.objects());
    let mut gone = Vec::new();
    for sha256 in missing {
        match folder.fetch(&sha256) {
            Ok(bytes) => service.store.objects.keep(&bytes).map(|_| ())?,
            Err(_) => gone.push(sha256),
        }
    }
    Ok(gone)
}
