//! Whom a campaign asks: chosen while it is a draft, shown before it is published, and added to afterwards.
//!
//! The choice says whom the notice names; whom that means is asked of the register when the campaign is
//! published, and until then it can be looked at as a list. Once published, nobody is taken out again: who need
//! not report after all is exempt, with a reason. A unit that was forgotten is added, with a reason, and told.

use serde_json::{Value, json};

use super::super::Service;
use super::arranged::{not_archived, note, own};
use crate::campaign::{CampaignState, Choice, Single, Task};
use crate::problem::Problem;
use crate::store::units::Node;
use crate::store::{Conn, campaigns, choices, messages, standings, units};
use crate::vocabulary::{Actor, Register, UnitCode};

/// A unit that a campaign asks, or will ask once it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub node: Node,
    /// Why the campaign names it by itself.
    pub reason: Option<String>,
}

/// Chooses whom a draft will ask.
pub fn choose(service: &Service, actor: &Actor, campaign: i64, choice: Choice) -> Result<(), Problem> {
    let task = own(service, actor, campaign)?;
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        if campaigns::load(conn, campaign)?.state != CampaignState::Draft {
            let words = "任务已发布，应报单位只能逐个增加；不需要报的单位请办理免报。";
            return Err(Problem::invalid(words));
        }
        check_choice(conn, &choice, task.unit)?;
        choices::set(conn, campaign, &choice, (account, now))?;
        note(conn, account, now, "choose-units", campaign, said(&choice))
    })
}

/// Adds a unit to those that a published campaign asks, with a reason, and tells it.
pub fn expect(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    reason: &str,
) -> Result<(), Problem> {
    let task = own(service, actor, campaign)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Problem::field("reason", "请写明增加这个单位的原因。"));
    }
    let single = Single { unit: UnitCode::new(code), asked: true, reason };
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        not_archived(conn, campaign)?;
        if campaigns::load(conn, campaign)?.state == CampaignState::Draft {
            return Err(Problem::invalid("任务还是草稿，请在“应报单位”里选择。"));
        }
        let unit = units::by_code(conn, single.unit.as_str())?.filter(|unit| unit.active);
        let unit = unit.filter(|unit| unit.path.starts_with(&task.path));
        let unit = unit.ok_or_else(|| Problem::field("unit", "没有这个在用的下级单位，请核对单位代码。"))?;
        if standings::find(conn, campaign, unit.id)?.is_some() {
            return Err(Problem::field("unit", format!("{}已在应报单位里。", unit.name)));
        }
        let level = choices::of(conn, campaign)?.level;
        let alone = Choice { level, singles: vec![single.clone()], ..Choice::default() };
        if let Some(mistake) = alone.mistake(&below(conn, task.unit)?) {
            return Err(Problem::field("unit", mistake));
        }
        choices::add(conn, campaign, &single, (account, now))?;
        standings::expect(conn, campaign, &[(unit.id, None)], account, now)?;
        let words = format!("“{}”已把本单位列为应报单位。原因：{}", task.title, single.reason);
        messages::leave(conn, &[unit.id], Some(campaign), &words, now)?;
        let count = standings::expected(conn, campaign)?.len();
        let detail = json!({ "unit": unit.code, "reason": single.reason, "units": count });
        note(conn, account, now, "expect-unit", campaign, detail)
    })
}

/// Whom a campaign asks, or will ask once it is published, and what can be chosen.
#[derive(Clone, Debug)]
pub struct Choosing {
    pub task: Task,
    pub choice: Choice,
    /// By code, as far as the actor sees.
    pub asked: Vec<Asked>,
    /// The active units at and below the campaign's node, by code.
    pub below: Vec<Node>,
}

/// Whom a draft will ask when it is published, and whom a published campaign asks.
pub fn choosing(service: &Service, actor: &Actor, campaign: i64) -> Result<Choosing, Problem> {
    service.store.read(|conn| {
        let task = campaigns::find(conn, actor, campaign)?;
        let mut choice = choices::of(conn, campaign)?;
        let nodes = match task.state {
            CampaignState::Draft => asked(conn, &task)?,
            _ => {
                let expected = standings::expected(conn, campaign)?;
                let below = units::below(conn, &task.path)?;
                below.into_iter().filter(|node| expected.contains(&node.id)).collect()
            }
        };
        let mut asked: Vec<Asked> = nodes
            .into_iter()
            .filter(|node| actor.reaches(&node.path))
            .map(|node| Asked { reason: reason(&choice, &node), node })
            .collect();
        asked.sort_by(|one, other| one.node.code.cmp(&other.node.code));
        let mut below = units::below(conn, &task.path)?;
        below.retain(|node| node.active);
        below.sort_by(|one, other| one.code.cmp(&other.code));
        // Why another county's unit is added or left out is nobody else's.
        let in_sight = |code: &str| below.iter().any(|node| node.code == code && actor.reaches(&node.path));
        choice.singles.retain(|single| in_sight(single.unit.as_str()));
        Ok(Choosing { task, choice, asked, below })
    })
}

fn reason(choice: &Choice, node: &Node) -> Option<String> {
    let single = choice.singles.iter().find(|single| single.asked && single.unit.as_str() == node.code)?;
    Some(single.reason.clone())
}

/// Whom a campaign asks when it is published: the active units below its node that it was chosen to ask.
pub(in crate::workflow) fn asked(conn: &mut Conn, task: &Task) -> Result<Vec<Node>, Problem> {
    let choice = choices::of(conn, task.id)?;
    let register = below(conn, task.unit)?;
    let nodes = units::below(conn, &task.path)?;
    let mut by_code: std::collections::HashMap<String, Node> =
        nodes.into_iter().map(|node| (node.code.clone(), node)).collect();
    let asked = choice.asked(&register);
    Ok(asked.into_iter().filter_map(|unit| by_code.remove(unit.code.as_str())).collect())
}

pub(super) fn check_choice(conn: &mut Conn, choice: &Choice, node: i64) -> Result<(), Problem> {
    if choice.is_usual() {
        return Ok(());
    }
    match choice.mistake(&below(conn, node)?) {
        Some(mistake) => Err(Problem::field("units", mistake)),
        None => Ok(()),
    }
}

/// The active units at and below a node.
fn below(conn: &mut Conn, node: i64) -> Result<Register, Problem> {
    let node = units::by_id(conn, node)?.ok_or_else(Problem::not_found)?;
    let whole = units::register(conn)?;
    whole.subtree(&UnitCode::new(&node.code)).ok_or_else(Problem::not_found)
}

/// A choice as the log keeps it: `verify` holds what stands now against it.
pub(super) fn said(choice: &Choice) -> Value {
    let singles = choice.singles.iter().map(
        |single| json!({ "unit": single.unit.as_str(), "decided": if single.asked { "add" } else { "remove" }, "reason": single.reason }),
    );
    json!({
        "below": choice.below.iter().map(UnitCode::as_str).collect::<Vec<_>>(),
        "level": choice.level.map(crate::vocabulary::Level::code),
        "groups": choice.groups,
        "singles": singles.collect::<Vec<_>>(),
    })
}
