//! Campaigns with the deadline of their statistics table.

use serde::Serialize;
use utoipa::ToSchema;

use super::written::time;
use crate::campaign::{Deliverable, Task};

/// 填报任务.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignShape {
    pub id: i64,
    pub title: String,
    pub year: i32,
    /// `published`, `closed`, `archived`, or `draft` for who arranges it.
    pub state: &'static str,
    pub unit: String,
    pub issuer: String,
    /// Whether it asks for a statistics table; the deadline is the table's.
    pub has_table: bool,
    /// The notice's words, and the exclusive instant that they mean; null where there is no deadline.
    pub due_phrase: Option<String>,
    pub due: Option<String>,
    /// What the words mean, where a day off moved the deadline from it.
    pub due_shifted_from: Option<String>,
    pub close: Option<String>,
}

pub fn campaign((task, table): &(Task, Option<Deliverable>)) -> CampaignShape {
    let due = table.as_ref().and_then(|table| table.due.as_ref());
    CampaignShape {
        id: task.id,
        title: task.title.clone(),
        year: task.year,
        state: task.state.code(),
        unit: task.unit_code.clone(),
        issuer: task.issuer.clone(),
        has_table: table.is_some(),
        due_phrase: due.map(|due| due.phrase.clone()),
        due: due.map(|due| time(due.instant)),
        due_shifted_from: due.and_then(|due| due.shifted_from).map(time),
        close: table.as_ref().and_then(|table| table.close).map(time),
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignsShape {
    pub campaigns: Vec<CampaignShape>,
}
