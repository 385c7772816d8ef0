//! A notice's proposal as the fields of a new campaign: what the notice says is filled in, what it does not say
//! stays empty.

use super::super::pages::campaign::{CampaignValues, ClockFields, Material};
use super::super::views;
use crate::campaign::DeliverableKind;
use crate::notice::{Deliverable, Quoted};
use crate::vocabulary::Level;
use crate::workflow::notice::Proposed;

/// The longest title of a campaign, in characters.
const LONGEST_TITLE: usize = 100;

/// Fills in what a notice says.
pub(super) fn fill_in(values: &mut CampaignValues, proposed: &Proposed) {
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
    match &proposed.form {
        Some(form) => values.form = form.clone(),
        // No form asks for what the annex asks: which one it is to be is for the author to say.
        None if proposal.annex.is_some() => values.form = String::new(),
        None => {}
    }
    values.notice = proposed.kept.id.to_string();
    let asked: Vec<&Deliverable> = proposal.deliverables.iter().map(|asked| &asked.value).collect();
    let table = asked.iter().find(|asked| is_table(asked));
    values.without_table = table.is_none();
    values.clock = table.map_or_else(ClockFields::default, |table| clock(table));
    let others = asked.iter().filter(|asked| !is_table(asked));
    values.materials = (1..).zip(others).map(|(number, asked)| material(number, asked)).collect();
}

/// The table that units fill in, rather than a county's sum of them.
fn is_table(asked: &Deliverable) -> bool {
    asked.kind == DeliverableKind::Table && asked.level.is_none()
}

fn material(number: usize, asked: &Deliverable) -> Material {
    Material {
        kind: asked.kind.code().to_owned(),
        level: asked.level.map_or("", Level::code).to_owned(),
        required: asked.required,
        name: asked.name.clone(),
        clock: clock(asked),
        ..Material::blank(number)
    }
}

/// What the notice gives no time for has no deadline.
fn clock(asked: &Deliverable) -> ClockFields {
    ClockFields {
        open: asked.phrase.is_none(),
        phrase: asked.phrase.clone().unwrap_or_default(),
        due_at: asked.instant.map(views::campaign::field).unwrap_or_default(),
        ..ClockFields::default()
    }
}
