//! Every column of every table, changed behind the program's back; every table with a row taken away, with one put in,
//! and with two rows each in the other's place: `verify` finds each, or the table or column stands in the list of those
//! without meaning. Where `HUIBIAO_DEEP` is set, a column is changed in every row and not only in the first.
//!
//! Tables, columns and keys are asked of the database itself, so that a new column fails here until somebody has
//! said what holds it. What is taken out are findings that only say that a reference points nowhere: whoever changes
//! a row with care keeps its references whole.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use huibiao::problem::{Problem, ProblemCode};
use huibiao::store::written::{GUARDED, UNGUARDED, WITHOUT_MEANING};
use huibiao::store::{Conn, audit, dump};
use huibiao::vocabulary::statement::Signed;
use huibiao::workflow::seal::seal;
use huibiao::workflow::setup;
use huibiao::workflow::verify::{object_fault, verify, verify_database};

use crate::house::{Database, House, on_both};
use crate::kept_seasons::played;
use crate::second_factor::equip;
use crate::signing::region::Region;
use crate::town::arrange;

on_both!(whatever_is_changed_in_any_table_is_found, every_table_is_dealt_with,);

/// A column: its table, its name, its kind, whether it is part of a key.
#[derive(Clone, Debug, QueryableByName)]
pub struct Column {
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    in_primary: bool,
    #[diesel(sql_type = Bool)]
    in_key: bool,
}

const OF_SQLITE: &str = "
SELECT m.name AS place, c.name, c.type AS kind, c.pk > 0 AS in_primary,
    c.pk > 0 OR EXISTS (SELECT 1 FROM pragma_index_list(m.name) i, pragma_index_info(i.name) n
        WHERE i.\"unique\" = 1 AND n.name = c.name) AS in_key
FROM sqlite_master m, pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'
ORDER BY m.name, c.cid";

const OF_POSTGRESQL: &str = "
SELECT t.relname::text AS place, a.attname::text AS name, upper(format_type(a.atttypid, NULL)) AS kind,
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS in_primary,
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid AND i.indisunique AND a.attnum = ANY (i.indkey)) AS in_key
FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace AND t.relname NOT LIKE '\\_\\_%'
    AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY t.relname, a.attnum";

pub fn columns(conn: &mut Conn) -> Vec<Column> {
    match conn {
        Conn::Sqlite(conn) => diesel::sql_query(OF_SQLITE).load(conn).expect("the columns"),
        Conn::Postgresql(conn) => diesel::sql_query(OF_POSTGRESQL).load(conn).expect("the columns"),
    }
}

pub fn run(conn: &mut Conn, sql: &str) {
    let ran = match conn {
        Conn::Sqlite(conn) => conn.batch_execute(sql),
        Conn::Postgresql(conn) => conn.batch_execute(sql),
    };
    ran.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[derive(QueryableByName)]
pub struct Words {
    #[diesel(sql_type = Text)]
    pub words: String,
}

pub fn words(conn: &mut Conn, sql: &str) -> Vec<String> {
    let found: Vec<Words> = match conn {
        Conn::Sqlite(conn) => {
            diesel::sql_query(sql).load(conn).unwrap_or_else(|error| panic!("{sql}: {error}"))
        }
        Conn::Postgresql(conn) => {
            diesel::sql_query(sql).load(conn).unwrap_or_else(|error| panic!("{sql}: {error}"))
        }
    };
    found.into_iter().map(|found| found.words).collect()
}

/// Takes everything off a table by which the database itself would refuse.
fn unguard(conn: &mut Conn, table: &str) {
    let guards = match conn {
        Conn::Sqlite(_) => {
            run(conn, "PRAGMA defer_foreign_keys = ON; PRAGMA ignore_check_constraints = ON;");
            words(
                conn,
                &format!(
                    "SELECT 'DROP TRIGGER ' || name AS words FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
                ),
            )
        }
        Conn::Postgresql(_) => {
            run(conn, "SET LOCAL session_replication_role = replica;");
            words(
                conn,
                &format!(
                    "SELECT format('ALTER TABLE {table} DROP CONSTRAINT %I', conname) AS words FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'c'"
                ),
            )
        }
    };
    guards.iter().for_each(|guard| run(conn, guard));
}

/// Another value than the one that a column has.
fn another(column: &Column) -> String {
    let name = &column.name;
    match column.kind.as_str() {
        "BOOLEAN" => format!("NOT {name}"),
        "INTEGER" | "BIGINT" => {
            format!("CASE WHEN {name} IN (0, 1) THEN 1 - {name} ELSE {name} + 1000003 END")
        }
        "BYTEA" => format!("{name} || '\\x00'::bytea"),
        "BLOB" => "zeroblob(3)".to_owned(),
        _ => format!("{name} || 'x'"),
    }
}

/// The same for a column that is empty.
fn some(column: &Column) -> &'static str {
    match column.kind.as_str() {
        "BOOLEAN" => "TRUE",
        "INTEGER" | "BIGINT" => "1",
        "BYTEA" => "'\\x00'::bytea",
        _ => "'x'",
    }
}

