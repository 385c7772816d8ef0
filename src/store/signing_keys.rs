//! Every public key that this service has signed with. Receipts and checkpoints of each of them hold for ever.

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::schema::signing_key;
use super::written;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// In hexadecimal digits.
    pub public: String,
    pub made_at: Instant,
    pub reason: String,
}

pub fn add(conn: &mut Conn, public: &str, reason: &str, at: Instant) -> Result<(), Problem> {
    let row = (
        signing_key::public.eq(public),
        signing_key::made_at.eq(to_millis(at)),
        signing_key::reason.eq(reason),
    );
    let id =
        diesel::insert_into(signing_key::table).values(row).returning(signing_key::id).get_result(conn)?;
    written::added("signing_key", &[id]);
    Ok(())
}

/// All of them, the oldest first.
pub fn all(conn: &mut Conn) -> Result<Vec<SigningKey>, Problem> {
    let rows: Vec<(String, i64, String)> = signing_key::table
        .order(signing_key::id)
        .select((signing_key::public, signing_key::made_at, signing_key::reason))
        .load(conn)?;
    let key = |(public, made, reason)| SigningKey { public, made_at: from_millis(made), reason };
    Ok(rows.into_iter().map(key).collect())
}

/// Whether one of these has signed a text.
pub fn is_signed(keys: &[SigningKey], signed: &crate::vocabulary::statement::Signed) -> bool {
    keys.iter().any(|key| signed.is_by(&key.public))
}
