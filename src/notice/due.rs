//! What a deadline's words mean in this notice: which year, and whether a person must say it.
//!
//! A year that is written wins; else it is the year of the letter's day, else the title's, else that of the
//! notice's number. A day before the letter's own is of the next year where winter lies between, else it is asked.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::dates::{Day, Named, NamedKind};
use crate::campaign::deadline::{resolve, weekday_mistake};
use crate::vocabulary::time::Instant;

/// What is known of the year.
#[derive(Clone, Copy, Debug, Default)]
pub struct Calendar {
    pub signed: Option<Day>,
    pub year: Option<i32>,
    /// The title asks for the figures of a whole year, which are sent in the next.
    pub of_whole_year: bool,
    /// When offices close.
    pub closing: NaiveTime,
}

/// The instant, or the question.
pub fn resolved(phrase: &str, date: &Named, calendar: &Calendar) -> Result<Instant, String> {
    let asked = |words: &str| Err(format!("“{phrase}”{words}，请填写截止时间。"));
    let day = match (date.kind, date.first) {
        (NamedKind::Open, _) | (_, None) => return asked("没有写明是哪一天"),
        (NamedKind::Span, _) => return asked("是一段时间，没有写明哪一天截止"),
        (_, Some(day)) => day,
    };
    let year = match year_of(day, calendar) {
        Ok(year) => year,
        Err(words) => return asked(words),
    };
    if NaiveDate::from_ymd_opt(year, day.month, day.day).is_none() {
        return asked(&format!("在 {year} 年没有这一天"));
    }
    if let Some((written, real)) = weekday_mistake(phrase, year) {
        return asked(&format!("写的是星期{written}，而 {year} 年的这一天是星期{real}"));
    }
    resolve(&without_remark(phrase), year, calendar.closing).map_or_else(|| asked("的钟点没有写清"), Ok)
}

/// `2月14日（正月十七）17时前` without the lunar day: a remark in brackets that is no weekday says nothing more.
fn without_remark(phrase: &str) -> String {
    let names_day = |words: &str| words.contains('月') || words.contains(|c: char| c.is_ascii_digit());
    let parted = phrase.split_once(['（', '(']).filter(|(before, _)| names_day(before));
    let Some((before, rest)) = parted else { return phrase.to_owned() };
    match rest.split_once(['）', ')']) {
        Some((remark, behind)) if !remark.contains(['周', '期', '含', '午', '时', ':']) => {
            format!("{before}{behind}")
        }
        _ => phrase.to_owned(),
    }
}

/// The year of a day without one.
pub fn year_of(day: Day, calendar: &Calendar) -> Result<i32, &'static str> {
    if let Some(year) = day.year {
        return Ok(year);
    }
    if let Some((signed, year)) = calendar.signed.and_then(|signed| Some((signed, signed.year?))) {
        let is_before = (day.month, day.day) < (signed.month, signed.day);
        return match is_before {
            false => Ok(year),
            true if signed.month >= 10 && day.month <= 3 => Ok(year + 1),
            true => Err("早于发文日期"),
        };
    }
    match calendar.year {
        Some(_) if calendar.of_whole_year && day.month <= 3 => Err("没有写年份，可能是下一年"),
        Some(year) => Ok(year),
        None => Err("没有写年份"),
    }
}

/// A day of the calendar.
pub fn calendar_day(day: Day, calendar: &Calendar) -> Option<NaiveDate> {
    let year = day.year.or(calendar.year).or(calendar.signed.and_then(|signed| signed.year))?;
    NaiveDate::from_ymd_opt(year, day.month, day.day).filter(|date| date.year() > 1900)
}
