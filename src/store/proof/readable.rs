//! Every row of every table can be read: what cannot is lost to a backup too, even where nothing depends on it.

use crate::problem::Problem;
use crate::store::connection::Conn;
use crate::store::dump;

/// Reads all tables to their last row.
pub fn readable(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    for table in dump::TABLES {
        if dump::write(conn, table, &mut |_| Ok(())).is_err() {
            faults.push(format!("数据表 {table} 有读不出来的行，备份也会失败"));
        }
    }
    Ok(())
}
