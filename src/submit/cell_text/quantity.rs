//! A quantity, and how it was written.

use crate::vocabulary::Number;
use crate::vocabulary::measure::Measure;

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quantity {
    pub number: Option<Number>,
    /// Unit of measure written in the cell: `50件`, `3.5万元`.
    pub measure: Option<Measure>,
    /// A bare 万, 千 or 亿 behind the number: already multiplied, as a power of ten.
    pub multiplier: Option<i32>,
    pub manners: Vec<Manner>,
}

/// How a quantity was written, where it was not simply a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// 无, “—”, 未开展: read as 0.
    Mark,
    /// 约, 近, 余, 多: the number is read all the same.
    Approximate,
    /// No number, or more than one reading.
    NoNumber,
    /// A number among words that do not belong: read, but asked about.
    AmongWords,
    FullWidth,
    Thousands,
    Scientific,
    /// With the mark of a note behind it: `12①`.
    Noted,
    ChineseDigits,
    /// 共, 合计 before the number.
    Prefixed,
    /// Behind it in brackets what is contained in it: `85（含网络投诉60件）`.
    Remarked,
}

/// Words that say no number, or more than one.
pub fn no_number(mut manners: Vec<Manner>) -> Quantity {
    manners.push(Manner::NoNumber);
    Quantity { manners, ..Quantity::default() }
}
