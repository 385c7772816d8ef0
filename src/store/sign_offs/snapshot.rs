//! What was signed, whole: who and when, the revisions, the figures that they add up to, who was left out.
//!
//! Numbers are texts with all their digits. It is written once and read for as long as anybody asks.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Number of the campaign.
    pub campaign: i64,
    /// Code and name of the node.
    pub node: String,
    pub name: String,
    /// 第 n 次.
    pub number: i64,
    /// Login of who signed.
    pub by: String,
    /// Milliseconds since 1970.
    pub at: i64,
    /// Why it is signed anew.
    pub reason: Option<String>,
    pub range: Range,
    pub figures: Vec<Figure>,
    pub children: Vec<Child>,
    pub pins: Vec<Pin>,
    pub absent: Vec<Absent>,
    /// Names of nodes below that have a supervisor and have not signed.
    pub unsigned: Vec<String>,
    /// Units whose revision is another than in the sign-off before.
    pub changed: Vec<Changed>,
    /// Figures of the sign-off before that are now others: what they were.
    pub before: Vec<Figure>,
}

/// 汇总范围.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    pub expected: usize,
    pub counted: usize,
    pub nil: usize,
    pub missing: usize,
    pub exempt: usize,
    /// Sent, and not counted.
    pub waiting: usize,
}

/// A figure that there is; `None` in a figure before: there was none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    pub item: String,
    pub col: String,
    pub value: Option<String>,
}

/// What a node or unit directly below adds up to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Child {
    pub node: String,
    pub name: String,
    /// Whether others stand below it.
    pub is_node: bool,
    /// Units below it that are asked, and those that are counted.
    pub units: usize,
    pub counted: usize,
    pub figures: Vec<Figure>,
    /// 第 n 次 of the sign-off that its figures were taken from.
    pub sign_off: Option<i64>,
}

/// A revision that was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Code of the unit.
    pub unit: String,
    /// Number in the database, 第 n 次, digest of what was sent.
    pub revision: i64,
    pub number: i64,
    pub digest: String,
}

/// A unit that is asked and not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absent {
    pub unit: String,
    pub name: String,
    /// `未报`, `已退回，尚未重报` …
    pub reason: String,
}

/// 第 n 次上报 of a unit, before and now; `None`: it was not (is no longer) counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    pub unit: String,
    pub name: String,
    pub old: Option<i64>,
    pub new: Option<i64>,
}
