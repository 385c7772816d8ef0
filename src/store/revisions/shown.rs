//! Revisions as they are read: alone, in lists, with their answers and findings.

use std::collections::HashMap;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::receipt::{Channel, Receipt};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::audit::Link;
use crate::store::connection::Conn;
use crate::store::numbers::{from_millionths, from_millis};
use crate::store::schema::{account, explanation, figure, finding, object, receipt, revision, unit};
use crate::store::{papers, units};
use crate::submit::draft::DraftFile;
use crate::submit::{Answer, Answers};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Explained, Finding, Severity};

/// What was answered to this key before: number of the receipt, and what the request was.
pub fn by_key(conn: &mut Conn, account: i64, key: &str) -> Result<Option<(String, String)>, Problem> {
    let found = revision::table
        .inner_join(receipt::table)
        .filter(revision::account_id.eq(account).and(revision::idempotency_key.eq(key)))
        .select((receipt::number, revision::fingerprint));
    Ok(found.get_result(conn).optional()?)
}

/// A revision as it is shown in lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    pub id: i64,
    pub campaign: i64,
    pub unit: i64,
    pub unit_code: String,
    pub unit_name: String,
    pub path: String,
    pub number: i64,
    pub channel: Channel,
    /// Who sent it: name, and the unit of the account.
    pub sender: String,
    pub sender_unit: String,
    pub received: Instant,
    pub file: Option<DraftFile>,
    pub sheet: String,
    pub nil: bool,
    pub filled_on: Option<String>,
    pub reporter: String,
    pub remark: String,
    pub digest: String,
    pub receipt: Receipt,
}

type RevisionRow = (
    (i64, i64, i64, i64, String, i64, Option<String>, Option<String>, Option<String>),
    (bool, Option<String>, Option<String>, Option<String>, String),
    (String, String, String),
    (String, i64),
    (String, String, Option<i64>, Option<i64>, Option<i64>, String, i64, String),
);

macro_rules! revisions {
    () => {
        revision::table.inner_join(unit::table).inner_join(account::table).inner_join(receipt::table).select(
            (
                (
                    revision::id,
                    revision::campaign_id,
                    revision::unit_id,
                    revision::number,
                    revision::channel,
                    revision::received_at,
                    revision::object_sha256,
                    revision::file_name,
                    revision::sheet,
                ),
                (revision::nil, revision::filled_on, revision::reporter, revision::remark, revision::digest),
                (unit::code, unit::name, unit::path),
                (account::name, account::unit_id),
                (
                    receipt::number,
                    receipt::phrase,
                    receipt::due_at,
                    receipt::extended_until,
                    receipt::late_by,
                    receipt::chain,
                    receipt::sequence,
                    receipt::head,
                ),
            ),
        )
    };
}

/// The revision with this number.
pub fn find(conn: &mut Conn, id: i64) -> Result<Revision, Problem> {
    let row: RevisionRow = revisions!().filter(revision::id.eq(id)).get_result(conn)?;
    Ok(complete(conn, vec![row])?.remove(0))
}

/// The revision with this 回执号.
pub fn by_receipt(conn: &mut Conn, number: &str) -> Result<Revision, Problem> {
    let row: RevisionRow = revisions!().filter(receipt::number.eq(number)).get_result(conn)?;
    Ok(complete(conn, vec![row])?.remove(0))
}

/// All revisions of a unit, oldest first.
pub fn of_unit(conn: &mut Conn, campaign: i64, unit_id: i64) -> Result<Vec<Revision>, Problem> {
    let rows: Vec<RevisionRow> = revisions!()
        .filter(revision::campaign_id.eq(campaign).and(revision::unit_id.eq(unit_id)))
        .order(revision::number)
        .load(conn)?;
    complete(conn, rows)
}

/// Revisions of a subtree with numbers above `after`, in order: pages of a list that never skips or repeats.
pub fn page(
    conn: &mut Conn,
    campaign: i64,
    path: &str,
    after: i64,
    most: i64,
) -> Result<Vec<Revision>, Problem> {
    let rows: Vec<RevisionRow> = revisions!()
        .filter(revision::campaign_id.eq(campaign).and(revision::id.gt(after)))
        .filter(unit::path.ge(path).and(unit::path.lt(units::behind(path))))
        .order(revision::id)
        .limit(most)
        .load(conn)?;
    complete(conn, rows)
}

