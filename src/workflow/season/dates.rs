//! The days of a season that is shown on any day of any year: its deadline lies a few days ahead, its first clock a week
//! back, and everything that has happened, happened before today.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};

use crate::vocabulary::time::{Instant, at_beijing, beijing};

/// The day on which the season is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    today: NaiveDate,
}

impl Dates {
    pub fn of(now: Instant) -> Dates {
        Dates { today: now.with_timezone(&beijing()).date_naive() }
    }

    /// The same as it was so many days ago.
    pub fn before(&self, days: i64) -> Dates {
        Dates { today: self.day(-days) }
    }

    /// The year of the season's figures.
    pub fn year(&self) -> i32 {
        self.today.year()
    }

    /// So many days from today; before it where negative.
    pub fn day(&self, days: i64) -> NaiveDate {
        self.today + TimeDelta::days(days)
    }

    /// A clock time of a day, in minutes since midnight.
    pub fn at(&self, days: i64, minutes: i64) -> Instant {
        at_beijing(self.day(days).and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes))
    }

    /// The first instant that is too late for something due on a day.
    pub fn end_of(&self, days: i64) -> Instant {
        self.at(days + 1, 0)
    }

    /// The day that a sheet is filled in: of the season's year.
    pub fn filled(&self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(self.year(), 1, 1).unwrap_or_default();
        self.day(-3).max(first)
    }
}

/// `3月22日`.
pub fn written(day: NaiveDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// `2024年3月22日`.
pub fn written_out(day: NaiveDate) -> String {
    format!("{}年{}", day.year(), written(day))
}
