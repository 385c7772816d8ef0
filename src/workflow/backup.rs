//! 备份: the whole service in one file, while it runs.
//!
//! All tables are read in one transaction, so the file shows one moment; received files never change and are
//! on disk before a row names them. The format is the same for both databases: a backup of SQLite can be
//! restored into PostgreSQL and the other way round. Left out: sessions, the configuration file (it may hold
//! the database's password).

use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Service;
use super::verify::object_fault;
use crate::formats::bundle::{Part, Writer};
use crate::problem::{Problem, ProblemCode};
use crate::store::audit::{self, Entry};
use crate::store::dump;

/// What a backup says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub product: String,
    pub version: String,
    pub made_at: String,
    pub tables: Vec<Table>,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub rows: u64,
}

pub const FORMAT: u32 = 1;
pub const PRODUCT: &str = "huibiao";

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Made {
    pub bytes: u64,
    pub rows: u64,
    pub objects: usize,
    /// Received files that were already missing or changed; the backup lacks them.
    pub faults: Vec<String>,
}

/// Where a table's lines lie in the file.
pub(super) fn table_part(name: &str) -> String {
    format!("tables/{name}.jsonl")
}

/// Where a received file lies in the file.
pub(super) fn object_part(sha256: &str) -> String {
    format!("objects/{sha256}")
}

/// A broken disk, told as what it is.
pub(super) struct Stopped(pub Problem);

impl From<std::io::Error> for Stopped {
    fn from(error: std::io::Error) -> Stopped {
        Stopped(Problem::new(ProblemCode::Broken, format!("备份文件写不下去：{error}")))
    }
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Stopped {
        Stopped(problem)
    }
}

/// Writes a backup; a file of that name is replaced when the new one is complete.
pub fn back_up(service: &Service, path: &Path) -> Result<Made, Problem> {
    note(service, path)?;
    write(service, path).map_err(|Stopped(problem)| problem)
}

fn note(service: &Service, path: &Path) -> Result<(), Problem> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entry = Entry {
        chain: audit::SYSTEM.to_owned(),
        at: service.now(),
        account: None,
        verb: "backup",
        subject: "service".to_owned(),
        detail: json!({ "file": file }).to_string(),
    };
    service.store.write(move |conn| audit::append(conn, entry).map(|_| ()))
}

fn write(service: &Service, path: &Path) -> Result<Made, Stopped> {
    let mut writer = Writer::create(path)?;
    let mut made = Made::default();
    let (tables, objects) = service.store.read(|conn| {
        let mut tables = Vec::new();
        for name in dump::TABLES {
            let rows = writer.add(&table_part(name), |out: &mut dyn Write| {
                let mut sink = |line: &[u8]| out.write_all(line).map_err(|error| Stopped::from(error).0);
                dump::write(conn, name, &mut sink).map_err(Stopped)
            });
            let rows = rows.map_err(|Stopped(problem)| problem)?;
            tables.push(Table { name: (*name).to_owned(), rows });
        }
        Ok((tables, dump::objects(conn)?))
    })?;
    made.rows = tables.iter().map(|table| table.rows).sum();
    for (sha256, bytes) in objects {
        if object_fault(&service.store.objects, &sha256, bytes).is_some() {
            made.faults.push(format!("文件 {sha256} 不见了，或被改动，没有备份"));
            continue;
        }
        writer.add(&object_part(&sha256), |out: &mut dyn Write| -> Result<(), Stopped> {
            let mut sink = |piece: &[u8]| out.write_all(piece).map_err(|error| Stopped::from(error).0);
            service.store.objects.read(&sha256, &mut sink)?;
            Ok(())
        })?;
        made.objects += 1;
    }
    let made_at = service.now().to_rfc3339();
    made.bytes = writer.finish(|parts| {
        let manifest = Manifest {
            format: FORMAT,
            product: PRODUCT.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            made_at,
            tables,
            parts,
        };
        serde_json::to_string_pretty(&manifest).expect("texts and numbers are valid JSON")
    })?;
    Ok(made)
}
