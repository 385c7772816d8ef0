//! A notice's proposal as the fields of a new campaign: what the notice says is filled in, what it does not say
//! stays empty.

use super::super::pages::campaign::{CampaignValues, ClockFields, Material};
use super::super::views;
use crate::campaign::DeliverableKind;
use crate::notice::{Deliverable, Quoted};
use crate::workflow::notice::Proposed;

/// The longest title of a campaign, in characters.
const LONGEST_TITLE: usize = 100;

/// Fills in what a notice says; the names of material for which there was no field.
pub(super) fn fill_in(values: &mut CampaignValues, proposed: &Proposed) -> Vec<String> {
    let proposal = &proposed.proposal;
    let said = |quoted: &Option<Quoted<String>>| quoted.as_ref().map(|quoted| quoted.value.clone());
    let annex = proposal.annex.as_ref().and_then(|annex| annex.title.clone());
    let title = annex.or_else(|| said(&proposal.title)).unwrap_or_default();
    values.title = title.chars().take(LONGEST_TITLE).collect();
    values.year = proposal.year.as_ref().map_or_else(String::new, |year| year.value.to_string());
    values.theme = said(&proposal.theme).unwrap_or_default();
    if let Some(issuer) = said(&proposal.issuer) {
        values.issuer = issuer;
    }
    values.period = proposal.window.as_ref().map_or_else(String::new, |window| {
        let day = |day: chrono::NaiveDate| day.format("%-m月%-d日").to_string();
        format!("{}至{}", day(window.value.first), day(window.value.last))
    });
    if let Some(form) = &proposed.form {
        values.form = form.clone();
    }
    values.notice = proposed.kept.id.to_string();
    let asked: Vec<&Deliverable> = proposal.deliverables.iter().map(|asked| &asked.value).collect();
    let table = asked.iter().find(|asked| asked.kind == DeliverableKind::Table);
    values.clock = table.map_or_else(ClockFields::default, |table| clock(table));
    let others = asked.iter().filter(|asked| asked.kind != DeliverableKind::Table);
    others.filter(|other| !tick(&mut values.materials, other)).map(|other| other.name.clone()).collect()
}

/// Ticks the material that is asked for; a second one of its kind goes under other material. Whether there was a place.
fn tick(materials: &mut [Material], asked: &Deliverable) -> bool {
    let free =
        |kind: DeliverableKind| move |material: &&mut Material| material.kind == kind && !material.ticked;
    let place = match materials.iter_mut().find(free(asked.kind)) {
        Some(place) => place,
        None => match materials.iter_mut().find(free(DeliverableKind::Other)) {
            Some(place) => place,
            None => return false,
        },
    };
    place.ticked = true;
    place.name = asked.name.clone();
    place.required = asked.required;
    place.clock = clock(asked);
    true
}

fn clock(asked: &Deliverable) -> ClockFields {
    ClockFields {
        phrase: asked.phrase.clone().unwrap_or_default(),
        due_at: asked.instant.map(views::campaign::field).unwrap_or_default(),
        ..ClockFields::default()
    }
}
