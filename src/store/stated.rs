//! 本级上报数 in the database: what a node itself says that its units add up to. Appended, never changed; the newest of a
//! node holds. It is set beside the sum of the units and never added to anything.

use std::collections::HashMap;

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::objects::sha256;
use super::schema::{account, object, stated_total, unit};
pub use super::sign_offs::Figure;
use super::units::behind;
use crate::problem::Problem;
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub id: i64,
    pub campaign: i64,
    /// Number of the node.
    pub unit: i64,
    pub figures: Vec<Figure>,
    /// From which it was read, where it was.
    pub file: Option<DraftFile>,
    pub by: String,
    pub at: Instant,
    /// Of the figures.
    pub digest: String,
}

/// Figures as they are kept, and what they are known by.
pub fn written(figures: &[Figure]) -> (String, String) {
    let text = serde_json::to_string(figures).unwrap_or_default();
    let digest = sha256(text.as_bytes());
    (text, digest)
}

/// Keeps what was said of a node; its number.
pub fn insert(
    conn: &mut Conn,
    (campaign, unit): (i64, i64),
    figures: &[Figure],
    file: Option<&DraftFile>,
    (by, now): (i64, Instant),
) -> Result<i64, Problem> {
    let (text, digest) = written(figures);
    let row = (
        stated_total::campaign_id.eq(campaign),
        stated_total::unit_id.eq(unit),
        stated_total::account_id.eq(by),
        stated_total::at.eq(to_millis(now)),
        stated_total::figures.eq(text),
        stated_total::digest.eq(digest),
        stated_total::object_sha256.eq(file.map(|file| file.sha256.clone())),
        stated_total::file_name.eq(file.map(|file| file.name.clone())),
    );
    let id =
        diesel::insert_into(stated_total::table).values(row).returning(stated_total::id).get_result(conn)?;
    super::written::added("stated_total", &[id]);
    Ok(id)
}

/// Everything said of the nodes below a path in a campaign, oldest first.
pub fn below(conn: &mut Conn, campaign: i64, path: &str) -> Result<Vec<Stated>, Problem> {
    type Row = (i64, i64, i64, String, String, Option<String>, Option<i64>, String, i64, Option<String>);
    let rows: Vec<Row> = stated_total::table
        .inner_join(unit::table)
        .inner_join(account::table)
        .left_join(object::table)
        .filter(stated_total::campaign_id.eq(campaign))
        .filter(unit::path.ge(path).and(unit::path.lt(behind(path))))
        .order(stated_total::id)
        .select((
            stated_total::id,
            stated_total::campaign_id,
            stated_total::unit_id,
            stated_total::figures,
            stated_total::digest,
            stated_total::file_name,
            object::bytes.nullable(),
            account::name,
            stated_total::at,
            stated_total::object_sha256,
        ))
        .load(conn)?;
    let stated = |(id, campaign, unit, figures, digest, name, bytes, by, at, sha256): Row| {
        let figures = serde_json::from_str(&figures).map_err(|_| Problem::broken())?;
        let file = file(name, sha256, bytes);
        Ok(Stated { id, campaign, unit, figures, file, by, at: from_millis(at), digest })
    };
    rows.into_iter().map(stated).collect()
}

fn file(name: Option<String>, sha256: Option<String>, bytes: Option<i64>) -> Option<DraftFile> {
    let (name, sha256) = name.zip(sha256)?;
    let bytes = bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default();
    Some(DraftFile { name, sha256, bytes })
}

/// Campaign, node and file of something that was said.
pub fn origin(conn: &mut Conn, id: i64) -> Result<(i64, i64, Option<DraftFile>), Problem> {
    type Row = (i64, i64, Option<String>, Option<String>, Option<i64>);
    let row: Option<Row> = stated_total::table
        .left_join(object::table)
        .filter(stated_total::id.eq(id))
        .select((
            stated_total::campaign_id,
            stated_total::unit_id,
            stated_total::file_name,
            stated_total::object_sha256,
            object::bytes.nullable(),
        ))
        .first(conn)
        .optional()?;
    let (campaign, unit, name, sha256, bytes) = row.ok_or_else(Problem::not_found)?;
    Ok((campaign, unit, file(name, sha256, bytes)))
}

/// What holds of each of these nodes.
pub fn newest(conn: &mut Conn, campaign: i64, path: &str) -> Result<HashMap<i64, Stated>, Problem> {
    Ok(below(conn, campaign, path)?.into_iter().map(|stated| (stated.unit, stated)).collect())
}
