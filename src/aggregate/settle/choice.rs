//! Which of a unit's sheets counts, and whether it came in time.

use super::super::{Outcome, State, Timing};
use crate::campaign::{Campaign, Clocks};
use crate::submit::Submission;
use crate::vocabulary::Unit;
use crate::vocabulary::time::Instant;

pub(super) fn outcome(
    unit: &Unit,
    mut own: Vec<usize>,
    submissions: &[Submission],
    campaign: &Campaign,
) -> Outcome {
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
pub(super) enum Choice {
    Nothing,
    Takes(usize),
    Disagree,
}

pub(super) fn choose(own: &[usize], submissions: &[Submission]) -> Choice {
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
    let clocks = Clocks { due: Some(due.clone()), close: None, extended: None };
    match clocks.late_by(*first) {
        None => Timing::OnTime,
        Some(_) if received.contains(&None) => Timing::Unknown,
        Some(by) => Timing::Late { by },
    }
}
