//! 签名: the key that receipts and checkpoints are signed with.
//!
//! The private key lies in a file (setting `signing_key`), never in the database and never in a backup; every public
//! key that was ever used lies in the database, under the log, and so in every backup. The first start makes a key.
//! With several servers on one database, all of them use the same file, or each its own that was made by
//! `huibiao key new`. Without the file nothing is signed, and so nothing is taken: whoever lost it makes a new key,
//! and what was signed before stays proven by the old public one.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::Service;
use crate::problem::{Failure, Problem};
use crate::store::audit::{self, Entry};
use crate::store::key_file::{self, KeyFile, Seed};
use crate::store::signing_keys;
pub use crate::store::signing_keys::SigningKey;
use crate::store::{Conn, dump};
use crate::vocabulary::statement::{Signed, Signer, is_key, key_id};
use crate::vocabulary::time::Instant;

/// Why the first key is there.
const FIRST: &str = "首次启动";

impl Service {
    /// Who signs.
    pub fn signer(&self) -> Result<Arc<Signer>, Problem> {
        if self.keys.get().is_none() {
            // Somebody may have made a key since this process began.
            at_hand(self)?;
        }
        self.keys.get().cloned().ok_or_else(|| {
            tracing::error!("there is no signing key, so nothing is taken: run `huibiao key new`");
            Problem::broken()
        })
    }

    /// What the secrets of second factors are worked out with.
    pub fn seed(&self) -> Result<Seed, Problem> {
        self.signer()?;
        self.keys.seed().cloned().ok_or_else(Problem::broken)
    }

    /// The public key that signs now, in hexadecimal digits; `None` where there is none.
    pub fn public_key(&self) -> Option<String> {
        self.keys.get().map(|signer| signer.public())
    }
}

/// Finds the key, or makes the first one of a database in which somebody has worked.
pub fn at_hand(service: &Service) -> Result<(), Failure> {
    if service.keys.get().is_some() {
        return Ok(());
    }
    let path = service.settings.signing_key();
    let (known, is_empty) =
        service.store.read(|conn| Ok((signing_keys::all(conn)?, dump::is_empty(conn)?)))?;
    let found = key_file::read(&path).map_err(|error| unusable(&path, &error))?;
    let file = match found {
        Some(found) if known.iter().any(|key| key.public == found.signer.public()) => found,
        Some(found) if known.is_empty() && !is_empty => {
            register(service, &found.signer, FIRST)?;
            found
        }
        Some(_) if !known.is_empty() => {
            tracing::error!(path = %path.display(), "the signing key is not one of this database");
            return Ok(());
        }
        None if known.is_empty() && !is_empty => make(service, FIRST)?,
        Some(_) | None => return Ok(()),
    };
    service.keys.hold(file);
    Ok(())
}

/// Fails where the database knows keys and none of them is here: nothing could be taken.
pub fn needed(service: &Service) -> Result<(), Failure> {
    if service.public_key().is_some() || service.store.read(signing_keys::all)?.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("没有启动：{}", missing(service))))
}

/// What is missing on this server, and what to do.
pub fn missing(service: &Service) -> String {
    format!(
        "签名密钥文件 {} 不在，或不属于这个数据库，不能签发回执。请把原来的密钥文件放回去（几台服务器共用一个数据库时，把同一个文件复制到每台），或运行 huibiao key new --reason 原因 换一把新的。",
        service.settings.signing_key().display()
    )
}

/// Whether this server could sign: it has a key, or there is nothing to be signed yet.
pub fn can_sign(service: &Service) -> Result<bool, Problem> {
    if service.public_key().is_some() {
        return Ok(true);
    }
    // Another server may have made the first one since this one began.
    at_hand(service).map_err(Problem::from)?;
    Ok(service.public_key().is_some() || service.store.read(signing_keys::all)?.is_empty())
}

/// Makes another key, from which on everything is signed; a running service goes on with the old one until it is
/// started again. The new public key.
pub fn change(service: &Service, reason: &str) -> Result<String, Failure> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Failure::new("请用 --reason 写明更换密钥的原因，它会记入审计记录。"));
    }
    Ok(make(service, reason)?.signer.public())
}

