//! What must not have changed, held against itself: every revision against its snapshot, its receipt, and the
//! entry of its unit's audit chain.
//!
//! Together with the chains (`audit::verify`) this finds a changed figure, explanation, receipt or review, a
//! row that is missing and one too many, whoever wrote to the database behind the program's back.

mod arrangements;
mod deliveries;
mod doubles;
mod signed;
mod sign_offs;
mod paper_arrivals;
mod readable;
mod references;
mod reminders;
mod rows;
mod standings;
mod stated;
mod structure;
mod totals;

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use serde::Deserialize;
use serde_json::Value;

pub use self::arrangements::arrangements;
pub use self::deliveries::deliveries;
pub use self::doubles::doubles;
pub use self::paper_arrivals::paper_arrivals;
pub use self::readable::readable;
pub use self::references::references;
pub use self::reminders::reminders;
pub use self::rows::rows;
pub use self::sign_offs::sign_offs;
pub use self::standings::{reviews, standings};
pub use self::stated::stated;
pub use self::structure::structure;
pub use self::totals::totals;
use super::audit::{Link, chain_of};
use super::connection::Conn;
use super::numbers::{from_millis, to_millionths};
use super::objects::sha256;
use super::papers::{FigurePaper, FindingPaper, figures_digest};
use super::revisions::Stated;
use super::schema::{audit_entry, explanation, figure, finding, receipt, revision, unit};
use super::signing_keys::{self, SigningKey};
use crate::problem::Problem;
use crate::vocabulary::Number;

/// Revisions that are held in memory at once.
const TOGETHER: i64 = 500;

/// What a snapshot says.
#[derive(Deserialize)]
struct Snapshot {
    nil: bool,
    filled_on: Option<String>,
    reporter: String,
    remark: String,
    file: Option<(String, String, u64)>,
    sheet: String,
    figures: Vec<FigurePaper>,
    findings: Vec<FindingPaper>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = revision)]
struct Revision {
    id: i64,
    campaign_id: i64,
    deliverable_id: i64,
    number: i64,
    channel: String,
    account_id: i64,
    received_at: i64,
    idempotency_key: String,
    fingerprint: String,
    object_sha256: Option<String>,
    file_name: Option<String>,
    sheet: Option<String>,
    nil: bool,
    filled_on: Option<String>,
    reporter: Option<String>,
    remark: Option<String>,
    snapshot: String,
    digest: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = receipt)]
struct Receipt {
    revision_id: i64,
    number: String,
    phrase: String,
    due_at: Option<i64>,
    extended_until: Option<i64>,
    late_by: Option<i64>,
    chain: String,
    sequence: i64,
    head: String,
    proof: Option<String>,
}

/// An audit entry: when, who, verb, subject, detail, hash.
type Logged = (i64, Option<i64>, String, String, String, String);
type FigureRow = (i64, String, String, Option<i64>, Option<String>, String, Option<String>, Option<String>);
type FindingRow =
    (i64, i64, String, String, Option<String>, Option<String>, Option<String>, Option<String>, String, bool);

/// Checks every revision; how many there are, and what is wrong in Chinese sentences.
pub fn revisions(conn: &mut Conn, faults: &mut Vec<String>) -> Result<usize, Problem> {
    let (mut after, mut count) = (0, 0);
    loop {
        let rows: Vec<(Revision, String)> = revision::table
            .inner_join(unit::table)
            .filter(revision::id.gt(after))
            .order(revision::id)
            .limit(TOGETHER)
            .select((Revision::as_select(), unit::code))
            .load(conn)?;
        let Some((last, _)) = rows.last() else { break };
        after = last.id;
        count += rows.len();
        let ids: Vec<i64> = rows.iter().map(|(row, _)| row.id).collect();
        let papers = Papers::of(conn, &ids)?;
        for (row, code) in &rows {
            if let Some(words) = papers.fault(conn, row, code)? {
                faults.push(format!("第 {} 号上报（单位 {code}）{words}", row.id));
            }
        }
    }
    let logged: i64 = audit_entry::table.filter(audit_entry::verb.eq("submit")).count().get_result(conn)?;
    if usize::try_from(logged) != Ok(count) {
        faults.push(format!("审计记录中有 {logged} 次上报，现存 {count} 次：有上报被删去或增添"));
    }
    Ok(count)
}

