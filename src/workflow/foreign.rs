//! A blank form of another campaign: found by its mark, and named to whoever may know that campaign.

use super::Service;
use super::binding::foreign;
use crate::campaign::Task;
use crate::form::Form;
use crate::problem::Problem;
use crate::store::campaigns;
use crate::submit::mark::{CampaignMark, Mark};
use crate::submit::recognise::Reading;
use crate::vocabulary::{Actor, Finding};

/// The same where the campaign is known: another campaign's form is named by its title, to whoever may know it.
pub(super) fn foreign_to(
    service: &Service,
    actor: &Actor,
    (task, form): (&Task, &Form),
    reading: &Reading,
) -> Result<Option<Finding>, Problem> {
    let own = CampaignMark::of(task);
    let other = reading.mark.as_ref().and_then(|mark| Some((mark, mark.campaign.as_ref()?)));
    let Some((mark, campaign)) = other.filter(|(_, campaign)| **campaign != own) else {
        return Ok(foreign(reading, form, Some(task.year)));
    };
    let words = format!(
        "这是{}的空白表，不是本次任务“{}”的；请用本次任务的空白表填报",
        title(service, actor, mark, campaign)?,
        task.title
    );
    Ok(Some(Finding::hard("mark-other-campaign", words)))
}

/// `另一项任务“2023年…”`, or as much of it as may be said.
fn title(service: &Service, actor: &Actor, mark: &Mark, campaign: &CampaignMark) -> Result<String, Problem> {
    let found = service.store.read(|conn| match campaigns::load(conn, campaign.number) {
        Ok(task) => Ok(Some(task).filter(|task| campaigns::may_know(actor, task))),
        Err(_) => Ok(None),
    })?;
    let year = mark.year.map_or(String::new(), |year| format!("（{year} 年）"));
    Ok(match found.filter(|task| CampaignMark::of(task) == *campaign) {
        Some(task) => format!("另一项任务“{}”", task.title),
        None => format!("另一项任务{year}"),
    })
}
