//! Every row of every table can be read: what cannot is lost to a backup too, even where nothing depends on it. Before
//! that, SQLite looks at its file itself.

use crate::problem::Problem;
use crate::store::condition::broken_file;
use crate::store::connection::Conn;
use crate::store::dump;

/// Reads all tables to their last row.
pub fn readable(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    match broken_file(conn) {
        Ok(None) => {}
        Ok(Some(words)) => faults.push(format!("数据库文件自检不通过（integrity_check：{words}）")),
        Err(_) => faults.push("数据库文件已损坏，不能自检".to_owned()),
    }
    for table in dump::TABLES {
        if dump::write(conn, table, &mut |_| Ok(())).is_err() {
            faults.push(format!("数据表 {table} 有读不出来的行，备份也会失败"));
        }
    }
    Ok(())
}
