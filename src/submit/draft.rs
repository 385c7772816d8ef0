//! 暂存: what a clerk has prepared and not sent. Saved over and over; nobody's totals depend on it.

use super::entry::Entry;
use super::recognise::Reading;
use crate::vocabulary::Number;

/// A unit's draft in one campaign: perhaps what was read from a file, and what stands on the page over it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The idempotency key that sending this draft will carry.
    pub key: String,
    pub file: Option<DraftFile>,
    pub reading: Option<Reading>,
    pub entry: Entry,
    /// 填报人.
    pub reporter: String,
    pub remark: String,
    pub explanations: Vec<Explanation>,
    /// What lay here before a file took its place; that one has none.
    pub earlier: Option<Box<Draft>>,
}

/// The received file that a draft was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFile {
    pub name: String,
    pub sha256: String,
    pub bytes: u64,
}

/// What a clerk answers to one 核实 on the page. It belongs to the figure it explains: when the figure changes,
/// the explanation no longer stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    pub code: String,
    pub item: Option<String>,
    pub column: Option<String>,
    pub figure: Option<Number>,
    pub words: String,
    pub earlier: Option<Earlier>,
}

/// Where an explanation was taken over from: it stands only where the very same is asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// 第 n 次上报.
    pub revision: i64,
    /// What was asked then ([`crate::vocabulary::Finding::asked`]).
    pub asked: String,
}
