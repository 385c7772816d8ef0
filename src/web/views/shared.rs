//! What several pages show alike: the frame, deadlines, where a unit stands.

use chrono::TimeDelta;

use crate::campaign::task::{self, Extension};
use crate::campaign::{CampaignState, Deliverable, Standing, Status as Stands, Task};
use crate::form::Form;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Permission};
use crate::web::pages::due::{Due, DueChange};
use crate::web::pages::layout::{Frame, Message, Person};
use crate::web::pages::status::{Stage, Status, Timely};
use crate::web::pages::unit::CampaignHead;
use crate::web::pages::words;
use crate::workflow::look;

/// The frame of a page for somebody signed in.
pub fn frame(title: impl Into<String>, actor: &Actor, csrf: &str) -> Frame {
    let person = Person {
        name: actor.name.clone(),
        role: actor.role,
        unit: actor.unit_name.clone(),
        reads_audit: actor.may(Permission::ReadAudit),
    };
    Frame::new(title, csrf).signed_in(person).through("首页", "/")
}

/// 单位告知.
pub fn messages(unread: Vec<look::Message>) -> Vec<Message> {
    let shown = unread.into_iter().map(|message| Message {
        id: message.id,
        at: words::to_the_minute(message.at),
        words: message.words,
    });
    shown.collect()
}

/// What a unit's pages say about the campaign.
pub fn head(task: &Task, form: Option<&Form>) -> CampaignHead {
    CampaignHead {
        id: task.id,
        title: task.title.clone(),
        issuer: task.issuer.clone(),
        period: task.period.clone(),
        theme: task.theme.clone().unwrap_or_default(),
        form: form.map_or(String::new(), |form| {
            format!("{}（版本 {}）", form.title_of(Some(task.year)), form.version)
        }),
        has_notice: task.notice.is_some(),
    }
}

/// The deadline of a deliverable, for a unit with this extension.
pub fn due(
    table: &Deliverable,
    extended: Option<(Instant, Option<&Extension>)>,
    changes: &[task::DueChange],
    now: Instant,
) -> Due {
    let due = match &table.due {
        Some(due) => Due::new(&due.phrase, due.instant, now).shifted(due.shifted_from),
        None => Due::open(),
    };
    let mut due = due.changed(due_changes(changes));
    if let Some(close) = table.close {
        due = due.closing(close);
    }
    match extended {
        Some((until, Some(extension))) => due.extended(until, now, &extension.reason, &extension.granted_by),
        Some((until, None)) => due.extended(until, now, "", ""),
        None => due,
    }
}

pub fn due_changes(changes: &[task::DueChange]) -> Vec<DueChange> {
    let shown = changes.iter().map(|change| DueChange {
        at: words::to_the_minute(change.at),
        by: change.by.clone(),
        before: meant(&change.phrase_before, change.due_before),
        after: meant(&change.phrase_after, change.due_after),
        reason: change.reason.clone(),
    });
    shown.collect()
}

/// `3月20日前（2024年3月20日 24:00，含当日）`.
fn meant(phrase: &str, due: Option<Instant>) -> String {
    due.map_or_else(|| "不限时间".to_owned(), |due| format!("{phrase}（{}）", words::deadline(due)))
}

pub fn timely(late_by: Option<TimeDelta>) -> Timely {
    late_by.map_or(Timely::OnTime, |by| Timely::LateBy(words::duration(by)))
}

/// Where a unit stands, in fixed words.
pub fn status(standing: &Standing, table: Option<&Deliverable>, now: Instant) -> Status {
    stands(standing.status(table, now))
}

/// A status as pages say it.
pub fn stands(status: Stands) -> Status {
    match status {
        Stands::NotStarted => Status::Blank,
        Stands::Drafted => Status::Draft,
        Stands::Partial => Status::Partial,
        Stands::Submitted => Status::Pending,
        Stands::Returned => Status::Returned,
        Stands::Accepted => Status::Accepted,
        Stands::Overdue => Status::Overdue,
        Stands::Extended => Status::Extended,
        Stands::Exempt => Status::Exempt,
    }
}

pub fn stage(state: CampaignState) -> Stage {
    match state {
        CampaignState::Draft => Stage::Draft,
        CampaignState::Published => Stage::Published,
        CampaignState::Closed => Stage::Closed,
        CampaignState::Archived => Stage::Archived,
    }
}

/// Counts on a page.
pub fn count(count: usize) -> u64 {
    count as u64
}
