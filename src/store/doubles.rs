//! 重复计算 in the database: whether a sheet counts that is the same as another unit's, and whether it rightly counts
//! an event of which other units tell too. A decision is never changed; the newest one holds.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::{account, activity_count, double_count};
use super::units::behind;
use super::written;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// What was decided about a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub counted: bool,
    pub reason: String,
    pub by: String,
    pub at: Instant,
}

fn said(counted: bool, reason: String, by: String, at: i64) -> Decision {
    Decision { counted, reason, by, at: from_millis(at) }
}

/// The newest decision about each revision of a campaign.
pub fn decisions(conn: &mut Conn, campaign: i64) -> Result<HashMap<i64, Decision>, Problem> {
    let rows: Vec<(i64, bool, String, String, i64)> = double_count::table
        .inner_join(account::table)
        .filter(double_count::campaign_id.eq(campaign))
        .order(double_count::id)
        .select((
            double_count::revision_id,
            double_count::counted,
            double_count::reason,
            account::name,
            double_count::at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(revision, counted, reason, by, at)| (revision, said(counted, reason, by, at)))
        .collect())
}

/// Revisions that are not to count, each with the reason.
pub fn left_out(conn: &mut Conn, campaign: i64) -> Result<HashMap<i64, String>, Problem> {
    let decided = decisions(conn, campaign)?.into_iter();
    Ok(decided.filter(|(_, said)| !said.counted).map(|(revision, said)| (revision, said.reason)).collect())
}

/// Keeps what was decided about a revision.
pub fn decide(
    conn: &mut Conn,
    (campaign, revision): (i64, i64),
    (counted, reason): (bool, &str),
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    let row = (
        double_count::campaign_id.eq(campaign),
        double_count::revision_id.eq(revision),
        double_count::counted.eq(counted),
        double_count::reason.eq(reason),
        double_count::account_id.eq(by),
        double_count::at.eq(to_millis(now)),
    );
    let id =
        diesel::insert_into(double_count::table).values(row).returning(double_count::id).get_result(conn)?;
    written::added("double_count", &[id]);
    Ok(())
}

/// The newest decision about each event and each revision of a campaign.
pub fn activity_decisions(
    conn: &mut Conn,
    campaign: i64,
) -> Result<HashMap<(String, i64), Decision>, Problem> {
    let rows: Vec<(String, i64, bool, String, String, i64)> = activity_count::table
        .inner_join(account::table)
        .filter(activity_count::campaign_id.eq(campaign))
        .order(activity_count::id)
        .select((
            activity_count::activity,
            activity_count::revision_id,
            activity_count::counted,
            activity_count::reason,
            account::name,
            activity_count::at,
        ))
        .load(conn)?;
    let decision =
        |(activity, revision, counted, reason, by, at)| ((activity, revision), said(counted, reason, by, at));
    Ok(rows.into_iter().map(decision).collect())
}

/// Keeps whether a revision rightly counts an event.
pub fn decide_activity(
    conn: &mut Conn,
    (campaign, revision, activity): (i64, i64, &str),
    (counted, reason): (bool, &str),
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    let row = (
        activity_count::campaign_id.eq(campaign),
        activity_count::revision_id.eq(revision),
        activity_count::activity.eq(activity),
        activity_count::counted.eq(counted),
        activity_count::reason.eq(reason),
        activity_count::account_id.eq(by),
        activity_count::at.eq(to_millis(now)),
    );
    let insert = diesel::insert_into(activity_count::table).values(row);
    let id = insert.returning(activity_count::id).get_result(conn)?;
    written::added("activity_count", &[id]);
    Ok(())
}

/// A figure in force below a node, with the file that its sheet was read from.
#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = BigInt)]
    pub revision: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub file: Option<String>,
    #[diesel(sql_type = Text)]
    pub item: String,
    #[diesel(sql_type = Text)]
    pub col: String,
    /// In millionths; never zero.
    #[diesel(sql_type = BigInt)]
    pub value: i64,
}

/// What the summary says that was sent beside a sheet in force.
#[derive(QueryableByName)]
pub struct Summary {
    #[diesel(sql_type = BigInt)]
    pub revision: i64,
    #[diesel(sql_type = Text)]
    pub words: String,
}

/// Summaries beside the sheets in force below a path, sheet by sheet.
pub fn summaries(conn: &mut Conn, campaign: i64, path: &str) -> Result<Vec<Summary>, Problem> {
    let query = "SELECT in_force_revision_id AS revision, words \
         FROM expected_unit JOIN unit ON unit.id = expected_unit.unit_id \
         JOIN deliverable ON deliverable.campaign_id = expected_unit.campaign_id AND deliverable.kind = 'summary' \
         JOIN delivered ON delivered.deliverable_id = deliverable.id AND delivered.unit_id = expected_unit.unit_id \
         JOIN delivery_file ON delivery_file.delivery_id = delivered.current_delivery_id \
         JOIN object_view ON object_view.sha256 = delivery_file.object_sha256 \
         WHERE expected_unit.campaign_id = $1 AND unit.path >= $2 AND unit.path < $3 \
         AND in_force_revision_id IS NOT NULL AND words IS NOT NULL ORDER BY in_force_revision_id, ordinal";
    let query = diesel::sql_query(query).bind::<BigInt, _>(campaign);
    Ok(query.bind::<Text, _>(path.to_owned()).bind::<Text, _>(behind(path)).load(conn)?)
}

/// Every figure but zero of what is in force below a path, sheet by sheet, in the order of items.
pub fn figures(conn: &mut Conn, campaign: i64, path: &str) -> Result<Vec<Row>, Problem> {
    let query = "SELECT revision.id AS revision, revision.object_sha256 AS file, item, col, value \
         FROM expected_unit JOIN unit ON unit.id = expected_unit.unit_id \
         JOIN revision ON revision.id = in_force_revision_id \
         JOIN figure ON figure.revision_id = revision.id \
         WHERE expected_unit.campaign_id = $1 AND unit.path >= $2 AND unit.path < $3 \
         AND value IS NOT NULL AND value <> 0 ORDER BY revision.id, item, col";
    let query = diesel::sql_query(query).bind::<BigInt, _>(campaign);
    Ok(query.bind::<Text, _>(path.to_owned()).bind::<Text, _>(behind(path)).load(conn)?)
}
