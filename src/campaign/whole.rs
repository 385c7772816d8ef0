//! 全部材料: where one unit stands with everything that a notice asks of it, as one word and in the same numbers.
//!
//! What counts is what must be sent: an optional thing that is not there makes nobody 未报, and one that came late
//! makes nobody 迟报. Where nothing is required, everything counts, so that a deliverable looked at alone is counted
//! whether it is required or not. What an exempt unit did not send counts for nothing; what it sent, counts. So a unit
//! has reported when all that counts is there, is late when any of that was, and is missing while any of it is not
//! there; it waits, or is returned, as soon as one thing does, optional or not, because somebody has to act. Of one
//! deliverable alone all of this says what its standing says.

use chrono::TimeDelta;

use super::standing::{Number, Standing, Status};
use super::{Deliverable, UnitState};
use crate::vocabulary::time::Instant;

/// One unit with a standing for each of some deliverables, in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// The first of them: who the unit is.
    pub head: Standing,
    /// `None`: this is not asked of it.
    pub parts: Vec<Option<Standing>>,
}

type Part<'a> = (&'a Deliverable, &'a Standing);

impl Whole {
    /// `None` where nothing is asked of the unit.
    pub fn new(parts: Vec<Option<Standing>>) -> Option<Whole> {
        let head = parts.iter().flatten().next()?.clone();
        Some(Whole { head, parts })
    }

    fn bound<'a>(&'a self, asked: &'a [Deliverable]) -> impl Iterator<Item = Part<'a>> {
        asked.iter().zip(&self.parts).filter_map(|(asked, part)| Some((asked, part.as_ref()?)))
    }

    /// What must be there before the unit has reported; nothing of an exempt unit that sent nothing.
    fn counting<'a>(&'a self, asked: &'a [Deliverable]) -> Vec<Part<'a>> {
        let awaited = |(_, part): &Part| part.exempt.is_none() || part.state != UnitState::None;
        let all: Vec<Part> = self.bound(asked).filter(awaited).collect();
        let required: Vec<Part> = all.iter().copied().filter(|(asked, _)| asked.required).collect();
        if required.is_empty() { all } else { required }
    }

    fn any(&self, is_so: impl Fn(&Standing) -> bool) -> bool {
        self.parts.iter().flatten().any(is_so)
    }

    /// What the unit still owes.
    pub fn owed<'a>(&'a self, asked: &'a [Deliverable], returned_is_missing: bool) -> Vec<&'a Deliverable> {
        let counting = self.counting(asked).into_iter();
        counting.filter(|(_, part)| !part.has_reported(returned_is_missing)).map(|(asked, _)| asked).collect()
    }

    /// By how much the latest of what counts was late; `None`: nothing was.
    pub fn late_by(&self, asked: &[Deliverable]) -> Option<TimeDelta> {
        self.counting(asked).into_iter().filter_map(|(asked, part)| part.late_by(asked)).max()
    }

    /// When anything of it changed last.
    pub fn last_changed(&self) -> Option<Instant> {
        self.parts.iter().flatten().filter_map(|part| part.last_changed).max()
    }

    pub fn status(&self, asked: &[Deliverable], now: Instant) -> Status {
        let counting = self.counting(asked);
        let absent: Vec<&Part> = counting.iter().filter(|(_, part)| part.state == UnitState::None).collect();
        let is_overdue = |(asked, part): &&Part| asked.clocks(part.extended).is_past(now);
        if counting.is_empty() {
            Status::Exempt
        } else if self.any(|part| part.state == UnitState::Returned) {
            Status::Returned
        } else if absent.is_empty() {
            let waits = self.any(|part| part.state == UnitState::Submitted);
            if waits { Status::Submitted } else { Status::Accepted }
        } else if absent.iter().any(is_overdue) {
            Status::Overdue
        } else if self.any(|part| part.state != UnitState::None) {
            Status::Partial
        } else if self.any(|part| part.draft_saved.is_some()) {
            Status::Drafted
        } else if absent.iter().any(|(_, part)| part.extended.is_some()) {
            Status::Extended
        } else {
            Status::NotStarted
        }
    }

    /// Whether one of the board's numbers counts this unit.
    pub fn is_among(&self, number: Number, asked: &[Deliverable], returned_is_missing: bool) -> bool {
        let counting = self.counting(asked);
        if counting.is_empty() {
            return number == Number::Exempt;
        }
        let reported = counting.iter().all(|(_, part)| part.has_reported(returned_is_missing));
        let is = |state: UnitState| self.any(|part| part.state == state);
        match number {
            Number::Exempt => false,
            Number::Expected => true,
            Number::Received => reported,
            Number::OnTime => reported && self.late_by(asked).is_none(),
            Number::Late => reported && self.late_by(asked).is_some(),
            Number::Missing => !reported,
            Number::Waiting => is(UnitState::Submitted),
            Number::Returned => is(UnitState::Returned),
            Number::Accepted => {
                let all = counting.iter().all(|(_, part)| part.state == UnitState::Accepted);
                all && !is(UnitState::Submitted) && !is(UnitState::Returned)
            }
            Number::Nil => reported && self.any(|part| part.nil),
            Number::Extended => self.any(|part| part.extended.is_some()),
        }
    }
}

/// All numbers of a board, in the order of [`Number::ALL`].
pub fn tally<'w>(
    wholes: impl IntoIterator<Item = &'w Whole>,
    asked: &[Deliverable],
    returned_is_missing: bool,
) -> [usize; Number::ALL.len()] {
    let mut counts = [0; Number::ALL.len()];
    for whole in wholes {
        for (count, number) in counts.iter_mut().zip(Number::ALL) {
            *count += usize::from(whole.is_among(number, asked, returned_is_missing));
        }
    }
    counts
}

#[cfg(test)]
mod tests;
