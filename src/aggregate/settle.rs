//! What became of every unit: which of its sheets counts, whether it was in time, and why not where not.
//!
//! Two sheets of one unit are the commonest source of a double count. The rule is strict on purpose: equal
//! figures count once; a sheet with a later 填报日期 and no 强制 finding replaces an earlier one; anything
//! else is 待确认 and counts for nothing until a person has decided. A file's age on disk decides nothing.

mod choice;

use std::collections::BTreeMap;

use self::choice::{Choice, choose, outcome};
use super::{Outcome, Stray};
use crate::campaign::Campaign;
use crate::submit::Submission;
use crate::vocabulary::time::show;
use crate::vocabulary::{Number, Register, UnitCode};

/// Settles all submissions of a folder: an outcome for every unit that must report, in code order, and the
/// sheets that count for nobody.
pub fn settle(
    register: &Register,
    campaign: &Campaign,
    submissions: &[Submission],
) -> (BTreeMap<UnitCode, Outcome>, Vec<Stray>) {
    let mut by_unit: BTreeMap<&UnitCode, Vec<usize>> = BTreeMap::new();
    let mut stray = Vec::new();
    for (index, submission) in submissions.iter().enumerate() {
        match belongs(register, campaign, submission) {
            Ok(unit) => by_unit.entry(unit).or_default().push(index),
            Err(sentence) => stray.push(Stray { submission: index, sentence }),
        }
    }
    for (code, own) in sums_of_others(register, &by_unit, submissions) {
        by_unit.remove(code);
        let sentence =
            format!("“{}”各项数字正好是下级各单位的合计；按汇总表看待，不重复计入", register.unit(code).name);
        stray.extend(own.into_iter().map(|index| Stray { submission: index, sentence: sentence.clone() }));
    }
    let outcomes = register
        .reporters(&register.root().code)
        .into_iter()
        .map(|unit| {
            let own = by_unit.remove(&unit.code).unwrap_or_default();
            (unit.code.clone(), outcome(unit, own, submissions, campaign))
        })
        .collect();
    (outcomes, stray)
}

/// The unit a sheet counts for, or why it counts for none.
fn belongs<'s>(
    register: &Register,
    campaign: &Campaign,
    submission: &'s Submission,
) -> Result<&'s UnitCode, String> {
    let written = submission.unit_written.as_deref().unwrap_or("（未写）");
    let Some(code) = &submission.unit else {
        let names: Vec<&str> = submission
            .candidates
            .iter()
            .filter_map(|code| register.get(code))
            .map(|unit| unit.name.as_str())
            .collect();
        return Err(match names.as_slice() {
            [] => format!("填报单位“{written}”不在单位名录中"),
            names => format!("填报单位“{written}”可能是：{}，请确认", names.join("、")),
        });
    };
    if submission.is_total {
        return Err(format!("“{written}”是合计数，不是本级自己的报表；不重复计入"));
    }
    if !register.reports(code) {
        return Err(format!("“{written}”有下级单位，名录未注明本级填报；按汇总表看待，不重复计入"));
    }
    match (campaign.close, submission.source.received) {
        (Some(close), Some(received)) if received >= close => {
            Err(format!("{} 收到，填报已于 {} 关闭", show(received), show(close)))
        }
        _ => Ok(code),
    }
}

/// Sheets of parents that report themselves, but say to the last figure what their units say together.
fn sums_of_others<'s>(
    register: &Register,
    by_unit: &BTreeMap<&'s UnitCode, Vec<usize>>,
    submissions: &[Submission],
) -> Vec<(&'s UnitCode, Vec<usize>)> {
    let parents = by_unit.iter().filter(|(code, _)| register.has_children(code));
    let sums = parents.filter(|(code, own)| {
        let below = register.reporters(code).into_iter().filter(|unit| unit.code != ***code);
        let taken: Vec<usize> = below
            .filter_map(|unit| match choose(by_unit.get(&unit.code)?, submissions) {
                Choice::Takes(index) => Some(index),
                Choice::Nothing | Choice::Disagree => None,
            })
            .collect();
        let says_the_sum = |index: &usize| is_sum(&submissions[*index], &taken, submissions);
        taken.len() >= 2 && own.iter().any(says_the_sum)
    });
    sums.map(|(code, own)| (*code, own.clone())).collect()
}

/// Every figure is the others' sum, and three at least are more than nothing.
fn is_sum(sheet: &Submission, others: &[usize], submissions: &[Submission]) -> bool {
    let figures = sheet.answers.values();
    let telling = figures.iter().flatten().filter(|figure| !figure.is_zero()).count() >= 3;
    let sum_at = |figure: usize| {
        let parts = others.iter().filter_map(|index| submissions[*index].answers.value(figure));
        parts.into_iter().try_fold(Number::ZERO, Number::checked_add)
    };
    let known = figures.iter().enumerate().filter_map(|(figure, value)| Some((figure, (*value)?)));
    telling && known.into_iter().all(|(figure, value)| sum_at(figure) == Some(value))
}