/// Statements that change a value and put one in, in this row of those that have one, or have none.
fn changes(column: &Column, primary: &str, row: usize) -> Vec<String> {
    let Column { place, name, .. } = column;
    let one = |when: &str| {
        format!(
            "({primary}) IN (SELECT {primary} FROM {place} WHERE {name} {when} ORDER BY {primary} LIMIT 1 OFFSET {row})"
        )
    };
    vec![
        format!("UPDATE {place} SET {name} = {} WHERE {}", another(column), one("IS NOT NULL")),
        format!("UPDATE {place} SET {name} = {} WHERE {}", some(column), one("IS NULL")),
    ]
}

/// A copy of a row with other keys. As long as a key has a part of its own, what it refers to stays as it was.
fn copied(columns: &[Column]) -> String {
    let place = &columns[0].place;
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let value = |column: &Column| match column.kind.as_str() {
        _ if !column.in_key || (refers(column) && !only_refers(columns)) => column.name.clone(),
        "INTEGER" | "BIGINT" => format!("{} + 1000003", column.name),
        _ => another(column),
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    format!("INSERT INTO {place} ({}) SELECT {} FROM {place} LIMIT 1", names.join(", "), values.join(", "))
}

/// What parts statements that belong together: the last one changes rows.
const THEN: &str = ";;";

/// The first two rows that differ in something else than their keys change places: each has the other's keys. `None`
/// where a table has nothing but keys.
fn exchanged(columns: &[Column], same: &[&str]) -> Option<String> {
    let place = &columns[0].place;
    let differing = columns.iter().filter(|column| !column.in_primary && has_meaning(place, &column.name));
    let differing: Vec<String> =
        differing.map(|column| format!("a.{0} IS DISTINCT FROM b.{0}", column.name)).collect();
    if differing.is_empty() {
        return None;
    }
    let keys: Vec<&str> =
        columns.iter().filter(|column| column.in_primary).map(|column| column.name.as_str()).collect();
    let listed =
        |prefix: &str| keys.iter().map(|key| format!("{prefix}{key}")).collect::<Vec<_>>().join(", ");
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let row = |own: &str, other: &str| {
        let value = |column: &Column| {
            format!("{}.{1} AS {1}", if column.in_primary { other } else { own }, column.name)
        };
        columns.iter().map(value).collect::<Vec<_>>().join(", ")
    };
    let at = |row: &str| {
        let same = keys.iter().map(|key| format!("{row}.{key} = pair.{row}_{key}"));
        same.collect::<Vec<_>>().join(" AND ")
    };
    let both = |row: &str| {
        keys.iter().map(|key| format!("{row}.{key} AS {row}_{key}")).collect::<Vec<_>>().join(", ")
    };
    let alike: String = same.iter().map(|column| format!(" AND a.{column} = b.{column}")).collect();
    let from = format!("FROM pair JOIN {place} a ON {} JOIN {place} b ON {}", at("a"), at("b"));
    let steps = [
        format!(
            "CREATE TEMP TABLE pair AS SELECT {}, {} FROM {place} a JOIN {place} b ON ({}) < ({}){alike} \
             WHERE {} ORDER BY {}, {} LIMIT 1",
            both("a"),
            both("b"),
            listed("a."),
            listed("b."),
            differing.join(" OR "),
            listed("a."),
            listed("b.")
        ),
        format!(
            "CREATE TEMP TABLE exchanged AS SELECT {} {from} UNION ALL SELECT {} {from}",
            row("a", "b"),
            row("b", "a")
        ),
        format!("DELETE FROM {place} WHERE ({0}) IN (SELECT {0} FROM exchanged)", listed("")),
        format!("INSERT INTO {place} ({0}) SELECT {0} FROM exchanged", names.join(", ")),
    ];
    Some(steps.join(THEN))
}

fn refers(column: &Column) -> bool {
    column.name.ends_with("_id")
}

/// Whether a table's key has no part of its own: then another row of it can only point to nothing.
fn only_refers(columns: &[Column]) -> bool {
    columns.iter().filter(|column| column.in_primary).all(refers)
}

/// What is found after a change that is undone; `None` where there was nothing to change.
fn found_after(house: &House, table: &str, (references, statement): (bool, &str)) -> Option<Vec<String>> {
    let (table, statement) = (table.to_owned(), statement.to_owned());
    let store = &house.service.store;
    let objects = store.objects.clone();
    let witness =
        std::fs::read_to_string(house.folder.path().join("checkpoints.txt")).expect("the checkpoints");
    let undone = store.write(move |conn| {
        unguard(conn, &table);
        let mut statements: Vec<&str> = statement.split(THEN).collect();
        let last = statements.pop().expect("a statement");
        statements.into_iter().for_each(|first| run(conn, first));
        let query = diesel::sql_query(last);
        let rows = match conn {
            Conn::Sqlite(conn) => query.execute(conn),
            Conn::Postgresql(conn) => query.execute(conn),
        };
        let rows = rows.unwrap_or_else(|error| panic!("{statement}: {error}"));
        let mut faults = if rows > 0 { verify_database(conn)?.faults } else { Vec::new() };
        if table == "object" {
            let kept = dump::objects(conn)?;
            faults.extend(kept.iter().filter_map(|(sha256, bytes)| object_fault(&objects, sha256, *bytes)));
        }
        // The guards that this test itself took off, and references that point nowhere.
        faults.retain(|fault| !fault.contains("数据库结构"));
        if table == "checkpoint" {
            faults.extend(unlike(conn, &witness)?);
        }
        if !references && table != "object" {
            faults.retain(|fault| !fault.contains("指向表"));
        }
        let mut sentences: Vec<(Option<String>, String)> =
            faults.into_iter().map(|fault| (None, fault)).collect();
        sentences.push((None, rows.to_string()));
        Err::<(), Problem>(Problem { code: ProblemCode::Invalid, sentences })
    });
    let mut sentences: Vec<String> =
        undone.expect_err("it is undone").sentences.into_iter().map(|(_, fault)| fault).collect();
    let rows = sentences.pop().expect("how many rows");
    (rows != "0").then_some(sentences)
}

/// Checkpoints of the file beside the database that the database does not have.
fn unlike(conn: &mut Conn, witness: &str) -> Result<Vec<String>, Problem> {
    let mut unlike = Vec::new();
    for signed in Signed::all_in(witness) {
        let field = |name: &str| signed.statement.get(name).expect("a field").to_owned();
        let number = field("number").parse().expect("a number");
        if audit::unlike(conn, number, &field("hash"))? {
            unlike.push(format!("checkpoint {number} is in the file alone"));
        }
    }
    Ok(unlike)
}

/// A table whose bytes `tests/service/received.rs` changes: they are read past the transaction.
const BYTES: [&str; 2] = ["object_chunk", "object_content"];

fn has_meaning(table: &str, column: &str) -> bool {
    !WITHOUT_MEANING.iter().any(|(place, name, _)| *place == table && (*name == "*" || *name == column))
}

/// Seasons that fill the tables, one after the other until each has rows.
const SEASONS: [fn(Database) -> House; 6] = [
    played::play,
    |database| crate::access::grounds::Grounds::lay(database).house,
    |database| crate::proof::season(database).house,
    crate::packages::returned,
    crate::activities::decided,
    rest,
];

/// What the others have not: a link to begin with, what a county says of itself and fills, a unit chosen by itself, sums kept.
fn rest(database: Database) -> House {
    let region = Region::on(database);
    setup::invite(&region.house.service).expect("a link");
    region.sends("370320001", 3);
    let own = [("node", "370320"), ("v.0", "9")];
    assert_eq!(region.desk("370320").upload_files(&region.path("stated-totals"), &own, &[]).status, 303);
    let template = crate::superior::uploaded(&region, "370320", "上报表.xlsx", &crate::superior::plain());
    region.desk("370320").done(&format!("/superior-templates/{template}/confirmation"), &[]);
    let mut city = region.desk("city");
    let other = arrange(&mut city, &[]);
    let one = [("unit", "370321001"), ("reason", "通知点名要求"), ("verdict", "add")];
    city.done(&format!("/campaigns/{other}/expected/units"), &one);
    city.open(&region.path("totals"));
    // Last of all: from now on the city is asked for a code.
    equip(&region.house, "city");
    region.house
}

fn whatever_is_changed_in_any_table_is_found(database: Database) {
    let mut tried = BTreeSet::new();
    let mut there = BTreeSet::new();
    let (mut unseen, mut exchanges) = (Vec::new(), BTreeSet::new());
    for season in SEASONS {
        let house = season(database);
        seal(&house.service).expect("a checkpoint");
        let all = house.service.store.read(|conn| Ok(columns(conn))).expect("the columns");
        let meant = |table: &str| !BYTES.contains(&table) && has_meaning(table, "");
        there.extend(all.iter().map(|column| column.place.clone()).filter(|table| meant(table)));
        assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
        for columns in all.chunk_by(|one, other| one.place == other.place) {
            let table = columns[0].place.as_str();
            if meant(table)
                && !tried.contains(table)
                && try_all(&house, columns, (&mut unseen, &mut exchanges))
            {
                tried.insert(table.to_owned());
            }
        }
        assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new(), "all was undone");
        if tried == there {
            break;
        }
    }
    assert!(unseen.is_empty(), "{} changes were not found: {unseen:#?}", unseen.len());
    assert_eq!(tried, there, "tables with a row to be changed, and all tables");
    println!("rows changed places in {} of {} tables", exchanges.len(), there.len());
    assert!(exchanges.len() > 20 && exchanges.contains("audit_entry"), "{exchanges:?}");
}

