//! Reading changes nothing: everybody opens everything, and every row of every table is as it was, and every file.
//!
//! Tables are asked of the database itself, so that a new one is watched from its first day. What may differ is
//! named here with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diesel::prelude::*;
use huibiao::store::Conn;

use super::grounds::Grounds;
use super::rights::{Case, cases};
use crate::house::{Database, House, on_both};
use crate::tampering::{Words, columns};

on_both!(opening_whatever_there_is_changes_nothing);

/// Tables in which reading may leave a trace, each with the reason.
const TRACES: &[(&str, &str)] = &[
    ("session", "when somebody was last there, at most once a minute"),
    ("audit_entry", "that somebody was refused, or took a file away, is itself to be known"),
    ("audit_chain", "the length and the head of the chain that such an entry is put to"),
    (
        "kept_total",
        "sums that follow from the figures; who first reads them after a change has them added up anew",
    ),
    ("changed_unit", "which of these sums are old: gone once they are added up"),
];

/// What may be logged of reading, each with the reason.
const LOGGED: [(&str, &str); 2] = [
    ("denied", "somebody tried what is not his to see"),
    ("download", "data of many units left the service in one file"),
];

type Everything = BTreeMap<String, BTreeSet<String>>;

/// Every row of every table as words.
fn everything(house: &House) -> Everything {
    let read = house.service.store.read(|conn| {
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for column in columns(conn) {
            tables.entry(column.place).or_default().push(column.name);
        }
        Ok(tables.into_iter().map(|(table, names)| (table.clone(), rows(conn, &table, &names))).collect())
    });
    read.expect("the tables")
}

fn rows(conn: &mut Conn, table: &str, columns: &[String]) -> BTreeSet<String> {
    let found: Vec<Words> = match conn {
        Conn::Sqlite(conn) => {
            let quoted: Vec<String> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
            let asked = format!("SELECT {} AS words FROM \"{table}\"", quoted.join(" || ',' || "));
            diesel::sql_query(asked).load(conn).expect("rows")
        }
        Conn::Postgresql(conn) => {
            let asked = format!("SELECT r::text AS words FROM \"{table}\" r");
            diesel::sql_query(asked).load(conn).expect("rows")
        }
    };
    found.into_iter().map(|row| row.words).collect()
}

/// Every file below a folder with its size and when it was written.
fn files(folder: &Path) -> BTreeSet<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return BTreeSet::new() };
    let entries = entries.map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                return files(&path);
            }
            let about = path.metadata().expect("a file");
            let written = about.modified().expect("a time");
            BTreeSet::from([format!("{} {} {written:?}", path.display(), about.len())])
        })
        .collect()
}

fn opening_whatever_there_is_changes_nothing(database: Database) {
    let mut grounds = Grounds::lay(database);
    let objects = grounds.house.service.settings.objects();
    let looks: Vec<Case> = cases()
        .into_iter()
        .filter(|case| case.right.0.starts_with("GET ") || case.right.0.starts_with("HEAD "))
        .collect();
    assert!(looks.len() > 500, "only {} looks", looks.len());
    let (before, kept) = (everything(&grounds.house), files(&objects));
    let mut opened = BTreeSet::new();
    for case in &looks {
        let answer = grounds.ask(case);
        assert!(answer.status < 500, "{case}: {}", answer.status);
        if answer.status == 200 {
            opened.insert(case.right.0);
        }
    }
    assert!(opened.len() > 80, "only {} routes were opened: {opened:?}", opened.len());
    let after = everything(&grounds.house);
    assert_eq!(files(&objects), kept, "received files");
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (table, rows) in before.iter().filter(|(table, _)| !TRACES.iter().any(|trace| trace.0 == *table)) {
        let changed: Vec<&String> = rows.symmetric_difference(&after[table]).collect();
        assert!(changed.is_empty(), "{table} after nothing but reading: {changed:#?}");
    }
    assert!(before["audit_entry"].is_subset(&after["audit_entry"]), "what was logged stays");
    for entry in after["audit_entry"].difference(&before["audit_entry"]) {
        let is_known = LOGGED
            .iter()
            .any(|(verb, _)| entry.contains(&format!(",{verb},")) || entry.contains(&format!(",'{verb}',")));
        assert!(is_known, "reading logged {entry}");
    }
}
