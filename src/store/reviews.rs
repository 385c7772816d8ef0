//! Reviews: who accepted or returned which revision, when and why. Appended, never changed.

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::{account, review, revision};
use super::written;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// 审核.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub revision: i64,
    pub by: String,
    pub at: Instant,
    pub verdict: Verdict,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 通过.
    Accept,
    /// 退回: why, and which items (codes) are named.
    Return { reason: String, items: Vec<String> },
}

const BETWEEN_ITEMS: char = ' ';

pub fn insert(
    conn: &mut Conn,
    revision_id: i64,
    verdict: &Verdict,
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    let (code, reason, items) = match verdict {
        Verdict::Accept => ("accept", None, String::new()),
        Verdict::Return { reason, items } => ("return", Some(reason), items.join(&BETWEEN_ITEMS.to_string())),
    };
    let id = diesel::insert_into(review::table)
        .values((
            review::revision_id.eq(revision_id),
            review::account_id.eq(by),
            review::at.eq(to_millis(now)),
            review::verdict.eq(code),
            review::reason.eq(reason),
            review::items.eq(items),
        ))
        .returning(review::id)
        .get_result(conn)?;
    written::added("review", &[id]);
    Ok(())
}

/// All reviews of a unit's revisions in a campaign, oldest first.
pub fn of_unit(conn: &mut Conn, campaign: i64, unit: i64) -> Result<Vec<Review>, Problem> {
    let rows: Vec<(i64, String, i64, String, Option<String>, String)> = review::table
        .inner_join(revision::table)
        .inner_join(account::table.on(account::id.eq(review::account_id)))
        .filter(revision::campaign_id.eq(campaign).and(revision::unit_id.eq(unit)))
        .order(review::id)
        .select((
            review::revision_id,
            account::name,
            review::at,
            review::verdict,
            review::reason,
            review::items,
        ))
        .load(conn)?;
    let reviews = rows.into_iter().map(|(revision, by, at, verdict, reason, items)| Review {
        revision,
        by,
        at: from_millis(at),
        verdict: match verdict.as_str() {
            "accept" => Verdict::Accept,
            _ => Verdict::Return {
                reason: reason.unwrap_or_default(),
                items: items
                    .split(BETWEEN_ITEMS)
                    .filter(|item| !item.is_empty())
                    .map(str::to_owned)
                    .collect(),
            },
        },
    });
    Ok(reviews.collect())
}
