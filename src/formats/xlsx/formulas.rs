//! The formulas of one worksheet part: each on its own, shared by several cells, or of several cells together.

use std::collections::HashMap;

use crate::problem::Refusal;

use super::super::formula::Expression;
use super::super::formula::ledger::Formula;
use super::super::formula::reference::Notation;
use super::super::formula::text::parse;
use super::super::xml::{Tag, Xml};

/// Formulas that several cells share, by their number: where each was written, and what it means.
#[derive(Default)]
pub struct Shared(HashMap<String, (u32, u32, Option<Expression>)>);

/// Reads the formula just opened, which made the cell at an address.
pub fn read(
    xml: &mut Xml<'_>,
    [kind, number, area]: [Option<String>; 3],
    (row, column): (u32, u32),
    shared: &mut Shared,
) -> Result<Formula, Refusal> {
    let mut text = String::new();
    xml.text_into(&mut text)?;
    let one_cell = area.as_deref().is_none_or(|area| !area.contains(':'));
    let expression = match kind.as_deref() {
        Some("array") if !one_cell => None,
        Some("dataTable") => None,
        _ => parse(&text, Notation::A1),
    };
    let Some(number) = number.filter(|_| kind.as_deref() == Some("shared")) else {
        return Ok(Formula::new(row, column, &text, expression));
    };
    if !text.is_empty() {
        shared.0.insert(number, (row, column, expression.clone()));
        return Ok(Formula::new(row, column, &text, expression));
    }
    let Some((from_row, from_column, expression)) = shared.0.get(&number) else {
        return Ok(Formula::new(row, column, &text, None));
    };
    let along = |to: u32, from: u32| i64::from(to) - i64::from(from);
    let moved = (along(row, *from_row), along(column, *from_column));
    Ok(Formula { moved, ..Formula::new(row, column, &text, expression.clone()) })
}

/// What a formula says of itself.
pub fn attributes(tag: &Tag<'_>) -> Result<[Option<String>; 3], Refusal> {
    Ok(tag.attributes(["t", "si", "ref"])?.map(|said| said.map(|said| said.into_owned())))
}