/// How many rows a table has.
fn rows(house: &House, table: &str) -> usize {
    let asked = format!("SELECT CAST(count(*) AS TEXT) AS words FROM {table}");
    let counted = house.service.store.read(move |conn| Ok(words(conn, &asked))).expect("rows");
    counted[0].parse().expect("a number")
}

/// Tries every change of a table, and notes those that nobody saw and whether two rows changed places; whether the table
/// has rows.
fn try_all(
    house: &House,
    columns: &[Column],
    (unseen, exchanges): (&mut Vec<String>, &mut BTreeSet<String>),
) -> bool {
    let table = columns[0].place.as_str();
    let primary: Vec<&str> =
        columns.iter().filter(|column| column.in_primary).map(|column| column.name.as_str()).collect();
    let mut tries: Vec<(bool, String)> = Vec::new();
    let rows = if std::env::var_os("HUIBIAO_DEEP").is_some() { rows(house, table) } else { 1 };
    for column in columns.iter().filter(|column| has_meaning(table, &column.name)) {
        let each = (0..rows).flat_map(|row| changes(column, &primary.join(", "), row));
        tries.extend(each.map(|change| (false, change)));
    }
    tries.extend(exchanged(columns, &[]).map(|change| (false, change)));
    if table == "audit_entry" {
        let within_a_chain = exchanged(columns, &["chain"]).expect("entries say something");
        tries.push((false, within_a_chain));
    }
    for order in ["", " DESC"] {
        let ordered = primary.join(&format!("{order}, "));
        let all = primary.join(", ");
        let one = format!("SELECT {all} FROM {table} ORDER BY {ordered}{order} LIMIT 1");
        tries.push((true, format!("DELETE FROM {table} WHERE ({all}) IN ({one})")));
    }
    // What was seen in a file that nobody sent is no evidence yet; a file that is not there is missed as such.
    tries.push((only_refers(columns) || table == "object_view", copied(columns)));
    let mut has_rows = false;
    for (references, change) in tries {
        match found_after(house, table, (references, &change)) {
            Some(faults) if faults.is_empty() => {
                eprintln!("nobody saw {change}");
                unseen.push(change);
            }
            Some(_) => {
                has_rows = true;
                if change.contains(THEN) {
                    exchanges.insert(table.to_owned());
                }
            }
            None => {}
        }
    }
    has_rows
}

fn every_table_is_dealt_with(database: Database) {
    let house = House::on(database);
    let all = house.service.store.read(|conn| Ok(columns(conn))).expect("the columns");
    let there: BTreeSet<&str> = all.iter().map(|column| column.place.as_str()).collect();
    let guarded =
        GUARDED.iter().map(|guarded| guarded.table).chain(UNGUARDED.iter().map(|(table, _)| *table));
    let listed: BTreeSet<&str> = guarded
        .chain(WITHOUT_MEANING.iter().filter(|(_, column, _)| *column == "*").map(|(table, ..)| *table))
        .collect();
    assert_eq!(listed, there, "tables that are held by something, and tables that are there");
    for (table, column, reason) in WITHOUT_MEANING {
        let known =
            all.iter().any(|known| known.place == *table && (*column == "*" || known.name == *column));
        assert!(known && !reason.is_empty(), "{table} {column}");
    }
}
