//! 表间: one unit's sheet against others'.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::submit::Submission;
use crate::vocabulary::{Finding, Number, Register};

/// Sheets of different units with all figures equal: one may have been copied. Only a hint: small stations
/// do sometimes report alike. Sheets with fewer than three figures above zero say nothing.
pub fn check_twins(submissions: &mut [Submission], register: &Register) {
    let mut first_with: HashMap<Vec<Option<Number>>, usize, RandomState> = HashMap::default();
    let mut notes = Vec::new();
    for (index, submission) in submissions.iter().enumerate() {
        let values = submission.answers.values();
        let telling = values.iter().flatten().filter(|value| !value.is_zero()).count() >= 3;
        let (Some(unit), true) = (&submission.unit, telling && !submission.is_total) else { continue };
        let first = *first_with.entry(values).or_insert(index);
        let other = submissions[first].unit.as_ref().filter(|other| *other != unit);
        if let Some(name) = other.and_then(|other| register.get(other)).map(|unit| unit.name.clone()) {
            notes.push((index, name));
        }
    }
    for (index, name) in notes {
        let words = format!("各项数字与“{name}”完全相同；请留意是否误用了别家的表");
        submissions[index].findings.push(Finding::hint("same-as-other-unit", words));
    }
}

/// All figures equal to last year's.
pub fn same_as_last_year(values: &[Option<Number>], last_year: &[Option<Number>]) -> Option<Finding> {
    let telling = values.iter().flatten().filter(|value| !value.is_zero()).count() >= 3;
    let same = telling && values == last_year;
    same.then(|| Finding::hint("same-as-last-year", "各项数字与上年完全相同；请留意是否误报了上年的表"))
}
