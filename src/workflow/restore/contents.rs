//! What lies in a backup, entry by entry, and how it comes back into an empty database and its object store.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde_json::json;

use super::super::backup::{Manifest, object_part, table_part};
use super::super::verify::{Verdict, verify_database};
use crate::formats::bundle::Bundle;
use crate::problem::{Failure, Problem, ProblemCode};
use crate::store::audit::{self, Entry};
use crate::store::objects::PIECE;
use crate::store::{Conn, Objects, Store, dump};
use crate::vocabulary::time::Instant;

pub(super) fn bring_objects(objects: &Objects, path: &Path, manifest: &Manifest) -> Result<usize, Failure> {
    let failed =
        |error: std::io::Error| Failure::new(format!("备份文件 {} 读不出来：{error}", path.display()));
    let mut bundle = Bundle::open(path).map_err(failed)?;
    let mut count = 0;
    for part in &manifest.parts {
        let Some(sha256) = part.name.strip_prefix("objects/") else { continue };
        if bring(objects, &mut bundle.read(&part.name).map_err(failed)?, sha256).map_err(failed)? != sha256 {
            return Err(Failure::new(format!("备份中的 {} 与校验值不符", part.name)));
        }
        count += 1;
    }
    Ok(count)
}

/// Brings one file piece by piece; the hash that it has.
fn bring(objects: &Objects, part: &mut impl Read, sha256: &str) -> std::io::Result<String> {
    let name = format!("restored-{sha256}");
    let failed = |problem: Problem| std::io::Error::other(problem.text());
    if objects.size(sha256).map_err(failed)?.is_some() {
        return Ok(sha256.to_owned());
    }
    objects.discard(&name).map_err(failed)?;
    let (mut piece, mut start) = (Vec::with_capacity(PIECE), 0);
    while part.take(PIECE as u64).read_to_end(&mut piece)? > 0 {
        objects.append(&name, start, &piece).map_err(failed)?;
        start += piece.len() as u64;
        piece.clear();
    }
    Ok(objects.settle(&name).map_err(failed)?.0)
}

/// Reads all tables and checks them, in one transaction that is undone if anything is wrong.
pub(super) fn fill(
    store: &Store,
    path: &Path,
    manifest: &Manifest,
    now: Instant,
) -> Result<(u64, Verdict), Failure> {
    let (path, manifest) = (path.to_owned(), manifest.clone());
    let filled = store.write(move |conn| {
        let rows = read_tables(conn, &path, &manifest)?;
        dump::count_on(conn)?;
        audit::note_rows(conn, now)?;
        let verdict = verify_database(conn)?;
        let mut faults: Vec<String> = verdict.faults.clone();
        for (sha256, _) in dump::objects(conn)? {
            if !manifest.parts.iter().any(|part| part.name == object_part(&sha256)) {
                faults.push(format!("备份中没有文件 {sha256}"));
            }
        }
        if !faults.is_empty() {
            let sentences = faults.into_iter().map(|fault| (None, fault)).collect();
            return Err(Problem { code: ProblemCode::Invalid, sentences });
        }
        audit::append(conn, entry(&manifest, now))?;
        Ok((rows, verdict))
    })?;
    Ok(filled)
}

fn entry(manifest: &Manifest, now: Instant) -> Entry {
    Entry {
        chain: audit::SYSTEM.to_owned(),
        at: now,
        account: None,
        verb: "restore",
        subject: "service".to_owned(),
        detail: json!({ "made_at": manifest.made_at, "version": manifest.version }).to_string(),
    }
}

fn read_tables(conn: &mut Conn, path: &Path, manifest: &Manifest) -> Result<u64, Problem> {
    let failed =
        |error: std::io::Error| Problem::new(ProblemCode::Invalid, format!("备份文件读不下去：{error}"));
    let mut bundle = Bundle::open(path).map_err(failed)?;
    let mut all = 0;
    for name in dump::TABLES {
        let Some(table) = manifest.tables.iter().find(|table| table.name == *name) else { continue };
        let part = table_part(name);
        let part = bundle.read(&part).map_err(failed)?;
        let rows = dump::read(conn, name, &mut BufReader::new(part).lines())?;
        if rows != table.rows {
            let words = format!("备份中的表 {name} 应有 {} 行，读到 {rows} 行", table.rows);
            return Err(Problem::new(ProblemCode::Invalid, words));
        }
        all += rows;
    }
    Ok(all)
}
