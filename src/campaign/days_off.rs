//! 顺延: where a deadline goes that falls on a day on which offices are closed.
//!
//! Three customs are in use, and none of them is the law's: the notice's day stands, whatever day it is; only
//! public holidays move it; weekends move it as well. A campaign says which, the first where it says nothing.
//! Which days are holidays, and on which weekend days people work for them (调休), is decided anew every year
//! and published in a notice: the campaign carries the days, nothing is built in. A deadline keeps its clock
//! time and goes to the next day that is none of those its custom counts.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

use crate::vocabulary::plain::plain;
use crate::vocabulary::time::{Instant, beijing};

/// Which days move a deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shift {
    #[default]
    Never,
    Holidays,
    /// Holidays, and weekends but for those on which people work.
    All,
}

impl Shift {
    pub const ALL: [Shift; 3] = [Shift::Never, Shift::Holidays, Shift::All];

    pub fn code(self) -> &'static str {
        match self {
            Shift::Never => "never",
            Shift::Holidays => "holidays",
            Shift::All => "all",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Shift::Never => "不顺延，以通知写明的那一天为准",
            Shift::Holidays => "只遇法定节假日顺延，周末不顺延",
            Shift::All => "遇周末和法定节假日都顺延",
        }
    }

    pub fn from_code(code: &str) -> Option<Shift> {
        Shift::ALL.into_iter().find(|shift| shift.code() == code)
    }
}

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

/// The longest run of days that a holiday is believed to have.
const LONGEST: i64 = 31;

/// Days as a holiday notice lists them: `2024年4月4日至6日、5月1日`, `2024-04-04`; a sentence where one cannot be
/// read.
pub fn read_days(text: &str, year: Option<i32>) -> Result<BTreeSet<NaiveDate>, String> {
    let mut days = BTreeSet::new();
    let parts = text.split(|c: char| c.is_whitespace() || "、,，;；".contains(c));
    for part in parts.filter(|part| !part.is_empty()) {
        let run = run_of_days(&plain(part), year);
        days.extend(run.ok_or_else(|| {
            format!("“{part}”认不出是哪几天，请写成 2024年4月4日至6日，不连着的用顿号隔开。")
        })?);
    }
    Ok(days)
}

fn run_of_days(part: &str, year: Option<i32>) -> Option<Vec<NaiveDate>> {
    let (first, last) = part.split_once(['至', '到', '~', '—', '–']).unwrap_or((part, ""));
    let first = date(first, year, None)?;
    let last = if last.is_empty() { first } else { date(last, Some(first.year()), Some(first.month()))? };
    let length = (last - first).num_days();
    (0..LONGEST).contains(&length).then(|| first.iter_days().take_while(|day| *day <= last).collect())
}

/// A day as it is written: with its year, without it, or after another day of its month.
fn date(text: &str, year: Option<i32>, month: Option<u32>) -> Option<NaiveDate> {
    if text.chars().any(|c| !c.is_ascii_digit() && !"年月日号-/.".contains(c)) {
        return None;
    }
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let numbers: Vec<u32> = runs.map(str::parse).collect::<Result<_, _>>().ok()?;
    match numbers[..] {
        [year, month, day] => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        [month, day] => NaiveDate::from_ymd_opt(year?, month, day),
        [day] => NaiveDate::from_ymd_opt(year?, month?, day),
        _ => None,
    }
    .filter(|day| (2000..2100).contains(&day.year()))
}

