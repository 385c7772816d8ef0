//! Files that a supervisor has put down for 代报 and not sent yet: only who put them down sees them.

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::to_millis;
use super::schema::{behalf_file, object};
use crate::problem::Problem;
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;

pub fn insert(
    conn: &mut Conn,
    (campaign, account, now): (i64, i64, Instant),
    (batch, ordinal): (&str, usize),
    file: &DraftFile,
) -> Result<(), Problem> {
    diesel::insert_into(behalf_file::table)
        .values((
            behalf_file::campaign_id.eq(campaign),
            behalf_file::account_id.eq(account),
            behalf_file::batch.eq(batch),
            behalf_file::ordinal.eq(ordinal as i64),
            behalf_file::object_sha256.eq(&file.sha256),
            behalf_file::file_name.eq(&file.name),
            behalf_file::at.eq(to_millis(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The files of a batch, in their order.
pub fn files(
    conn: &mut Conn,
    (campaign, account): (i64, i64),
    batch: &str,
) -> Result<Vec<DraftFile>, Problem> {
    let rows: Vec<(String, String, i64)> = behalf_file::table
        .inner_join(object::table)
        .filter(behalf_file::batch.eq(batch).and(behalf_file::account_id.eq(account)))
        .filter(behalf_file::campaign_id.eq(campaign))
        .order(behalf_file::ordinal)
        .select((behalf_file::file_name, behalf_file::object_sha256, object::bytes))
        .load(conn)?;
    let files = rows.into_iter().map(|(name, sha256, bytes)| DraftFile { name, sha256, bytes: bytes as u64 });
    Ok(files.collect())
}
