//! A campaign goes from state to state. Publishing decides whom it asks: every active unit below its node
//! that reports.

use std::collections::HashSet;

use super::super::Service;
use super::arranged::{note, own};
use crate::campaign::{CampaignState, Task};
use crate::problem::Problem;
use crate::store::{Conn, campaigns, standings, units};
use crate::vocabulary::{Actor, UnitCode};

/// Takes a campaign to its next state. Publishing expects every active unit of the subtree that reports;
/// publishing again expects those that have come since.
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
        if next == CampaignState::Published {
            let asked = asked(conn, &task)?;
            if asked.is_empty() {
                return Err(Problem::invalid(
                    "单位名录里没有需要填报的单位，不能发布。请先由管理员导入单位名录。",
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

/// Whom a campaign asks when it is published: every active unit below its node that reports, each with the
/// reason of its exemption where it has one.
pub(in crate::workflow) fn asked(
    conn: &mut Conn,
    task: &Task,
) -> Result<Vec<(i64, Option<String>)>, Problem> {
    let register = units::register(conn)?;
    let below = units::below(conn, &task.path)?.into_iter();
    let asked = below.filter(|node| node.active && register.reports(&UnitCode::new(&node.code)));
    Ok(asked.map(|node| (node.id, node.exempt_reason)).collect())
}
