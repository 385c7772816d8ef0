//! 表间: one unit's sheet against others'.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::form::Form;
use crate::submit::Submission;
use crate::vocabulary::{Finding, Number, Register, Severity, UnitCode};

/// Sheets of different units with all figures equal, by their places: one may have been copied. Only a hint: small
/// stations do sometimes report alike. Sheets with fewer than three figures above zero say nothing.
pub fn twins(submissions: &[Submission], register: &Register) -> Vec<(usize, Finding)> {
    let mut first_with: HashMap<Vec<Option<Number>>, usize, RandomState> = HashMap::default();
    let mut hints = Vec::new();
    for (index, submission) in submissions.iter().enumerate() {
        let values = submission.answers.values();
        let telling = values.iter().flatten().filter(|value| !value.is_zero()).count() >= 3;
        let (Some(unit), true) = (&submission.unit, telling && !submission.is_total) else { continue };
        let first = *first_with.entry(values).or_insert(index);
        let other = submissions[first].unit.as_ref().filter(|other| *other != unit);
        if let Some(other) = other.and_then(|other| register.get(other)) {
            let words = format!("各项数字与“{}”完全相同；请留意是否误用了别家的表", other.name);
            hints.push((index, Finding::hint("same-as-other-unit", words)));
        }
    }
    hints
}

/// A parent's own sheet that says to the last figure what at least two of its units say together, two of them
/// left out at most: most likely a sum that came before the last units' sheets, or after one was changed. It
/// is held, because counted beside its units it would count twice.
pub fn check_sums(form: &Form, submissions: &mut [Submission], register: &Register) {
    let own = |submission: &Submission| {
        let unit = submission.unit.as_ref()?;
        (!submission.is_total && register.has_children(unit) && register.reports(unit)).then(|| unit.clone())
    };
    let parents: Vec<(usize, UnitCode)> =
        submissions.iter().enumerate().filter_map(|(index, sheet)| Some((index, own(sheet)?))).collect();
    if parents.is_empty() {
        return;
    }
    let latest = latest_of_units(submissions);
    for (index, parent) in parents {
        let below = register.reporters(&parent).into_iter().filter(|unit| unit.code != parent);
        let units: Vec<Vec<Option<Number>>> = below
            .filter_map(|unit| latest.get(&unit.code))
            .map(|sheet| submissions[*sheet].answers.values())
            .collect();
        let Some((left_out, figure)) = left_out_of_sum(&submissions[index].answers.values(), &units) else {
            continue;
        };
        let summed = units.len() - left_out;
        let words = format!(
            "各项数字正好是下级 {summed} 个单位报表的合计，看上去是汇总数；本级只报自己的数，确属本级数字的请说明"
        );
        let place = submissions[index].answers.get(figure).place.clone();
        let finding = form.finding(Severity::Query, "sum-of-units", figure, place, &words);
        submissions[index].findings.push(finding.holding());
    }
}

/// Each unit's sheet of the latest day.
fn latest_of_units(submissions: &[Submission]) -> HashMap<UnitCode, usize> {
    let mut latest: HashMap<UnitCode, usize> = HashMap::new();
    for (index, submission) in submissions.iter().enumerate().filter(|(_, submission)| !submission.is_total) {
        let Some(unit) = &submission.unit else { continue };
        let known = latest.entry(unit.clone()).or_insert(index);
        if submissions[*known].date <= submission.date {
            *known = index;
        }
    }
    latest
}

/// How many units must be left out so that the figures are the others' sum, and the first telling figure.
fn left_out_of_sum(sum: &[Option<Number>], units: &[Vec<Option<Number>>]) -> Option<(usize, usize)> {
    let known: Vec<usize> = (0..sum.len()).filter(|figure| sum[*figure].is_some()).collect();
    let mut telling = known.iter().filter(|figure| sum[**figure].is_some_and(|value| !value.is_zero()));
    let first = *telling.next()?;
    let figures = |values: &[Option<Number>]| -> Vec<Number> {
        known.iter().map(|figure| values[*figure].unwrap_or(Number::ZERO)).collect()
    };
    let units: Vec<Vec<Number>> = units.iter().map(|values| figures(values)).collect();
    let all = units
        .iter()
        .try_fold(vec![Number::ZERO; known.len()], |sum, unit| combine(&sum, unit, Number::checked_add))?;
    let missing = combine(&all, &figures(sum), Number::checked_sub)?;
    let filled = units.iter().filter(|unit| unit.iter().any(|value| !value.is_zero())).count();
    // A unit without figures changes no sum; one unit's figures alone are no sum.
    let left_out = if missing.iter().all(|value| value.is_zero()) { 0 } else { fewest(&missing, &units)? };
    (telling.count() >= 2 && filled >= left_out + 2).then_some((left_out, first))
}

/// Whether one unit's figures, or two units' together, are those that are missing.
fn fewest(missing: &[Number], units: &[Vec<Number>]) -> Option<usize> {
    let mut counts: HashMap<&[Number], usize, RandomState> = HashMap::default();
    units.iter().for_each(|unit| *counts.entry(unit.as_slice()).or_default() += 1);
    if counts.contains_key(missing) {
        return Some(1);
    }
    let complements = |unit: &Vec<Number>| {
        let rest = combine(missing, unit, Number::checked_sub);
        rest.is_some_and(|rest| {
            counts.get(rest.as_slice()).is_some_and(|count| *count > usize::from(rest == *unit))
        })
    };
    units.iter().any(complements).then_some(2)
}

fn combine(
    one: &[Number],
    other: &[Number],
    how: impl Fn(Number, Number) -> Option<Number>,
) -> Option<Vec<Number>> {
    one.iter().zip(other).map(|(one, other)| how(*one, *other)).collect()
}

/// All figures equal to last year's.
pub fn same_as_last_year(values: &[Option<Number>], last_year: &[Option<Number>]) -> Option<Finding> {
    let telling = values.iter().flatten().filter(|value| !value.is_zero()).count() >= 3;
    let same = telling && values == last_year;
    same.then(|| Finding::hint("same-as-last-year", "各项数字与上年完全相同；请留意是否误报了上年的表"))
}
