//! What was ticked is sent: tables through the same walk as a clerk's own, materials set by set; one that fails does not
//! stop the others.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Service;
use super::super::content::Content;
use super::super::judged::Words;
use super::super::submit::{Outcome, Sending, fingerprint, submit};
use super::delivering::{Sent, deliver};
use super::materials::materials;
use super::placed::{Placed, place_by_hand};
use super::tables::{Batch, HARD, STRANGER, TWIN, Table, is_hard, read_batch, twins};
use crate::campaign::Task;
use crate::problem::{Problem, ProblemCode};
use crate::store::units;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, UnitCode};

/// What is to be sent of a batch.
#[derive(Clone, Debug, Default)]
pub struct Ticked {
    /// Tables by position, with the explanations given for them.
    pub tables: BTreeMap<usize, BTreeMap<usize, String>>,
    /// Files without a table, by position.
    pub materials: BTreeSet<usize>,
    /// Where somebody said by hand that such a file belongs.
    pub places: BTreeMap<usize, Placed>,
}

/// Sends what was ticked.
pub fn send(
    service: &Service,
    actor: &Actor,
    (campaign, batch): (i64, &str),
    ticked: &Ticked,
    received: Instant,
) -> Result<(Task, Vec<Sent>), Problem> {
    let read = read_batch(service, actor, campaign, batch)?;
    // Before a table is sent: what a unit sent decides what its materials are.
    let materials = match ticked.materials.is_empty() {
        true => Vec::new(),
        false => {
            let found = materials(service, actor, &read)?;
            place_by_hand(service, actor, &read, (found, &ticked.places))?
        }
    };
    let Batch { task, tables, .. } = read;
    let twins = twins(&tables);
    let mut sent = Vec::new();
    for (ordinal, Table { file, found }) in tables.into_iter().enumerate() {
        let Some(words) = ticked.tables.get(&ordinal) else { continue };
        let name = file.name.clone();
        let (unit, outcome) = match found {
            Err(refusal) => (String::new(), Err(refusal)),
            Ok((unit, _)) if twins.contains(&unit) => {
                (name_in_sight(service, actor, &unit)?, Err(TWIN.to_owned()))
            }
            Ok((unit, reading)) => {
                let known = name_in_sight(service, actor, &unit)?;
                let sending = Sending {
                    campaign,
                    unit: unit.as_str().to_owned(),
                    key: format!("{batch}-{ordinal}"),
                    fingerprint: fingerprint(format!("{}\n{words:?}", file.sha256).as_bytes()),
                    received,
                    content: Content::Table { file, reading: Box::new(reading) },
                    words: Words::ByIndex(words.clone()),
                };
                (known, send_one(service, actor, sending))
            }
        };
        sent.push(Sent { file: name, unit, outcome });
    }
    sent.extend(deliver(service, actor, (campaign, batch), (materials, &ticked.materials), received)?);
    Ok((task, sent))
}

/// The name of a unit, where its figures may be seen.
fn name_in_sight(service: &Service, actor: &Actor, code: &UnitCode) -> Result<String, Problem> {
    let unit = service.store.read(|conn| units::by_code(conn, code.as_str()))?;
    Ok(unit.filter(|unit| actor.reaches(&unit.path)).map_or_else(String::new, |unit| unit.name))
}

/// Number of the receipt, or why there is none.
fn send_one(service: &Service, actor: &Actor, sending: Sending) -> Result<String, String> {
    match submit(service, actor, sending) {
        Ok(Outcome::Taken(taken)) => Ok(taken.receipt().to_owned()),
        Ok(Outcome::Unfit(found)) if is_hard(&found.1) => Err(HARD.to_owned()),
        Ok(Outcome::Unfit(found)) => Err(found.1.unfit().text()),
        Err(problem) if problem.code == ProblemCode::NotFound => Err(STRANGER.to_owned()),
        Err(problem) => Err(problem.text()),
    }
}
