//! Every reference against what it refers to: a row that was taken away while the database looked elsewhere
//! leaves others that point to nothing.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::problem::Problem;
use crate::store::connection::Conn;

/// Checks every foreign key that the database knows of.
pub fn references(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let torn = match conn {
        Conn::Sqlite(conn) => of_sqlite(conn)?,
        Conn::Postgresql(conn) => of_postgresql(conn)?,
    };
    let sentence = |Torn { table, parent, rows }: Torn| {
        format!("表 {table} 有 {rows} 行指向表 {parent} 中没有的内容：有内容被删去或改动")
    };
    faults.extend(torn.into_iter().filter(|torn| torn.rows > 0).map(sentence));
    Ok(())
}

/// Rows of a table whose parent is not there.
#[derive(QueryableByName)]
struct Torn {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    parent: String,
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

fn of_sqlite(conn: &mut SqliteConnection) -> Result<Vec<Torn>, Problem> {
    let query = "SELECT \"table\", \"parent\", COUNT(*) AS rows FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2";
    Ok(diesel::sql_query(query).load(conn)?)
}

/// A statement for each foreign key, as the catalogue has it: both tables, the columns of both in their order.
const KEYS: &str = "
SELECT format(
    'SELECT %L AS \"table\", %L AS parent, COUNT(*) AS rows FROM %s AS c WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS p WHERE %s)',
    k.conrelid::regclass::text, k.confrelid::regclass::text, k.conrelid::regclass,
    (SELECT string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') FROM unnest(k.conkey) AS n (number)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number),
    k.confrelid::regclass,
    (SELECT string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND ')
        FROM unnest(k.conkey, k.confkey) AS n (own, other)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.own
        JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = n.other)
) AS statement
FROM pg_constraint k
WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace
ORDER BY 1";

fn of_postgresql(conn: &mut PgConnection) -> Result<Vec<Torn>, Problem> {
    #[derive(QueryableByName)]
    struct Key {
        #[diesel(sql_type = Text)]
        statement: String,
    }
    let keys: Vec<Key> = diesel::sql_query(KEYS).load(conn)?;
    let mut torn = Vec::new();
    for key in keys {
        torn.extend(diesel::sql_query(key.statement).load::<Torn>(conn)?);
    }
    Ok(torn)
}
