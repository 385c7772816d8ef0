//! The stroke that makes a revision: decided and stored under the lock of the unit's row, in one transaction.
//!
//! Nothing seen before the lock is trusted: the same request may have come in meanwhile, the campaign may have
//! been closed, its deadline moved, an extension granted, the draft changed. The same request twice, or fifty
//! times at once, is one revision.

use std::sync::Arc;

use super::Service;
use super::clock::{self, Look};
use super::expected::{Expected, open_for};
use super::judged::Judged;
use crate::form::Form;
use crate::problem::{Problem, ProblemCode};
use crate::store::revisions::{Channel, NewRevision, Receipt, Revision};
use crate::store::{Conn, audit, campaigns, drafts, messages, revisions, standings};
use crate::submit::Answers;
use crate::submit::draft::DraftFile;
use crate::vocabulary::statement::Signer;
use crate::vocabulary::time::{Instant, show};
use crate::vocabulary::{Actor, Explained};

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
}

/// A sheet that was taken.
#[derive(Debug)]
pub enum Taken {
    /// Just now: the revision with its receipt.
    Now(Box<Sent>),
    /// The same request had come before: the number of its receipt.
    Before(String),
}

impl Taken {
    /// The number of the receipt.
    pub fn receipt(&self) -> &str {
        match self {
            Taken::Now(sent) => &sent.revision.receipt.number,
            Taken::Before(number) => number,
        }
    }
}

/// A revision as it was stored.
#[derive(Debug)]
pub struct Sent {
    pub form: Arc<Form>,
    pub revision: Revision,
    pub answers: Answers,
    pub findings: Vec<Explained>,
}

/// What a request with a key that was used before comes to: its receipt, if it asks for the same.
pub(super) fn same_request(
    (number, before): (String, String),
    now: &str,
    by_program: bool,
) -> Result<Taken, Problem> {
    if before == now {
        return Ok(Taken::Before(number));
    }
    let words = if by_program {
        format!("Idempotency-Key 已用于另一份内容（回执 {number}）。请为新内容使用新的键。")
    } else {
        format!("这次报送的编号已用于另一份内容（回执 {number}）。请刷新页面后重新报送。")
    };
    Err(Problem::new(ProblemCode::KeyReused, words))
}

/// Stores a revision.
pub(super) fn deposit(service: &Service, actor: &Actor, deposit: Deposit) -> Result<Taken, Problem> {
    let (actor, now, signer) = (actor.clone(), service.now(), service.signer()?);
    clock::watch(service, now, Look::Between);
    service.store.write(move |conn| {
        let (campaign, unit) = (deposit.expected.task.id, deposit.expected.unit.id);
        standings::lock(conn, campaign, unit)?;
        if let Some(before) = revisions::by_key(conn, actor.account, &deposit.key)? {
            return same_request(before, &deposit.fingerprint, deposit.channel == Channel::Api);
        }
        take_draft(conn, &deposit)?;
        if deposit.channel == Channel::Behalf {
            messages::leave(conn, &[unit], Some(campaign), &told(&actor, &deposit), now)?;
        }
        store_revision(conn, &actor, deposit, &signer).map(|sent| Taken::Now(Box::new(sent)))
    })
}

/// Takes away the draft that this was, if it is still the one that the sender saw.
fn take_draft(conn: &mut Conn, deposit: &Deposit) -> Result<(), Problem> {
    let Some(seen) = deposit.draft else { return Ok(()) };
    let Expected { form, task, unit, .. } = &deposit.expected;
    match drafts::find(conn, form, task.id, unit.id)? {
        Some(saved) if saved.version == seen => drafts::discard(conn, task.id, unit.id),
        _ => Err(Problem::stale()),
    }
}

/// What a unit is told of a sheet that its superior sent for it.
fn told(actor: &Actor, deposit: &Deposit) -> String {
    format!(
        "{}（{}）已于 {} 代本单位报送“{}”，所用文件“{}”。如有不符，请联系代报单位或自行重新报送。",
        actor.unit_name,
        actor.name,
        show(deposit.received),
        deposit.expected.task.title,
        deposit.file.as_ref().map_or("", |file| file.name.as_str())
    )
}

