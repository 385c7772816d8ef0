//! Files that a unit put down and has not sent, each at the deliverable it belongs to, or nowhere yet.

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::{object, pending_file};
use crate::problem::Problem;
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;

/// A file that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub id: i64,
    /// `None`: somebody has yet to say where it belongs.
    pub deliverable: Option<i64>,
    pub file: DraftFile,
    /// The archive or mail that it came in.
    pub origin: Option<String>,
    pub at: Instant,
}

/// A file to be put down.
#[derive(Clone, Debug)]
pub struct Put {
    pub deliverable: Option<i64>,
    pub file: DraftFile,
    pub origin: Option<String>,
}

type Row = (i64, Option<i64>, String, String, Option<String>, i64, i64);

macro_rules! waiting {
    () => {
        pending_file::table.inner_join(object::table).select((
            pending_file::id,
            pending_file::deliverable_id,
            pending_file::object_sha256,
            pending_file::file_name,
            pending_file::origin,
            pending_file::at,
            object::bytes,
        ))
    };
}

fn one((id, deliverable, sha256, name, origin, at, bytes): Row) -> Pending {
    let file = DraftFile { name, sha256, bytes: bytes as u64 };
    Pending { id, deliverable, file, origin, at: from_millis(at) }
}

/// All files of a unit that wait, in the order in which they came.
pub fn of_unit(conn: &mut Conn, campaign: i64, unit: i64) -> Result<Vec<Pending>, Problem> {
    let rows: Vec<Row> = waiting!()
        .filter(pending_file::campaign_id.eq(campaign).and(pending_file::unit_id.eq(unit)))
        .order(pending_file::id)
        .load(conn)?;
    Ok(rows.into_iter().map(one).collect())
}

/// Puts a file down; its number. The same bytes under the same name are there once.
pub fn put(
    conn: &mut Conn,
    (campaign, unit): (i64, i64),
    new: &Put,
    (by, now): (i64, Instant),
) -> Result<i64, Problem> {
    let known = of_unit(conn, campaign, unit)?.into_iter().find(|pending| {
        pending.deliverable == new.deliverable
            && pending.file.sha256 == new.file.sha256
            && pending.file.name == new.file.name
    });
    if let Some(known) = known {
        return Ok(known.id);
    }
    let row = (
        pending_file::campaign_id.eq(campaign),
        pending_file::unit_id.eq(unit),
        pending_file::deliverable_id.eq(new.deliverable),
        pending_file::object_sha256.eq(&new.file.sha256),
        pending_file::file_name.eq(&new.file.name),
        pending_file::origin.eq(&new.origin),
        pending_file::account_id.eq(by),
        pending_file::at.eq(to_millis(now)),
    );
    Ok(diesel::insert_into(pending_file::table).values(row).returning(pending_file::id).get_result(conn)?)
}

/// Says where a file belongs.
pub fn place(conn: &mut Conn, id: i64, deliverable: Option<i64>) -> Result<(), Problem> {
    let target = diesel::update(pending_file::table.find(id));
    target.set(pending_file::deliverable_id.eq(deliverable)).execute(conn)?;
    Ok(())
}

/// Takes files away: they were sent, or their clerk does not want them. Their bytes stay.
pub fn take(conn: &mut Conn, ids: Vec<i64>) -> Result<(), Problem> {
    diesel::delete(pending_file::table.filter(pending_file::id.eq_any(ids))).execute(conn)?;
    Ok(())
}
