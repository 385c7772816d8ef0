//! A file that nobody could place is placed by hand: whoever confirms says whose it is, or what it is, or both.

use std::collections::BTreeMap;

use super::super::Service;
use super::super::package;
use super::materials::{Material, stands_in_the_way};
use super::tables::{Batch, STRANGER};
use crate::problem::{Problem, ProblemCode};
use crate::store::{campaigns, deliveries};
use crate::vocabulary::{Actor, UnitCode};

/// Where a file belongs, as far as somebody said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// Code or name of the unit; empty: as it was found.
    pub unit: String,
    /// Number of the deliverable; `None`: as it was found.
    pub deliverable: Option<i64>,
}

/// A number or a code with what it is called.
type Named<T> = Vec<(T, String)>;

/// What a file can be placed at: material that is asked for, and units of which it is asked, as far as the actor sees.
pub(super) fn choices(
    service: &Service,
    actor: &Actor,
    batch: &Batch,
) -> Result<(Named<i64>, Named<String>), Problem> {
    if batch.loose.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    service.store.read(|conn| {
        let asked = campaigns::deliverables(conn, batch.task.id)?;
        let asked: Vec<_> = asked.into_iter().filter(|asked| !asked.is_table()).collect();
        let mut units = BTreeMap::new();
        for one in &asked {
            for standing in deliveries::below(conn, one, &actor.path)? {
                units.insert(standing.code, standing.name);
            }
        }
        let offered = asked.into_iter().map(|asked| (asked.id, asked.title)).collect();
        Ok((offered, units.into_iter().collect()))
    })
}

/// The same files, those placed anew of which somebody said where they belong.
pub(super) fn place_by_hand(
    service: &Service,
    actor: &Actor,
    batch: &Batch,
    (mut found, places): (Vec<Material>, &BTreeMap<usize, Placed>),
) -> Result<Vec<Material>, Problem> {
    for material in &mut found {
        let said = places.get(&material.ordinal).filter(|said| **said != Placed::default());
        if let Some(said) = said {
            place(service, actor, batch, material, said)?;
        }
    }
    Ok(found)
}

fn place(
    service: &Service,
    actor: &Actor,
    batch: &Batch,
    material: &mut Material,
    said: &Placed,
) -> Result<(), Problem> {
    let unit = match said.unit.trim() {
        "" => material.unit.as_ref().map(|(code, _)| code.clone()),
        words => code_of(batch, words),
    };
    let deliverable = said.deliverable.or(material.deliverable.as_ref().map(|(id, _)| *id));
    (material.unit, material.deliverable) = (None, None);
    let Some(code) = unit else {
        material.refusal = "没有写明是哪个单位的，或者没有这个单位；请填单位代码或全称".to_owned();
        return Ok(());
    };
    let package = match package::package(service, actor, batch.task.id, &code) {
        Ok(package) => package,
        Err(problem) if problem.code == ProblemCode::NotFound => {
            material.refusal = STRANGER.to_owned();
            return Ok(());
        }
        Err(problem) => return Err(problem),
    };
    let Some(asked) = package.asked.iter().find(|asked| Some(asked.deliverable.id) == deliverable) else {
        material.refusal = "没有选是哪项材料，或者没有要求该单位报这一项".to_owned();
        return Ok(());
    };
    material.unit = Some((package.position.unit.code.clone(), package.position.unit.name.clone()));
    material.deliverable = Some((asked.deliverable.id, asked.deliverable.title.clone()));
    material.refusal = stands_in_the_way(&package, asked);
    Ok(())
}

/// A unit by its code, or by a name that is nobody else's.
fn code_of(batch: &Batch, words: &str) -> Option<String> {
    let register = batch.units.register();
    // As the page offers them: `370320001 沂源县南麻市场监督管理所`.
    let first = words.split_whitespace().next().unwrap_or_default();
    if let Some(unit) = register.get(&UnitCode::new(first)) {
        return Some(unit.code.to_string());
    }
    match batch.units.names().within(words).as_slice() {
        [only] => Some(only.as_str().to_owned()),
        _ => None,
    }
}
