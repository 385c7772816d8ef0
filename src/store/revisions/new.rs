//! A revision is stored: its snapshot under one digest, a row for each figure, its findings and explanations.

mod sent;
mod snapshot;
mod rows;

use diesel::prelude::*;

use self::rows::{insert_figures, insert_findings};
pub use self::sent::{NewRevision, Stored};
use self::snapshot::snapshot;
use crate::form::Form;
use crate::problem::Problem;
use crate::store::connection::{Conn, Prepared};
use crate::store::numbers::to_millis;
use crate::store::objects::sha256;
use crate::store::papers;
use crate::store::schema::{object, revision};
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;

/// Notes received bytes that are on disk, so that rows may refer to them.
pub fn note_object(conn: &mut Conn, file: &DraftFile, now: Instant) -> Result<(), Problem> {
    let row = (
        object::sha256.eq(file.sha256.clone()),
        object::bytes.eq(file.bytes as i64),
        object::received_at.eq(to_millis(now)),
    );
    Prepared(diesel::insert_into(object::table).values(row).on_conflict_do_nothing()).execute(conn)?;
    Ok(())
}

/// Stores a revision with everything that belongs to it but the receipt.
pub fn insert(conn: &mut Conn, form: &Form, new: &NewRevision) -> Result<Stored, Problem> {
    let figures = papers::figures(form, &new.answers);
    let snapshot = snapshot(form, new, &figures);
    let digest = sha256(snapshot.as_bytes());
    let id: i64 = diesel::insert_into(revision::table)
        .values((
            (
                revision::campaign_id.eq(new.campaign),
                revision::deliverable_id.eq(new.deliverable),
                revision::unit_id.eq(new.unit),
                revision::number.eq(new.number),
                revision::channel.eq(new.channel.code()),
                revision::account_id.eq(new.account),
                revision::received_at.eq(to_millis(new.received)),
                revision::idempotency_key.eq(&new.key),
                revision::fingerprint.eq(&new.fingerprint),
            ),
            (
                revision::object_sha256.eq(new.file.as_ref().map(|file| &file.sha256)),
                revision::file_name.eq(new.file.as_ref().map(|file| &file.name)),
                revision::sheet.eq((!new.sheet.is_empty()).then_some(&new.sheet)),
                revision::nil.eq(new.nil),
                revision::filled_on.eq(&new.filled_on),
                revision::reporter.eq((!new.reporter.is_empty()).then_some(&new.reporter)),
                revision::remark.eq((!new.remark.is_empty()).then_some(&new.remark)),
                revision::snapshot.eq(&snapshot),
                revision::digest.eq(&digest),
            ),
        ))
        .returning(revision::id)
        .get_result(conn)?;
    let figures_digest = papers::figures_digest(&figures);
    insert_figures(conn, id, figures)?;
    insert_findings(conn, id, &new.findings)?;
    Ok(Stored { id, digest, figures: figures_digest })
}
