//! 样张: a filled copy of a form, read back on the spot.
//!
//! Whoever draws a form up wants to see that the reader understands it before eighty units send it. The figures
//! are made up, the same every time, plausible for a count or a sum of money, and bent until the form's own checks
//! hold; then the copy is read by the reader of real sheets and every figure compared. Checks that need last
//! year's figures are not tried.

use std::sync::Arc;

use super::paper::{Filled, as_grid, paper};
use super::table::Sheet;
use crate::form::rule::{Bend, Reference};
use crate::form::wording::Wording;
use crate::form::{Form, Item, Kind, Relation};
use crate::submit::Answers;
use crate::submit::recognise::{Reading, Recogniser};
use crate::validate::{Against, check};
use crate::vocabulary::{Level, Number, Severity};

/// A filled copy, and what the reader made of it.
pub struct Sample {
    pub sheet: Sheet,
    /// By [`Form::figure`]; none for sections.
    pub figures: Vec<Option<Number>>,
    /// What was read; none where the reader found no table.
    pub reading: Option<Reading>,
    /// Chinese sentences about what did not come back right; empty where all did.
    pub wrong: Vec<String>,
}

/// Checks are bent to at most so many times: one may undo what another did.
const ROUNDS: usize = 12;

/// A filled copy of a form for a year.
pub fn sample(form: &Arc<Form>, year: i32) -> Sample {
    let figures = figures(form);
    let filled =
        Filled {
            unit: "东城县城关所".into(), day: format!("{year}年3月18日"), figures: figures.clone()
        };
    let sheet = paper(form, Some(year), &filled);
    let recogniser = Recogniser::new(Wording::new(Arc::clone(form)), Some(year));
    let reading = recogniser.recognise(&as_grid(&sheet)).ok().and_then(|mut readings| {
        let only = readings.len() == 1;
        readings.pop().filter(|_| only)
    });
    let wrong = match &reading {
        None => vec!["样张没有读出来：指标名称可能太少、太短或彼此相同；请核对各项名称".to_owned()],
        Some(reading) => differences(form, &figures, reading, year),
    };
    Sample { sheet, figures, reading, wrong }
}

/// Figures that came back otherwise, and findings that an ordinary sheet must not draw.
fn differences(form: &Form, figures: &[Option<Number>], reading: &Reading, year: i32) -> Vec<String> {
    let differs = |figure: &usize| reading.answers.value(*figure) != figures[*figure];
    let said = |figure: usize| {
        let title = form.item_title(figure / form.columns.len(), figure % form.columns.len());
        let wrote = figures[figure].map_or("空".to_owned(), |number| number.to_string());
        match reading.answers.value(figure) {
            Some(read) => format!("{title}：样张上是 {wrote}，读成了 {read}"),
            None => format!("{title}：样张上是 {wrote}，没有读到；请核对名称是否与别的项相同"),
        }
    };
    let mut wrong: Vec<String> = (0..form.figures()).filter(differs).map(said).collect();
    let against = Against { year: Some(year), level: Level::Unit, last_year: None };
    let findings = check(form, reading, against);
    wrong.extend(
        findings
            .into_iter()
            .filter(|finding| finding.severity != Severity::Hint)
            .map(|finding| finding.sentence),
    );
    wrong
}

/// Figures of every item and column that satisfy the form's parts and checks, as far as they can be made to.
pub fn figures(form: &Form) -> Vec<Option<Number>> {
    let mut answers = Answers::blank(form);
    for figure in 0..form.figures() {
        let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
        let own = &form.items[item];
        answers.get_mut(figure).value =
            (!own.section).then(|| plausible(own, form.kind_of(figure), (item, column)));
    }
    for _ in 0..ROUNDS {
        (0..form.columns.len()).for_each(|column| keep_parts(form, &mut answers, column));
        if !bend(form, &mut answers) {
            break;
        }
    }
    answers.values()
}

/// A figure below the item's bound, other than its neighbours': parts smaller than wholes.
fn plausible(item: &Item, kind: Kind, (position, column): (usize, usize)) -> Number {
    let steps = (position * 7 + column * 3) % 40;
    let size = if item.part_of.is_some() { 3 } else { 60 };
    let whole = Number::whole((size + steps) as i64);
    let bounded = item.bounds.get(&Level::Unit).filter(|bound| **bound < whole);
    let value = bounded.map_or(whole, |bound| bound.divide(Number::whole(2), 0).unwrap_or(whole).floor());
    let tenth = |value: Number| value.divide(Number::whole(8), 2).unwrap_or(value);
    if kind == Kind::Whole { value } else { tenth(value) }
}

/// A whole is the sum of its parts, or at least as large as each of them.
fn keep_parts(form: &Form, answers: &mut Answers, column: usize) {
    for whole in (0..form.items.len()).rev() {
        let of = |relation: Relation| {
            let own = move |item: &Item| {
                item.part_of.as_ref().is_some_and(|part| part.whole == whole && part.relation == relation)
            };
            let parts = form.items.iter().enumerate().filter(move |(_, item)| own(item));
            parts.filter_map(|(part, _)| answers.value(form.figure(part, column))).collect::<Vec<Number>>()
        };
        let (summed, most) = (of(Relation::AddsUp), of(Relation::AtMost).into_iter().max());
        let sum =
            summed.iter().copied().try_fold(Number::ZERO, Number::checked_add).filter(|_| !summed.is_empty());
        let figure = form.figure(whole, column);
        let own = answers.value(figure);
        let kept =
            sum.or(own).map(|own| most.map_or(own, |most| if sum.is_some() { own } else { own.max(most) }));
        answers.get_mut(figure).value = kept;
    }
}

/// Changes one figure for every rule that is broken and says how; whether anything was changed.
fn bend(form: &Form, answers: &mut Answers) -> bool {
    let mut changed = false;
    for check in form.checks.iter().filter(|check| !check.needs_last_year) {
        for item in &check.items {
            for column in
                (0..form.columns.len()).filter(|column| check.column.is_none_or(|own| own == *column))
            {
                let place = |reference: &Reference| figure_of(form, reference, *item, column);
                let value = |reference: &Reference| match reference {
                    Reference::Bound => form.items[*item].bounds.get(&Level::Unit).copied(),
                    other => answers.value(place(other)?),
                };
                let Some(Bend { reference, value }) = check.rule.bend(&value) else { continue };
                if let Some(figure) = place(&reference) {
                    answers.get_mut(figure).value = Some(value);
                    changed = true;
                }
            }
        }
    }
    changed
}

fn figure_of(form: &Form, reference: &Reference, tried: usize, column: usize) -> Option<usize> {
    match reference {
        Reference::This => Some(form.figure(tried, column)),
        Reference::Item { item, column: named, last_year: false } => {
            let item = if item == Reference::TRIED { tried } else { form.item_index(item)? };
            let named = named.as_ref().map(|code| form.columns.iter().position(|known| known.code == *code));
            Some(form.figure(item, named.unwrap_or(Some(column))?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::builtin::{self, FORMS};

    #[test]
    fn a_sample_of_every_built_in_form_comes_back_right() {
        for built_in in &FORMS {
            let form = builtin::form(built_in.code).expect("a built-in form");
            let sample = sample(&form, 2024);
            assert_eq!(sample.wrong, Vec::<String>::new(), "{}", built_in.code);
        }
    }
}
