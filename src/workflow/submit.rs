//! 上报: one walk for a clerk's page, for programs and for a superior who reports on behalf (代报).
//!
//! Key, place and draft are looked up once, at one moment. What came is read and judged once; what stands in the
//! way goes back with every finding at its cell. A sheet without an obstacle is deposited (`deposit`): there, under
//! the lock of the unit's row, everything is decided anew, and revision, figures, findings, explanations, audit
//! entry and receipt become one transaction.
//!
//! The time that counts is when the whole sending request had arrived; the caller took it.

use std::collections::BTreeMap;

use super::Service;
use super::content::{Came, Content};
use super::deposit::{Deposit, Taken, deposit, same_request};
use super::draft::put;
use super::expected::{Expected, find, open_for};
use super::judged::{Judged, Words, judge_reading};
use crate::problem::Problem;
use crate::store::drafts::{self, Saved};
use crate::store::objects::sha256;
use crate::store::{Conn, revisions};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// A sheet on its way: where it goes, how its request is known, and what came.
#[derive(Clone, Debug)]
pub struct Sending {
    pub campaign: i64,
    pub unit: String,
    /// The idempotency key: the same one twice is one revision.
    pub key: String,
    /// What was asked under this key, as [`fingerprint`] has it: another request with it is noticed.
    pub fingerprint: String,
    /// When the whole request had arrived.
    pub received: Instant,
    pub content: Content,
    /// Explanations that came with it.
    pub words: Words,
}

impl Sending {
    /// A clerk's “报送” of the unit's draft, in the version that was seen, with explanations by index of finding.
    pub fn of_draft(
        (campaign, unit): (i64, String),
        version: i64,
        words: BTreeMap<usize, String>,
        key: String,
        received: Instant,
    ) -> Sending {
        let said: Vec<String> = words.iter().map(|(index, words)| format!("{index}\u{1f}{words}")).collect();
        let request = format!("{campaign}\n{unit}\n{version}\n{}", said.join("\u{1e}"));
        Sending {
            campaign,
            unit,
            key,
            fingerprint: fingerprint(request.as_bytes()),
            received,
            content: Content::Draft { version },
            words: Words::ByIndex(words),
        }
    }
}

/// What became of it.
#[derive(Debug)]
pub enum Outcome {
    Taken(Taken),
    /// Something stands in the way; a draft keeps the explanations.
    Unfit(Box<(Expected, Judged)>),
}

/// The fingerprint of a request: SHA-256 in lower-case hexadecimal.
pub fn fingerprint(request: &[u8]) -> String {
    sha256(request)
}

/// Sends a sheet.
pub fn submit(service: &Service, actor: &Actor, sending: Sending) -> Result<Outcome, Problem> {
    let place = match look_up(service, actor, &sending)? {
        Found::Before(before) => {
            let by_program = sending.content.is_of_program();
            return same_request(before, &sending.fingerprint, by_program).map(Outcome::Taken);
        }
        Found::Place(place) => *place,
    };
    let Sending { key, fingerprint, received, .. } = sending;
    let (expected, judged, came) =
        judged(service, actor, place, (sending.content, &sending.words), received)?;
    if !judged.obstacles.is_empty() {
        if let Some((version, draft)) = came.draft {
            put(service, actor, &expected, version, draft)?;
        }
        return Ok(Outcome::Unfit(Box::new((expected, judged))));
    }
    let ready = Deposit {
        channel: came.channel,
        key,
        fingerprint,
        received,
        file: came.paper.keep(&service.store.objects)?,
        reporter: came.reporter,
        remark: came.remark,
        draft: came.draft.map(|(version, _)| version),
        judged,
        expected,
    };
    deposit(service, actor, ready).map(Outcome::Taken)
}

/// Judges a sheet that is not sent; nothing is stored.
pub fn judge_only(service: &Service, actor: &Actor, sending: Sending) -> Result<(Expected, Judged), Problem> {
    let place = service.store.read(|conn| place(service, conn, actor, &sending))?;
    let content = (sending.content, &sending.words);
    let (expected, judged, _) = judged(service, actor, place, content, sending.received)?;
    Ok((expected, judged))
}

/// A unit's place in a campaign, and its draft where that is what is sent.
type Place = (Expected, Option<Saved>);

/// What a request is about.
enum Found {
    /// A revision made by the same key: the number of its receipt, the fingerprint of its request.
    Before((String, String)),
    Place(Box<Place>),
}

/// Key and draft are looked up at one moment: the stroke that makes a revision takes its draft away, and whoever
/// saw the one undone must not miss the other.
fn look_up(service: &Service, actor: &Actor, sending: &Sending) -> Result<Found, Problem> {
    service.store.read(|conn| match revisions::by_key(conn, actor.account, &sending.key)? {
        Some(before) => Ok(Found::Before(before)),
        None => Ok(Found::Place(Box::new(place(service, conn, actor, sending)?))),
    })
}

fn place(service: &Service, conn: &mut Conn, actor: &Actor, sending: &Sending) -> Result<Place, Problem> {
    let expected = find(service, conn, actor, sending.campaign, &sending.unit)?;
    let saved = match sending.content {
        Content::Draft { .. } => drafts::find(conn, &expected.form, expected.task.id, expected.unit.id)?,
        _ => None,
    };
    Ok((expected, saved))
}

/// Reads what came and judges it with its explanations.
fn judged(
    service: &Service,
    actor: &Actor,
    (expected, saved): Place,
    (content, words): (Content, &Words),
    received: Instant,
) -> Result<(Expected, Judged, Came), Problem> {
    open_for(&expected, received)?;
    let (reading, mut came) = content.read(service, actor, &expected, saved)?;
    let judged = judge_reading(&expected, reading);
    let explanations = came.explained(words.explanations(&expected.form, &judged));
    let judged = judged.explained(&expected.form, &explanations);
    Ok((expected, judged, came))
}
