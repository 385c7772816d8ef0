//! Revisions: what a unit sent, with its figures, findings, explanations and receipt. Appended, never changed.
//!
//! A figure is a row of its own, so that totals are one GROUP BY; the snapshot beside it is the same once more
//! as JSON under one digest, which the unit's audit chain and the receipt carry.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::audit::Link;
use super::connection::{Conn, each};
use super::numbers::{from_millionths, from_millis, to_millionths, to_millis};
use super::objects::sha256;
use super::papers::{self, FindingPaper};
use super::schema::{account, explanation, figure, finding, object, receipt, revision, unit};
use crate::form::Form;
use crate::problem::Problem;
use crate::submit::draft::DraftFile;
use crate::submit::{Answer, Answers};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Finding, Number, Severity};

/// How a revision came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    File,
    Page,
    Api,
    /// 代报.
    Behalf,
}

impl Channel {
    pub const ALL: [Channel; 4] = [Channel::File, Channel::Page, Channel::Api, Channel::Behalf];

    pub fn code(self) -> &'static str {
        match self {
            Channel::File => "file",
            Channel::Page => "page",
            Channel::Api => "api",
            Channel::Behalf => "behalf",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Channel::File => "上传文件",
            Channel::Page => "在线填报",
            Channel::Api => "接口报送",
            Channel::Behalf => "上级代报",
        }
    }

    fn from_code(code: &str) -> Channel {
        Channel::ALL.into_iter().find(|channel| channel.code() == code).unwrap_or(Channel::Page)
    }
}

/// A revision about to be stored. It has no 强制 finding: nobody could have sent it.
#[derive(Clone, Debug)]
pub struct NewRevision {
    pub campaign: i64,
    pub deliverable: i64,
    pub unit: i64,
    pub number: i64,
    pub channel: Channel,
    pub account: i64,
    pub received: Instant,
    pub key: String,
    pub fingerprint: String,
    pub file: Option<DraftFile>,
    pub sheet: String,
    pub nil: bool,
    /// 填报日期.
    pub filled_on: Option<String>,
    pub reporter: String,
    pub remark: String,
    pub answers: Answers,
    /// Each with its explanation, where it has one.
    pub findings: Vec<(Finding, Option<String>)>,
}

/// A revision that was stored: its number in the database and the digest of its snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub id: i64,
    pub digest: String,
}

#[derive(serde::Serialize)]
struct Snapshot<'s> {
    form: &'s str,
    form_version: &'s str,
    nil: bool,
    filled_on: &'s Option<String>,
    reporter: &'s str,
    remark: &'s str,
    file: Option<(&'s str, &'s str, u64)>,
    sheet: &'s str,
    figures: Vec<papers::FigurePaper>,
    findings: Vec<FindingPaper>,
}

fn snapshot(form: &Form, new: &NewRevision) -> String {
    let snapshot = Snapshot {
        form: &form.code,
        form_version: &form.version,
        nil: new.nil,
        filled_on: &new.filled_on,
        reporter: &new.reporter,
        remark: &new.remark,
        file: new.file.as_ref().map(|file| (file.name.as_str(), file.sha256.as_str(), file.bytes)),
        sheet: &new.sheet,
        figures: papers::figures(form, &new.answers),
        findings: new
            .findings
            .iter()
            .map(|(finding, words)| papers::finding_paper(finding, words.as_ref()))
            .collect(),
    };
    serde_json::to_string(&snapshot).expect("texts and numbers are valid JSON")
}

/// Notes received bytes that are on disk, so that rows may refer to them.
pub fn note_object(conn: &mut Conn, file: &DraftFile, now: Instant) -> Result<(), Problem> {
    let row = (
        object::sha256.eq(file.sha256.clone()),
        object::bytes.eq(file.bytes as i64),
        object::received_at.eq(to_millis(now)),
    );
    super::connection::Both(diesel::insert_into(object::table).values(row).on_conflict_do_nothing())
        .execute(conn)?;
    Ok(())
}

/// Stores a revision with everything that belongs to it but the receipt.
pub fn insert(conn: &mut Conn, form: &Form, new: &NewRevision) -> Result<Stored, Problem> {
    let snapshot = snapshot(form, new);
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
    insert_figures(conn, form, id, &new.answers)?;
    insert_findings(conn, id, &new.findings)?;
    Ok(Stored { id, digest })
}

fn insert_figures(conn: &mut Conn, form: &Form, id: i64, answers: &Answers) -> Result<(), Problem> {
    let mut rows = Vec::new();
    for paper in papers::figures(form, answers) {
        let value = paper.value.as_deref().and_then(Number::parse);
        let stored = value.and_then(to_millionths);
        if value.is_some() && stored.is_none() {
            tracing::error!(item = paper.item, "a figure that cannot be stored passed the checks");
            return Err(Problem::broken());
        }
        rows.push((
            figure::revision_id.eq(id),
            figure::item.eq(paper.item),
            figure::col.eq(paper.column),
            figure::value.eq(stored),
            figure::mark.eq(paper.mark),
            figure::raw.eq(paper.raw),
            figure::sheet.eq(paper.sheet),
            figure::cell.eq(paper.cell),
        ));
    }
    for chunk in rows.chunks(1_000) {
        let chunk = chunk.to_vec();
        each!(conn, inner => diesel::insert_into(figure::table).values(chunk).execute(inner))?;
    }
    Ok(())
}

