//! 上年同期: last year's figures beside this year's.
//!
//! Where they come from (a folder, a workbook of ours) is the business of others; a report only needs to
//! ask for the figures of a unit or of a node. A node that is not here has no last year, which prints
//! as “—” and is never taken for zero.

use std::collections::BTreeMap;

use crate::vocabulary::{Number, UnitCode};

/// Figures of last year by unit and by node, indexed as `Form::figure`.
#[derive(Clone, Debug, Default)]
pub struct LastYear {
    figures: BTreeMap<UnitCode, Vec<Option<Number>>>,
}

impl LastYear {
    pub fn new(figures: BTreeMap<UnitCode, Vec<Option<Number>>>) -> LastYear {
        LastYear { figures }
    }

    pub fn figure(&self, unit: &UnitCode, figure: usize) -> Option<Number> {
        self.figures.get(unit)?.get(figure).copied().flatten()
    }
}
