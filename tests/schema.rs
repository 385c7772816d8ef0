//! Both databases have the same tables, and both refuse to change what was received, decided or logged.
//!
//! Each database is asked about itself, after its own migrations ran, and the answers are compared: columns with
//! type and nullability, keys of every kind, indexes, the number of checks. What diesel believes
//! (`store/schema.rs`) is held against the same answers. A lookup along a foreign key without an index is slow
//! only when the data is large, that is, in the last hour before a deadline; so every one must have an index.

#[path = "service/postgresql.rs"]
mod postgresql;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use huibiao::store::{Address, Conn, Store};

/// Whatever is ours alone: what was received, decided or logged.
const FIXED: [&str; 27] = [
    "revision",
    "figure",
    "finding",
    "explanation",
    "review",
    "receipt",
    "audit_entry",
    "checkpoint",
    "due_change",
    "unit_change",
    "notice",
    "delivery",
    "delivery_file",
    "delivery_review",
    "reminder",
    "reminded",
    "paper_arrival",
    "sign_off",
    "signed_revision",
    "signed_file",
    "sign_off_review",
    "double_count",
    "activity_count",
    "stated_total",
    "superior_template",
    "superior_template_step",
    "signing_key",
];

#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    /// Type and whether it may be null.
    columns: BTreeMap<String, (String, bool)>,
    primary: Vec<String>,
    unique: BTreeSet<Vec<String>>,
    /// Columns, the table they point to, its columns.
    foreign: BTreeSet<(Vec<String>, String, Vec<String>)>,
    /// Every index, those of keys included.
    indexes: BTreeSet<Vec<String>>,
    checks: usize,
}

type Tables = BTreeMap<String, Table>;

#[test]
fn both_databases_have_the_same_tables() {
    let (sqlite, postgresql) = (sqlite().tables(), postgresql().tables());
    assert!(sqlite.len() > 25, "only {} tables", sqlite.len());
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgresql.keys().collect::<Vec<_>>());
    for (name, table) in &sqlite {
        assert_eq!(table, &postgresql[name], "{name}: SQLite, then PostgreSQL");
    }
}

