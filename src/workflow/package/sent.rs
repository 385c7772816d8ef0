//! 报送: the files that lie at a deliverable become one revision of it, with a receipt by its own clock.
//!
//! Everything is decided under the lock of the unit's row of that deliverable. The same request twice is one
//! revision. A later set of files is a revision of its own, and what was sent before stays as it was.

use super::super::clock::{self, Look};
use super::super::expected::open_at;
use super::super::{Service, secrets};
use super::position::{Position, position};
use crate::campaign::{Deliverable, Standing};
use crate::problem::{Problem, ProblemCode};
use crate::store::deliveries::{self, NewDelivery};
use crate::store::pending::{self, Pending};
use crate::store::revisions::{Channel, Receipt};
use crate::store::{Conn, audit, campaigns, messages, seen};
use crate::submit::draft::DraftFile;
use crate::vocabulary::Actor;
use crate::vocabulary::statement::Signer;
use crate::vocabulary::time::{Instant, show};
use crate::workflow::submit::fingerprint;

/// What is to be sent.
#[derive(Clone, Debug)]
pub struct Deliver {
    /// Which deliverables; empty: all at which files lie.
    pub deliverables: Vec<i64>,
    /// The idempotency key: the same one twice is one revision of each.
    pub key: String,
    pub channel: Channel,
    /// When the whole request had arrived.
    pub received: Instant,
}

/// Sends them, all or none; the numbers of the receipts, in the order of the deliverables.
pub fn deliver(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    sending: Deliver,
) -> Result<Vec<String>, Problem> {
    let (position, wanted) = service.store.read(|conn| {
        let position = position(conn, actor, campaign, code)?;
        let waiting = pending::of_unit(conn, campaign, position.unit.id)?;
        let wanted = wanted(&position, &sending.deliverables, &waiting)?;
        Ok((position, wanted))
    })?;
    let channel = if position.is_on_behalf(actor) { Channel::Behalf } else { sending.channel };
    let sending = Deliver { channel, ..sending };
    let (actor, signer) = (actor.clone(), service.signer()?);
    clock::watch(service, sending.received, Look::Between);
    service.store.write(move |conn| {
        wanted.iter().map(|id| one(conn, &actor, &position, *id, (&sending, &wanted, &signer))).collect()
    })
}

fn wanted(position: &Position, named: &[i64], waiting: &[Pending]) -> Result<Vec<i64>, Problem> {
    if !named.is_empty() {
        return named.iter().map(|id| Ok(position.deliverable(*id)?.id)).collect();
    }
    let has_files = |asked: &&Deliverable| waiting.iter().any(|file| file.deliverable == Some(asked.id));
    let all: Vec<i64> = position.asked.iter().filter(has_files).map(|asked| asked.id).collect();
    if all.is_empty() { Err(nothing()) } else { Ok(all) }
}

fn nothing() -> Problem {
    Problem::field("file", "还没有放入要报送的文件。")
}

fn one(
    conn: &mut Conn,
    actor: &Actor,
    position: &Position,
    id: i64,
    (sending, wanted, signer): (&Deliver, &[i64], &Signer),
) -> Result<String, Problem> {
    let (campaign, unit) = (position.task.id, &position.unit);
    deliveries::lock(conn, id, unit.id)?;
    let key = format!("{}-{id}", sending.key);
    let request = fingerprint(format!("{campaign}\n{}\n{id}", unit.code).as_bytes());
    if let Some((receipt, before)) = deliveries::by_key(conn, actor.account, &key)? {
        return if before == request { Ok(receipt) } else { Err(used(&receipt)) };
    }
    let task = campaigns::load(conn, campaign)?;
    let asked = campaigns::deliverable(conn, id)?;
    let standing = deliveries::of_one(conn, &asked, unit)?.ok_or_else(Problem::not_found)?;
    let clocks = asked.clocks(standing.extended);
    open_at(&task, &clocks, sending.received, "材料")?;
    let waiting = pending::of_unit(conn, campaign, unit.id)?.into_iter();
    let waiting: Vec<Pending> = waiting.filter(|file| file.deliverable == Some(id)).collect();
    if waiting.is_empty() {
        return Err(nothing());
    }
    let new = NewDelivery {
        campaign,
        deliverable: id,
        unit: unit.id,
        number: standing.revisions + 1,
        channel: sending.channel,
        account: actor.account,
        received: sending.received,
        key,
        fingerprint: request,
        files: waiting.iter().map(|file| file.file.clone()).collect(),
    };
    seen::bind(conn, &new.files)?;
    if sending.channel == Channel::Behalf && wanted.first() == Some(&id) {
        let words = told(actor, position, wanted, sending.received);
        messages::leave(conn, &[unit.id], Some(campaign), &words, sending.received)?;
    }
    let year = task.year;
    let number = format!("{year}-{campaign:04}-{}-{id}-{:02}", unit.code, new.number);
    let receipt = receipt(conn, (&asked, &standing), (&unit.code, number), (&new, signer))?;
    let proof = proof(&new, &receipt, &unit.code, signer);
    let delivery = deliveries::insert(conn, &new, &receipt, &proof)?;
    deliveries::note_delivery(conn, id, &standing, (delivery, sending.received))?;
    pending::take(conn, waiting.into_iter().map(|file| file.id).collect())?;
    Ok(receipt.number)
}