/// Days as pages show them and the database keeps them; read back by [`read_days`].
pub fn show_days(days: &BTreeSet<NaiveDate>) -> String {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(*day) => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let shown = runs.into_iter().map(|(first, last)| match (first == last, first.month() == last.month()) {
        (true, _) => first.format("%Y年%-m月%-d日").to_string(),
        (_, true) => format!("{}至{}", first.format("%Y年%-m月%-d日"), last.format("%-d日")),
        _ => format!("{}至{}", first.format("%Y年%-m月%-d日"), last.format("%Y年%-m月%-d日")),
    });
    shown.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::time::{parse_instant, show};

    /// The holidays of spring 2024 as they were published.
    fn spring(shift: Shift) -> DaysOff {
        let days = |text| read_days(text, Some(2024)).unwrap();
        DaysOff {
            shift,
            holidays: days("2月10日至17日、4月4日至6日、5月1日至5日"),
            workdays: days("2月4日、2月18日、4月7日、4月28日、5月11日"),
        }
    }

    #[test]
    fn a_deadline_goes_to_the_next_day_on_which_people_work() {
        for (due, holidays, all) in [
            ("2024-03-23 00:00", None, None),
            ("2024-03-24 00:00", None, Some("2024-03-26 00:00")),
            ("2024-03-23 00:00:00.001", None, Some("2024-03-25 00:00")),
            ("2024-03-24 17:30", None, Some("2024-03-25 17:30")),
            ("2024-04-05 00:00", Some("2024-04-08 00:00"), Some("2024-04-08 00:00")),
            ("2024-04-05 17:30", Some("2024-04-07 17:30"), Some("2024-04-07 17:30")),
            ("2024-04-07 17:30", None, None),
            ("2024-02-09 17:30", None, None),
            ("2024-02-10 17:30", Some("2024-02-18 17:30"), Some("2024-02-18 17:30")),
            ("2024-05-11 17:30", None, None),
            ("2024-05-12 17:30", None, Some("2024-05-13 17:30")),
        ] {
            let instant = parse_instant(due).unwrap();
            let shifted = |shift| spring(shift).shifted(instant).map(show);
            assert_eq!(shifted(Shift::Never), None, "{due}");
            assert_eq!(shifted(Shift::Holidays).as_deref(), holidays, "{due}");
            assert_eq!(shifted(Shift::All).as_deref(), all, "{due}");
        }
    }

    #[test]
    fn the_author_hears_of_a_day_off_whatever_the_custom() {
        for (due, said) in [
            ("2024-03-24 00:00", Some("周六")),
            ("2024-04-05 17:30", Some("节假日")),
            ("2024-04-07 17:30", None),
            ("2024-03-22 17:30", None),
        ] {
            assert_eq!(spring(Shift::Never).warning(parse_instant(due).unwrap()), said, "{due}");
        }
    }

    #[test]
    fn days_are_read_as_notices_list_them() {
        for (text, shown) in [
            ("2024年4月4日至6日", Ok("2024年4月4日至6日")),
            ("4月4日—4月6日，5月1日", Ok("2024年4月4日至6日、2024年5月1日")),
            ("2024-04-04\n2024/4/5 2024.4.7", Ok("2024年4月4日至5日、2024年4月7日")),
            ("12月30日至2025年1月1日", Ok("2024年12月30日至2025年1月1日")),
            ("", Ok("")),
            ("清明节", Err("清明节")),
            ("4月6日至4日", Err("4月6日至4日")),
            ("4月31日", Err("4月31日")),
            ("1月1日至12月31日", Err("1月1日至12月31日")),
        ] {
            match (read_days(text, Some(2024)), shown) {
                (Ok(days), Ok(shown)) => {
                    assert_eq!(show_days(&days), shown, "{text}");
                    assert_eq!(read_days(&show_days(&days), None), Ok(days), "{text}");
                }
                (Err(words), Err(part)) => assert!(words.contains(&format!("“{part}”")), "{words}"),
                (read, _) => panic!("{text}: {read:?}"),
            }
        }
    }

    #[test]
    fn a_calendar_does_not_contradict_itself() {
        assert_eq!(spring(Shift::All).mistake(), None);
        let both = DaysOff { workdays: read_days("4月5日", Some(2024)).unwrap(), ..spring(Shift::All) };
        assert_eq!(both.mistake().unwrap(), "2024-04-05 既写在放假的日子里，又写在上班的日子里，请核对。");
        let silent = DaysOff { shift: Shift::Holidays, ..DaysOff::default() };
        assert!(silent.mistake().unwrap().contains("请写明哪些日子放假"));
    }
}
