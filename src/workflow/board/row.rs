//! What a board is made of: its numbers, and a line for each unit.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::campaign::Whole;
use crate::campaign::standing::Number;
use crate::store::reminders::LastReminded;

/// The numbers of a node, in the order of [`Number::ALL`].
pub type Counts = [usize; Number::ALL.len()];

/// A unit on a board.
#[derive(Clone, Debug)]
pub struct Row {
    pub whole: Whole,
    /// 催报.
    pub reminded: Option<LastReminded>,
    /// 书面件 that came, by the number of the deliverable.
    pub papers: BTreeMap<i64, NaiveDate>,
}
