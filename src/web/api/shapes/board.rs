//! The board of a node: the counts, and where each unit stands.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::written::time;
use crate::campaign::standing::Number as Counted;
use crate::campaign::{Deliverable, Standing};
use crate::vocabulary::time::Instant;
use crate::workflow::board::Counts;

/// The numbers of a board by their names: `expected`, `received`, `on-time`, `late`, `missing` …
pub fn counts(counts: &Counts) -> BTreeMap<&'static str, usize> {
    Counted::ALL.iter().map(|number| number.code()).zip(counts.iter().copied()).collect()
}

/// A node's board.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardShape {
    pub node: String,
    pub name: String,
    pub counts: BTreeMap<&'static str, usize>,
    pub units: Vec<UnitShape>,
    /// Give it as `after` for the next page; null on the last.
    pub next: Option<String>,
}

/// Where a unit stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitShape {
    pub code: String,
    pub name: String,
    /// `not-started`, `drafted`, `submitted`, `returned`, `accepted`, `overdue`, `extended`, `exempt`.
    pub status: &'static str,
    pub late: Option<bool>,
    pub nil: bool,
    pub first_received: Option<String>,
    pub first_valid: Option<String>,
    pub last_changed: Option<String>,
    pub accepted: Option<String>,
    pub extended_until: Option<String>,
    pub exempt_reason: Option<String>,
    /// The revision whose figures count.
    pub in_force: Option<i64>,
    pub current: Option<i64>,
}

pub fn unit(standing: &Standing, table: Option<&Deliverable>, now: Instant) -> UnitShape {
    UnitShape {
        code: standing.code.clone(),
        name: standing.name.clone(),
        status: standing.status(table, now).code(),
        late: standing.first_valid.zip(table).map(|(_, table)| standing.late_by(table).is_some()),
        nil: standing.nil,
        first_received: standing.first_received.map(time),
        first_valid: standing.first_valid.map(time),
        last_changed: standing.last_changed.map(time),
        accepted: standing.accepted.map(time),
        extended_until: standing.extended.map(time),
        exempt_reason: standing.exempt.clone(),
        in_force: standing.in_force,
        current: standing.current,
    }
}
