//! Sign-offs as they are read: one whole, the heads of many, the revisions that they pin.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{FileKind, Snapshot};
use crate::campaign::SignVerdict;
use crate::problem::Problem;
use crate::store::connection::Conn;
use crate::store::numbers::from_millis;
use crate::store::schema::{account, object, sign_off, sign_off_review, signed_file, signed_revision, unit};
use crate::store::units::behind;
use crate::vocabulary::time::Instant;

/// A sign-off without its content.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub id: i64,
    pub campaign: i64,
    /// Number, code, name and path of the node.
    pub unit: i64,
    pub code: String,
    pub name: String,
    pub path: String,
    /// 第 n 次.
    pub number: i64,
    pub by: String,
    pub at: Instant,
    pub reason: Option<String>,
    pub digest: String,
    /// Oldest first.
    pub reviews: Vec<Review>,
}

/// What was said of a sign-off.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub verdict: SignVerdict,
    pub by: String,
    pub at: Instant,
    pub reason: String,
}

/// A sign-off whole.
#[derive(Clone, Debug, PartialEq)]
pub struct SignOff {
    pub head: Head,
    pub snapshot: Snapshot,
    pub files: Vec<SignedFile>,
}

/// A file as it was written when the node signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedFile {
    pub kind: FileKind,
    pub name: String,
    pub sha256: String,
    pub bytes: u64,
}

impl Head {
    /// The newest verdict.
    pub fn verdict(&self) -> Option<SignVerdict> {
        self.reviews.last().map(|review| review.verdict)
    }
}

type Row = (i64, i64, i64, i64, i64, Option<String>, String, (String, String, String), String);

macro_rules! heads {
    () => {
        sign_off::table.inner_join(unit::table).inner_join(account::table).select((
            sign_off::id,
            sign_off::campaign_id,
            sign_off::unit_id,
            sign_off::number,
            sign_off::at,
            sign_off::reason,
            sign_off::digest,
            (unit::code, unit::name, unit::path),
            account::name,
        ))
    };
}

fn complete(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Head>, Problem> {
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let said: Vec<(i64, String, String, i64, Option<String>)> = sign_off_review::table
        .inner_join(account::table)
        .filter(sign_off_review::sign_off_id.eq_any(ids))
        .order(sign_off_review::id)
        .select((
            sign_off_review::sign_off_id,
            sign_off_review::verdict,
            account::name,
            sign_off_review::at,
            sign_off_review::reason,
        ))
        .load(conn)?;
    let mut reviews: HashMap<i64, Vec<Review>> = HashMap::new();
    for (id, verdict, by, at, reason) in said {
        let verdict = SignVerdict::from_code(&verdict).ok_or_else(Problem::broken)?;
        let review = Review { verdict, by, at: from_millis(at), reason: reason.unwrap_or_default() };
        reviews.entry(id).or_default().push(review);
    }
    let head = |(id, campaign, unit, number, at, reason, digest, (code, name, path), by): Row| Head {
        id,
        campaign,
        unit,
        code,
        name,
        path,
        number,
        by,
        at: from_millis(at),
        reason,
        digest,
        reviews: reviews.remove(&id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(head).collect())
}

/// Every sign-off of a campaign at or below a path, in the order in which they were made.
pub fn below(conn: &mut Conn, campaign: i64, path: &str) -> Result<Vec<Head>, Problem> {
    let rows: Vec<Row> = heads!()
        .filter(sign_off::campaign_id.eq(campaign))
        .filter(unit::path.ge(path).and(unit::path.lt(behind(path))))
        .order(sign_off::id)
        .load(conn)?;
    complete(conn, rows)
}

/// One sign-off.
pub fn find(conn: &mut Conn, id: i64) -> Result<SignOff, Problem> {
    let row: Row = heads!().filter(sign_off::id.eq(id)).get_result(conn)?;
    let head = complete(conn, vec![row])?.remove(0);
    let text: String = sign_off::table.find(id).select(sign_off::snapshot).get_result(conn)?;
    let snapshot = serde_json::from_str(&text).map_err(|error| {
        tracing::error!(%error, id, "what was signed cannot be read");
        Problem::broken()
    })?;
    Ok(SignOff { head, snapshot, files: files(conn, id)? })
}

fn files(conn: &mut Conn, id: i64) -> Result<Vec<SignedFile>, Problem> {
    let rows: Vec<(String, String, String, i64)> = signed_file::table
        .inner_join(object::table)
        .filter(signed_file::sign_off_id.eq(id))
        .select((signed_file::kind, signed_file::name, signed_file::object_sha256, object::bytes))
        .load(conn)?;
    let files = rows.into_iter().filter_map(|(kind, name, sha256, bytes)| {
        let kind = FileKind::ALL.into_iter().find(|known| known.code() == kind)?;
        Some(SignedFile { kind, name, sha256, bytes: u64::try_from(bytes).unwrap_or_default() })
    });
    Ok(files.collect())
}

/// Unit → revision, of each of these sign-offs.
pub fn pinned(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, HashMap<i64, i64>>, Problem> {
    let rows: Vec<(i64, i64, i64)> =
        signed_revision::table.filter(signed_revision::sign_off_id.eq_any(ids)).load(conn)?;
    let mut pins: HashMap<i64, HashMap<i64, i64>> = ids.iter().map(|id| (*id, HashMap::new())).collect();
    for (id, unit, revision) in rows {
        pins.entry(id).or_default().insert(unit, revision);
    }
    Ok(pins)
}