/// Everything that lies beside some revisions.
struct Papers {
    figures: HashMap<i64, Vec<FigureRow>>,
    findings: HashMap<i64, Vec<FindingRow>>,
    explanations: HashMap<(i64, i64), String>,
    receipts: HashMap<i64, Receipt>,
    keys: Vec<SigningKey>,
}

impl Papers {
    fn of(conn: &mut Conn, ids: &[i64]) -> Result<Papers, Problem> {
        let mut papers = Papers {
            figures: HashMap::new(),
            findings: HashMap::new(),
            explanations: HashMap::new(),
            receipts: HashMap::new(),
            keys: signing_keys::all(conn)?,
        };
        let figures: Vec<FigureRow> = figure::table.filter(figure::revision_id.eq_any(ids)).load(conn)?;
        for row in figures {
            papers.figures.entry(row.0).or_default().push(row);
        }
        let findings: Vec<FindingRow> = finding::table
            .filter(finding::revision_id.eq_any(ids))
            .order((finding::revision_id, finding::ordinal))
            .load(conn)?;
        for row in findings {
            papers.findings.entry(row.0).or_default().push(row);
        }
        let explanations: Vec<(i64, i64, String)> =
            explanation::table.filter(explanation::revision_id.eq_any(ids)).load(conn)?;
        papers.explanations = explanations.into_iter().map(|(id, at, words)| ((id, at), words)).collect();
        let receipts: Vec<Receipt> = receipt::table
            .filter(receipt::revision_id.eq_any(ids))
            .select(Receipt::as_select())
            .load(conn)?;
        papers.receipts = receipts.into_iter().map(|receipt| (receipt.revision_id, receipt)).collect();
        Ok(papers)
    }

    /// What is wrong with a revision, if anything.
    fn fault(&self, conn: &mut Conn, row: &Revision, code: &str) -> Result<Option<&'static str>, Problem> {
        if sha256(row.snapshot.as_bytes()) != row.digest {
            return Ok(Some("的快照与校验值不符"));
        }
        let Ok(snapshot) = serde_json::from_str::<Snapshot>(&row.snapshot) else {
            return Ok(Some("的快照读不出来"));
        };
        if !heads_agree(row, &snapshot) {
            return Ok(Some("的登记内容与快照不符"));
        }
        if !self.figures_agree(row.id, &snapshot.figures) {
            return Ok(Some("的数字与快照不符"));
        }
        if !self.findings_agree(row.id, &snapshot.findings) {
            return Ok(Some("的审核结果或核实说明与快照不符"));
        }
        let Some(receipt) = self.receipts.get(&row.id) else { return Ok(Some("没有回执")) };
        let entry: Option<Logged> = audit_entry::table
            .find((&receipt.chain, receipt.sequence))
            .select((
                audit_entry::at,
                audit_entry::account_id,
                audit_entry::verb,
                audit_entry::subject,
                audit_entry::detail,
                audit_entry::hash,
            ))
            .get_result(conn)
            .optional()?;
        let Some(entry) = entry.filter(|entry| receipt_agrees(row, receipt, code, entry)) else {
            return Ok(Some("的回执或登记内容与审计记录不符"));
        };
        let is_signed = is_signed(row, receipt, (code, &snapshot.figures), &entry.4, &self.keys);
        Ok((!is_signed).then_some("的回执签名不符"))
    }

    fn figures_agree(&self, id: i64, papers: &[FigurePaper]) -> bool {
        let rows: HashSet<_> = self
            .figures
            .get(&id)
            .into_iter()
            .flatten()
            .map(|(_, item, column, value, mark, raw, sheet, cell)| {
                (item.clone(), column.clone(), *value, mark.clone(), raw.clone(), sheet.clone(), cell.clone())
            })
            .collect();
        let papers: HashSet<_> = papers
            .iter()
            .map(|paper| {
                let value = paper.value.as_deref().and_then(Number::parse).and_then(to_millionths);
                let FigurePaper { item, column, mark, raw, sheet, cell, .. } = paper.clone();
                (item, column, value, mark, raw, sheet, cell)
            })
            .collect();
        rows == papers
    }

    fn findings_agree(&self, id: i64, papers: &[FindingPaper]) -> bool {
        let none = Vec::new();
        let rows = self.findings.get(&id).unwrap_or(&none);
        let said = self.explanations.keys().filter(|(revision, _)| *revision == id).count();
        let same = |((index, row), paper): ((usize, &FindingRow), &FindingPaper)| {
            let (_, ordinal, severity, code, item, column, sheet, cell, sentence, holds) = row;
            let words = self.explanations.get(&(id, *ordinal));
            usize::try_from(*ordinal) == Ok(index)
                && (severity, code, item) == (&paper.severity, &paper.code, &paper.item)
                && (column, sheet, cell) == (&paper.column, &paper.sheet, &paper.cell)
                && (sentence, *holds) == (&paper.sentence, paper.holds)
                && words == paper.explanation.as_ref()
        };
        rows.len() == papers.len()
            && said == papers.iter().filter(|paper| paper.explanation.is_some()).count()
            && rows.iter().enumerate().zip(papers).all(same)
    }
}