#[test]
fn every_foreign_key_can_be_followed_back() {
    let mut slow = Vec::new();
    for (name, table) in sqlite().tables() {
        for (columns, to, _) in &table.foreign {
            if !table.indexes.iter().any(|index| index.starts_with(columns)) {
                slow.push(format!("{name} ({}) → {to} has no index", columns.join(", ")));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn the_program_believes_what_the_databases_say() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/store/schema.rs");
    let text = std::fs::read_to_string(path).expect("the schema is there");
    let believed = believed(&text);
    let tables = sqlite().tables();
    assert_eq!(believed.keys().collect::<Vec<_>>(), tables.keys().collect::<Vec<_>>());
    for (name, (primary, columns)) in &believed {
        assert_eq!(primary, &tables[name].primary, "{name}");
        let of_table: Vec<(&String, &(String, bool))> = tables[name].columns.iter().collect();
        let mut sorted: Vec<(&String, &(String, bool))> =
            columns.iter().map(|(name, kind)| (name, kind)).collect();
        sorted.sort();
        assert_eq!(sorted, of_table, "{name}");
    }
    for line in text.lines().filter_map(|line| line.strip_prefix("diesel::joinable!(")) {
        let words: Vec<&str> = line.split([' ', '(', ')', ';', '-', '>']).filter(|w| !w.is_empty()).collect();
        let [from, to, column] = words[..] else { panic!("{line}") };
        let joined =
            tables[from].foreign.iter().any(|(columns, other, _)| columns == &[column] && other == to);
        assert!(joined, "{from} ({column}) does not point to {to}");
    }
}

#[test]
fn what_was_received_decided_or_logged_never_changes_and_never_goes() {
    for mut database in [sqlite(), postgresql()] {
        database.run(ONE_OF_EACH).expect("one row of each");
        database.run(ONE_OF_EACH_LATER).expect("one row of each later one");
        database.run(ONE_OF_THE_OTHERS).expect("and of the others");
        for table in FIXED {
            let column = database.tables()[table].primary[0].clone();
            let mut tries = vec![
                format!("UPDATE {table} SET {column} = {column}"),
                format!("DELETE FROM {table}"),
                format!("DELETE FROM {table} WHERE {column} IS NOT NULL"),
            ];
            match database.conn {
                Conn::Sqlite(_) => tries.push(format!("REPLACE INTO {table} SELECT * FROM {table}")),
                Conn::Postgresql(_) => {
                    tries.push(format!("TRUNCATE {table} CASCADE"));
                    tries.push(format!("TRUNCATE {table}"));
                }
            }
            let before = database.rows_of(table);
            assert!(!before.is_empty(), "{table} has no row to be changed");
            for statement in tries {
                let answer = database.run(&statement).expect_err(&statement);
                assert!(answer.contains("never changes") || answer.contains("foreign key"), "{answer}");
                assert_eq!(database.rows_of(table), before, "{statement}");
            }
        }
    }
}

/// Tables that the first version does not have, and a row of each.
const LATER: [&str; 17] = [
    "notice",
    "delivery",
    "delivery_file",
    "delivery_review",
    "reminder",
    "reminded",
    "paper_arrival",
    "sign_off",
    "signed_revision",
    "signed_file",
    "sign_off_review",
    "double_count",
    "activity_count",
    "stated_total",
    "superior_template",
    "superior_template_step",
    "signing_key",
];
const ONE_OF_EACH_LATER: &str = "
    INSERT INTO notice (id, account_id, text, created_at) VALUES (1, 1, '', 0);
    INSERT INTO object (sha256, bytes, received_at) VALUES ('c', 3, 0);
    INSERT INTO delivery (id, campaign_id, deliverable_id, unit_id, number, channel, account_id, received_at,
        idempotency_key, fingerprint, digest, receipt, phrase, due_at, chain, sequence, head)
        VALUES (1, 1, 1, 1, 1, 'file', 1, 0, 'key', '', '', '2024-0001-3703-01-aaaaaa', '', 0, 'unit/3703', 1, 'a');
    INSERT INTO delivery_file (delivery_id, ordinal, object_sha256, file_name) VALUES (1, 1, 'c', '总结.docx');
    INSERT INTO delivery_review (id, delivery_id, account_id, at, verdict) VALUES (1, 1, 1, 0, 'accept');
    INSERT INTO reminder (id, campaign_id, account_id, at, channel, words) VALUES (1, 1, 1, 0, 'phone', '请尽快');
    INSERT INTO reminded (reminder_id, unit_id, deliverable_id) VALUES (1, 1, 1);
    INSERT INTO paper_arrival (id, deliverable_id, unit_id, received_on, account_id, at)
        VALUES (1, 1, 1, '2024-03-22', 1, 0);
";
/// The same of what is signed.
const ONE_OF_THE_OTHERS: &str = "
    INSERT INTO sign_off (id, campaign_id, unit_id, number, account_id, at, snapshot, digest)
        VALUES (1, 1, 1, 1, 1, 0, '{}', '');
    INSERT INTO signed_revision (sign_off_id, unit_id, revision_id) VALUES (1, 1, 1);
    INSERT INTO signed_file (sign_off_id, kind, name, object_sha256) VALUES (1, 'csv', '', 'c');
    INSERT INTO sign_off_review (id, sign_off_id, account_id, at, verdict) VALUES (1, 1, 1, 0, 'accept');
    INSERT INTO double_count (id, campaign_id, revision_id, counted, reason, account_id, at)
        VALUES (1, 1, 1, TRUE, '两家各办一场', 1, 0);
    INSERT INTO activity_count (id, campaign_id, revision_id, activity, counted, reason, account_id, at)
        VALUES (1, 1, 1, '3月15日在广场咨询120人次', TRUE, '各计各的', 1, 0);
    INSERT INTO stated_total (id, campaign_id, unit_id, account_id, at, figures, digest)
        VALUES (1, 1, 1, 1, 0, '[]', '');
    INSERT INTO superior_template (id, campaign_id, unit_id, account_id, at, object_sha256, file_name, places, digest)
        VALUES (1, 1, 1, 1, 0, 'c', '上报表.xlsx', '{}', '');
    INSERT INTO superior_template_step (id, superior_template_id, account_id, at, kind, content, digest)
        VALUES (1, 1, 1, 0, 'remove', '', '');
    INSERT INTO signing_key (id, public, made_at, reason) VALUES (1, 'a', 0, '首次启动');
";

/// What the first version's program leaves behind in an empty database.
const FIRST_VERSION: [&str; 2] = [
    include_str!("../migrations/sqlite/0001_service/up.sql"),
    include_str!("../migrations/postgresql/0001_service/up.sql"),
];

#[test]
fn a_database_of_the_first_version_is_taken_along_with_all_that_is_in_it() {
    let ours = [sqlite().tables(), postgresql().tables()];
    let folder = folder();
    let file = folder.0.join("first.db").display().to_string();
    let addresses = [file, postgresql::fresh_database()];
    for ((address, first), ours) in addresses.iter().zip(FIRST_VERSION).zip(ours) {
        let conn = Address::parse(address).connect().expect("a connection");
        let mut database = Database { conn, _folder: None };
        let noted = "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,
            run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
            INSERT INTO __diesel_schema_migrations (version) VALUES ('0001');";
        database.run(&format!("{first}; {noted} {ONE_OF_EACH}")).expect("the first version's tables");
        let known = FIXED.into_iter().filter(|table| !LATER.contains(table));
        let rows = |database: &mut Database| -> Vec<_> {
            known.clone().map(|table| database.rows_of(table)).collect()
        };
        let before = rows(&mut database);
        drop(database);
        let mut database = Database { conn: opened(address, &folder), _folder: None };
        assert_eq!(database.tables(), ours, "{address}");
        assert_eq!(rows(&mut database), before, "{address}");
        let shift = "SELECT COALESCE(shift, '—') AS a, title AS b, state AS c, issuer AS d FROM campaign";
        let kept = database.ask(shift, shift);
        assert_eq!(kept, [["—", "统计", "published", ""].map(str::to_owned)], "{address}");
    }
}

/// The types of `diesel::table!`, read as text: name → primary key, columns with type and nullability.
type Believed = BTreeMap<String, (Vec<String>, Vec<(String, (String, bool))>)>;

fn believed(text: &str) -> Believed {
    let mut tables = Believed::new();
    for part in text.split("diesel::table! {").skip(1) {
        let (head, rest) = part.trim_start().split_once(") {").expect("a table has columns");
        let (name, key) = head.split_once(" (").expect("a table has a key");
        let body = rest.split('}').next().expect("its columns end");
        let columns = body.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once(" -> "));
        let columns = columns.map(|(column, kind)| {
            let inner = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            (column.to_owned(), (inner.unwrap_or(kind).to_owned(), inner.is_some()))
        });
        let key = key.split(", ").map(str::to_owned).collect();
        tables.insert(name.to_owned(), (key, columns.collect()));
    }
    tables
}

struct Database {
    conn: Conn,
    /// The file of the other kind of database.
    _folder: Option<Folder>,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn folder() -> Folder {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("huibiao-schema-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let path = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&path).expect("a temporary folder");
    Folder(path)
}

/// A database with this version's tables and nothing in them.
fn sqlite() -> Database {
    let folder = folder();
    let path = folder.0.join("huibiao.db").display().to_string();
    let conn = opened(&path, &folder);
    Database { conn, _folder: Some(folder) }
}

fn postgresql() -> Database {
    let folder = folder();
    let conn = opened(&postgresql::fresh_database(), &folder);
    Database { conn, _folder: Some(folder) }
}

fn opened(address: &str, folder: &Folder) -> Conn {
    let address = Address::parse(address);
    drop(Store::open(address.clone(), &folder.0.join("objects")).expect("a store opens"));
    address.connect().expect("a connection")
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    a: String,
    #[diesel(sql_type = Text)]
    b: String,
    #[diesel(sql_type = Text)]
    c: String,
    #[diesel(sql_type = Text)]
    d: String,
}

impl Database {
    fn run(&mut self, sql: &str) -> Result<(), String> {
        let ran = match &mut self.conn {
            Conn::Sqlite(conn) => conn.batch_execute(sql),
            Conn::Postgresql(conn) => conn.batch_execute(sql),
        };
        ran.map_err(|error| error.to_string())
    }

    /// The columns `a` to `d` of a query.
    fn ask(&mut self, sqlite: &str, postgresql: &str) -> Vec<[String; 4]> {
        let rows: Vec<Row> = match &mut self.conn {
            Conn::Sqlite(conn) => diesel::sql_query(sqlite).load(conn),
            Conn::Postgresql(conn) => diesel::sql_query(postgresql).load(conn),
        }
        .unwrap_or_else(|error| panic!("{error}"));
        rows.into_iter().map(|row| [row.a, row.b, row.c, row.d]).collect()
    }

    /// Everything in a table, as text.
    /// A table's rows, as far as they are in the columns that the first version of the tables has.
    fn rows_of(&mut self, table: &str) -> Vec<[String; 4]> {
        let there = self.tables()[table].columns.keys().cloned().collect::<Vec<String>>();
        let columns: Vec<String> = there.into_iter().filter(|column| column != "proof").collect();
        let texts: Vec<String> =
            columns.iter().map(|column| format!("COALESCE(CAST({column} AS TEXT), '—')")).collect();
        let query =
            format!("SELECT {} AS a, '' AS b, '' AS c, '' AS d FROM {table}", texts.join(" || '|' || "));
        self.ask(&query, &query)
    }

    /// What the database says of itself.
    fn tables(&mut self) -> Tables {
        let mut tables = Tables::new();
        for [table, column, kind, null] in self.ask(SQLITE_COLUMNS, POSTGRESQL_COLUMNS) {
            let kind = match kind.as_str() {
                "INTEGER" | "bigint" => "BigInt",
                "TEXT" | "text" => "Text",
                "BLOB" | "bytea" => "Binary",
                "boolean" => "Bool",
                other => panic!("{table}.{column} is of the type {other}"),
            };
            tables.entry(table).or_default().columns.insert(column, (kind.to_owned(), null == "yes"));
        }
        for [table, kind, columns, more] in self.ask(SQLITE_KEYS, POSTGRESQL_KEYS) {
            let list = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<String>>();
            let found = tables.get_mut(&table).expect("a key is of a table");
            match kind.as_str() {
                "primary" => {
                    found.primary = list(&columns);
                    found.indexes.insert(list(&columns));
                }
                "unique" => {
                    found.unique.insert(list(&columns));
                    found.indexes.insert(list(&columns));
                }
                "index" => {
                    found.indexes.insert(list(&columns));
                }
                "foreign" => {
                    let (to, keys) = more.split_once(' ').expect("a foreign key points somewhere");
                    found.foreign.insert((list(&columns), to.to_owned(), list(keys)));
                }
                "checks" => found.checks = columns.parse().expect("a number"),
                other => panic!("{other}"),
            }
        }
        if let Conn::Sqlite(_) = self.conn {
            tables.values_mut().for_each(|table| table.checks -= truths(table));
        }
        tables
    }
}

/// SQLite has no truth values of its own: a column of 0 and 1 has a check that says so, which PostgreSQL does
/// not need.
fn truths(table: &Table) -> usize {
    table.columns.values().filter(|(kind, _)| kind == "Bool").count()
}

const SQLITE_COLUMNS: &str = "
    SELECT m.name AS a, p.name AS b,
        CASE WHEN m.sql LIKE '%CHECK (' || p.name || ' IN (0, 1))%' THEN 'boolean' ELSE p.type END AS c,
        CASE p.\"notnull\" WHEN 1 THEN 'no' ELSE 'yes' END AS d
    FROM sqlite_master m JOIN pragma_table_info(m.name) p
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '__diesel%'";

const POSTGRESQL_COLUMNS: &str = "
    SELECT table_name::text AS a, column_name::text AS b, data_type::text AS c, lower(is_nullable) AS d
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel%'";

const SQLITE_KEYS: &str = "
    SELECT m.name AS a, 'primary' AS b,
        (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk)) AS c,
        '' AS d
    FROM sqlite_master m
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '__diesel%'
    UNION ALL
    SELECT m.name, CASE i.origin WHEN 'u' THEN 'unique' ELSE 'index' END,
        (SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)), ''
    FROM sqlite_master m JOIN pragma_index_list(m.name) i
    WHERE m.type = 'table' AND i.origin <> 'pk' AND m.name NOT LIKE '__diesel%'
    UNION ALL
    SELECT m.name, 'foreign', group_concat(f.\"from\"), f.\"table\" || ' ' || group_concat(f.\"to\")
    FROM sqlite_master m JOIN (SELECT * FROM sqlite_master) AS same ON same.name = m.name
        JOIN pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table'
    GROUP BY m.name, f.id
    UNION ALL
    SELECT m.name, 'checks', CAST((length(m.sql) - length(replace(m.sql, 'CHECK (', ''))) / 7 AS TEXT), ''
    FROM sqlite_master m
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '__diesel%'";

const POSTGRESQL_KEYS: &str = "
    WITH named AS (
        SELECT c.contype, c.conrelid, c.confrelid,
            (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(number, n)
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) AS own,
            (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(number, n)
                JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number) AS other
        FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace
    ), ours AS (
        SELECT oid, relname::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT LIKE '\\_\\_diesel%'
    )
    SELECT ours.relname AS a, CASE contype WHEN 'p' THEN 'primary' ELSE 'unique' END AS b, own AS c, '' AS d
    FROM named JOIN ours ON ours.oid = conrelid WHERE contype IN ('p', 'u')
    UNION ALL
    SELECT ours.relname, 'foreign', own, confrelid::regclass::text || ' ' || other
    FROM named JOIN ours ON ours.oid = conrelid WHERE contype = 'f'
    UNION ALL
    SELECT ours.relname, 'checks', count(named.contype)::text, ''
    FROM ours LEFT JOIN named ON ours.oid = conrelid AND contype = 'c' GROUP BY ours.relname
    UNION ALL
    SELECT ours.relname, 'index',
        (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY k(number, n)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number), ''
    FROM pg_index i JOIN ours ON ours.oid = i.indrelid WHERE NOT i.indisunique";

/// The least that fills every table which must not change.
const ONE_OF_EACH: &str = "
    INSERT INTO unit (id, code, name, level, path, aliases, reports, active)
        VALUES (1, '3703', '淄博市', 'city', '/1/', '', TRUE, TRUE);
    INSERT INTO account (id, login, name, role, unit_id, password_hash, must_change, created_at)
        VALUES (1, 'liming', '李明', 'clerk', 1, '', FALSE, 0);
    INSERT INTO unit_change (id, unit_id, at, account_id, field, before, after)
        VALUES (1, 1, 0, 1, 'name', '甲', '乙');
    INSERT INTO form (id, code) VALUES (1, '315-activity');
    INSERT INTO form_version (id, form_id, version, text, sha256, created_at) VALUES (1, 1, '1', '', '', 0);
    INSERT INTO campaign (id, title, form_version_id, unit_id, year, period, issuer, state, returned_is_missing,
        paper_copy, created_by, created_at)
        VALUES (1, '统计', 1, 1, 2024, '', '', 'published', FALSE, FALSE, 1, 0);
    INSERT INTO deliverable (id, campaign_id, kind, title, phrase, due_at, grace_minutes, required)
        VALUES (1, 1, 'table', '统计报表', '3月22日前', 0, 0, TRUE);
    INSERT INTO due_change (id, deliverable_id, at, account_id, phrase_before, due_before, phrase_after,
        due_after, reason) VALUES (1, 1, 0, 1, '', 0, '', 1, '大雪');
    INSERT INTO revision (id, campaign_id, deliverable_id, unit_id, number, channel, account_id, received_at,
        idempotency_key, fingerprint, nil, snapshot, digest)
        VALUES (1, 1, 1, 1, 1, 'page', 1, 0, 'key', '', FALSE, '{}', '');
    INSERT INTO figure (revision_id, item, col, value, raw) VALUES (1, 'law', 'count', 12000000, '12');
    INSERT INTO finding (revision_id, ordinal, severity, code, sentence, holds)
        VALUES (1, 0, 'query', 'unit-confusion', '疑似', FALSE);
    INSERT INTO explanation (revision_id, ordinal, words) VALUES (1, 0, '确有大案');
    INSERT INTO review (id, revision_id, account_id, at, verdict, items) VALUES (1, 1, 1, 0, 'accept', '');
    INSERT INTO audit_chain (name, length, head) VALUES ('unit/3703', 1, 'a');
    INSERT INTO audit_entry (chain, sequence, at, account_id, verb, subject, detail, previous, hash)
        VALUES ('unit/3703', 1, 0, 1, 'submit', 'revision 1', '', '0', 'a');
    INSERT INTO checkpoint (id, at, chains, heads, previous, hash) VALUES (1, 0, 1, '', '0', 'b');
    INSERT INTO receipt (revision_id, number, phrase, due_at, chain, sequence, head)
        VALUES (1, '2024-0001-3703-01-aaaaaa', '3月22日前', 0, 'unit/3703', 1, 'a');
";
