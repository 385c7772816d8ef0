//! Notices as they were read or pasted. They never change; a campaign made from one keeps it.

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::to_millis;
use super::schema::notice;
use super::written;
use crate::problem::Problem;
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;

/// A notice that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: i64,
    /// Number of the account that brought it.
    pub account: i64,
    /// Its words, tables as lines with tabs.
    pub text: String,
    /// Name and SHA-256 of the file that it came in; nothing where it was pasted.
    pub file: Option<(String, String)>,
}

/// Keeps a notice; its number.
pub fn insert(
    conn: &mut Conn,
    text: &str,
    file: Option<&DraftFile>,
    (by, now): (i64, Instant),
) -> Result<i64, Problem> {
    let row = (
        notice::account_id.eq(by),
        notice::text.eq(text),
        notice::file_name.eq(file.map(|file| &file.name)),
        notice::object_sha256.eq(file.map(|file| &file.sha256)),
        notice::created_at.eq(to_millis(now)),
    );
    let id = diesel::insert_into(notice::table).values(row).returning(notice::id).get_result(conn)?;
    written::added("notice", &[id]);
    Ok(id)
}

/// A notice, whoever asks.
pub fn find(conn: &mut Conn, id: i64) -> Result<Kept, Problem> {
    let (account, text, name, sha256): (i64, String, Option<String>, Option<String>) = notice::table
        .find(id)
        .select((notice::account_id, notice::text, notice::file_name, notice::object_sha256))
        .get_result(conn)?;
    Ok(Kept { id, account, text, file: name.zip(sha256) })
}
