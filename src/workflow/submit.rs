//! 上报: a judged sheet becomes a revision, with its values, findings, explanations, receipt and audit entry in
//! one transaction.
//!
//! The time that counts is when the whole sending request had arrived; the caller took it. The same request
//! twice, or fifty times at once, is one revision: its key is looked up under the lock of the unit's row.

use std::collections::BTreeMap;

use super::Service;
use super::draft::{Judged, judge, put};
use super::expected::{Expected, find, open_for};
use crate::problem::{Problem, ProblemCode};
use crate::store::drafts::Saved;
use crate::store::objects::sha256;
use crate::store::revisions::{Channel, NewRevision, Receipt};
use crate::store::{Conn, audit, campaigns, drafts, messages, revisions, standings};
use crate::submit::draft::{DraftFile, Explanation};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// The clerk's “报送”: which draft, in which version, with which explanations.
#[derive(Clone, Debug)]
pub struct Sending {
    pub campaign: i64,
    pub unit: String,
    /// The version of the draft that the clerk saw.
    pub version: i64,
    pub key: String,
    /// Explanations by index of the finding.
    pub words: BTreeMap<usize, String>,
    /// When the whole request had arrived.
    pub received: Instant,
}

/// Sends a unit's draft; the number of the receipt. What stands in the way comes back as sentences with the
/// index of their findings (`e.3`), and the explanations are kept.
pub fn submit(service: &Service, actor: &Actor, sending: Sending) -> Result<String, Problem> {
    let fingerprint = fingerprint(&sending);
    let (expected, saved) = match find_draft(service, actor, &sending)? {
        Found::Sent(number, before) => return same_request(number, &before, &fingerprint),
        Found::Draft(found) => *found,
    };
    open_for(&expected.task, &expected.table, &expected.standing, sending.received)?;
    let saved = saved.filter(|saved| saved.version == sending.version).ok_or_else(Problem::stale)?;
    let mut draft = saved.draft;
    let judged = judge(&expected, &draft);
    draft.explanations = explained(&expected, &judged, &draft.explanations, &sending.words);
    let judged = judge(&expected, &draft);
    if !judged.obstacles.is_empty() {
        let problem = unfit(&judged);
        put(service, actor, expected, sending.version, draft)?;
        return Err(problem);
    }
    let channel = if draft.file.is_some() { Channel::File } else { Channel::Page };
    let deposit = Deposit {
        channel,
        key: sending.key,
        fingerprint,
        received: sending.received,
        file: draft.file,
        judged,
        reporter: draft.reporter,
        remark: draft.remark,
        draft: Some(sending.version),
        told: None,
        expected,
    };
    deposit_revision(service, actor, deposit)
}

/// What a request is about.
enum Found {
    /// A revision made by the same key: the number of its receipt, the fingerprint of its request.
    Sent(String, String),
    Draft(Box<(Expected, Option<Saved>)>),
}

/// Key and draft are looked up at one moment: the stroke that makes a revision takes its draft away, and
/// whoever saw the one undone must not miss the other.
fn find_draft(service: &Service, actor: &Actor, sending: &Sending) -> Result<Found, Problem> {
    service.store.read(|conn| {
        if let Some((number, before)) = revisions::by_key(conn, actor.account, &sending.key)? {
            return Ok(Found::Sent(number, before));
        }
        let expected = find(service, conn, actor, sending.campaign, &sending.unit)?;
        let saved = drafts::find(conn, &expected.form, sending.campaign, expected.unit.id)?;
        Ok(Found::Draft(Box::new((expected, saved))))
    })
}

/// Explanations as they stand after the page gave some: by finding, the newest words win.
pub(super) fn explained(
    expected: &Expected,
    judged: &Judged,
    before: &[Explanation],
    words: &BTreeMap<usize, String>,
) -> Vec<Explanation> {
    let new = words.iter().filter_map(|(index, words)| {
        let finding = judged.findings.get(*index)?;
        Some(Explanation::of(&expected.form, &judged.reading.answers, finding, words))
    });
    new.chain(before.iter().cloned()).collect()
}

/// What stands in the way, each sentence with the index of its finding.
pub(super) fn unfit(judged: &Judged) -> Problem {
    let sentences =
        judged.obstacles.iter().map(|(index, sentence)| (Some(format!("e.{index}")), sentence.clone()));
    Problem { code: ProblemCode::Unfit, sentences: sentences.collect() }
}

fn fingerprint(sending: &Sending) -> String {
    let words: Vec<String> =
        sending.words.iter().map(|(index, words)| format!("{index}\u{1f}{words}")).collect();
    let request =
        format!("{}\n{}\n{}\n{}", sending.campaign, sending.unit, sending.version, words.join("\u{1e}"));
    sha256(request.as_bytes())
}

