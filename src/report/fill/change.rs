//! 增减: this year against last, one column against another.
//!
//! A change of a figure is (this − base) ÷ base; a change of a rate is a difference in 百分点, because a
//! percentage of a percentage misleads. “—” stands where either side is missing or the base is zero.

use std::sync::Arc;

use super::super::table::{Cell, Outcome, Role, Shown};
use crate::aggregate::derive;
use crate::form::{Comparison, Show};
use crate::vocabulary::Number;

/// A change's cell from the addresses of this year's and the base figure.
pub fn change_cell(
    kind: Comparison,
    this: Option<Number>,
    base: Option<Number>,
    plain: Shown,
    [this_cell, base_cell]: [&str; 2],
    role: Role,
) -> Cell {
    let value = derive::change(kind, this, base);
    let known = format!("COUNT({this_cell},{base_cell})<2");
    match kind {
        Comparison::Difference => Cell::formula(
            format!(r#"IF({known},"—",{this_cell}-{base_cell})"#),
            Outcome::of(value),
            plain,
            role,
        ),
        Comparison::Growth { places } => Cell::formula(
            format!(r#"IF(OR({known},N({base_cell})=0),"—",({this_cell}-{base_cell})/{base_cell})"#),
            Outcome::of(value.and_then(|value| value.shift(-2))),
            Shown::Percent(places),
            role,
        ),
    }
}

/// The difference of two percentages, said in 百分点; of two ratios, a ratio.
pub fn points_cell(
    show: Show,
    this: Option<Number>,
    base: Option<Number>,
    [a, b]: [&str; 2],
    role: Role,
) -> Cell {
    let places = match show {
        Show::Percent { places } => places,
        Show::Ratio { places } => {
            return change_cell(Comparison::Difference, this, base, Shown::Places(places), [a, b], role);
        }
    };
    let pattern = Number::ZERO.fixed(places);
    let text = format!(r#"IF(COUNT({a},{b})<2,"—",TEXT(({a}-{b})*100,"{pattern}")&"个百分点")"#);
    let difference = derive::change(Comparison::Difference, this, base);
    let said = difference.map_or("—".to_owned(), |points| format!("{}个百分点", points.fixed(places)));
    Cell::formula(text, Outcome::Text(Arc::from(said)), Shown::Exact, role)
}