fn heads_agree(row: &Revision, snapshot: &Snapshot) -> bool {
    let said = |text: &String| (!text.is_empty()).then(|| text.clone());
    let (name, file) = match &snapshot.file {
        Some((name, sha256, _)) => (Some(name.clone()), Some(sha256.clone())),
        None => (None, None),
    };
    row.nil == snapshot.nil
        && row.filled_on == snapshot.filled_on
        && row.reporter == said(&snapshot.reporter)
        && row.remark == said(&snapshot.remark)
        && row.sheet == said(&snapshot.sheet)
        && row.file_name == name
        && row.object_sha256 == file
}

fn receipt_agrees(row: &Revision, receipt: &Receipt, code: &str, entry: &Logged) -> bool {
    let (at, account, verb, subject, detail, hash) = entry;
    let Ok(detail) = serde_json::from_str::<Value>(detail) else { return false };
    let short = hash.get(..6).unwrap_or_default();
    let number = detail["receipt"].as_str().map(|beginning| format!("{beginning}-{short}"));
    verb == "submit"
        && *subject == format!("revision {}", row.id)
        && (*at, *account) == (row.received_at, Some(row.account_id))
        && receipt.chain == chain_of(code)
        && receipt.head == *hash
        && Some(&receipt.number) == number.as_ref()
        && detail["revision"] == row.id
        && detail["campaign"] == row.campaign_id
        && detail["deliverable"] == row.deliverable_id
        && detail["number"] == row.number
        && detail["digest"] == row.digest.as_str()
        && detail["channel"] == row.channel.as_str()
        && detail["key"] == row.idempotency_key.as_str()
        && detail["fingerprint"] == row.fingerprint.as_str()
        && detail["file"].as_str() == row.object_sha256.as_deref()
        && detail["phrase"] == receipt.phrase.as_str()
        && detail["due"].as_i64() == receipt.due_at
        && detail["extended"].as_i64() == receipt.extended_until
        && detail["late"].as_i64() == receipt.late_by
}

/// Whether a receipt's signed text says what the rows say.
fn is_signed(
    row: &Revision,
    receipt: &Receipt,
    (code, figures): (&str, &[FigurePaper]),
    detail: &str,
    keys: &[SigningKey],
) -> bool {
    let link = Link { chain: receipt.chain.clone(), sequence: receipt.sequence, hash: receipt.head.clone() };
    let number = (receipt.number.clone(), receipt.phrase.clone());
    let issued = signed::issued(number, (receipt.due_at, receipt.extended_until, receipt.late_by), link);
    let stated = Stated {
        receipt: &issued,
        campaign: row.campaign_id,
        deliverable: row.deliverable_id,
        unit: code,
        revision: row.number,
        received: from_millis(row.received_at),
        file: row.object_sha256.as_deref(),
        figures: &figures_digest(figures),
        digest: &row.digest,
    };
    signed::holds(receipt.proof.as_deref(), &stated.statement(), detail, keys)
}