fn store_revision(
    conn: &mut Conn,
    actor: &Actor,
    deposit: Deposit,
    signer: &Signer,
) -> Result<Sent, Problem> {
    let now = renewed(conn, &deposit)?;
    let Expected { form, task, table, unit, standing, .. } = &now;
    open_for(&now, deposit.received)?;
    if let Some(file) = &deposit.file {
        revisions::note_object(conn, file, deposit.received)?;
    }
    let received = deposit.received;
    let revision = revision(deposit, &now, actor.account);
    let stored = revisions::insert(conn, form, &revision)?;
    let first_valid = standing.first_valid.map_or(received, |first| first.min(received));
    let late_by = table.clocks(standing.extended).late_by(first_valid);
    let number = format!("{}-{:04}-{}-{:02}", task.year, task.id, unit.code, revision.number);
    let due = table.due.as_ref();
    let phrase = due.map_or_else(String::new, |due| due.phrase.clone());
    // Whatever stands outside the snapshot and on the receipt is under the chain's hash as well.
    let detail = serde_json::json!({
        "campaign": task.id, "revision": stored.id, "number": revision.number, "digest": stored.digest,
        "channel": revision.channel.code(), "file": revision.file.as_ref().map(|file| &file.sha256),
        "deliverable": revision.deliverable, "key": revision.key, "fingerprint": revision.fingerprint,
        "receipt": number, "phrase": phrase, "due": due.map(|due| due.instant.timestamp_millis()),
        "extended": standing.extended.map(|until| until.timestamp_millis()),
        "late": late_by.map(|late| late.num_milliseconds()), "signer": signer.id(),
    });
    let link = audit::append(
        conn,
        audit::Entry {
            chain: audit::chain_of(&unit.code),
            at: received,
            account: Some(actor.account),
            verb: "submit",
            subject: format!("revision {}", stored.id),
            detail: detail.to_string(),
        },
    )?;
    let receipt = Receipt {
        number: format!("{number}-{}", &link.hash[..6]),
        phrase,
        due: due.map(|due| due.instant),
        extended: standing.extended,
        late_by,
        link,
    };
    let stated = revisions::Stated {
        receipt: &receipt,
        campaign: task.id,
        deliverable: revision.deliverable,
        unit: &unit.code,
        revision: revision.number,
        received,
        file: revision.file.as_ref().map(|file| file.sha256.as_str()),
        figures: &stored.figures,
        digest: &stored.digest,
    };
    let proof = signer.sign(stated.statement()).text();
    revisions::insert_receipt(conn, stored.id, &receipt, &proof)?;
    standings::note_revision(conn, standing, task.id, (stored.id, revision.nil, received))?;
    let (revision, answers, findings) = revision.issued((stored, receipt), unit, actor);
    Ok(Sent { form: Arc::clone(form), revision, answers, findings })
}

/// Campaign, deadline and standing as they are now that nobody else can change the unit's.
fn renewed(conn: &mut Conn, deposit: &Deposit) -> Result<Expected, Problem> {
    let before = &deposit.expected;
    let (task, table) = campaigns::with_table(conn, before.task.id)?;
    let standing = standings::find(conn, task.id, before.unit.id)?.ok_or_else(Problem::not_found)?;
    Ok(Expected { task, table, standing, ..before.clone() })
}

fn revision(deposit: Deposit, expected: &Expected, account: i64) -> NewRevision {
    let Judged { reading, findings, words, .. } = deposit.judged;
    NewRevision {
        campaign: expected.task.id,
        deliverable: expected.table.id,
        unit: expected.unit.id,
        number: expected.standing.revisions + 1,
        channel: deposit.channel,
        account,
        received: deposit.received,
        key: deposit.key,
        fingerprint: deposit.fingerprint,
        file: deposit.file,
        sheet: reading.sheet,
        nil: reading.nil,
        filled_on: reading.date.map(|date| date.to_string()),
        reporter: deposit.reporter,
        remark: deposit.remark,
        answers: reading.answers,
        findings: findings.into_iter().zip(words).collect(),
    }
}
