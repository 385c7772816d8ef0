//! What was found out about whose sheet it is.

use crate::vocabulary::{Finding, UnitCode};

/// The unit a reading belongs to, or units it may belong to, and what is to be said of it.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    pub unit: Option<UnitCode>,
    pub candidates: Vec<UnitCode>,
    pub written: Option<String>,
    pub findings: Vec<Finding>,
}
