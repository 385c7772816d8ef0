//! The tables and their guards as the migrations make them: a trigger that was taken off would let rows be changed.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::problem::Problem;
use crate::store::connection::{Address, Conn};
use crate::store::migrations::migrate;

/// Checks what the database says of its tables, indexes and triggers against a fresh one of this version.
pub fn structure(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    match conn {
        Conn::Sqlite(conn) => of_sqlite(conn, faults),
        Conn::Postgresql(conn) => of_postgresql(conn, faults),
    }
}

/// A thing of the database: its name and the statement that makes it.
#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    statement: String,
}

fn of_sqlite(conn: &mut SqliteConnection, faults: &mut Vec<String>) -> Result<(), Problem> {
    let (there, meant) = (made(conn)?, meant()?);
    let names = there.keys().chain(meant.keys());
    let mut wrong: Vec<&String> = names.filter(|name| there.get(*name) != meant.get(*name)).collect();
    wrong.sort();
    wrong.dedup();
    faults.extend(wrong.into_iter().map(|name| format!("数据库结构 {name} 与本版本不符：表或其保护被改动")));
    Ok(())
}

/// What the migrations make, found out once.
fn meant() -> Result<&'static BTreeMap<String, String>, Problem> {
    static MEANT: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    if let Some(meant) = MEANT.get() {
        return Ok(meant);
    }
    let address = Address::Sqlite(":memory:".to_owned());
    let mut fresh = address.connect()?;
    migrate(&mut fresh, &address)?;
    let meant = match &mut fresh {
        Conn::Sqlite(fresh) => made(fresh)?,
        Conn::Postgresql(_) => BTreeMap::new(),
    };
    Ok(MEANT.get_or_init(|| meant))
}

fn made(conn: &mut SqliteConnection) -> Result<BTreeMap<String, String>, Problem> {
    let query = "SELECT type || ' ' || name AS name, COALESCE(sql, '') AS statement FROM sqlite_master \
                 WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'";
    let rows: Vec<Made> = diesel::sql_query(query).load(conn)?;
    Ok(rows.into_iter().map(|made| (made.name, made.statement)).collect())
}

/// How many guards are off.
#[derive(QueryableByName)]
struct Guards {
    #[diesel(sql_type = BigInt)]
    off: i64,
}

fn of_postgresql(conn: &mut PgConnection, faults: &mut Vec<String>) -> Result<(), Problem> {
    let query = "SELECT COUNT(*) AS off FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
                 WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'O'";
    let guards: Guards = diesel::sql_query(query).get_result(conn)?;
    if guards.off > 0 {
        faults.push(format!("数据库有 {} 个保护（触发器）被关闭", guards.off));
    }
    Ok(())
}
