//! 催报: what somebody told units that are missing something, kept as evidence, and told to each of them at its next
//! sign-in.
//!
//! Nothing is sent from here: offices remind by telephone and in groups, and what counts later is who was reminded of
//! what, when and in which words. Only what is missing can be reminded of, which is looked at under the locks that
//! sending takes: a unit that has just sent is never on record as reminded.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::Service;
use super::board::{chosen, node_of, wholes};
use super::campaigns::note;
use crate::campaign::{CampaignState, Deliverable, ReminderChannel, Task, Whole};
use crate::problem::Problem;
use crate::store::reminders::{self, NewReminder};
pub use crate::store::reminders::{RemindedUnit, Reminder};
use crate::store::units::Node;
use crate::store::{Conn, campaigns, deliveries, messages, standings};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// Characters of what was said.
pub const LONGEST: usize = 5_000;

/// Minutes within which the same person saying the same to the same units is one reminder, sent twice.
const AGAIN: i64 = 10;

/// Whom somebody reminded, and how.
#[derive(Clone, Debug)]
pub struct Reminding {
    /// Of what; `None`: of all that each of them is missing.
    pub deliverable: Option<i64>,
    /// Codes of the units.
    pub units: Vec<String>,
    pub channel: ReminderChannel,
    /// What was said.
    pub words: String,
}

/// Keeps a reminder; its number. All units or none.
pub fn remind(service: &Service, actor: &Actor, campaign: i64, said: Reminding) -> Result<i64, Problem> {
    let words = said.words.trim().to_owned();
    if words.is_empty() || words.chars().count() > LONGEST {
        return Err(Problem::field("words", format!("请写明催报的内容，不超过 {LONGEST} 个字。")));
    }
    if said.units.is_empty() {
        return Err(Problem::field("unit", "请勾选已经催过的单位。"));
    }
    let mut nodes = service.store.read(|conn| {
        let codes = said.units.iter();
        codes.map(|code| Ok(node_of(conn, actor, campaign, Some(code))?.1)).collect::<Result<Vec<Node>, _>>()
    })?;
    nodes.sort_by_key(|node| node.id);
    nodes.dedup_by_key(|node| node.id);
    let (by, now, channel, deliverable) = (actor.account, service.now(), said.channel, said.deliverable);
    service.store.write(move |conn| {
        let task = campaigns::load(conn, campaign)?;
        let missing = missing(conn, &task, deliverable, &nodes)?;
        let of = missing.iter().flat_map(|(unit, owed)| owed.iter().map(|asked| (unit.id, asked.id)));
        let new = NewReminder { campaign, by, at: now, channel, words, of: of.collect() };
        if let Some(id) = reminders::same_again(conn, &new, now - TimeDelta::minutes(AGAIN))? {
            return Ok(id);
        }
        let id = reminders::insert(conn, &new)?;
        tell(conn, &task, &missing, now)?;
        let codes: BTreeMap<&str, Vec<i64>> = missing
            .iter()
            .map(|(unit, owed)| (unit.code.as_str(), owed.iter().map(|asked| asked.id).collect()))
            .collect();
        let detail = serde_json::json!({
            "reminder": id, "channel": channel.code(), "words": new.words, "missing": codes,
        });
        note(conn, by, now, "remind", campaign, detail)?;
        Ok(id)
    })
}

/// What each of the units is missing, with the rows locked by which it would send that.
fn missing(
    conn: &mut Conn,
    task: &Task,
    deliverable: Option<i64>,
    nodes: &[Node],
) -> Result<Vec<(Node, Vec<Deliverable>)>, Problem> {
    let offered = campaigns::deliverables(conn, task.id)?;
    let asked = chosen(&offered, deliverable)?;
    let mut missing = Vec::new();
    for unit in nodes {
        let is_own = |whole: &Whole| whole.head.unit == unit.id;
        let whole =
            wholes(conn, &asked, &unit.path)?.into_iter().find(is_own).ok_or_else(Problem::not_found)?;
        if task.state != CampaignState::Published {
            return Err(Problem::not_open("填报任务没有在报送，不能记催报。"));
        }
        for owed in whole.owed(&asked, task.returned_is_missing) {
            match owed.is_table() {
                true => standings::lock(conn, task.id, unit.id)?,
                false => deliveries::lock(conn, owed.id, unit.id)?,
            }
        }
        let whole =
            wholes(conn, &asked, &unit.path)?.into_iter().find(is_own).ok_or_else(Problem::not_found)?;
        let owed: Vec<Deliverable> =
            whole.owed(&asked, task.returned_is_missing).into_iter().cloned().collect();
        if owed.is_empty() {
            let words = format!("“{}”现在不缺材料，不能记催报。请刷新名单。", unit.name);
            return Err(Problem::field("unit", words));
        }
        missing.push((unit.clone(), owed));
    }
    Ok(missing)
}

/// Leaves word with every unit: what it is missing, and by when.
fn tell(
    conn: &mut Conn,
    task: &Task,
    missing: &[(Node, Vec<Deliverable>)],
    now: Instant,
) -> Result<(), Problem> {
    let mut alike: BTreeMap<Vec<i64>, (Vec<&Deliverable>, Vec<i64>)> = BTreeMap::new();
    for (unit, owed) in missing {
        let key = owed.iter().map(|asked| asked.id).collect();
        alike.entry(key).or_insert_with(|| (owed.iter().collect(), Vec::new())).1.push(unit.id);
    }
    for (owed, units) in alike.into_values() {
        let one = |asked: &&Deliverable| match &asked.due {
            Some(due) => format!("{}（{}）", asked.title, due.meaning()),
            None => asked.title.clone(),
        };
        let owed: Vec<String> = owed.iter().map(one).collect();
        let words = format!("催报：“{}”还没有收到{}，请尽快报送。", task.title, owed.join("、"));
        messages::leave(conn, &units, Some(task.id), &words, now)?;
    }
    Ok(())
}

/// The reminders of a node's subtree with numbers above `after`, in their order.
pub fn reminders(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    after: i64,
    most: usize,
) -> Result<Vec<Reminder>, Problem> {
    service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        reminders::page(conn, (task.id, &node.path), after, most)
    })
}
