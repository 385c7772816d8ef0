//! What was seen in a received file when it came, once for the same bytes: its kind, its words, and of a picture
//! what others may see of it.

use std::collections::HashMap;

use diesel::prelude::*;

use super::connection::{Conn, Prepared};
use super::numbers::to_millis;
use super::schema::{deliverable, delivered, delivery_file, object_view, pending_file};
use super::written;
use crate::campaign::DeliverableKind;
use crate::problem::Problem;
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{FileKind, PictureMedia};

/// What was seen in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// By its bytes.
    pub kind: FileKind,
    /// What a document says; `None`: it was not read.
    pub words: Option<String>,
    pub picture: Option<PictureView>,
    /// Why it was not opened, as a sentence.
    pub refusal: Option<String>,
}

/// A picture as others see it: turned as it was meant, and without what the camera noted beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureView {
    /// In pixels, as it is shown.
    pub width: i64,
    pub height: i64,
    /// How the whole picture is coded; a small one is always a JPEG.
    pub media: PictureMedia,
    /// SHA-256 of the whole picture and of the small one.
    pub shown: String,
    pub small: String,
}

/// Notes what was seen; the first to see a file is believed.
pub fn note(conn: &mut Conn, sha256: &str, view: &View, now: Instant) -> Result<(), Problem> {
    let picture = view.picture.as_ref();
    let row = (
        object_view::sha256.eq(sha256.to_owned()),
        object_view::kind.eq(view.kind.code()),
        object_view::words.eq(view.words.clone()),
        object_view::media.eq(picture.map(|picture| picture.media.ending())),
        object_view::width.eq(picture.map(|picture| picture.width)),
        object_view::height.eq(picture.map(|picture| picture.height)),
        object_view::shown_sha256.eq(picture.map(|picture| picture.shown.clone())),
        object_view::small_sha256.eq(picture.map(|picture| picture.small.clone())),
        object_view::refusal.eq(view.refusal.clone()),
        object_view::seen_at.eq(to_millis(now)),
    );
    Prepared(diesel::insert_into(object_view::table).values(row).on_conflict_do_nothing()).execute(conn)?;
    Ok(())
}

/// Files are sent: what was seen in them goes under the log's next entry.
pub fn bind(conn: &mut Conn, files: &[DraftFile]) -> Result<(), Problem> {
    let hashes: Vec<&str> = files.iter().map(|file| file.sha256.as_str()).collect();
    let seen = object_view::table.filter(object_view::sha256.eq_any(hashes)).select(object_view::sha256);
    let seen: Vec<String> = seen.load(conn)?;
    seen.iter().for_each(|sha256| written::made_named("object_view", sha256));
    Ok(())
}

/// What was seen in these files, by their hashes; words are left out.
pub fn of(conn: &mut Conn, hashes: Vec<String>) -> Result<HashMap<String, View>, Problem> {
    type Row = (
        (String, String, Option<String>, Option<String>),
        (Option<i64>, Option<i64>, Option<String>, Option<String>),
    );
    let mut all = HashMap::new();
    for chunk in hashes.chunks(5_000) {
        let rows: Vec<Row> = object_view::table
            .filter(object_view::sha256.eq_any(chunk.to_vec()))
            .select((
                (object_view::sha256, object_view::kind, object_view::refusal, object_view::media),
                (
                    object_view::width,
                    object_view::height,
                    object_view::shown_sha256,
                    object_view::small_sha256,
                ),
            ))
            .load(conn)?;
        for ((sha256, kind, refusal, media), (width, height, shown, small)) in rows {
            let sides = width.zip(height).zip(shown.zip(small));
            let media = media.as_deref().and_then(PictureMedia::from_ending).unwrap_or(PictureMedia::Jpeg);
            let picture = sides.map(|((width, height), (shown, small))| PictureView {
                width,
                height,
                media,
                shown,
                small,
            });
            let kind = FileKind::from_code(&kind).unwrap_or(FileKind::Other);
            all.insert(sha256, View { kind, words: None, picture, refusal });
        }
    }
    Ok(all)
}

/// What a document says.
pub fn words(conn: &mut Conn, sha256: &str) -> Result<Option<String>, Problem> {
    let found = object_view::table.find(sha256).select(object_view::words);
    Ok(found.get_result(conn).optional()?.flatten())
}

/// What a unit's summaries say: of those that wait to be sent, or else of those that were sent last.
pub fn summaries(conn: &mut Conn, campaign: i64, unit: i64) -> Result<Vec<String>, Problem> {
    let kind = DeliverableKind::Summary.code();
    let waiting: Vec<String> = pending_file::table
        .inner_join(deliverable::table)
        .inner_join(object_view::table.on(object_view::sha256.eq(pending_file::object_sha256)))
        .filter(pending_file::campaign_id.eq(campaign).and(pending_file::unit_id.eq(unit)))
        .filter(deliverable::kind.eq(kind).and(object_view::words.is_not_null()))
        .order(pending_file::id)
        .select(object_view::words.assume_not_null())
        .load(conn)?;
    if !waiting.is_empty() {
        return Ok(waiting);
    }
    Ok(delivered::table
        .inner_join(deliverable::table)
        .inner_join(
            delivery_file::table.on(delivery_file::delivery_id.nullable().eq(delivered::current_delivery_id)),
        )
        .inner_join(object_view::table.on(object_view::sha256.eq(delivery_file::object_sha256)))
        .filter(deliverable::campaign_id.eq(campaign).and(delivered::unit_id.eq(unit)))
        .filter(deliverable::kind.eq(kind).and(object_view::words.is_not_null()))
        .order((delivery_file::delivery_id, delivery_file::ordinal))
        .select(object_view::words.assume_not_null())
        .load(conn)?)
}
