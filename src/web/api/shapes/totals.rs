//! Live totals of a node, and of those right below it.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

/// Live totals of a node.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalsShape {
    pub node: String,
    pub name: String,
    /// Exact sums by name of the figure; null where no unit gave one.
    pub values: BTreeMap<String, Option<String>>,
    /// Units whose figures are in them.
    pub counted: usize,
    pub accepted_only: bool,
    pub counts: BTreeMap<&'static str, usize>,
    pub children: Vec<ChildTotalsShape>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChildTotalsShape {
    pub node: String,
    pub name: String,
    pub counted: usize,
    pub values: BTreeMap<String, Option<String>>,
}
