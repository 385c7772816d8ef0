//! The form of a new campaign, with what was typed, what it was understood to mean, and what is wrong.

use super::super::forms::choices;
use super::super::frame;
use super::clocks::day_off;
use crate::campaign::{DaysOff, Due, Shift};
use crate::vocabulary::Actor;
use crate::web::pages::campaign::{CampaignValues, NewCampaignPage};
use crate::web::pages::layout::Choice;
use crate::web::pages::notice::NoticeRead;
use crate::workflow::forms::Listed;

/// The page for a new campaign, with what was typed and what was wrong with it.
pub fn new_page(
    (values, read): (CampaignValues, Option<NoticeRead>),
    known: &[Listed],
    understood: Option<(Due, DaysOff)>,
    errors: &[(Option<String>, String)],
    actor: &Actor,
    csrf: &str,
) -> NewCampaignPage {
    let frame = frame("布置填报任务", actor, csrf)
        .section("/campaigns")
        .through("填报任务", "/campaigns")
        .here("布置填报任务");
    NewCampaignPage {
        frame: frame.wrong(errors),
        forms: choices(known),
        shifts: Shift::ALL.into_iter().map(|shift| Choice::new(shift.code(), shift.label())).collect(),
        understood: understood.as_ref().map_or(String::new(), |(due, _)| due.meaning()),
        day_off: understood.map_or(String::new(), |(due, days_off)| day_off(&due, &days_off)),
        values,
        read,
    }
}