/// Those of these revisions that exist, in the order of their numbers.
pub fn many(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Revision>, Problem> {
    let mut found = Vec::new();
    for chunk in ids.chunks(5_000) {
        let rows: Vec<RevisionRow> =
            revisions!().filter(revision::id.eq_any(chunk.to_vec())).order(revision::id).load(conn)?;
        found.extend(complete(conn, rows)?);
    }
    Ok(found)
}

fn complete(conn: &mut Conn, rows: Vec<RevisionRow>) -> Result<Vec<Revision>, Problem> {
    let mut hashes: Vec<String> = rows.iter().filter_map(|row| row.0.6.clone()).collect();
    hashes.dedup();
    let mut unit_ids: Vec<i64> = rows.iter().map(|row| row.3.1).collect();
    unit_ids.sort_unstable();
    unit_ids.dedup();
    let mut sizes = HashMap::new();
    for chunk in hashes.chunks(5_000) {
        let found: Vec<(String, i64)> = object::table
            .filter(object::sha256.eq_any(chunk.to_vec()))
            .select((object::sha256, object::bytes))
            .load(conn)?;
        sizes.extend(found);
    }
    let mut names = HashMap::new();
    for chunk in unit_ids.chunks(5_000) {
        let found: Vec<(i64, String)> =
            unit::table.filter(unit::id.eq_any(chunk.to_vec())).select((unit::id, unit::name)).load(conn)?;
        names.extend(found);
    }
    Ok(rows.into_iter().map(|row| one(row, &sizes, &names)).collect())
}

fn one(
    (core, paper, place, sender, issued): RevisionRow,
    sizes: &HashMap<String, i64>,
    names: &HashMap<i64, String>,
) -> Revision {
    let (id, campaign, unit, number, channel, received, hash, file_name, sheet) = core;
    let (nil, filled_on, reporter, remark, digest) = paper;
    let (receipt_number, phrase, due, extended, late_by, chain, sequence, head) = issued;
    let file = hash.map(|sha256| DraftFile {
        bytes: sizes.get(&sha256).copied().unwrap_or_default() as u64,
        name: file_name.unwrap_or_default(),
        sha256,
    });
    Revision {
        id,
        campaign,
        unit,
        unit_code: place.0,
        unit_name: place.1,
        path: place.2,
        number,
        channel: Channel::from_code(&channel),
        sender: sender.0,
        sender_unit: names.get(&sender.1).cloned().unwrap_or_default(),
        received: from_millis(received),
        file,
        sheet: sheet.unwrap_or_default(),
        nil,
        filled_on,
        reporter: reporter.unwrap_or_default(),
        remark: remark.unwrap_or_default(),
        digest,
        receipt: Receipt {
            number: receipt_number,
            phrase,
            due: due.map(from_millis),
            extended: extended.map(from_millis),
            late_by: late_by.map(TimeDelta::milliseconds),
            link: Link { chain, sequence, hash: head },
        },
    }
}

/// The answers of these revisions, by revision.
pub fn answers(conn: &mut Conn, form: &Form, ids: &[i64]) -> Result<HashMap<i64, Answers>, Problem> {
    type Row = (i64, String, String, Option<i64>, Option<String>, String, Option<String>, Option<String>);
    let mut all = HashMap::new();
    for chunk in ids.chunks(5_000) {
        let rows: Vec<Row> = figure::table
            .filter(figure::revision_id.eq_any(chunk.to_vec()))
            .select((
                figure::revision_id,
                figure::item,
                figure::col,
                figure::value,
                figure::mark,
                figure::raw,
                figure::sheet,
                figure::cell,
            ))
            .load(conn)?;
        for (id, item, column, value, mark, raw, sheet, cell) in rows {
            let answers: &mut Answers = all.entry(id).or_insert_with(|| Answers::blank(form));
            let column = form.columns.iter().position(|known| known.code == column);
            let (Some(item), Some(column)) = (form.item_index(&item), column) else { continue };
            *answers.get_mut(form.figure(item, column)) = Answer {
                value: value.map(from_millionths),
                mark,
                raw,
                place: papers::place(sheet.as_deref(), cell.as_deref()),
                found: true,
            };
        }
    }
    Ok(all)
}

/// The findings of these revisions with their explanations, by revision.
pub fn findings(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Vec<Explained>>, Problem> {
    type Row = (
        (i64, i64, String, String, Option<String>, Option<String>),
        (Option<String>, Option<String>, String, bool),
    );
    let mut all: HashMap<i64, Vec<Explained>> = HashMap::new();
    for chunk in ids.chunks(5_000) {
        let rows: Vec<Row> = finding::table
            .filter(finding::revision_id.eq_any(chunk.to_vec()))
            .order((finding::revision_id, finding::ordinal))
            .select((
                (
                    finding::revision_id,
                    finding::ordinal,
                    finding::severity,
                    finding::code,
                    finding::item,
                    finding::col,
                ),
                (finding::sheet, finding::cell, finding::sentence, finding::holds),
            ))
            .load(conn)?;
        let words: Vec<(i64, i64, String)> =
            explanation::table.filter(explanation::revision_id.eq_any(chunk.to_vec())).load(conn)?;
        let words: HashMap<(i64, i64), String> =
            words.into_iter().map(|(id, ordinal, words)| ((id, ordinal), words)).collect();
        for ((id, ordinal, severity, code, item, column), (sheet, cell, sentence, holds)) in rows {
            let stands = Finding {
                severity: Severity::from_code(&severity).unwrap_or(Severity::Hint),
                code,
                item,
                column,
                place: papers::place(sheet.as_deref(), cell.as_deref()),
                holds,
                sentence,
            };
            all.entry(id).or_default().push((stands, words.get(&(id, ordinal)).cloned()));
        }
    }
    Ok(all)
}
