//! What became of every unit: which of its sheets counts, whether it was in time, and why not where not.
//!
//! Two sheets of one unit are the commonest source of a double count. The rule is strict on purpose: equal
//! figures count once; a sheet with a later 填报日期 and no 强制 finding replaces an earlier one; anything
//! else is 待确认 and counts for nothing until a person has decided. A file's age on disk decides nothing.

use std::collections::BTreeMap;

use super::{Outcome, State, Stray, Timing};
use crate::campaign::{Campaign, Clocks};
use crate::submit::Submission;
use crate::vocabulary::time::{Instant, show};
use crate::vocabulary::{Number, Register, Unit, UnitCode};

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

fn outcome(unit: &Unit, mut own: Vec<usize>, submissions: &[Submission], campaign: &Campaign) -> Outcome {
    own.sort_by_key(|index| {
        let submission = &submissions[*index];
        (submission.source.received, submission.date, submission.source.file.clone(), *index)
    });
    let choice = choose(&own, submissions);
    let state = match choice {
        Choice::Nothing if unit.exempt.is_some() => State::Exempt,
        Choice::Nothing => State::Missing,
        Choice::Disagree => State::Unsettled,
        Choice::Takes(index) if submissions[index].has_hard() => State::Faulty,
        Choice::Takes(index) if submissions[index].findings.iter().any(|finding| finding.holds) => {
            State::Held
        }
        Choice::Takes(_) => State::Counted,
    };
    let valid: Vec<usize> = own.iter().copied().filter(|index| !submissions[*index].has_hard()).collect();
    let in_force = match choice {
        Choice::Takes(index) => Some(index),
        Choice::Nothing | Choice::Disagree => None,
    };
    Outcome {
        unit: unit.code.clone(),
        state,
        timing: (!valid.is_empty()).then(|| timing(&valid, submissions, campaign)),
        received: own.iter().filter_map(|index| submissions[*index].source.received).min(),
        nil: in_force.is_some_and(|index| submissions[index].nil) && state == State::Counted,
        in_force,
        submissions: own,
        reason: match choice {
            Choice::Disagree => Some("有多份报表且数字不一致，不能确定以哪份为准".to_owned()),
            _ if state == State::Exempt => unit.exempt.clone(),
            _ => None,
        },
    }
}

#[derive(Clone, Copy)]
enum Choice {
    Nothing,
    Takes(usize),
    Disagree,
}

fn choose(own: &[usize], submissions: &[Submission]) -> Choice {
    let Some(&first) = own.first() else { return Choice::Nothing };
    if own.len() == 1 {
        return Choice::Takes(first);
    }
    let content = |index: usize| (submissions[index].nil, submissions[index].answers.values());
    let clean = |index: &&usize| !submissions[**index].has_hard();
    if own.iter().all(|index| content(*index) == content(first)) {
        return Choice::Takes(*own.iter().rev().find(clean).unwrap_or(&own[own.len() - 1]));
    }
    let latest = own.iter().filter_map(|index| submissions[*index].date).max();
    let dated = own.iter().all(|index| submissions[*index].date.is_some());
    let newest: Vec<usize> = own.iter().copied().filter(|index| submissions[*index].date == latest).collect();
    let agree = newest.iter().all(|index| content(*index) == content(newest[0]));
    match newest.iter().rev().find(clean) {
        Some(index) if dated && agree => Choice::Takes(*index),
        _ => Choice::Disagree,
    }
}

/// On time by the first valid sheet: correcting a figure later never makes a unit late.
fn timing(valid: &[usize], submissions: &[Submission], campaign: &Campaign) -> Timing {
    let received: Vec<Option<Instant>> =
        valid.iter().map(|index| submissions[*index].source.received).collect();
    let (Some(due), Some(first)) = (&campaign.due, received.iter().flatten().min()) else {
        return Timing::Unknown;
    };
    let clocks = Clocks { due: due.clone(), close: None, extended: None };
    match clocks.late_by(*first) {
        None => Timing::OnTime,
        Some(_) if received.contains(&None) => Timing::Unknown,
        Some(by) => Timing::Late { by },
    }
}
