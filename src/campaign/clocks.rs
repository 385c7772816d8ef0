//! On time, late, closed: what an instant means for a unit.
//!
//! Two clocks: due decides between 按时 and 迟报, close decides whether anything is taken at all. An extension
//! belongs to a unit; it moves both for that unit, never backwards. Instants are exclusive: one millisecond
//! before is inside, the instant itself is not. The grace counts for “on time”, but lateness is told from the
//! due instant itself. What has no deadline is never late, and an extension of it says nothing.

use chrono::TimeDelta;

use super::Due;
use crate::vocabulary::time::Instant;

/// The clocks of one deliverable for one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// `None`: there is no deadline.
    pub due: Option<Due>,
    /// Nothing is taken from here on; `None`: late sheets are taken until the campaign is closed by hand.
    pub close: Option<Instant>,
    /// 延期 of this unit.
    pub extended: Option<Instant>,
}

impl Clocks {
    /// The exclusive instant until which a sheet is on time, grace not counted; `None`: at any time.
    pub fn due_at(&self) -> Option<Instant> {
        let due = self.due.as_ref()?.instant;
        Some(self.extended.map_or(due, |until| until.max(due)))
    }

    /// The exclusive instant from which nothing is taken.
    pub fn close_at(&self) -> Option<Instant> {
        self.close.map(|close| self.extended.map_or(close, |until| until.max(close)))
    }

    /// Whether the deadline is over.
    pub fn is_past(&self, now: Instant) -> bool {
        self.due_at().is_some_and(|due| now >= due)
    }

    /// How late a sheet is that had wholly arrived at this instant; `None`: on time.
    pub fn late_by(&self, received: Instant) -> Option<TimeDelta> {
        let (due, until) = (self.due.as_ref()?, self.due_at()?);
        let in_time = received < until || received < due.instant + due.grace;
        (!in_time).then(|| received - until)
    }

    /// Whether the clocks let a sheet in that had wholly arrived at this instant.
    pub fn takes(&self, received: Instant) -> bool {
        self.close_at().is_none_or(|close| received < close)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::time::parse_instant;

    fn at(text: &str) -> Instant {
        parse_instant(text).unwrap()
    }

    fn clocks(grace: i64, close: Option<&str>, extended: Option<&str>) -> Clocks {
        let due = Due {
            phrase: "3月22日前".to_owned(),
            instant: at("2024-03-23 00:00"),
            grace: TimeDelta::minutes(grace),
            shifted_from: None,
        };
        Clocks { due: Some(due), close: close.map(at), extended: extended.map(at) }
    }

    #[test]
    fn a_millisecond_decides_between_on_time_and_late() {
        let (close, until) = (Some("2024-03-25 12:00"), Some("2024-03-24 00:00"));
        for (grace, extended, received, late) in [
            (0, None, "2024-03-22 23:59:59.999", None),
            (0, None, "2024-03-23 00:00:00.000", Some(0)),
            (0, None, "2024-03-23 00:00:00.001", Some(1)),
            (40, None, "2024-03-23 00:39:59.999", None),
            (40, None, "2024-03-23 00:40:00.000", Some(2_400_000)),
            (0, until, "2024-03-23 23:59:59.999", None),
            (0, until, "2024-03-24 00:00:00.000", Some(0)),
            (0, Some("2024-03-20 00:00"), "2024-03-22 23:59:59.999", None),
        ] {
            let late = late.map(TimeDelta::milliseconds);
            assert_eq!(clocks(grace, close, extended).late_by(at(received)), late, "{received}");
        }
    }

    #[test]
    fn without_a_deadline_nothing_is_late() {
        let open = Clocks { due: None, ..clocks(0, Some("2024-03-25 12:00"), Some("2024-03-20 00:00")) };
        assert_eq!((open.due_at(), open.late_by(at("2030-01-01 00:00"))), (None, None));
        assert!(!open.takes(at("2024-03-25 12:00")), "but what was closed is closed");
    }

    #[test]
    fn nothing_is_taken_from_the_close_on() {
        for (close, extended, received, taken) in [
            (None, None, "2030-01-01 00:00", true),
            (Some("2024-03-25 12:00"), None, "2024-03-25 11:59:59.999", true),
            (Some("2024-03-25 12:00"), None, "2024-03-25 12:00:00.000", false),
            (Some("2024-03-25 12:00"), Some("2024-03-26 00:00"), "2024-03-25 23:59:59.999", true),
            (Some("2024-03-25 12:00"), Some("2024-03-26 00:00"), "2024-03-26 00:00:00.000", false),
            (Some("2024-03-25 12:00"), Some("2024-03-24 00:00"), "2024-03-25 11:59:59.999", true),
        ] {
            assert_eq!(clocks(0, close, extended).takes(at(received)), taken, "{received}");
        }
    }
}
