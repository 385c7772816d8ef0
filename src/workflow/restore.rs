//! 恢复: a backup becomes a service again, or nothing happens.
//!
//! First every part of the file is read and held against its hash. Then all tables go into an empty database
//! in one transaction, which is checked like `verify` checks it before it is committed. A database in which
//! somebody has worked is replaced only when that is asked for; an SQLite file is then kept under another
//! name. The rehearsal does the same with a database that is thrown away.

mod contents;

use std::path::{Path, PathBuf};

use self::contents::{bring_objects, fill};
use super::backup::{FORMAT, Manifest, PRODUCT};
use super::keys;
use super::verify::Verdict;
use crate::config::Settings;
use crate::formats::bundle::Bundle;
use crate::problem::Failure;
use crate::store::{Address, Store, audit, folder, key_file, signing_keys, witness};
use crate::vocabulary::time::Instant;

/// What to do with a target in which somebody has worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    MustBeEmpty,
    MayBeReplaced,
}

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    pub manifest: Manifest,
    pub rows: u64,
    pub objects: usize,
    pub verdict: Verdict,
    /// Where the old SQLite database lies now.
    pub kept: Option<PathBuf>,
}

/// Opens a backup and holds every part against its hash.
pub fn inspect(path: &Path) -> Result<Manifest, Failure> {
    let failed =
        |error: std::io::Error| Failure::new(format!("备份文件 {} 读不出来：{error}", path.display()));
    let mut bundle = Bundle::open(path).map_err(failed)?;
    let list = bundle.list().map_err(failed)?;
    let manifest: Manifest = serde_json::from_str(&list)
        .map_err(|error| Failure::new(format!("{} 不是汇表的备份：{error}", path.display())))?;
    if manifest.product != PRODUCT || manifest.format > FORMAT {
        return Err(Failure::new(format!(
            "{} 由更新的版本（{}）写出，请用那个版本恢复",
            path.display(),
            manifest.version
        )));
    }
    let mut sentences = Vec::new();
    for part in &manifest.parts {
        if !bundle.is_whole(part).map_err(failed)? {
            sentences.push(format!("备份中的 {} 缺失或已损坏", part.name));
        }
    }
    for name in bundle.names() {
        if !manifest.parts.iter().any(|part| part.name == name) {
            sentences.push(format!("备份中多出了 {name}"));
        }
    }
    if sentences.is_empty() { Ok(manifest) } else { Err(Failure { sentences }) }
}

/// Tries a restore with a database that is thrown away afterwards.
pub fn rehearse(path: &Path, now: Instant) -> Result<Restored, Failure> {
    let manifest = inspect(path)?;
    let folder = std::env::temp_dir().join(format!("huibiao-restore-{}", std::process::id()));
    let unmade =
        |error: std::io::Error| Failure::new(format!("临时文件夹 {} 用不了：{error}", folder.display()));
    folder::make(&folder).map_err(unmade)?;
    let address = Address::Sqlite(folder.join("rehearsal.db").display().to_string());
    let done = Store::open(address, &folder).map_err(Failure::from).and_then(|store| {
        let (rows, verdict) = fill(&store, path, &manifest, now)?;
        let objects = manifest.parts.iter().filter(|part| part.name.starts_with("objects/")).count();
        Ok(Restored { manifest, rows, objects, verdict, kept: None })
    });
    std::fs::remove_dir_all(&folder).map_err(unmade)?;
    done
}

/// Restores a backup into the place that the settings name.
pub fn restore(settings: &Settings, path: &Path, target: Target, now: Instant) -> Result<Restored, Failure> {
    let manifest = inspect(path)?;
    let address = Address::parse(&settings.database());
    let unmade = |error: std::io::Error| {
        Failure::new(format!("数据文件夹 {} 建不起来：{error}", settings.data.display()))
    };
    folder::make(&settings.data).and_then(|()| folder::make(&settings.objects())).map_err(unmade)?;
    let mut kept = None;
    if !address.is_unused()? {
        if target == Target::MustBeEmpty {
            return Err(Failure::new(
                "目标数据库里已有数据，没有恢复。确要覆盖时先停止服务，再加 --force（原 SQLite 数据库会改名保留）。",
            ));
        }
        kept = address.clear(&now.format("%Y%m%d-%H%M%S").to_string())?;
    }
    let store = Store::open(address, &settings.objects())?;
    let objects = bring_objects(&store.objects, path, &manifest)?;
    let (rows, verdict) = fill(&store, path, &manifest, now)?;
    new_key(&store, &settings.signing_key(), now)?;
    let sealed = store.read(|conn| audit::proofs(conn, 0))?;
    let mark = now.format("%Y%m%d-%H%M%S").to_string();
    let unwritten = |error: std::io::Error| Failure::new(format!("检查点文件写不出来：{error}"));
    witness::replace(&witness::path(&settings.data), &sealed, &mark).map_err(unwritten)?;
    Ok(Restored { manifest, rows, objects, verdict, kept })
}

/// A backup holds no private key: where the one that lies here is none of the restored database, another is made.
fn new_key(store: &Store, path: &Path, now: Instant) -> Result<(), Failure> {
    let known = store.read(signing_keys::all)?;
    let there = key_file::read(path).ok().flatten().map(|found| found.signer.public());
    if known.is_empty() || known.iter().any(|key| Some(&key.public) == there.as_ref()) {
        return Ok(());
    }
    let public = keys::new_file(path)?.signer.public();
    store.write(move |conn| keys::note(conn, &public, "恢复备份后新建", now))?;
    Ok(())
}