/// Every public key, the oldest first.
pub fn all(service: &Service) -> Result<Vec<SigningKey>, Problem> {
    service.store.read(signing_keys::all)
}

fn make(service: &Service, reason: &str) -> Result<KeyFile, Failure> {
    let path = service.settings.signing_key();
    let file = new_file(&path)?;
    register(service, &file.signer, reason)?;
    Ok(file)
}

/// A new private key in a file.
pub(super) fn new_file(path: &Path) -> Result<KeyFile, Failure> {
    let mut private = [0; 32];
    getrandom::fill(&mut private).map_err(|error| Failure::new(format!("取不到随机数：{error}")))?;
    key_file::write(path, &private).map_err(|error| unusable(path, &error))
}

fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("签名密钥文件 {} 用不了：{error}", path.display()))
}

fn register(service: &Service, signer: &Signer, reason: &str) -> Result<(), Problem> {
    let (public, reason, now) = (signer.public(), reason.to_owned(), service.now());
    service.store.write(move |conn| note(conn, &public, &reason, now))
}

/// Puts a public key under the log.
pub(super) fn note(conn: &mut Conn, public: &str, reason: &str, at: Instant) -> Result<(), Problem> {
    signing_keys::add(conn, public, reason, at)?;
    let (chain, subject) = (audit::SYSTEM.to_owned(), "service".to_owned());
    let detail = json!({ "public": public, "reason": reason }).to_string();
    audit::append(conn, Entry { chain, at, account: None, verb: "new-key", subject, detail }).map(|_| ())
}

/// What a signed text comes to by some public keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proven {
    /// Signed by this key.
    By(Signed, String),
    /// Not signed by any of them, or changed since.
    Not(Signed),
}

/// Holds every signed text in a longer one against public keys (hexadecimal digits, wherever they stand in these
/// texts). Nothing else is needed: no database, no service.
pub fn prove(text: &str, keys: &[String]) -> Result<Vec<Proven>, Failure> {
    let digits = |text: &str| {
        let words = text.split(|letter: char| !letter.is_ascii_hexdigit());
        words.filter(|word| word.len() == 64 && is_key(word)).map(str::to_lowercase).collect::<Vec<_>>()
    };
    let keys: Vec<String> = keys.iter().flat_map(|text| digits(text)).collect();
    if keys.is_empty() {
        return Err(Failure::new("没有找到公钥。公钥是 64 位十六进制数字，登录页和工作簿的“说明”里有。"));
    }
    let found = Signed::all_in(text);
    if found.is_empty() {
        return Err(Failure::new(
            "没有找到签名文本。请把回执上“-----BEGIN HUIBIAO”到“-----END HUIBIAO”的各行原样存成文件。",
        ));
    }
    let one = |signed: Signed| match keys.iter().find(|key| signed.is_by(key)) {
        Some(key) => Proven::By(signed, key_id(key)),
        None => Proven::Not(signed),
    };
    Ok(found.into_iter().map(one).collect())
}

/// Whether the log still holds what a signed text says of it: the entry of a receipt at its place in its chain, or the
/// checkpoint with its number.
pub fn is_held(service: &Service, signed: &Signed) -> Result<bool, Problem> {
    let said = |name: &str| signed.statement.get(name).unwrap_or_default().to_owned();
    let number = |name: &str| said(name).parse().unwrap_or(0);
    if signed.statement.kind == audit::CHECKPOINT {
        return service.store.read(|conn| Ok(!audit::unlike(conn, number("number"), &said("hash"))?));
    }
    let kept = service.store.read(|conn| audit::hash_at(conn, &said("chain"), number("sequence")))?;
    Ok(kept == Some(said("head")))
}

/// The signed text of a receipt that this service issued.
pub fn text_of(service: &Service, number: &str) -> Result<String, Problem> {
    use crate::store::{deliveries, revisions};
    let proof = service.store.read(|conn| match deliveries::by_receipt(conn, number)? {
        Some(delivery) => deliveries::proof(conn, delivery.id),
        None => {
            let revision = revisions::by_receipt(conn, number)?;
            revisions::proof(conn, revision.id)
        }
    })?;
    proof.ok_or_else(|| Problem::invalid(format!("回执 {number} 由较早的版本发出，没有签名。")))
}
