//! 告知: what a unit is told at its next sign-in: that somebody reported on its behalf, that its sheet was
//! returned, that a deadline moved.

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::message;
use super::written;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    pub campaign: Option<i64>,
    pub at: Instant,
    pub words: String,
}

/// Leaves the same words with every one of these units.
pub fn leave(
    conn: &mut Conn,
    units: &[i64],
    campaign: Option<i64>,
    words: &str,
    now: Instant,
) -> Result<(), Problem> {
    let rows: Vec<_> = units
        .iter()
        .map(|unit| {
            (
                message::unit_id.eq(*unit),
                message::campaign_id.eq(campaign),
                message::at.eq(to_millis(now)),
                message::words.eq(words.to_owned()),
            )
        })
        .collect();
    for chunk in rows.chunks(1_000) {
        let new = diesel::insert_into(message::table).values(chunk.to_vec());
        let ids: Vec<i64> = match conn {
            Conn::Postgresql(conn) => new.returning(message::id).get_results(conn)?,
            // There is one writer: the new rows are those behind what was the last one.
            Conn::Sqlite(conn) => {
                let newest = message::table.select(diesel::dsl::max(message::id));
                let before: Option<i64> = newest.get_result(conn)?;
                new.execute(conn)?;
                let last: Option<i64> = newest.get_result(conn)?;
                (before.unwrap_or(0) + 1..=last.unwrap_or(0)).collect()
            }
        };
        written::added("message", &ids);
    }
    Ok(())
}

/// What a unit has not acknowledged yet, newest first.
pub fn unread(conn: &mut Conn, unit: i64) -> Result<Vec<Message>, Problem> {
    let rows: Vec<(i64, Option<i64>, i64, String)> = message::table
        .filter(message::unit_id.eq(unit).and(message::read_at.is_null()))
        .order(message::id.desc())
        .select((message::id, message::campaign_id, message::at, message::words))
        .limit(50)
        .load(conn)?;
    let messages = rows.into_iter().map(|(id, campaign, at, words)| Message {
        id,
        campaign,
        at: from_millis(at),
        words,
    });
    Ok(messages.collect())
}

/// 知道了: only by somebody of the unit itself.
pub fn acknowledge(conn: &mut Conn, id: i64, unit: i64, (by, now): (i64, Instant)) -> Result<(), Problem> {
    let own = message::table.find(id).filter(message::unit_id.eq(unit).and(message::read_at.is_null()));
    diesel::update(own)
        .set((message::read_at.eq(Some(to_millis(now))), message::read_by.eq(Some(by))))
        .execute(conn)?;
    Ok(())
}
