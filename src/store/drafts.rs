//! Drafts: one for each unit and campaign, with a version, so that two windows cannot overwrite each other.

use diesel::prelude::*;

use super::connection::{Conn, Prepared};
use super::numbers::{from_millis, to_millis};
use super::papers::{read_draft, write_draft};
use super::schema::{account, draft};
use crate::form::Form;
use crate::problem::Problem;
use crate::submit::draft::Draft;
use crate::vocabulary::time::Instant;

/// A draft as it was last saved.
#[derive(Clone, Debug)]
pub struct Saved {
    pub version: i64,
    pub draft: Draft,
    pub at: Instant,
    pub by: String,
}

pub fn find(conn: &mut Conn, form: &Form, campaign: i64, unit: i64) -> Result<Option<Saved>, Problem> {
    let row: Option<(i64, String, i64, String)> = draft::table
        .inner_join(account::table)
        .filter(draft::campaign_id.eq(campaign).and(draft::unit_id.eq(unit)))
        .select((draft::version, draft::content, draft::saved_at, account::name))
        .get_result(conn)
        .optional()?;
    Ok(row.and_then(|(version, content, at, by)| {
        Some(Saved { version, draft: read_draft(form, &content)?, at: from_millis(at), by })
    }))
}

/// Saves over the version that the writer had seen (0: there was none); the new version.
pub fn save(
    conn: &mut Conn,
    form: &Form,
    (campaign, unit): (i64, i64),
    (seen, new): (i64, &Draft),
    (by, now): (i64, Instant),
) -> Result<i64, Problem> {
    let values = (
        draft::version.eq(seen + 1),
        draft::content.eq(write_draft(form, new)),
        draft::object_sha256.eq(new.file.as_ref().map(|file| file.sha256.clone())),
        draft::saved_at.eq(to_millis(now)),
        draft::saved_by.eq(by),
    );
    let written = if seen == 0 {
        let key = (draft::campaign_id.eq(campaign), draft::unit_id.eq(unit));
        let added =
            Prepared(diesel::insert_into(draft::table).values((key, values)).on_conflict_do_nothing());
        added.execute(conn)?
    } else {
        let seen_one = draft::table.find((campaign, unit)).filter(draft::version.eq(seen));
        Prepared(diesel::update(seen_one).set(values)).execute(conn)?
    };
    if written == 1 { Ok(seen + 1) } else { Err(Problem::stale()) }
}

/// Takes a draft away: it was sent, or its clerk wants to begin anew.
pub fn discard(conn: &mut Conn, campaign: i64, unit: i64) -> Result<(), Problem> {
    diesel::delete(draft::table.find((campaign, unit))).execute(conn)?;
    Ok(())
}
