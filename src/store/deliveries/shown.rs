//! Deliveries as they are read: alone, of a unit, of a whole subtree.

use std::collections::HashMap;

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::problem::Problem;
use crate::store::audit::Link;
use crate::store::connection::Conn;
use crate::store::numbers::from_millis;
use crate::store::revisions::{Channel, Receipt};
use crate::store::schema::{account, delivered, delivery, delivery_file, object, unit};
use crate::store::{seen, units};
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;

/// What was answered to this key before: number of the receipt, and what the request was.
pub fn by_key(conn: &mut Conn, account: i64, key: &str) -> Result<Option<(String, String)>, Problem> {
    let found = delivery::table
        .filter(delivery::account_id.eq(account).and(delivery::idempotency_key.eq(key)))
        .select((delivery::receipt, delivery::fingerprint));
    Ok(found.get_result(conn).optional()?)
}

/// Files that were sent together.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub id: i64,
    pub campaign: i64,
    pub deliverable: i64,
    pub unit: i64,
    pub unit_code: String,
    pub unit_name: String,
    pub path: String,
    /// 第 n 次.
    pub number: i64,
    pub channel: Channel,
    /// Who sent it: name, and the unit of the account.
    pub sender: String,
    pub sender_unit: String,
    pub received: Instant,
    pub digest: String,
    pub receipt: Receipt,
    pub files: Vec<Delivered>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivered {
    /// From 1.
    pub ordinal: i64,
    pub file: DraftFile,
    /// `None`: nobody has looked into it.
    pub view: Option<seen::View>,
}

type Row = (
    (i64, i64, i64, i64, i64, String, i64, String),
    (String, String, String),
    (String, i64),
    (String, String, Option<i64>, Option<i64>, Option<i64>, String, i64, String),
);

macro_rules! deliveries {
    () => {
        delivery::table.inner_join(unit::table).inner_join(account::table).select((
            (
                delivery::id,
                delivery::campaign_id,
                delivery::deliverable_id,
                delivery::unit_id,
                delivery::number,
                delivery::channel,
                delivery::received_at,
                delivery::digest,
            ),
            (unit::code, unit::name, unit::path),
            (account::name, account::unit_id),
            (
                delivery::receipt,
                delivery::phrase,
                delivery::due_at,
                delivery::extended_until,
                delivery::late_by,
                delivery::chain,
                delivery::sequence,
                delivery::head,
            ),
        ))
    };
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Delivery, Problem> {
    let row: Row = deliveries!().filter(delivery::id.eq(id)).get_result(conn)?;
    Ok(complete(conn, vec![row])?.remove(0))
}

/// The delivery with this 回执号; `None`: there is none.
pub fn by_receipt(conn: &mut Conn, number: &str) -> Result<Option<Delivery>, Problem> {
    let row: Option<Row> = deliveries!().filter(delivery::receipt.eq(number)).get_result(conn).optional()?;
    let rows = row.into_iter().collect();
    Ok(complete(conn, rows)?.pop())
}

/// All that a unit sent, oldest first.
pub fn of_unit(conn: &mut Conn, campaign: i64, unit_id: i64) -> Result<Vec<Delivery>, Problem> {
    let rows: Vec<Row> = deliveries!()
        .filter(delivery::campaign_id.eq(campaign).and(delivery::unit_id.eq(unit_id)))
        .order(delivery::id)
        .load(conn)?;
    complete(conn, rows)
}

/// What stands of every unit of a subtree, by unit and deliverable.
pub fn current_below(conn: &mut Conn, campaign: i64, path: &str) -> Result<Vec<Delivery>, Problem> {
    let standing = delivered::table
        .filter(delivered::current_delivery_id.is_not_null())
        .select(delivered::current_delivery_id.assume_not_null());
    let rows: Vec<Row> = deliveries!()
        .filter(delivery::campaign_id.eq(campaign).and(delivery::id.eq_any(standing)))
        .filter(unit::path.ge(path).and(unit::path.lt(units::behind(path))))
        .order((unit::path, delivery::deliverable_id))
        .load(conn)?;
    complete(conn, rows)
}

fn complete(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Delivery>, Problem> {
    let ids: Vec<i64> = rows.iter().map(|row| row.0.0).collect();
    let mut files = files(conn, &ids)?;
    let mut unit_ids: Vec<i64> = rows.iter().map(|row| row.2.1).collect();
    unit_ids.sort_unstable();
    unit_ids.dedup();
    let mut names = HashMap::new();
    for chunk in unit_ids.chunks(5_000) {
        let found: Vec<(i64, String)> =
            unit::table.filter(unit::id.eq_any(chunk.to_vec())).select((unit::id, unit::name)).load(conn)?;
        names.extend(found);
    }
    let one = |(core, place, sender, issued): Row| {
        let (id, campaign, deliverable, unit, number, channel, received, digest) = core;
        let (receipt, phrase, due, extended, late_by, chain, sequence, head) = issued;
        Delivery {
            id,
            campaign,
            deliverable,
            unit,
            unit_code: place.0,
            unit_name: place.1,
            path: place.2,
            number,
            channel: Channel::from_code(&channel),
            sender: sender.0,
            sender_unit: names.get(&sender.1).cloned().unwrap_or_default(),
            received: from_millis(received),
            digest,
            receipt: Receipt {
                number: receipt,
                phrase,
                due: due.map(from_millis),
                extended: extended.map(from_millis),
                late_by: late_by.map(TimeDelta::milliseconds),
                link: Link { chain, sequence, hash: head },
            },
            files: files.remove(&id).unwrap_or_default(),
        }
    };
    Ok(rows.into_iter().map(one).collect())
}

fn files(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Vec<Delivered>>, Problem> {
    let mut rows: Vec<(i64, i64, String, String, i64)> = Vec::new();
    for chunk in ids.chunks(5_000) {
        let found: Vec<(i64, i64, String, String, i64)> = delivery_file::table
            .inner_join(object::table)
            .filter(delivery_file::delivery_id.eq_any(chunk.to_vec()))
            .order((delivery_file::delivery_id, delivery_file::ordinal))
            .select((
                delivery_file::delivery_id,
                delivery_file::ordinal,
                delivery_file::object_sha256,
                delivery_file::file_name,
                object::bytes,
            ))
            .load(conn)?;
        rows.extend(found);
    }
    let views = seen::of(conn, rows.iter().map(|row| row.2.clone()).collect())?;
    let mut files: HashMap<i64, Vec<Delivered>> = HashMap::new();
    for (id, ordinal, sha256, name, bytes) in rows {
        let view = views.get(&sha256).cloned();
        let file = DraftFile { name, sha256, bytes: bytes as u64 };
        files.entry(id).or_default().push(Delivered { ordinal, file, view });
    }
    Ok(files)
}
