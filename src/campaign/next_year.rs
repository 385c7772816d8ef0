//! 沿用: a campaign's words and deadlines in another year.
//!
//! A deadline that follows from its words follows from the same words in the other year; one that was set
//! beside them falls on the same day of the other year at the same time. Where the words no longer fit (the
//! weekday in them is another, the day does not exist) there is no instant, and its author is asked.

use chrono::{Datelike, NaiveTime};

use super::Due;
use super::deadline::resolve;
use crate::vocabulary::time::{Instant, at_beijing, beijing};

/// Two years: from which, and to which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    pub from: i32,
    pub to: i32,
}

impl Years {
    /// `2024年“3·15”活动` as it is called in the other year.
    pub fn words(self, words: &str) -> String {
        words.replace(&self.from.to_string(), &self.to.to_string())
    }

    /// The same day and time of the other year; `None` for the 29th of February where it has none.
    pub fn instant(self, instant: Instant) -> Option<Instant> {
        // An exclusive midnight belongs to the day that it ends.
        let day = instant.with_timezone(&beijing()) - chrono::TimeDelta::milliseconds(1);
        let moved = day.naive_local().with_year(day.year() + self.to - self.from)?;
        Some(at_beijing(moved) + chrono::TimeDelta::milliseconds(1))
    }

    /// What a deadline is in the other year: its words, and the instant where there is one.
    pub fn due(self, due: &Due, closing: NaiveTime) -> (String, Option<Instant>) {
        let phrase = self.words(&due.phrase);
        let follows = resolve(&due.phrase, self.from, closing) == Some(due.literal());
        let instant = if follows { resolve(&phrase, self.to, closing) } else { self.instant(due.literal()) };
        (phrase, instant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::deadline::usual_closing;
    use crate::campaign::task::due;
    use crate::vocabulary::time::{parse_instant, show};

    #[test]
    fn a_deadline_is_carried_into_another_year_or_asked_about() {
        let years = Years { from: 2024, to: 2025 };
        for (phrase, at, expected) in [
            ("3月22日前", "2024-03-23 00:00", "3月22日前 2025-03-23 00:00"),
            ("3月22日下班前", "2024-03-22 17:30", "3月22日下班前 2025-03-22 17:30"),
            ("2024年3月22日前", "2024-03-23 00:00", "2025年3月22日前 2025-03-23 00:00"),
            ("另行通知", "2024-03-25 12:00", "另行通知 2025-03-25 12:00"),
            ("3月22日前", "2024-03-25 00:00", "3月22日前 2025-03-25 00:00"),
            ("3月22日（星期五）前", "2024-03-23 00:00", "3月22日（星期五）前 ？"),
            ("2月29日前", "2024-03-01 00:00", "2月29日前 ？"),
            ("月底前", "2024-03-01 00:00", "月底前 ？"),
        ] {
            let (phrase, instant) = years.due(&due(phrase, parse_instant(at).unwrap(), 0), usual_closing());
            let instant = instant.map_or("？".to_owned(), show);
            assert_eq!(format!("{phrase} {instant}"), expected);
        }
    }
}
