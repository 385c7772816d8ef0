//! Totals of any node, and what went into them.

use super::{Coverage, Outcome, RollUp, State, Timing, Totals};
use crate::form::Aggregation;
use crate::submit::Submission;
use crate::vocabulary::{Number, UnitCode};

impl RollUp {
    /// The totals of a node: every counted unit below it (its own office included), once.
    pub fn totals(&self, node: &UnitCode) -> Totals {
        let outcomes = self.outcomes_below(node);
        let mut figures = vec![None; self.form.figures()];
        for submission in outcomes.iter().filter_map(|outcome| self.counted(outcome)) {
            self.add(&mut figures, submission);
        }
        Totals { node: node.clone(), figures, coverage: coverage(&outcomes) }
    }

    /// What became of the units below a node, counted.
    pub fn coverage(&self, node: &UnitCode) -> Coverage {
        coverage(&self.outcomes_below(node))
    }

    /// Outcomes of all units below a node that must report, in the register's order of codes.
    pub fn outcomes_below(&self, node: &UnitCode) -> Vec<&Outcome> {
        self.register.reporters(node).into_iter().filter_map(|unit| self.outcomes.get(&unit.code)).collect()
    }

    /// The submission whose figures are in the totals, if the unit counts.
    pub fn counted(&self, outcome: &Outcome) -> Option<&Submission> {
        match outcome.state {
            State::Counted => outcome.in_force.map(|index| &self.submissions[index]),
            _ => None,
        }
    }

    /// A node's figure if the units held below it counted too: the effect of 待核实.
    pub fn with_held(&self, node: &UnitCode) -> Vec<Option<Number>> {
        let mut figures = vec![None; self.form.figures()];
        for outcome in self.outcomes_below(node) {
            let counts = matches!(outcome.state, State::Counted | State::Held);
            if let Some(index) = outcome.in_force.filter(|_| counts) {
                self.add(&mut figures, &self.submissions[index]);
            }
        }
        figures
    }

    fn add(&self, figures: &mut [Option<Number>], submission: &Submission) {
        let columns = self.form.columns.len();
        for (index, total) in figures.iter_mut().enumerate() {
            let aggregation = self.form.items[index / columns].aggregation;
            *total = combined(*total, submission.answers.value(index), aggregation);
        }
    }
}

/// Two figures of one item made into one. Figures are bounded at entry, so a sum cannot overflow.
pub fn combined(total: Option<Number>, figure: Option<Number>, aggregation: Aggregation) -> Option<Number> {
    match (aggregation, total, figure) {
        (Aggregation::None, ..) => None,
        (_, total, None) => total,
        (_, None, figure) => figure,
        (Aggregation::Sum, Some(total), Some(figure)) => {
            Some(total.checked_add(figure).expect("figures are bounded at entry"))
        }
        (Aggregation::Max, Some(total), Some(figure)) => Some(total.max(figure)),
    }
}

/// Counts what became of the given units.
pub fn coverage(outcomes: &[&Outcome]) -> Coverage {
    let mut coverage = Coverage::default();
    for outcome in outcomes {
        match outcome.state {
            State::Exempt => {
                coverage.exempt += 1;
                continue;
            }
            State::Missing => coverage.missing += 1,
            State::Faulty => {}
            State::Held => coverage.held += 1,
            State::Unsettled => coverage.unsettled += 1,
            State::Waiting => coverage.waiting += 1,
            State::Counted => coverage.counted += 1,
        }
        coverage.expected += 1;
        coverage.received += usize::from(outcome.state != State::Missing);
        coverage.nil += usize::from(outcome.nil);
        match outcome.timing {
            Some(Timing::OnTime) => coverage.on_time += 1,
            Some(Timing::Late { .. }) => coverage.late += 1,
            Some(Timing::Unknown) => coverage.time_unknown += 1,
            // Something came, and none of it is valid.
            None => coverage.faulty += usize::from(outcome.state != State::Missing),
        }
    }
    coverage
}
