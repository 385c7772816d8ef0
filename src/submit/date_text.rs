//! 填报日期 in the twenty ways it is written.

use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta};

use super::grid::Content;
use crate::vocabulary::time::{Instant, at_beijing, parse_instant};

/// A date as far as the words give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateRead {
    Day(NaiveDate),
    /// `3月18日`: the year is the title's.
    MonthAndDay(u32, u32),
    /// Words that are no date (`2024年13月45日`).
    Unreadable,
    Blank,
}

/// Serial numbers of spreadsheets that can be days of this century.
const SERIALS: std::ops::RangeInclusive<u32> = 36_526..=73_050;

/// Reads the content of a date's cell.
pub fn read_content(content: &Content) -> DateRead {
    match content {
        Content::Date(..) => content.date().map_or(DateRead::Unreadable, DateRead::Day),
        Content::Number(text) | Content::Text(text) => read_date(text),
        Content::Bool(_) | Content::Error(_) | Content::FormulaWithoutResult => DateRead::Unreadable,
    }
}

/// From one day to another, as the time is given that figures describe: `3月1日至15日`, `2024.3.1-2024.3.15`.
pub fn is_window(text: &str) -> bool {
    let counts = |part: &str| part.chars().any(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let parts = ["至", "到", "~", "～", "—", "–", "--"].iter().find_map(|sign| text.split_once(sign));
    let days = |part: &str| counts(part) && part.contains(['年', '月', '日', '.', '/']);
    let dashed = text.match_indices('-').any(|(at, _)| days(&text[..at]) && days(&text[at + 1..]));
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    let is_iso = runs >= 5 && !text.contains(':') && text.contains('-');
    parts.is_some_and(|(from, to)| counts(from) && counts(to)) || dashed || is_iso
}

/// The instant that a cell says by day and clock; a day alone is none.
pub fn read_moment(content: &Content) -> Option<Instant> {
    match content {
        Content::Text(text) => parse_instant(text).or_else(|| moment_of(text.trim())),
        Content::Number(number) => moment_of(number),
        Content::Date(..) | Content::Bool(_) | Content::Error(_) | Content::FormulaWithoutResult => None,
    }
}

/// The instant of a serial number with a part of a day.
fn moment_of(number: &str) -> Option<Instant> {
    let (days, part) = number.split_once('.')?;
    let DateRead::Day(day) = single(days)? else { return None };
    let digits: String = part.chars().take(9).collect();
    let billionths = digits.parse::<u64>().ok()? * 10_u64.pow(9 - u32::try_from(digits.len()).ok()?);
    let seconds = (billionths * 86_400 + 500_000_000) / 1_000_000_000;
    let midnight = day.and_time(NaiveTime::MIN);
    Some(at_beijing(midnight.checked_add_signed(TimeDelta::seconds(i64::try_from(seconds).ok()?))?))
}

/// Reads `2024年3月18日`, `2024.3.18`, `24/3/18`, `20240318`, `二〇二四年三月十八日`, `45369`.
pub fn read_date(text: &str) -> DateRead {
    use unicode_normalization::UnicodeNormalization;
    let text: Cow<str> =
        if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) };
    let words = text.trim().trim_matches(['_', ':', '.', ',', ';']).trim();
    if words.is_empty()
        || !words.chars().any(char::is_alphanumeric)
        || words.chars().all(|c| "年月日 _".contains(c))
    {
        return DateRead::Blank;
    }
    let numbers = numbers(words);
    let date = match numbers.as_slice() {
        [only] => single(only),
        [year, month, day, ..] if year.len() == 4 || year.len() == 2 => day_of(year, month, day),
        [month, day] if words.contains('月') => month_and_day(month, day),
        _ => None,
    };
    date.unwrap_or(DateRead::Unreadable)
}

impl DateRead {
    /// The day, with a year given from elsewhere where the words have none.
    pub fn day(self, year: Option<i32>) -> Option<NaiveDate> {
        match self {
            DateRead::Day(day) => Some(day),
            DateRead::MonthAndDay(month, day) => NaiveDate::from_ymd_opt(year?, month, day),
            DateRead::Unreadable | DateRead::Blank => None,
        }
    }
}

fn single(digits: &str) -> Option<DateRead> {
    if digits.len() == 8 {
        return day_of(&digits[..4], &digits[4..6], &digits[6..]);
    }
    let serial: u32 = digits.parse().ok().filter(|serial| SERIALS.contains(serial))?;
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    epoch.checked_add_days(Days::new(serial.into())).map(DateRead::Day)
}

fn day_of(year: &str, month: &str, day: &str) -> Option<DateRead> {
    let year: i32 = year.parse().ok()?;
    let year = if year < 100 { 2000 + year } else { year };
    let date = NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)?;
    (1990..2100).contains(&date.year()).then_some(DateRead::Day(date))
}

fn month_and_day(month: &str, day: &str) -> Option<DateRead> {
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    NaiveDate::from_ymd_opt(2024, month, day).map(|_| DateRead::MonthAndDay(month, day))
}

/// The numbers of a text as ASCII digits; Chinese ones folded (十八 → 18, 二〇二四 → 2024). Spaces around
/// `.` or 年 do not matter: `2024 年 3 月 18 日`.
fn numbers(words: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九十".contains(c);
    words.split(|c: char| !is_part(c)).filter(|run| !run.is_empty()).map(folded).collect()
}

fn folded(run: &str) -> String {
    if run.bytes().all(|byte| byte.is_ascii_digit()) {
        return run.to_owned();
    }
    let digit = |c: char| match c {
        '〇' | '○' | '零' => Some(0),
        _ => "一二三四五六七八九".chars().position(|d| d == c).map(|d| d as u32 + 1),
    };
    match run.split_once('十') {
        Some((tens, ones)) => {
            let tens = tens.chars().next().and_then(digit).unwrap_or(1);
            let ones = ones.chars().next().and_then(digit).unwrap_or(0);
            (tens * 10 + ones).to_string()
        }
        None => {
            run.chars().filter_map(|c| c.to_digit(10).or_else(|| digit(c))).map(|d| d.to_string()).collect()
        }
    }
}

/// A line that is a day and nothing else, as letters are signed: `2024年3月18日`.
pub fn date_line(text: &str) -> Option<DateRead> {
    let short = text.chars().count() <= 12 && text.ends_with('日');
    Some(read_date(text)).filter(|date| short && matches!(date, DateRead::Day(_)))
}

#[cfg(test)]
mod tests;
