//! A season in one file: the database, and beside it what was received.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::house::{Database, Folder};
use crate::postgresql;
use crate::process::Data;

const DATABASE: &str = "huibiao.db";
const STATEMENTS: &str = "statements.sql";

/// What lies beside a database: the key that it signs with, and its checkpoints.
const BESIDE: [&str; 2] = ["signing.key", "checkpoints.txt"];

/// Writes what nobody works with any more into a file, which appears when it is complete.
pub fn put(data: Data, file: &Path) {
    let partial = file.with_extension("partial");
    let mut zip = ZipWriter::new(File::create(&partial).expect("a file"));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let options = options.compression_level(Some(9));
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options).expect("a part begins");
        zip.write_all(bytes).expect("a part is written");
    };
    match &data.database {
        None => add(DATABASE, &compact(data.folder.path())),
        Some(address) => add(STATEMENTS, statements(address).as_bytes()),
    }
    for name in BESIDE {
        if let Ok(bytes) = std::fs::read(data.folder.path().join(name)) {
            add(name, &bytes);
        }
    }
    let mut received = Vec::new();
    files_below(data.folder.path(), Path::new("objects"), &mut received);
    for name in received {
        add(&name, &std::fs::read(data.folder.path().join(&name)).expect("a received file"));
    }
    zip.finish().expect("the file ends");
    std::fs::rename(partial, file).expect("the file is there");
}

/// The database as one file, whatever its log still held; the last of its connections may be closing.
fn compact(folder: &Path) -> Vec<u8> {
    let copy = folder.join("compact.db");
    let from = folder.join(DATABASE).display().to_string();
    let mut conn = SqliteConnection::establish(&from).expect("the database");
    conn.batch_execute(&format!("PRAGMA busy_timeout = 20000; VACUUM INTO '{}'", copy.display()))
        .expect("a copy");
    std::fs::read(copy).expect("the copy")
}

/// What PostgreSQL's own program writes, without what only a newer server or its own reader understands.
fn statements(address: &str) -> String {
    let options =
        ["--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges", "--dbname", address];
    let dumped =
        Command::new(postgresql::programs().join("pg_dump")).args(options).output().expect("pg_dump runs");
    assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
    let text = String::from_utf8(dumped.stdout).expect("text");
    let (_, statements) = text.split_once("\nCREATE ").expect("something is made");
    let end = statements.find("\n\\unrestrict").unwrap_or(statements.len());
    format!("CREATE {}\n", &statements[..end])
}

fn files_below(root: &Path, below: &Path, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(root.join(below)).expect("a folder") {
        let name = below.join(entry.expect("an entry").file_name());
        if root.join(&name).is_dir() {
            files_below(root, &name, names);
        } else {
            names.push(name.display().to_string());
        }
    }
    names.sort();
}

/// Lays a season out again: a data folder, or a database of the test's own server.
pub fn fetch(file: &Path, database: Database) -> Data {
    let data = Data { folder: Folder::new(), database: None };
    let mut zip = ZipArchive::new(File::open(file).expect("a season")).expect("a ZIP");
    let mut statements = String::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        if name == STATEMENTS {
            part.read_to_string(&mut statements).expect("text");
            continue;
        }
        let path = data.folder.path().join(&name);
        std::fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        std::io::copy(&mut part, &mut File::create(&path).expect("a file")).expect("its bytes");
        #[cfg(unix)]
        if BESIDE.contains(&name.as_str()) {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).expect("rights");
        }
    }
    if database == Database::Sqlite {
        return data;
    }
    let address = postgresql::fresh_database();
    let mut conn = PgConnection::establish(&address).expect("a connection");
    conn.batch_execute(&statements).expect("the season is restored");
    Data { database: Some(address), ..data }
}
