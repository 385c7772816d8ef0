//! Received files in the database itself: rows of at most one piece each, so that any server on the same
//! database opens what another received.
//!
//! What was received under one name is a content; a hash names the content that holds its bytes. To keep what
//! arrived is one row, however large it is: nothing is copied. Two servers that add to one content at once meet in
//! its key, and one of them is told that it came late.

use std::collections::HashSet;
use std::path::PathBuf;

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

use super::super::connection::{Conn, Prepared};
use super::super::lines::Lines;
use super::super::schema::{object_chunk, object_content};
use super::place::{Of, PIECE, Place};
use crate::problem::Problem;
use crate::vocabulary::hex::hex;

/// Chunks in the database.
pub struct Chunks {
    lines: Lines,
}

impl Chunks {
    pub fn new(lines: Lines) -> Chunks {
        Chunks { lines }
    }
}

impl Place for Chunks {
    fn is_writable(&self) -> bool {
        let none = object_chunk::table.find(("", 0)).select(object_chunk::start);
        self.lines.glance(|conn| Ok(none.get_result::<i64>(conn).optional()?)).is_ok()
    }

    fn size(&self, sha256: &str) -> Result<Option<u64>, Problem> {
        self.lines.glance(|conn| match content_of(conn, sha256)? {
            Some(content) => length_of(conn, &content).map(Some),
            None => Ok(None),
        })
    }

    fn missing(&self, hashes: Vec<String>) -> Result<Vec<String>, Problem> {
        let kept: Vec<String> = self
            .lines
            .glance(|conn| Ok(object_content::table.select(object_content::sha256).load(conn)?))?;
        let kept: HashSet<String> = kept.into_iter().collect();
        Ok(hashes.into_iter().filter(|sha256| !kept.contains(sha256)).collect())
    }

    fn put(&self, sha256: &str, bytes: &[u8]) -> Result<(), Problem> {
        let mut name = [0; 16];
        getrandom::fill(&mut name).map_err(|_| Problem::broken())?;
        let name = hex(&name);
        self.lines.write(|conn| {
            let mut start = 0;
            for piece in bytes.chunks(PIECE) {
                add(conn, &name, start, piece)?;
                start += piece.len() as u64;
            }
            name_content(conn, &name, sha256)
        })
    }

    fn piece(&self, of: Of, start: u64) -> Result<Vec<u8>, Problem> {
        self.lines.glance(|conn| {
            let content = match of {
                Of::Coming(name) => Some(name.to_owned()),
                Of::Kept(sha256) => content_of(conn, sha256)?,
            };
            let Some(content) = content else { return Ok(Vec::new()) };
            let found: Option<Vec<u8>> = object_chunk::table
                .find((content, start as i64))
                .select(object_chunk::bytes)
                .get_result(conn)
                .optional()?;
            Ok(found.unwrap_or_default())
        })
    }

    fn length(&self, name: &str) -> Result<u64, Problem> {
        self.lines.glance(|conn| length_of(conn, name))
    }

    fn append(&self, name: &str, start: u64, bytes: &[u8]) -> Result<(), Problem> {
        self.lines.write(|conn| {
            if length_of(conn, name)? != start {
                return Err(Problem::stale());
            }
            add(conn, name, start, bytes)
        })
    }

    fn settle(&self, name: &str, sha256: &str) -> Result<(), Problem> {
        self.lines.write(|conn| name_content(conn, name, sha256))
    }

    fn discard(&self, name: &str) -> Result<(), Problem> {
        self.lines.write(|conn| drop_content(conn, name))
    }

    fn path(&self, _: &str) -> Option<PathBuf> {
        None
    }
}

fn content_of(conn: &mut Conn, sha256: &str) -> Result<Option<String>, Problem> {
    let found = object_content::table.find(sha256).select(object_content::content);
    Ok(found.get_result(conn).optional()?)
}

/// Pieces follow each other without a gap: where the last one ends.
fn length_of(conn: &mut Conn, content: &str) -> Result<u64, Problem> {
    let last: Option<i64> = object_chunk::table
        .filter(object_chunk::content.eq(content))
        .select(max(object_chunk::start))
        .get_result(conn)?;
    let Some(last) = last else { return Ok(0) };
    let bytes: Vec<u8> =
        object_chunk::table.find((content, last)).select(object_chunk::bytes).get_result(conn)?;
    Ok(last as u64 + bytes.len() as u64)
}

fn add(conn: &mut Conn, content: &str, start: u64, bytes: &[u8]) -> Result<(), Problem> {
    let row = (
        object_chunk::content.eq(content),
        object_chunk::start.eq(start as i64),
        object_chunk::bytes.eq(bytes),
    );
    match diesel::insert_into(object_chunk::table).values(row).execute(conn) {
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Err(Problem::stale()),
        added => added.map(|_| ()).map_err(Problem::from),
    }
}

/// Names a content by its hash; where the same bytes are kept already, it goes.
fn name_content(conn: &mut Conn, content: &str, sha256: &str) -> Result<(), Problem> {
    let row = (object_content::sha256.eq(sha256), object_content::content.eq(content));
    let named = Prepared(diesel::insert_into(object_content::table).values(row).on_conflict_do_nothing())
        .execute(conn)?;
    if named == 0 && content_of(conn, sha256)?.as_deref() != Some(content) {
        drop_content(conn, content)?;
    }
    Ok(())
}

/// Takes a content away; one that a hash names is kept, whoever asks.
fn drop_content(conn: &mut Conn, content: &str) -> Result<(), Problem> {
    let named = object_content::table.filter(object_content::content.eq(content));
    if named.select(object_content::sha256).get_result::<String>(conn).optional()?.is_some() {
        return Ok(());
    }
    diesel::delete(object_chunk::table.filter(object_chunk::content.eq(content))).execute(conn)?;
    Ok(())
}
