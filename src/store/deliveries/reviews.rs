//! Who accepted or returned which delivery, when and why. Appended, never changed.

use diesel::prelude::*;

use crate::problem::Problem;
use crate::store::connection::Conn;
use crate::store::numbers::{from_millis, to_millis};
use crate::store::reviews::Verdict;
use crate::store::schema::{account, delivery, delivery_review};
use crate::store::written;
use crate::vocabulary::time::Instant;

/// 审核 of a delivery; whole deliveries are judged, so that no items are named.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryReview {
    pub delivery: i64,
    pub by: String,
    pub at: Instant,
    pub verdict: Verdict,
}

pub fn insert_review(
    conn: &mut Conn,
    id: i64,
    verdict: &Verdict,
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    let (code, reason) = match verdict {
        Verdict::Accept => ("accept", None),
        Verdict::Return { reason, .. } => ("return", Some(reason)),
    };
    let id = diesel::insert_into(delivery_review::table)
        .values((
            delivery_review::delivery_id.eq(id),
            delivery_review::account_id.eq(by),
            delivery_review::at.eq(to_millis(now)),
            delivery_review::verdict.eq(code),
            delivery_review::reason.eq(reason),
        ))
        .returning(delivery_review::id)
        .get_result(conn)?;
    written::added("delivery_review", &[id]);
    Ok(())
}

/// All reviews of what a unit sent, oldest first.
pub fn reviews_of_unit(conn: &mut Conn, campaign: i64, unit: i64) -> Result<Vec<DeliveryReview>, Problem> {
    let rows: Vec<(i64, String, i64, String, Option<String>)> = delivery_review::table
        .inner_join(delivery::table)
        .inner_join(account::table.on(account::id.eq(delivery_review::account_id)))
        .filter(delivery::campaign_id.eq(campaign).and(delivery::unit_id.eq(unit)))
        .order(delivery_review::id)
        .select((
            delivery_review::delivery_id,
            account::name,
            delivery_review::at,
            delivery_review::verdict,
            delivery_review::reason,
        ))
        .load(conn)?;
    let review = |(delivery, by, at, verdict, reason): (i64, String, i64, String, Option<String>)| {
        let verdict = match verdict.as_str() {
            "accept" => Verdict::Accept,
            _ => Verdict::Return { reason: reason.unwrap_or_default(), items: Vec::new() },
        };
        DeliveryReview { delivery, by, at: from_millis(at), verdict }
    };
    Ok(rows.into_iter().map(review).collect())
}
