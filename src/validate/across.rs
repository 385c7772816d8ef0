//! 表间: one unit's sheet against others'.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::sums::summed;
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

/// A parent's own sheet that says to the last figure what at least two of its units say together: most likely a
/// sum that came before the last units' sheets, or after one was changed. It is held, because counted beside its
/// units it would count twice.
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
        let Some((summed, figure)) = summed(&submissions[index].answers.values(), &units) else { continue };
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

/// All figures equal to last year's.
pub fn same_as_last_year(values: &[Option<Number>], last_year: &[Option<Number>]) -> Option<Finding> {
    let telling = values.iter().flatten().filter(|value| !value.is_zero()).count() >= 3;
    let same = telling && values == last_year;
    same.then(|| Finding::hint("same-as-last-year", "各项数字与上年完全相同；请留意是否误报了上年的表"))
}
