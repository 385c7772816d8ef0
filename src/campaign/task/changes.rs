//! What was changed about deadlines after a campaign was published: for everybody, or for one unit.

use crate::vocabulary::time::Instant;

/// A deadline that was moved, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct DueChange {
    pub at: Instant,
    pub by: String,
    pub phrase_before: String,
    pub due_before: Option<Instant>,
    pub phrase_after: String,
    pub due_after: Option<Instant>,
    pub close_before: Option<Instant>,
    pub close_after: Option<Instant>,
    pub reason: String,
}

/// 延期 of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Extension {
    pub unit: i64,
    pub until: Instant,
    pub reason: String,
    pub granted_by: String,
    pub granted_at: Instant,
}
