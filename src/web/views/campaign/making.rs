//! The form of a new campaign, with what was typed, what it was understood to mean, and what is wrong.

use super::super::forms::choices;
use super::super::frame;
use super::clocks::day_off;
use crate::campaign::{DaysOff, DeliverableKind, Due, Shift};
use crate::vocabulary::{Actor, Level};
use crate::web::pages::campaign::{CampaignValues, NewCampaignPage};
use crate::web::pages::layout::Choice;
use crate::web::pages::notice::NoticeRead;
use crate::workflow::forms::Listed;

/// The page for a new campaign, with what was typed and what was wrong with it.
pub fn new_page(
    (values, read): (CampaignValues, Option<NoticeRead>),
    known: &[Listed],
    understood: Option<(Option<Due>, DaysOff)>,
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
        forms: forms(known, &values.form),
        kinds: kinds(),
        levels: levels(),
        shifts: Shift::ALL.into_iter().map(|shift| Choice::new(shift.code(), shift.label())).collect(),
        understood: match &understood {
            Some((Some(due), _)) => due.meaning(),
            _ => String::new(),
        },
        day_off: match &understood {
            Some((Some(due), days_off)) => day_off(due, days_off),
            _ => String::new(),
        },
        values,
        read,
    }
}

/// Every form; before them nothing, where nothing is chosen yet.
fn forms(known: &[Listed], chosen: &str) -> Vec<Choice> {
    let none = chosen.is_empty().then(|| Choice::new("", "（请选择报表）"));
    none.into_iter().chain(choices(known)).collect()
}

fn kinds() -> Vec<Choice> {
    let named = DeliverableKind::ALL.into_iter().map(|kind| match kind {
        DeliverableKind::Table => Choice::new(kind.code(), "统计表（下级汇总后报）"),
        kind => Choice::new(kind.code(), kind.label()),
    });
    let (tables, others): (Vec<_>, Vec<_>) = named.partition(|kind| kind.value == "table");
    let mut kinds = vec![Choice::new("", "（不要这一项）")];
    kinds.extend(others);
    kinds.extend(tables);
    kinds
}

fn levels() -> Vec<Choice> {
    let upper = Level::ALL.into_iter().filter(|level| *level != Level::Unit);
    let mut levels = vec![Choice::new("", "各应报单位")];
    levels.extend(upper.map(|level| Choice::new(level.code(), format!("各{}汇总后报", level.label()))));
    levels
}
