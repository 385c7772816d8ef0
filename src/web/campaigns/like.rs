//! 沿用: the fields of a new campaign, filled in from the one of an earlier year.

use chrono::NaiveTime;

use super::super::pages::campaign::{CampaignValues, ClockFields, Material};
use super::super::views;
use crate::campaign::Deliverable;
use crate::campaign::next_year::Years;
use crate::vocabulary::Level;
use crate::workflow::campaigns::Continued;
use crate::workflow::forms;

/// Fills in what an earlier campaign asked, a year later. The theme is each year's own and stays blank, and so
/// do the days that are holidays.
pub(super) fn fill_in(values: &mut CampaignValues, like: &Continued, closing: NaiveTime) {
    let Continued { task, form, deliverables, .. } = like;
    let years = Years { from: task.year, to: task.year + 1 };
    values.title = years.words(&task.title);
    values.form = form.as_deref().map_or(String::new(), forms::name_of);
    values.year = years.to.to_string();
    values.period = years.words(&task.period);
    values.issuer = task.issuer.clone();
    values.shift = task.days_off.shift.code().to_owned();
    values.returned_is_missing = task.returned_is_missing;
    values.paper_copy = task.paper_copy;
    values.like = task.id.to_string();
    let table = deliverables.iter().find(|asked| asked.is_table());
    values.without_table = table.is_none();
    values.clock = table.map_or_else(ClockFields::default, |table| clock(table, years, closing));
    let others = deliverables.iter().filter(|asked| !asked.is_table());
    values.materials =
        (1..).zip(others).map(|(number, asked)| material(number, asked, years, closing)).collect();
}

fn material(number: usize, asked: &Deliverable, years: Years, closing: NaiveTime) -> Material {
    Material {
        kind: asked.kind.code().to_owned(),
        level: asked.level.map_or("", Level::code).to_owned(),
        required: asked.required,
        name: years.words(&asked.title),
        clock: clock(asked, years, closing),
        files: asked.files.kinds.join("、"),
        largest: asked.files.most_bytes.map_or(String::new(), |most| (most >> 20).to_string()),
        ..Material::blank(number)
    }
}

fn clock(asked: &Deliverable, years: Years, closing: NaiveTime) -> ClockFields {
    let close_at =
        asked.close.and_then(|close| years.instant(close)).map_or(String::new(), views::campaign::field);
    let before = ClockFields { close_at, ..views::campaign::clock_fields(asked) };
    let Some(due) = &asked.due else { return before };
    let (phrase, instant) = years.due(due, closing);
    ClockFields { phrase, due_at: instant.map_or(String::new(), views::campaign::field), ..before }
}
