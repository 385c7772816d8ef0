//! 派生指标: rates and changes, computed from totals, never summed, never typed.

use crate::form::{Comparison, DerivedColumn, DerivedItem, Form, Show};
use crate::vocabulary::Number;

/// Decimals kept before a rate is printed.
const KEPT: u8 = 12;

/// A rate from the figures of one sheet or total; `None` (printed “—”) where the denominator is zero or
/// either figure is missing. A percent is already times a hundred.
pub fn rate(form: &Form, derived: &DerivedItem, column: usize, figures: &[Option<Number>]) -> Option<Number> {
    let numerator = figures[form.figure(derived.numerator, column)]?;
    let denominator = figures[form.figure(derived.denominator, column)]?;
    let scale = match derived.show {
        Show::Percent { .. } => 2,
        Show::Ratio { .. } => 0,
    };
    numerator.shift(scale)?.divide(denominator, KEPT)
}

/// 增减 or 增减% of two figures; `None` where either is missing, or where growth has no base.
pub fn change(kind: Comparison, this: Option<Number>, base: Option<Number>) -> Option<Number> {
    let difference = this?.checked_sub(base?)?;
    match kind {
        Comparison::Difference => Some(difference),
        Comparison::Growth { .. } => difference.shift(2)?.divide(base?, KEPT),
    }
}

/// A derived column of one item.
pub fn column_change(
    form: &Form,
    derived: &DerivedColumn,
    item: usize,
    figures: &[Option<Number>],
) -> Option<Number> {
    change(derived.kind, figures[form.figure(item, derived.this)], figures[form.figure(item, derived.base)])
}

/// Decimals that a derived item is printed with.
pub fn places(show: Show) -> u8 {
    match show {
        Show::Percent { places } | Show::Ratio { places } => places,
    }
}