fn used(receipt: &str) -> Problem {
    let words = format!("这次报送的编号已用于另一份内容（回执 {receipt}）。请刷新页面后重新报送。");
    Problem::new(ProblemCode::KeyReused, words)
}

/// The receipt, hung into the unit's chain with everything that was sent.
fn receipt(
    conn: &mut Conn,
    (asked, standing): (&Deliverable, &Standing),
    (code, number): (&str, String),
    (new, signer): (&NewDelivery, &Signer),
) -> Result<Receipt, Problem> {
    let first = standing.first_valid.map_or(new.received, |first| first.min(new.received));
    let late_by = asked.clocks(standing.extended).late_by(first);
    let phrase = asked.due.as_ref().map_or_else(String::new, |due| due.phrase.clone());
    let due = asked.due.as_ref().map(|due| due.instant);
    let file = |file: &DraftFile| serde_json::json!({ "name": file.name, "bytes": file.bytes, "sha256": file.sha256 });
    let detail = serde_json::json!({
        "campaign": new.campaign, "deliverable": new.deliverable, "number": new.number,
        "digest": deliveries::digest(&new.files), "channel": new.channel.code(),
        "contents": new.files.iter().map(file).collect::<Vec<_>>(), "key": new.key,
        "fingerprint": new.fingerprint, "receipt": number, "phrase": phrase,
        "due": due.map(|due| due.timestamp_millis()),
        "extended": standing.extended.map(|until| until.timestamp_millis()),
        "late": late_by.map(|late| late.num_milliseconds()), "signer": signer.id(),
    });
    let entry = audit::Entry {
        chain: audit::chain_of(code),
        at: new.received,
        account: Some(new.account),
        verb: "deliver",
        subject: format!("deliverable {}", new.deliverable),
        detail: detail.to_string(),
    };
    let link = audit::append(conn, entry)?;
    let number = format!("{number}-{}", &link.hash[..6]);
    Ok(Receipt { number, phrase, due, extended: standing.extended, late_by, link })
}

/// The signed text of a receipt.
fn proof(new: &NewDelivery, receipt: &Receipt, unit: &str, signer: &Signer) -> String {
    let stated = deliveries::Stated {
        receipt,
        campaign: new.campaign,
        deliverable: new.deliverable,
        unit,
        number: new.number,
        received: new.received,
        files: &new.files,
        digest: &deliveries::digest(&new.files),
    };
    signer.sign(stated.statement()).text()
}

/// What a unit is told of material that its superior sent for it.
fn told(actor: &Actor, position: &Position, sent: &[i64], received: Instant) -> String {
    let titles: Vec<&str> = position
        .asked
        .iter()
        .filter(|asked| sent.contains(&asked.id))
        .map(|asked| asked.title.as_str())
        .collect();
    format!(
        "{}（{}）已于 {} 代本单位报送“{}”的{}。如有不符，请联系代报单位或自行重新报送。",
        actor.unit_name,
        actor.name,
        show(received),
        position.task.title,
        titles.join("、")
    )
}

/// A key for one press of a button.
pub(super) fn fresh_key() -> Result<String, Problem> {
    secrets::reference()
}
