//! One-time links by which the first administrator comes in: each is good once.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::{from_millis, to_millis};
use super::super::schema::setup_link;
use super::super::written;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

pub fn add_setup_link(conn: &mut Conn, fingerprint: &str, at: Instant) -> Result<(), Problem> {
    let row = (setup_link::token_hash.eq(fingerprint), setup_link::created_at.eq(to_millis(at)));
    diesel::insert_into(setup_link::table).values(row).execute(conn)?;
    written::made_named("setup_link", fingerprint);
    Ok(())
}

/// When an unused setup link was made.
pub fn setup_link(conn: &mut Conn, fingerprint: &str) -> Result<Option<Instant>, Problem> {
    let made: Option<i64> = setup_link::table
        .find(fingerprint)
        .filter(setup_link::used_at.is_null())
        .select(setup_link::created_at)
        .get_result(conn)
        .optional()?;
    Ok(made.map(from_millis))
}

/// Uses a setup link up; false where somebody else was faster.
pub fn use_setup_link(conn: &mut Conn, fingerprint: &str, at: Instant) -> Result<bool, Problem> {
    written::changing_named(conn, "setup_link", fingerprint)?;
    let unused = setup_link::table
        .filter(setup_link::token_hash.eq(fingerprint))
        .filter(setup_link::used_at.is_null());
    Ok(diesel::update(unused).set(setup_link::used_at.eq(to_millis(at))).execute(conn)? == 1)
}
