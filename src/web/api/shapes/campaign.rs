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
    /// The notice's words, and the exclusive instant that they mean.
    pub due_phrase: String,
    pub due: String,
    /// What the words mean, where a day off moved the deadline from it.
    pub due_shifted_from: Option<String>,
    pub close: Option<String>,
}

pub fn campaign((task, table): &(Task, Deliverable)) -> CampaignShape {
    CampaignShape {
        id: task.id,
        title: task.title.clone(),
        year: task.year,
        state: task.state.code(),
        unit: task.unit_code.clone(),
        issuer: task.issuer.clone(),
        due_phrase: table.due.phrase.clone(),
        due: time(table.due.instant),
        due_shifted_from: table.due.shifted_from.map(time),
        close: table.close.map(time),
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignsShape {
    pub campaigns: Vec<CampaignShape>,
}
