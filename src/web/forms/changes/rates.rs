//! What was typed into the rows of rates, as edits.

use super::super::super::posted::{Fields, LISTED};
use super::super::super::views::forms::show;
use crate::form::edit::{Edit, Quotient, RateEdit};
use crate::form::sketch::{Sketch, SketchRate};

/// Edits with the fields that they come from.
pub fn changes(sketch: &Sketch, fields: &Fields) -> Vec<(String, Edit)> {
    let rates = sketch.rates.iter().enumerate();
    rates
        .filter(|(at, _)| fields.has(&format!("rate.{at}")))
        .filter_map(|(at, rate)| of_rate(at, rate, fields))
        .collect()
}

fn of_rate(at: usize, known: &SketchRate, fields: &Fields) -> Option<(String, Edit)> {
    let typed = |name: &str| fields.text(&format!("{name}.{at}")).trim().to_owned();
    let next = SketchRate {
        code: known.code.clone(),
        label: typed("rate"),
        synonyms: fields.words(&format!("rate-synonyms.{at}"), &LISTED),
        numerator: typed("rate-top"),
        denominator: typed("rate-bottom"),
        show: show(&typed("rate-show")),
        after: Some(typed("rate-after")).filter(|after| !after.is_empty()),
    };
    if next == *known {
        return None;
    }
    let SketchRate { code, label, synonyms, numerator, denominator, show, after } = next;
    let quotient = Quotient { label, numerator, denominator, show };
    Some((format!("rate.{at}"), Edit::Rate(RateEdit::Set { rate: code, quotient, synonyms, after })))
}
