//! 可能的数: the figure that a finding makes likely, to be taken at one press, never by itself.
//!
//! Only what has one likely reading is offered: 元 typed as 万元, words typed around a number that was read all the
//! same. A figure out of a file that was read with a hint is that figure already; what is only about so much (约800)
//! has no likely figure at all.

use super::explanation::figure_of;
use crate::form::{Form, Kind};
use crate::submit::Answers;
use crate::vocabulary::{Finding, Number};

/// Findings of words that were read as a number.
const READ_ALL_THE_SAME: [&str; 4] = ["written-form", "measure-in-cell", "measure-converted", "multiplier"];

/// The figure that a finding stands on, and what it is likely to be.
pub fn likely(form: &Form, answers: &Answers, finding: &Finding) -> Option<(usize, Number)> {
    let figure = figure_of(form, finding)?;
    let answer = answers.get(figure);
    let value = answer.value?;
    let meant = match finding.code.as_str() {
        "unit-confusion" => value.shift(-form.measure_of(figure).power)?,
        code if READ_ALL_THE_SAME.contains(&code) && answer.place.is_none() => value,
        _ => return None,
    };
    let fits = match form.kind_of(figure) {
        Kind::Whole => meant.is_whole(),
        Kind::Decimal { places } => meant.decimals() <= places,
    };
    (fits && meant.to_string() != answer.raw.trim()).then_some((figure, meant))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::form::builtin;
    use crate::submit::entry::{Entry, enter};
    use crate::validate::{Against, check};
    use crate::vocabulary::Level;

    #[test]
    fn only_what_has_one_likely_reading_is_offered() {
        let form = builtin::anchor();
        for (figure, text, meant) in [
            (0, "12场", Some("12")),
            (0, "１２", Some("12")),
            (3, "1,234", Some("1234")),
            (10, "8万份", Some("80000")),
            (6, "35000元", Some("3.5")),
            (6, "234100", Some("23.41")),
            (0, "12", None),
            (0, "约800", None),
            (0, "若干", None),
            (0, "12.5场", None),
        ] {
            // 元 typed as 万元 is told by the cases beside it.
            let texts = BTreeMap::from([(5, "38".to_owned()), (figure, text.to_owned())]);
            let entry = Entry { texts, ..Entry::default() };
            let reading = enter(&form, 2024, None, &entry);
            let against = Against { year: Some(2024), level: Level::Unit, last_year: None };
            let findings = check(&form, &reading, against);
            let found = findings.iter().find_map(|finding| likely(&form, &reading.answers, finding));
            let found = found.map(|(at, number)| (at, number.to_string()));
            assert_eq!(found, meant.map(|meant| (figure, meant.to_owned())), "{text}");
        }
    }
}
