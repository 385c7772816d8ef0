//! A sheet that is handed out to be filled in: where people type, and what belongs there.
//!
//! Everything else is locked, without a password: a lock that nobody can open would make somebody type the table anew.

use crate::vocabulary::Number;

/// What makes a sheet one to be filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filling {
    pub inputs: Vec<Input>,
    /// Stands small at the foot of each page.
    pub foot: String,
    /// Rows below this one are on no paper.
    pub last_printed: u32,
}

/// A cell for a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub row: u32,
    pub column: u16,
    /// What is said to whoever stands on the cell.
    pub hint: String,
    /// The greatest number of decimals that the form takes; 0 for counts.
    pub places: u8,
    /// Above it somebody is asked whether that is meant.
    pub bound: Option<Number>,
}