fn insert_findings(conn: &mut Conn, id: i64, findings: &[(Finding, Option<String>)]) -> Result<(), Problem> {
    for (ordinal, (stands, words)) in findings.iter().enumerate() {
        diesel::insert_into(finding::table)
            .values((
                finding::revision_id.eq(id),
                finding::ordinal.eq(ordinal as i64),
                finding::severity.eq(stands.severity.code()),
                finding::code.eq(&stands.code),
                finding::item.eq(&stands.item),
                finding::col.eq(&stands.column),
                finding::sheet.eq(stands.place.as_ref().map(|place| place.sheet.to_string())),
                finding::cell.eq(stands.place.as_ref().map(|place| &place.cell)),
                finding::sentence.eq(&stands.sentence),
                finding::holds.eq(stands.holds),
            ))
            .execute(conn)?;
        if let Some(words) = words {
            diesel::insert_into(explanation::table)
                .values((
                    explanation::revision_id.eq(id),
                    explanation::ordinal.eq(ordinal as i64),
                    explanation::words.eq(words),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// 回执, as it is stored with a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    pub number: String,
    pub phrase: String,
    pub due: Instant,
    pub extended: Option<Instant>,
    /// `None`: on time.
    pub late_by: Option<TimeDelta>,
    pub link: Link,
}

pub fn insert_receipt(conn: &mut Conn, id: i64, issued: &Receipt) -> Result<(), Problem> {
    diesel::insert_into(receipt::table)
        .values((
            receipt::revision_id.eq(id),
            receipt::number.eq(&issued.number),
            receipt::phrase.eq(&issued.phrase),
            receipt::due_at.eq(to_millis(issued.due)),
            receipt::extended_until.eq(issued.extended.map(to_millis)),
            receipt::late_by.eq(issued.late_by.map(|late| late.num_milliseconds())),
            receipt::chain.eq(&issued.link.chain),
            receipt::sequence.eq(issued.link.sequence),
            receipt::head.eq(&issued.link.hash),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was answered to this key before: number of the receipt, and what the request was.
pub fn by_key(conn: &mut Conn, account: i64, key: &str) -> Result<Option<(String, String)>, Problem> {
    let found = revision::table
        .inner_join(receipt::table)
        .filter(revision::account_id.eq(account).and(revision::idempotency_key.eq(key)))
        .select((receipt::number, revision::fingerprint));
    Ok(found.first(conn).optional()?)
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
    (String, String, i64, Option<i64>, Option<i64>, String, i64, String),
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
    let row: RevisionRow = revisions!().filter(revision::id.eq(id)).first(conn)?;
    Ok(complete(conn, vec![row])?.remove(0))
}

/// The revision with this 回执号.
pub fn by_receipt(conn: &mut Conn, number: &str) -> Result<Revision, Problem> {
    let row: RevisionRow = revisions!().filter(receipt::number.eq(number)).first(conn)?;
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
        .filter(unit::path.ge(path).and(unit::path.lt(super::units::behind(path))))
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
    let mut sizes = std::collections::HashMap::new();
    for chunk in hashes.chunks(5_000) {
        let found: Vec<(String, i64)> = object::table
            .filter(object::sha256.eq_any(chunk.to_vec()))
            .select((object::sha256, object::bytes))
            .load(conn)?;
        sizes.extend(found);
    }
    let mut names = std::collections::HashMap::new();
    for chunk in unit_ids.chunks(5_000) {
        let found: Vec<(i64, String)> =
            unit::table.filter(unit::id.eq_any(chunk.to_vec())).select((unit::id, unit::name)).load(conn)?;
        names.extend(found);
    }
    Ok(rows.into_iter().map(|row| one(row, &sizes, &names)).collect())
}

fn one(
    (core, paper, place, sender, issued): RevisionRow,
    sizes: &std::collections::HashMap<String, i64>,
    names: &std::collections::HashMap<i64, String>,
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
            due: from_millis(due),
            extended: extended.map(from_millis),
            late_by: late_by.map(TimeDelta::milliseconds),
            link: Link { chain, sequence, hash: head },
        },
    }
}

/// The answers of these revisions, by revision.
pub fn answers(
    conn: &mut Conn,
    form: &Form,
    ids: &[i64],
) -> Result<std::collections::HashMap<i64, Answers>, Problem> {
    type Row = (i64, String, String, Option<i64>, Option<String>, String, Option<String>, Option<String>);
    let mut all = std::collections::HashMap::new();
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
pub fn findings(
    conn: &mut Conn,
    ids: &[i64],
) -> Result<std::collections::HashMap<i64, Vec<(Finding, Option<String>)>>, Problem> {
    type Row = (
        (i64, i64, String, String, Option<String>, Option<String>),
        (Option<String>, Option<String>, String, bool),
    );
    let mut all: std::collections::HashMap<i64, Vec<(Finding, Option<String>)>> =
        std::collections::HashMap::new();
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
        let words: std::collections::HashMap<(i64, i64), String> =
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
