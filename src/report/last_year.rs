//! 上年同期: last year's figures beside this year's.
//!
//! Where they come from (a folder, a workbook of ours) is the business of others. A node may be known by
//! its total alone, when all that is left of last year is a printed table; or by its units, and then its
//! total is theirs. The two are kept apart because a node can send a sheet of its own (机关/本级), which is
//! not its total. What is not here has no last year: it prints as “—” and is never taken for zero.

use std::collections::BTreeMap;

use crate::vocabulary::{Number, UnitCode};

/// Figures indexed as `Form::figure`.
type Figures = BTreeMap<UnitCode, Vec<Option<Number>>>;

/// Figures of last year.
#[derive(Clone, Debug, Default)]
pub struct LastYear {
    units: Figures,
    totals: Figures,
}

impl LastYear {
    /// `units`: each unit's own sheet; `totals`: whole nodes, where they are known as such.
    pub fn new(units: Figures, totals: Figures) -> LastYear {
        LastYear { units, totals }
    }

    /// A unit's own figure.
    pub fn unit(&self, unit: &UnitCode, figure: usize) -> Option<Number> {
        self.units.get(unit)?.get(figure).copied().flatten()
    }

    /// All of a unit's own figures.
    pub fn of(&self, unit: &UnitCode) -> Option<&[Option<Number>]> {
        self.units.get(unit).map(Vec::as_slice)
    }

    /// A node's total as last year's table gave it; `None` where its units have to be added up.
    pub fn total(&self, node: &UnitCode) -> Option<&[Option<Number>]> {
        self.totals.get(node).map(Vec::as_slice)
    }
}
