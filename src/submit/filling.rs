//! 填入: what is written into which cell of somebody else's blank file.

use serde::{Deserialize, Serialize};

/// A cell of a grid: its sheet, and row and column in it.
pub type Spot = (usize, (u32, u32));

/// What is written, and which formulas are asked for what they come to then.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filling {
    pub edits: Vec<Edit>,
    pub asked: Vec<Spot>,
}

/// One cell and what becomes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    pub at: Spot,
    pub value: Value,
}

/// What a cell holds afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Canonical decimal text.
    Number(String),
    Text(String),
    /// The words that it held, with these behind them.
    Behind(String),
    /// Nothing.
    Blank,
}

/// A file that was filled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    /// What the formulas that were asked come to, as canonical decimal text; nothing where that is not known.
    pub computed: Vec<Option<String>>,
    /// Cells whose format shows another number than the one that was written, and what it shows.
    pub shown: Vec<(Spot, String)>,
}
