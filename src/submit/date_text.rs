//! 填报日期 in the twenty ways it is written.

use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveDate};

use super::grid::Content;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_however_written() {
        for (text, expected) in [
            ("2024年3月18日", "2024-03-18"),
            ("2024 年 3 月 18 日", "2024-03-18"),
            ("2024.3.18", "2024-03-18"),
            ("2024/3/18", "2024-03-18"),
            ("2024-03-18 10:30", "2024-03-18"),
            ("24年3月18日", "2024-03-18"),
            ("２０２４．３．１８", "2024-03-18"),
            ("20240318", "2024-03-18"),
            ("45369", "2024-03-18"),
            ("二〇二四年三月十八日", "2024-03-18"),
            ("二〇二四年十二月三十一日", "2024-12-31"),
            ("3月18日", "2024-03-18"),
            ("2024年13月45日", "?"),
            ("2024年3月", "?"),
            ("明天", "?"),
            ("", "·"),
            ("    年  月  日", "·"),
            ("____", "·"),
        ] {
            let shown = match read_date(text) {
                DateRead::Unreadable => "?".to_owned(),
                DateRead::Blank => "·".to_owned(),
                read => read.day(Some(2024)).unwrap().to_string(),
            };
            assert_eq!(shown, expected, "{text:?}");
        }
    }
}
