//! A revision is stored: its snapshot under one digest, a row for each figure, its findings and explanations.

use diesel::prelude::*;

use super::receipt::{Channel, Receipt};
use super::shown::Revision;
use crate::form::Form;
use crate::problem::Problem;
use crate::store::connection::{Both, Conn, each};
use crate::store::numbers::{to_millionths, to_millis};
use crate::store::objects::sha256;
use crate::store::papers::{self, FigurePaper, FindingPaper};
use crate::store::schema::{explanation, figure, finding, object, revision};
use crate::store::units::Node;
use crate::submit::Answers;
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Explained, Number};

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
    pub findings: Vec<Explained>,
}

impl NewRevision {
    /// The revision as it is shown from now on, its answers and its findings.
    pub fn issued(
        self,
        (stored, receipt): (Stored, Receipt),
        unit: &Node,
        sender: &Actor,
    ) -> (Revision, Answers, Vec<Explained>) {
        let revision = Revision {
            id: stored.id,
            campaign: self.campaign,
            unit: self.unit,
            unit_code: unit.code.clone(),
            unit_name: unit.name.clone(),
            path: unit.path.clone(),
            number: self.number,
            channel: self.channel,
            sender: sender.name.clone(),
            sender_unit: sender.unit_name.clone(),
            received: self.received,
            file: self.file,
            sheet: self.sheet,
            nil: self.nil,
            filled_on: self.filled_on,
            reporter: self.reporter,
            remark: self.remark,
            digest: stored.digest,
            receipt,
        };
        (revision, self.answers, self.findings)
    }
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
    figures: &'s [FigurePaper],
    findings: Vec<FindingPaper>,
}

fn snapshot(form: &Form, new: &NewRevision, figures: &[FigurePaper]) -> String {
    let snapshot = Snapshot {
        form: &form.code,
        form_version: &form.version,
        nil: new.nil,
        filled_on: &new.filled_on,
        reporter: &new.reporter,
        remark: &new.remark,
        file: new.file.as_ref().map(|file| (file.name.as_str(), file.sha256.as_str(), file.bytes)),
        sheet: &new.sheet,
        figures,
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
    Both(diesel::insert_into(object::table).values(row).on_conflict_do_nothing()).execute(conn)?;
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
    insert_figures(conn, id, figures)?;
    insert_findings(conn, id, &new.findings)?;
    Ok(Stored { id, digest })
}

fn insert_figures(conn: &mut Conn, id: i64, figures: Vec<FigurePaper>) -> Result<(), Problem> {
    let mut rows = Vec::new();
    for paper in figures {
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

fn insert_findings(conn: &mut Conn, id: i64, findings: &[Explained]) -> Result<(), Problem> {
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
