//! 顺延: where a deadline goes that falls on a day on which offices are closed.
//!
//! Three customs are in use, and none of them is the law's: the notice's day stands, whatever day it is; only
//! public holidays move it; weekends move it as well. A campaign says which, the first where it says nothing.
//! Which days are holidays, and on which weekend days people work for them (调休), is decided anew every year
//! and published in a notice: the campaign carries the days, nothing is built in. A deadline keeps its clock
//! time and goes to the next day that is none of those its custom counts.

mod shift;
mod written;

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

pub use self::shift::Shift;
pub use self::written::{read_days, show_days};
use crate::vocabulary::time::{Instant, beijing};

/// A campaign's custom and its calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaysOff {
    pub shift: Shift,
    pub holidays: BTreeSet<NaiveDate>,
    /// 调休上班: weekend days on which people work.
    pub workdays: BTreeSet<NaiveDate>,
}

impl DaysOff {
    /// What keeps a custom and its calendar from being used, as a sentence.
    pub fn mistake(&self) -> Option<String> {
        if let Some(day) = self.holidays.intersection(&self.workdays).next() {
            return Some(format!("{day} 既写在放假的日子里，又写在上班的日子里，请核对。"));
        }
        let silent = self.shift == Shift::Holidays && self.holidays.is_empty();
        silent.then(|| "遇法定节假日顺延的，请写明哪些日子放假。".to_owned())
    }

    /// Where a deadline goes; `None` where it stays.
    pub fn shifted(&self, due: Instant) -> Option<Instant> {
        let day = last_day(due);
        let mut days = 0;
        while self.moves(day.checked_add_days(Days::new(days))?) {
            days += 1;
        }
        (days > 0).then(|| due + TimeDelta::days(i64::try_from(days).unwrap_or(0)))
    }

    fn moves(&self, day: NaiveDate) -> bool {
        match self.shift {
            Shift::Never => false,
            Shift::Holidays => self.holidays.contains(&day),
            Shift::All => self.rest(day).is_some(),
        }
    }

    /// `周六`, `节假日`: what the author of a deadline on this day is told, whatever the custom.
    pub fn warning(&self, due: Instant) -> Option<&'static str> {
        self.rest(last_day(due))
    }

    fn rest(&self, day: NaiveDate) -> Option<&'static str> {
        match day.weekday() {
            _ if self.holidays.contains(&day) => Some("节假日"),
            _ if self.workdays.contains(&day) => None,
            Weekday::Sat => Some("周六"),
            Weekday::Sun => Some("周日"),
            _ => None,
        }
    }
}

/// The last day that a deadline lets through.
fn last_day(due: Instant) -> NaiveDate {
    (due.with_timezone(&beijing()) - TimeDelta::milliseconds(1)).date_naive()
}

#[cfg(test)]
mod tests;
