//! A campaign goes from state to state. Publishing decides whom it asks: those that it was chosen to ask, as
//! the register has them at this moment.

use std::collections::HashSet;

use super::super::Service;
use super::arranged::{note, own};
use super::chosen::{asked, check_choice};
use crate::campaign::CampaignState;
use crate::problem::Problem;
use crate::store::{Conn, campaigns, choices, standings, units};
use crate::vocabulary::Actor;

/// Takes a campaign to its next state. Publishing expects the units that were chosen; publishing again expects
/// those that have come since.
pub fn change_state(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    next: CampaignState,
) -> Result<(), Problem> {
    let task = own(service, actor, campaign)?;
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        let task = campaigns::load(conn, task.id)?;
        if !task.state.may_become(next) {
            let words = format!("填报任务现在是“{}”，不能改为“{}”。", task.state.label(), next.label());
            return Err(Problem::invalid(words));
        }
        let mut change = serde_json::json!({ "from": task.state.code(), "to": next.code() });
        if task.state == CampaignState::Draft {
            let choice = choices::of(conn, task.id)?;
            check_choice(conn, &choice, task.unit)?;
        }
        if next == CampaignState::Published {
            let asked: Vec<(i64, Option<String>)> =
                asked(conn, &task)?.into_iter().map(|node| (node.id, node.exempt_reason)).collect();
            if asked.is_empty() {
                return Err(Problem::invalid(
                    "按所选的范围没有应报单位，不能发布。请改选应报单位，或先由管理员导入单位名录。",
                ));
            }
            let before = standings::expected(conn, task.id)?;
            let exempt = newly_exempt(conn, &asked, &before)?;
            standings::expect(conn, task.id, &asked, account, now)?;
            change["units"] = standings::expected(conn, task.id)?.len().into();
            change["exempt"] = exempt.into();
        }
        campaigns::set_state(conn, task.id, next, now)?;
        note(conn, account, now, "change-campaign-state", task.id, change)
    })
}

/// The units that a publication exempts because the register does, by code, each with the reason.
fn newly_exempt(
    conn: &mut Conn,
    asked: &[(i64, Option<String>)],
    before: &HashSet<i64>,
) -> Result<serde_json::Map<String, serde_json::Value>, Problem> {
    let mut exempt = serde_json::Map::new();
    for (id, reason) in asked.iter().filter(|(id, reason)| reason.is_some() && !before.contains(id)) {
        let unit = units::by_id(conn, *id)?.ok_or_else(Problem::not_found)?;
        exempt.insert(unit.code, reason.clone().into());
    }
    Ok(exempt)
}
