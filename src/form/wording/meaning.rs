//! What words on a sheet can mean.

use crate::vocabulary::measure::Measure;

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    Item(usize),
    /// A rate: recognised so that it is not taken for a stray row; its figure is computed, not read.
    Derived(usize),
}

/// A cell recognised as a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    pub meaning: Meaning,
    /// Unit of measure written in the label: `（万元）`.
    pub measure: Option<Measure>,
    pub fit: Fit,
}

/// How a label's words fit those of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The form's own label.
    Own,
    /// Other words for it.
    Synonym,
    /// One character is another, is missing or is too many.
    Slip,
}

/// What the head of a column (or row) says about it.
#[derive(Clone, Debug, PartialEq)]
pub enum Heading {
    Order,
    Label,
    Measure,
    Figure(Option<Measure>),
    Column(usize),
    DerivedColumn(usize),
    /// 上年同期, 备注, 增减: never the figure.
    Never,
    /// A year; figures if it is the campaign's.
    Year(i32),
    UnitName,
    UnitCode,
}

/// What a cell's words are: a label of the form, the head of a column, or neither.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub label: Option<Match>,
    pub heading: Option<Heading>,
    /// Several items go by these words, which then name none of them alone.
    pub is_shared: bool,
}
