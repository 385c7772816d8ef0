//! Where a unit stands in a campaign, and the numbers of a board.
//!
//! Everything is derived from what happened: four times kept apart (first received, first valid, last changed,
//! accepted), the current revision's state, exemption, extension, draft. Whether a unit is late is judged by
//! its first valid sheet, so that a correction never makes it late, and a moved deadline is judged anew.

mod number;
mod status;

use chrono::TimeDelta;

pub use self::number::Number;
pub use self::status::Status;
use super::{Deliverable, UnitState};
use crate::vocabulary::time::Instant;

/// One expected unit in one campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Number, code, name and place of the unit.
    pub unit: i64,
    pub code: String,
    pub name: String,
    pub path: String,
    pub contact: Option<String>,
    /// 免报原因.
    pub exempt: Option<String>,
    pub state: UnitState,
    /// How often it has sent.
    pub revisions: i64,
    /// The revision in force is a 零报告.
    pub nil: bool,
    pub current: Option<i64>,
    pub in_force: Option<i64>,
    pub first_received: Option<Instant>,
    pub first_valid: Option<Instant>,
    pub last_changed: Option<Instant>,
    pub accepted: Option<Instant>,
    /// 延期.
    pub extended: Option<Instant>,
    /// When an unsent draft was last saved.
    pub draft_saved: Option<Instant>,
}

impl Standing {
    /// A node of which nothing is expected: number, code, name and place.
    pub fn of_nobody(unit: i64, code: &str, name: &str, path: &str) -> Standing {
        Standing {
            unit,
            code: code.to_owned(),
            name: name.to_owned(),
            path: path.to_owned(),
            contact: None,
            exempt: None,
            state: UnitState::None,
            revisions: 0,
            nil: false,
            current: None,
            in_force: None,
            first_received: None,
            first_valid: None,
            last_changed: None,
            accepted: None,
            extended: None,
            draft_saved: None,
        }
    }

    /// Whether it counts as reported; a returned unit by the campaign's custom.
    pub fn has_reported(&self, returned_is_missing: bool) -> bool {
        match self.state {
            UnitState::None => false,
            UnitState::Returned => !returned_is_missing,
            UnitState::Submitted | UnitState::Accepted => true,
        }
    }

    /// How late its first valid sheet was; `None`: on time. Only of units that sent.
    pub fn late_by(&self, table: &Deliverable) -> Option<TimeDelta> {
        table.clocks(self.extended).late_by(self.first_valid?)
    }

    /// In a campaign without a statistics table (`None`) nothing is awaited of it here.
    pub fn status(&self, table: Option<&Deliverable>, now: Instant) -> Status {
        match (self.exempt.is_some(), self.state) {
            (_, UnitState::Submitted) => Status::Submitted,
            (_, UnitState::Accepted) => Status::Accepted,
            (_, UnitState::Returned) => Status::Returned,
            (true, UnitState::None) => Status::Exempt,
            (false, UnitState::None)
                if table.is_some_and(|table| table.clocks(self.extended).is_past(now)) =>
            {
                Status::Overdue
            }
            (false, UnitState::None) if self.draft_saved.is_some() => Status::Drafted,
            (false, UnitState::None) if self.extended.is_some() => Status::Extended,
            (false, UnitState::None) => Status::NotStarted,
        }
    }

    /// Whether one of the board's numbers counts this unit.
    pub fn is_among(&self, number: Number, table: Option<&Deliverable>, returned_is_missing: bool) -> bool {
        let sent = self.state != UnitState::None;
        let exempt = self.exempt.is_some() && !sent;
        let reported = self.has_reported(returned_is_missing);
        match number {
            Number::Exempt => exempt,
            _ if exempt => false,
            Number::Expected => true,
            Number::Received => reported,
            Number::OnTime => reported && table.is_some_and(|table| self.late_by(table).is_none()),
            Number::Late => reported && table.is_some_and(|table| self.late_by(table).is_some()),
            Number::Missing => table.is_some() && !reported,
            Number::Waiting => self.state == UnitState::Submitted,
            Number::Returned => self.state == UnitState::Returned,
            Number::Accepted => self.state == UnitState::Accepted,
            Number::Nil => self.nil && reported,
            Number::Extended => self.extended.is_some(),
        }
    }
}

/// All numbers of a board, in the order of [`Number::ALL`].
pub fn tally<'s>(
    standings: impl IntoIterator<Item = &'s Standing>,
    table: Option<&Deliverable>,
    returned_is_missing: bool,
) -> [usize; Number::ALL.len()] {
    let mut counts = [0; Number::ALL.len()];
    for standing in standings {
        for (count, number) in counts.iter_mut().zip(Number::ALL) {
            *count += usize::from(standing.is_among(number, table, returned_is_missing));
        }
    }
    counts
}