fn same_request(number: String, before: &str, now: &str) -> Result<String, Problem> {
    if before == now {
        return Ok(number);
    }
    let words = format!("这次报送的编号已用于另一份内容（回执 {number}）。请刷新页面后重新报送。");
    Err(Problem::new(ProblemCode::KeyReused, words))
}

/// A sheet that may be sent, and everything that is kept with it.
pub(super) struct Deposit {
    pub expected: Expected,
    pub channel: Channel,
    pub key: String,
    pub fingerprint: String,
    pub received: Instant,
    pub file: Option<DraftFile>,
    pub judged: Judged,
    pub reporter: String,
    pub remark: String,
    /// The version of the draft that this was, to be taken away with the same stroke.
    pub draft: Option<i64>,
    /// What the unit is told at its next sign-in.
    pub told: Option<String>,
}

/// Stores a revision; the number of its receipt.
pub(super) fn deposit_revision(
    service: &Service,
    actor: &Actor,
    deposit: Deposit,
) -> Result<String, Problem> {
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        let (campaign, unit) = (deposit.expected.task.id, deposit.expected.unit.id);
        standings::lock(conn, campaign, unit)?;
        if let Some((number, before)) = revisions::by_key(conn, account, &deposit.key)? {
            return same_request(number, &before, &deposit.fingerprint);
        }
        if let Some(seen) = deposit.draft {
            let current = drafts::find(conn, &deposit.expected.form, campaign, unit)?;
            if current.is_none_or(|saved| saved.version != seen) {
                return Err(Problem::stale());
            }
            drafts::discard(conn, campaign, unit)?;
        }
        let number = store_revision(conn, account, &deposit)?;
        if let Some(words) = &deposit.told {
            messages::leave(conn, &[unit], Some(campaign), words, now)?;
        }
        Ok(number)
    })
}

fn store_revision(conn: &mut Conn, account: i64, deposit: &Deposit) -> Result<String, Problem> {
    let Expected { form, unit, .. } = &deposit.expected;
    let task = campaigns::load(conn, deposit.expected.task.id)?;
    let table = campaigns::table(conn, task.id)?;
    let standing = standings::find(conn, task.id, unit.id)?.ok_or_else(Problem::not_found)?;
    open_for(&task, &table, &standing, deposit.received)?;
    if let Some(file) = &deposit.file {
        revisions::note_object(conn, file, deposit.received)?;
    }
    let revision = revision(deposit, table.id, standing.revisions + 1, account);
    let stored = revisions::insert(conn, form, &revision)?;
    let clocks = table.clocks(standing.extended);
    let first_valid = standing.first_valid.map_or(deposit.received, |first| first.min(deposit.received));
    let late_by = clocks.late_by(first_valid);
    let number = format!("{}-{:04}-{}-{:02}", task.year, task.id, unit.code, revision.number);
    // Whatever stands outside the snapshot and on the receipt is under the chain's hash as well.
    let detail = serde_json::json!({
        "campaign": task.id, "revision": stored.id, "number": revision.number, "digest": stored.digest,
        "channel": revision.channel.code(), "file": revision.file.as_ref().map(|file| &file.sha256),
        "deliverable": revision.deliverable, "key": revision.key, "fingerprint": revision.fingerprint,
        "receipt": number, "phrase": table.due.phrase, "due": table.due.instant.timestamp_millis(),
        "extended": standing.extended.map(|until| until.timestamp_millis()),
        "late": late_by.map(|late| late.num_milliseconds()),
    });
    let link = audit::append(
        conn,
        audit::Entry {
            chain: audit::chain_of(&unit.code),
            at: deposit.received,
            account: Some(account),
            verb: "submit",
            subject: format!("revision {}", stored.id),
            detail: detail.to_string(),
        },
    )?;
    let receipt = Receipt {
        number: format!("{number}-{}", &link.hash[..6]),
        phrase: table.due.phrase.clone(),
        due: table.due.instant,
        extended: standing.extended,
        late_by,
        link,
    };
    revisions::insert_receipt(conn, stored.id, &receipt)?;
    standings::note_revision(conn, &standing, task.id, (stored.id, revision.nil, deposit.received))?;
    Ok(receipt.number)
}

fn revision(deposit: &Deposit, deliverable: i64, number: i64, account: i64) -> NewRevision {
    let Judged { reading, findings, words, .. } = &deposit.judged;
    NewRevision {
        campaign: deposit.expected.task.id,
        deliverable,
        unit: deposit.expected.unit.id,
        number,
        channel: deposit.channel,
        account,
        received: deposit.received,
        key: deposit.key.clone(),
        fingerprint: deposit.fingerprint.clone(),
        file: deposit.file.clone(),
        sheet: reading.sheet.clone(),
        nil: reading.nil,
        filled_on: reading.date.map(|date| date.to_string()),
        reporter: deposit.reporter.clone(),
        remark: deposit.remark.clone(),
        answers: reading.answers.clone(),
        findings: findings.iter().cloned().zip(words.iter().cloned()).collect(),
    }
}
