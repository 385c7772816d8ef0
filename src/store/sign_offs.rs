//! 上报汇总 in the database: what was signed, the revisions that it was made of, the files as they were written, and
//! what was said of it. Appended, never changed.
//!
//! What was signed is one snapshot, JSON under its own digest. The revisions stand in rows beside it, so that the
//! database itself refuses to let one of them go; `proof` holds both against each other.

mod snapshot;
mod shown;

use diesel::prelude::*;

pub use self::shown::{Head, Review, SignOff, SignedFile, below, find, pinned};
pub use self::snapshot::{Absent, Changed, Child, Figure, Pin, Range, Snapshot};
use super::connection::{Conn, each};
use super::numbers::to_millis;
use super::objects::sha256;
use super::schema::{campaign, sign_off, sign_off_review, signed_file, signed_revision};
use super::written;
use crate::campaign::SignVerdict;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// What is kept of a sign-off as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    Workbook,
    Csv,
    Json,
}

impl FileKind {
    pub const ALL: [FileKind; 3] = [FileKind::Workbook, FileKind::Csv, FileKind::Json];

    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            FileKind::Workbook => "workbook",
            FileKind::Csv => "csv",
            FileKind::Json => "json",
        }
    }
}

/// A sign-off to be kept.
#[derive(Clone, Debug)]
pub struct New {
    pub campaign: i64,
    pub unit: i64,
    pub number: i64,
    pub reason: Option<String>,
    /// JSON of a [`Snapshot`], and its digest.
    pub snapshot: String,
    pub digest: String,
    /// Unit and revision.
    pub pins: Vec<(i64, i64)>,
    /// Kind, name, SHA-256 of the bytes.
    pub files: Vec<(FileKind, String, String)>,
}

/// What a snapshot's text is known by.
pub fn digest(snapshot: &str) -> String {
    sha256(snapshot.as_bytes())
}

/// Lets nobody else sign in a campaign until the transaction ends; who sends into it does not wait.
pub fn hold(conn: &mut Conn, id: i64) -> Result<(), Problem> {
    diesel::update(campaign::table.find(id)).set(campaign::title.eq(campaign::title)).execute(conn)?;
    Ok(())
}

/// Keeps a sign-off; its number in the database.
pub fn insert(conn: &mut Conn, new: New, (by, now): (i64, Instant)) -> Result<i64, Problem> {
    let row = (
        sign_off::campaign_id.eq(new.campaign),
        sign_off::unit_id.eq(new.unit),
        sign_off::number.eq(new.number),
        sign_off::account_id.eq(by),
        sign_off::at.eq(to_millis(now)),
        sign_off::reason.eq(new.reason),
        sign_off::snapshot.eq(new.snapshot),
        sign_off::digest.eq(new.digest),
    );
    let id: i64 =
        diesel::insert_into(sign_off::table).values(row).returning(sign_off::id).get_result(conn)?;
    let pin = |(unit, revision): &(i64, i64)| {
        (
            signed_revision::sign_off_id.eq(id),
            signed_revision::unit_id.eq(*unit),
            signed_revision::revision_id.eq(*revision),
        )
    };
    for chunk in new.pins.chunks(1_000) {
        let rows: Vec<_> = chunk.iter().map(pin).collect();
        each!(conn, inner => diesel::insert_into(signed_revision::table).values(rows).execute(inner))?;
    }
    for (kind, name, sha256) in new.files {
        let row = (
            signed_file::sign_off_id.eq(id),
            signed_file::kind.eq(kind.code()),
            signed_file::name.eq(name),
            signed_file::object_sha256.eq(sha256),
        );
        diesel::insert_into(signed_file::table).values(row).execute(conn)?;
    }
    written::added("signed_file", &[id]);
    Ok(id)
}

/// Keeps what was said of a sign-off.
pub fn review(
    conn: &mut Conn,
    id: i64,
    (verdict, reason): (SignVerdict, Option<&str>),
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    let row = (
        sign_off_review::sign_off_id.eq(id),
        sign_off_review::account_id.eq(by),
        sign_off_review::at.eq(to_millis(now)),
        sign_off_review::verdict.eq(verdict.code()),
        sign_off_review::reason.eq(reason),
    );
    let new = diesel::insert_into(sign_off_review::table).values(row);
    let id = new.returning(sign_off_review::id).get_result(conn)?;
    written::added("sign_off_review", &[id]);
    Ok(())
}
