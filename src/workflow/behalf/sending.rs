//! Tables are sent, each through the same walk as a clerk's own; one that fails does not stop the others.

use std::collections::BTreeMap;

use super::super::Service;
use super::super::content::Content;
use super::super::judged::Words;
use super::super::submit::{Outcome, Sending, fingerprint, submit};
use super::tables::{HARD, STRANGER, TWIN, Table, is_hard, tables, twins};
use crate::campaign::Task;
use crate::problem::{Problem, ProblemCode};
use crate::store::units;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, UnitCode};

/// What became of one table.
#[derive(Clone, Debug)]
pub struct Sent {
    pub file: String,
    pub unit: String,
    /// Number of the receipt, or why there is none.
    pub outcome: Result<String, String>,
}

/// Sends the tables that were ticked, with the explanations given for them.
pub fn send(
    service: &Service,
    actor: &Actor,
    (campaign, batch): (i64, &str),
    ticked: &BTreeMap<usize, BTreeMap<usize, String>>,
    received: Instant,
) -> Result<(Task, Vec<Sent>), Problem> {
    let (task, tables) = tables(service, actor, campaign, batch)?;
    let twins = twins(&tables);
    let mut sent = Vec::new();
    for (ordinal, Table { file, found }) in tables.into_iter().enumerate() {
        let Some(words) = ticked.get(&ordinal) else { continue };
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
