//! Forms and their versions. A version is a text that never changes once a campaign uses it; a changed text is a
//! new version.

use diesel::prelude::*;

use super::connection::{Conn, Prepared};
use super::numbers::{from_millis, to_millis};
use super::objects::sha256;
use super::schema::{audit_entry, campaign, form, form_version};
use super::written;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::Instant;

/// A version as a campaign chooses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormVersion {
    pub id: i64,
    pub code: String,
    pub version: String,
    pub kept_at: Instant,
    /// How many campaigns ask for it.
    pub campaigns: i64,
}

/// The number of this version of a form, kept if it was not yet. The same version with another text is a
/// mistake of whoever wrote it.
pub fn keep(conn: &mut Conn, code: &str, version: &str, text: &str, now: Instant) -> Result<i64, Problem> {
    let named = form::code.eq(code.to_owned());
    let new =
        Prepared(diesel::insert_into(form::table).values(named).on_conflict_do_nothing()).execute(conn)?;
    let form_id: i64 = form::table.filter(form::code.eq(code)).select(form::id).get_result(conn)?;
    if new > 0 {
        written::made("form", form_id);
    }
    let values = (
        form_version::form_id.eq(form_id),
        form_version::version.eq(version.to_owned()),
        form_version::text.eq(text.to_owned()),
        form_version::sha256.eq(sha256(text.as_bytes())),
        form_version::created_at.eq(to_millis(now)),
    );
    let new = Prepared(diesel::insert_into(form_version::table).values(values).on_conflict_do_nothing())
        .execute(conn)?;
    let (id, kept): (i64, String) = form_version::table
        .filter(form_version::form_id.eq(form_id).and(form_version::version.eq(version)))
        .select((form_version::id, form_version::sha256))
        .get_result(conn)?;
    if new > 0 {
        written::made("form_version", id);
    }
    if kept == sha256(text.as_bytes()) { Ok(id) } else { Err(taken(code, version)) }
}

/// What is said where a version has another text already.
pub fn taken(code: &str, version: &str) -> Problem {
    let words = format!("报表“{code}”的版本 {version} 已存在且内容不同；改动后的报表请换一个版本号");
    Problem::new(ProblemCode::Invalid, words)
}

/// The number of a version, if it was kept.
pub fn find(conn: &mut Conn, code: &str, version: &str) -> Result<Option<i64>, Problem> {
    let named = form_version::version.eq(version).and(form::code.eq(code));
    let found = form_version::table.inner_join(form::table).filter(named).select(form_version::id);
    Ok(found.get_result(conn).optional()?)
}

/// The text of a version.
pub fn text(conn: &mut Conn, id: i64) -> Result<String, Problem> {
    Ok(form_version::table.find(id).select(form_version::text).get_result(conn)?)
}

/// All versions, by code, the newest first.
pub fn list(conn: &mut Conn) -> Result<Vec<FormVersion>, Problem> {
    let rows: Vec<(i64, String, String, i64)> = form_version::table
        .inner_join(form::table)
        .order((form::code, form_version::id.desc()))
        .select((form_version::id, form::code, form_version::version, form_version::created_at))
        .load(conn)?;
    let uses: Vec<(Option<i64>, i64)> = campaign::table
        .group_by(campaign::form_version_id)
        .select((campaign::form_version_id, diesel::dsl::count_star()))
        .load(conn)?;
    let campaigns =
        |id: i64| uses.iter().find(|(version, _)| *version == Some(id)).map_or(0, |(_, count)| *count);
    let version = |(id, code, version, at)| FormVersion {
        id,
        code,
        version,
        kept_at: from_millis(at),
        campaigns: campaigns(id),
    };
    Ok(rows.into_iter().map(version).collect())
}

/// The log's verb for a form that was kept.
pub const KEPT: &str = "keep-form";

/// As many of an account's kept forms are looked through, the latest first.
const MOST_KEPT: i64 = 200;

/// Code and version of the form that an account lately kept from a notice, as the log has it.
pub fn made_from(conn: &mut Conn, notice: i64, account: i64) -> Result<Option<(String, String)>, Problem> {
    let kept: Vec<(String, String)> = audit_entry::table
        .filter(audit_entry::account_id.eq(account).and(audit_entry::verb.eq(KEPT)))
        .order((audit_entry::at.desc(), audit_entry::sequence.desc()))
        .limit(MOST_KEPT)
        .select((audit_entry::subject, audit_entry::detail))
        .load(conn)?;
    let of = |detail: &str| serde_json::from_str::<serde_json::Value>(detail).ok()?["notice"].as_i64();
    let made = kept.into_iter().find(|(_, detail)| of(detail) == Some(notice));
    let named = made.and_then(|(subject, _)| {
        let mut words = subject.strip_prefix("form ")?.split(' ');
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    });
    Ok(named)
}
