//! What became of each expected unit, in the words of a folder's roll-up: counted, waiting, exempt or
//! missing, and how late it came.

use std::collections::{BTreeMap, HashMap};

use super::super::totals::counts_now;
use crate::aggregate::{Basis, Outcome, State, Timing};
use crate::campaign::{Deliverable, Standing, UnitState};
use crate::store::reminders::LastReminded;
use crate::submit::Submission;
use crate::vocabulary::UnitCode;
use crate::vocabulary::time::show;

/// What became of every expected unit, and the sheets in the order that the outcomes point to.
pub(super) fn outcomes(
    all: &[Standing],
    mut sheets: BTreeMap<i64, Submission>,
    (table, reminded): (&Deliverable, &HashMap<i64, LastReminded>),
    basis: Basis,
) -> (Vec<Submission>, BTreeMap<UnitCode, Outcome>) {
    let mut submissions = Vec::new();
    let mut outcomes = BTreeMap::new();
    for standing in all {
        let index = standing.in_force.and_then(|id| sheets.remove(&id)).map(|sheet| {
            submissions.push(sheet);
            submissions.len() - 1
        });
        let unit = UnitCode::new(&standing.code);
        outcomes.insert(
            unit.clone(),
            outcome(unit, standing, index, (table, reminded.get(&standing.unit)), basis),
        );
    }
    (submissions, outcomes)
}

fn outcome(
    unit: UnitCode,
    standing: &Standing,
    index: Option<usize>,
    (table, reminded): (&Deliverable, Option<&LastReminded>),
    basis: Basis,
) -> Outcome {
    let state = match index {
        Some(_) if counts_now(standing, basis) => State::Counted,
        Some(_) => State::Waiting,
        None if standing.exempt.is_some() => State::Exempt,
        None => State::Missing,
    };
    let reason = match (state, standing.state) {
        (State::Waiting, UnitState::Returned) => Some("已退回，尚未重报；仅汇总已通过的报表".to_owned()),
        (State::Waiting, _) => Some("已报待审；仅汇总已通过的报表".to_owned()),
        (State::Counted, UnitState::Returned) => Some("已退回，重报前仍按原报表汇入".to_owned()),
        (State::Exempt, _) => standing.exempt.clone(),
        (State::Missing, _) => reminded.map(urged),
        _ => None,
    };
    let timing = index.map(|_| match standing.late_by(table) {
        None => Timing::OnTime,
        Some(by) => Timing::Late { by },
    });
    Outcome {
        unit,
        state,
        timing,
        received: standing.first_received,
        nil: standing.nil && state == State::Counted,
        in_force: index,
        submissions: index.into_iter().collect(),
        reason,
    }
}

/// `已催报 2 次，最近 2024-03-21 10:00（电话）`.
fn urged(last: &LastReminded) -> String {
    format!("已催报 {} 次，最近 {}（{}）", last.times, show(last.at), last.channel.label())
}
