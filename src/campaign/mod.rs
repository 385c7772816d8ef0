//! 布置: who must send what by when.

pub mod clocks;
pub mod deadline;
pub mod definition;
pub mod standing;
pub mod status;
pub mod task;

pub use clocks::Clocks;
pub use standing::{Standing, Status};
pub use status::{CampaignState, Step, UnitState};
pub use task::{Deliverable, DeliverableKind, Task};

use crate::vocabulary::time::Instant;

/// 填报任务 as the folder roll-up needs it.
#[derive(Clone, Debug, Default)]
pub struct Campaign {
    pub title: Option<String>,
    pub year: Option<i32>,
    pub theme: Option<String>,
    /// The office that asked (布置单位).
    pub issuer: Option<String>,
    pub due: Option<Due>,
    /// Nothing more is taken from this instant on.
    pub close: Option<Instant>,
    /// Whether the printed table carries signature and seal lines.
    pub paper_copy: bool,
}

/// A deadline: the notice's own words and the exclusive instant they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub phrase: String,
    /// Received strictly before this is on time.
    pub instant: Instant,
    /// 宽限: late by less than this still counts as on time.
    pub grace: chrono::TimeDelta,
}
