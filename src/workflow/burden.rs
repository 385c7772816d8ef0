//! 添负担: a unit says what the sheet costs it. It is kept out of the log, which names who did what.

use super::Service;
use super::expected::place;
use crate::campaign::CampaignState;
use crate::campaign::burden::Burden;
use crate::problem::Problem;
use crate::store::{burdens, campaigns, standings};
use crate::vocabulary::Actor;

/// Says it, says otherwise, or takes it back (`None`).
pub fn say(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    said: Option<Burden>,
) -> Result<(), Problem> {
    let unit = service.store.read(|conn| place(conn, actor, campaign, code))?.unit.id;
    service.store.write(move |conn| {
        if campaigns::load(conn, campaign)?.state == CampaignState::Archived {
            return Err(Problem::not_open("填报任务已归档，只能查看和下载，不能再改动。"));
        }
        standings::lock(conn, campaign, unit)?;
        burdens::say(conn, campaign, unit, said.as_ref())
    })
}
