//! One bit of the database's file is another than it was: SQLite's own check or `verify` says so, or the bit lies where
//! nothing is read from; then every table says exactly what it said.
//!
//! `HUIBIAO_DEEP=10000` tries so many bits instead of a few hundred.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use huibiao::problem::Problem;
use huibiao::store::written::WITHOUT_MEANING;
use huibiao::store::{Address, Conn, dump};
use huibiao::workflow::seal::seal;
use huibiao::workflow::verify::verify_database;
use serde_json::Value;

use crate::house::Database;
use crate::kept_seasons::played;
use crate::process::Data;

const USUAL: usize = 300;

#[derive(QueryableByName)]
struct Words {
    #[diesel(sql_type = Text)]
    words: String,
}

fn ask(conn: &mut Conn, sql: &str) -> Result<Vec<String>, String> {
    let Conn::Sqlite(conn) = conn else { panic!("SQLite") };
    let found: Result<Vec<Words>, _> = diesel::sql_query(sql).load(conn);
    Ok(found.map_err(|error| error.to_string())?.into_iter().map(|found| found.words).collect())
}

fn open(path: &Path) -> Result<Conn, Problem> {
    Address::Sqlite(path.display().to_string()).connect()
}

/// Everything that the tables say, but for what has no meaning.
fn said(conn: &mut Conn) -> Result<BTreeMap<String, Vec<Value>>, Problem> {
    let hidden = |table: &str, column: &str| {
        WITHOUT_MEANING.iter().any(|(place, name, _)| *place == table && (*name == column || *name == "*"))
    };
    let mut all = BTreeMap::new();
    for table in dump::TABLES {
        let mut rows = Vec::new();
        dump::write(conn, table, &mut |line| {
            let mut row: Value = serde_json::from_slice(line).map_err(|_| Problem::broken())?;
            row.as_object_mut().expect("a row").retain(|column, _| !hidden(table, column));
            rows.push(row);
            Ok(())
        })?;
        all.insert((*table).to_owned(), rows);
    }
    Ok(all)
}

/// How a changed file is found out; `None`: not at all.
fn found(path: &Path) -> Option<String> {
    let looked = catch_unwind(AssertUnwindSafe(|| {
        let mut conn = match open(path) {
            Ok(conn) => conn,
            Err(problem) => return Some(problem.text()),
        };
        match ask(&mut conn, "SELECT integrity_check AS words FROM pragma_integrity_check") {
            Ok(words) if words == ["ok"] => {}
            Ok(words) => return Some(words.join(" ")),
            Err(error) => return Some(error),
        }
        match verify_database(&mut conn) {
            Ok(verdict) => verdict.faults.into_iter().next(),
            Err(problem) => Some(problem.text()),
        }
    }));
    looked.unwrap_or_else(|_| Some("it cannot be read".to_owned()))
}

/// Numbers without an order that are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

#[test]
fn a_single_bit_of_the_file_is_found_or_means_nothing() {
    // Deep runs of all tests say only that they are deep.
    let asked = std::env::var("HUIBIAO_DEEP").ok().and_then(|tries| tries.parse().ok());
    let tries = asked.unwrap_or(0).max(USUAL);
    let house = played::play(Database::Sqlite);
    seal(&house.service).expect("a checkpoint");
    let data = Data::of(house);
    let whole = data.folder.path().join("huibiao.db");
    {
        let mut conn = open(&whole).expect("the database");
        let Conn::Sqlite(sqlite) = &mut conn else { panic!("SQLite") };
        sqlite.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").expect("one file");
        drop(conn);
        assert_eq!(found(&whole), None, "nothing was changed yet");
    }
    let bytes = std::fs::read(&whole).expect("the file");
    let before = said(&mut open(&whole).expect("the database")).expect("the tables");
    let copy = data.folder.path().join("copy.db");
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut seen, mut idle) = (0, 0);
    for _ in 0..tries {
        let (place, bit) = (chance.below(bytes.len()), chance.below(8));
        let mut changed = bytes.clone();
        changed[place] ^= 1 << bit;
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", copy.display()));
        }
        std::fs::write(&copy, &changed).expect("a copy");
        if found(&copy).is_some() {
            seen += 1;
            continue;
        }
        let after = said(&mut open(&copy).expect("the copy")).expect("its tables");
        for (table, rows) in &before {
            assert_eq!(rows, &after[table], "bit {bit} of byte {place} changed {table} and nobody saw it");
        }
        idle += 1;
    }
    println!("{tries} single bits of {} bytes: {seen} found, {idle} without meaning", bytes.len());
    // Most of a small database is the empty rest of its pages.
    assert!(seen > tries / 10, "only {seen} of {tries} were found");
}

/// A flipped bit makes of a text no text. Nothing depends on a draft; a backup would still fail on it.
#[test]
fn what_cannot_be_read_is_found_where_nothing_depends_on_it() {
    let house = played::play(Database::Sqlite);
    let data = Data::of(house);
    let mut conn = open(&data.folder.path().join("huibiao.db")).expect("the database");
    assert_eq!(verify_database(&mut conn).expect("a verdict").faults, Vec::<String>::new());
    let Conn::Sqlite(sqlite) = &mut conn else { panic!("SQLite") };
    let torn = "UPDATE draft SET content = CAST(x'ff' AS TEXT)";
    assert!(diesel::sql_query(torn).execute(sqlite).expect("a draft") > 0, "the season has drafts");
    let faults = verify_database(&mut conn).expect("a verdict").faults;
    assert!(faults.iter().any(|fault| fault.contains("数据表 draft 有读不出来的行")), "{faults:?}");
}
