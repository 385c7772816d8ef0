//! Files that are sent become a row under one digest, one row for each file, and a receipt.

use diesel::prelude::*;

use crate::problem::Problem;
use crate::store::connection::Conn;
use crate::store::numbers::to_millis;
use crate::store::objects::sha256;
use crate::store::revisions::{Channel, Receipt};
use crate::store::schema::{delivery, delivery_file};
use crate::submit::draft::DraftFile;
use crate::vocabulary::statement::Statement;
use crate::vocabulary::time::{Instant, to_the_millisecond};

/// Files about to be sent.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    pub campaign: i64,
    pub deliverable: i64,
    pub unit: i64,
    /// 第 n 次.
    pub number: i64,
    pub channel: Channel,
    pub account: i64,
    pub received: Instant,
    pub key: String,
    pub fingerprint: String,
    pub files: Vec<DraftFile>,
}

/// One hash over the names, sizes and hashes of files in their order.
pub fn digest(files: &[DraftFile]) -> String {
    let lines: Vec<String> =
        files.iter().map(|file| format!("{}\t{}\t{}\n", file.sha256, file.bytes, file.name)).collect();
    sha256(lines.concat().as_bytes())
}

/// What the statement of a delivery's receipt is called.
pub const RECEIPT: &str = "DELIVERY RECEIPT";

/// What a delivery's receipt states.
pub struct Stated<'s> {
    pub receipt: &'s Receipt,
    pub campaign: i64,
    pub deliverable: i64,
    pub unit: &'s str,
    pub number: i64,
    pub received: Instant,
    pub files: &'s [DraftFile],
    pub digest: &'s str,
}

impl Stated<'_> {
    pub fn statement(&self) -> Statement {
        let mut head = Statement::new(RECEIPT)
            .with("number", &self.receipt.number)
            .with("unit", self.unit)
            .with("campaign", self.campaign.to_string())
            .with("deliverable", self.deliverable.to_string())
            .with("delivery", self.number.to_string())
            .with("received", to_the_millisecond(self.received));
        for file in self.files {
            head = head.with("file", &file.sha256);
        }
        self.receipt.stated(head.with("content", self.digest))
    }
}

/// The signed text of a delivery's receipt; `None` where an earlier version issued it.
pub fn proof(conn: &mut Conn, id: i64) -> Result<Option<String>, Problem> {
    Ok(delivery::table.find(id).select(delivery::proof).get_result(conn)?)
}

/// Stores them; the number of the row.
pub fn insert(conn: &mut Conn, new: &NewDelivery, receipt: &Receipt, proof: &str) -> Result<i64, Problem> {
    let id: i64 = diesel::insert_into(delivery::table)
        .values((
            (
                delivery::campaign_id.eq(new.campaign),
                delivery::deliverable_id.eq(new.deliverable),
                delivery::unit_id.eq(new.unit),
                delivery::number.eq(new.number),
                delivery::channel.eq(new.channel.code()),
                delivery::account_id.eq(new.account),
                delivery::received_at.eq(to_millis(new.received)),
                delivery::idempotency_key.eq(&new.key),
                delivery::fingerprint.eq(&new.fingerprint),
                delivery::digest.eq(digest(&new.files)),
            ),
            (
                delivery::receipt.eq(&receipt.number),
                delivery::phrase.eq(&receipt.phrase),
                delivery::due_at.eq(receipt.due.map(to_millis)),
                delivery::extended_until.eq(receipt.extended.map(to_millis)),
                delivery::late_by.eq(receipt.late_by.map(|late| late.num_milliseconds())),
                delivery::chain.eq(&receipt.link.chain),
                delivery::sequence.eq(receipt.link.sequence),
                delivery::head.eq(&receipt.link.hash),
                delivery::proof.eq(proof),
            ),
        ))
        .returning(delivery::id)
        .get_result(conn)?;
    for (index, file) in new.files.iter().enumerate() {
        diesel::insert_into(delivery_file::table)
            .values((
                delivery_file::delivery_id.eq(id),
                delivery_file::ordinal.eq(index as i64 + 1),
                delivery_file::object_sha256.eq(&file.sha256),
                delivery_file::file_name.eq(&file.name),
            ))
            .execute(conn)?;
    }
    Ok(id)
}
