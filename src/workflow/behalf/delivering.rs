//! Material of a batch is sent: the files that were ticked become one revision of each unit's deliverable.
//!
//! What a unit put down itself is never sent along: where something of its own waits, nothing is sent for it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Service;
use super::super::package::{self, Deliver};
use super::materials::{Material, OWN};
use crate::problem::Problem;
use crate::store::deliveries::{by_key, digest};
use crate::store::revisions::Channel;
use crate::submit::draft::DraftFile;
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// What became of one table, or of one file without one.
#[derive(Clone, Debug)]
pub struct Sent {
    pub file: String,
    pub unit: String,
    /// Number of the receipt, or why there is none.
    pub outcome: Result<String, String>,
}

/// Sends the materials that were ticked, each unit's deliverable by itself.
pub(super) fn deliver(
    service: &Service,
    actor: &Actor,
    (campaign, batch): (i64, &str),
    (materials, ticked): (Vec<Material>, &BTreeSet<usize>),
    received: Instant,
) -> Result<Vec<Sent>, Problem> {
    let mut sent = Vec::new();
    let mut sets: BTreeMap<(String, i64), Vec<Material>> = BTreeMap::new();
    for material in materials.into_iter().filter(|material| ticked.contains(&material.ordinal)) {
        match (&material.unit, &material.deliverable) {
            (Some((code, _)), Some((id, _))) => sets.entry((code.clone(), *id)).or_default().push(material),
            _ => sent.push(outcome(&material, Err(material.refusal.clone()))),
        }
    }
    for ((code, deliverable), set) in sets {
        let files: Vec<DraftFile> = set.iter().map(|material| material.file.clone()).collect();
        let sending = Deliver {
            deliverables: vec![deliverable],
            key: format!("{batch}-{code}-{}", &digest(&files)[..16]),
            channel: Channel::Behalf,
            received,
        };
        let receipt =
            one(service, actor, (campaign, &code), sending, &files).map_err(|problem| problem.text());
        sent.extend(set.iter().map(|material| outcome(material, receipt.clone())));
    }
    Ok(sent)
}

fn outcome(material: &Material, outcome: Result<String, String>) -> Sent {
    let unit = material.unit.as_ref().map_or_else(String::new, |(_, name)| name.clone());
    Sent { file: material.file.name.clone(), unit, outcome }
}

fn one(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    sending: Deliver,
    files: &[DraftFile],
) -> Result<String, Problem> {
    let deliverable = sending.deliverables[0];
    let key = format!("{}-{deliverable}", sending.key);
    if let Some((receipt, _)) = service.store.read(|conn| by_key(conn, actor.account, &key))? {
        return Ok(receipt);
    }
    let whole = package::package(service, actor, campaign, code)?;
    let asked = whole.asked.iter().find(|asked| asked.deliverable.id == deliverable);
    let closed = asked.map_or_else(String::new, |asked| package::closed_for(&whole, asked));
    if !closed.is_empty() {
        return Err(Problem::not_open(closed));
    }
    // Left there by the same request, which broke off.
    let is_ours = |sha256: &str| files.iter().any(|file| file.sha256 == sha256);
    if asked.is_some_and(|asked| asked.pending.iter().any(|waiting| !is_ours(&waiting.file.sha256))) {
        return Err(Problem::not_open(OWN));
    }
    let sent = put_and_send(service, actor, (campaign, code), (deliverable, sending), files);
    if sent.is_err() {
        let left = package::package(service, actor, campaign, code)?;
        let asked = left.asked.iter().filter(|asked| asked.deliverable.id == deliverable);
        for waiting in asked.flat_map(|asked| &asked.pending).filter(|waiting| is_ours(&waiting.file.sha256))
        {
            package::remove(service, actor, (campaign, code), waiting.id)?;
        }
    }
    sent
}

fn put_and_send(
    service: &Service,
    actor: &Actor,
    place: (i64, &str),
    (deliverable, sending): (i64, Deliver),
    files: &[DraftFile],
) -> Result<String, Problem> {
    for file in files {
        let bytes = service.store.objects.fetch(&file.sha256)?;
        package::receive_whole(service, actor, place, (Some(deliverable), &file.name), &bytes)?;
    }
    let receipts = package::deliver(service, actor, place, sending)?;
    receipts.into_iter().next().ok_or_else(Problem::broken)
}
