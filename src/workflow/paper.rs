//! 书面件: whoever receives the signed paper notes the day on which it came, or takes the note back.

use chrono::NaiveDate;

use super::Service;
use super::campaigns::note_unit;
use super::package::position;
use crate::campaign::CampaignState;
use crate::problem::Problem;
use crate::store::units::Node;
use crate::store::{Conn, campaigns, paper_arrivals, units};
use crate::vocabulary::Actor;

/// Notes the day on which a unit's paper of a deliverable came; `None`: it is not there after all. What is so already
/// stays as it is.
pub fn note_paper(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    deliverable: i64,
    on: Option<NaiveDate>,
) -> Result<(), Problem> {
    let unit = service.store.read(|conn| asked(conn, actor, (campaign, code), deliverable))?;
    if unit.id == actor.unit {
        return Err(Problem::invalid("书面件由收件的单位登记。"));
    }
    let (by, now) = (actor.account, service.now());
    if on.is_some_and(|on| on > now.date_naive()) {
        return Err(Problem::field("on", "收到日期不能晚于今天。"));
    }
    service.store.write(move |conn| {
        if campaigns::load(conn, campaign)?.state == CampaignState::Archived {
            return Err(Problem::not_open("填报任务已归档，不能再登记书面件。"));
        }
        units::lock(conn, unit.id)?;
        let there = paper_arrivals::below(conn, campaign, &unit.path)?;
        if there.get(&(deliverable, unit.id)).map(|paper| paper.on) == on {
            return Ok(());
        }
        paper_arrivals::insert(conn, (deliverable, unit.id), on, (by, now))?;
        let detail = serde_json::json!({
            "campaign": campaign, "deliverable": deliverable, "on": on.map(|on| on.to_string()),
        });
        note_unit(conn, by, now, "note-paper", &unit.code, detail)
    })
}

/// The unit, where it is asked for this.
fn asked(
    conn: &mut Conn,
    actor: &Actor,
    (campaign, code): (i64, &str),
    deliverable: i64,
) -> Result<Node, Problem> {
    let position = position(conn, actor, campaign, code)?;
    let table = campaigns::find_table(conn, campaign)?;
    let is_table = position.is_expected && table.is_some_and(|table| table.id == deliverable);
    if !is_table {
        position.deliverable(deliverable)?;
    }
    Ok(position.unit)
}
