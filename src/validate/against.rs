//! What figures are held against besides the form: the year that is asked about, the level at which a unit stands,
//! and what it reported a year ago. A check that lacks one of them stays silent.

use crate::vocabulary::{Level, Number};

/// What a sheet is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'c> {
    /// The campaign's year; no year is checked where there is none.
    pub year: Option<i32>,
    /// The unit's level, for soft bounds.
    pub level: Level,
    /// The unit's figures of last year, indexed as `Form::figure`.
    pub last_year: Option<&'c [Option<Number>]>,
}
