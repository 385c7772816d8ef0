//! What every change of a campaign begins and ends with: it is the actor's own, it is not archived, its
//! clocks make sense, and the change is noted in the log.

use super::super::Service;
use crate::campaign::{CampaignState, Deliverable, Due, Task};
use crate::problem::Problem;
use crate::store::{Conn, audit, campaigns};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// As the log keeps instants: to the millisecond, like the database.
pub(super) fn millis(instant: Instant) -> i64 {
    instant.timestamp_millis()
}

pub(super) fn check_clocks(due: Option<&Due>, close: Option<Instant>) -> Result<(), Problem> {
    match (due, close) {
        (Some(due), Some(close)) if close < due.instant => {
            Err(Problem::field("close_at", "关闭时间不能早于截止时间。"))
        }
        _ => Ok(()),
    }
}

/// A campaign that the actor may arrange: of the own unit, or of one below.
pub(in crate::workflow) fn own(service: &Service, actor: &Actor, campaign: i64) -> Result<Task, Problem> {
    let task = service.store.read(|conn| campaigns::find(conn, actor, campaign))?;
    if actor.reaches(&task.path) { Ok(task) } else { Err(Problem::forbidden()) }
}

/// A deliverable of a campaign that the actor may arrange.
pub fn deliverable(service: &Service, actor: &Actor, id: i64) -> Result<(Deliverable, Task), Problem> {
    let found = service.store.read(|conn| campaigns::deliverable(conn, id))?;
    let task = own(service, actor, found.campaign)?;
    Ok((found, task))
}

/// What was archived stays as it is: its boards and workbooks say what they said then.
pub(super) fn not_archived(conn: &mut Conn, campaign: i64) -> Result<(), Problem> {
    match campaigns::load(conn, campaign)?.state {
        CampaignState::Archived => Err(Problem::not_open("填报任务已归档，只能查看和下载，不能再改动。")),
        _ => Ok(()),
    }
}

pub(in crate::workflow) fn note(
    conn: &mut Conn,
    account: i64,
    at: Instant,
    verb: &'static str,
    campaign: i64,
    detail: serde_json::Value,
) -> Result<(), Problem> {
    let entry = audit::Entry {
        chain: audit::SYSTEM.to_owned(),
        at,
        account: Some(account),
        verb,
        subject: format!("campaign {campaign}"),
        detail: detail.to_string(),
    };
    audit::append(conn, entry).map(|_| ())
}

pub(in crate::workflow) fn note_unit(
    conn: &mut Conn,
    account: i64,
    at: Instant,
    verb: &'static str,
    code: &str,
    detail: serde_json::Value,
) -> Result<(), Problem> {
    let entry = audit::Entry {
        chain: audit::chain_of(code),
        at,
        account: Some(account),
        verb,
        subject: format!("unit {code}"),
        detail: detail.to_string(),
    };
    audit::append(conn, entry).map(|_| ())
}
