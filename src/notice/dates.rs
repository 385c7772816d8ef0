//! Days that a sentence names: `3月22日前`, `3月17日下午下班前`, `3月10日—16日`, `2024-03-22`, and words that mean a
//! day without saying which (`月底前`, `活动结束后5个工作日内`, `春节前`, `周五前`).
//!
//! A stretch of words is found here, with what it is: a day, a span of days, or a time that only a person can
//! resolve. Whether it is a deadline for reporting is for `demand` to say.

use std::ops::Range;

use super::ends::{behind_clock, behind_until, is_announced_end};
use super::numerals::number;
use super::open_times;
use super::page::Sentence;

/// A time that a sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The characters of the sentence.
    pub chars: Range<usize>,
    pub kind: NamedKind,
    /// Month, day and, where it is written, year of the (first) day.
    pub first: Option<Day>,
    /// The last day of a span.
    pub last: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedKind {
    /// A day with words that make an end of it: 前, 截止.
    Until,
    /// A day.
    Day,
    Span,
    /// An end without a day that could be looked up in a calendar.
    Open,
}

/// A day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub year: Option<i32>,
    pub month: u32,
    pub day: u32,
}

/// Everything that names a time, in order.
pub fn named(sentence: &Sentence) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.chars.len() {
        match one(sentence, at) {
            Some(named) => {
                at = named.chars.end;
                found.push(named);
            }
            None => at += 1,
        }
    }
    found
}

/// The time that begins at a place.
pub fn one(sentence: &Sentence, at: usize) -> Option<Named> {
    let before = at.checked_sub(1).map(|before| sentence.chars[before]);
    let goes_on = before.is_some_and(|c| c.is_ascii_digit() || c == '.' || c == '-' || c == '/');
    if goes_on && at != sentence.point() {
        return None;
    }
    let open = open_times::end(sentence, at).map(|end| open(at..end));
    let said = said_beside(sentence, at);
    said.or(open).or_else(|| day(sentence, at)).or_else(|| day_alone(sentence, at))
}

/// `本周五（6月27日）下班前`: the day in brackets is the one that is meant.
fn said_beside(sentence: &Sentence, at: usize) -> Option<Named> {
    const LONGEST: usize = 4;
    let opens = (at + 1..sentence.chars.len().min(at + 1 + LONGEST)).find(|at| sentence.chars[*at] == '(')?;
    let words = sentence.words(at..opens);
    let is_day = ["今天", "今日", "明天", "明日", "后天"].contains(&words.as_str())
        || ["本周", "下周", "这周", "周", "星期"].iter().any(|week| {
            words
                .strip_prefix(week)
                .is_some_and(|day| day.chars().count() == 1 && "一二三四五六日天".contains(day))
        });
    let (first, end) = written_day(sentence, opens + 1).filter(|_| is_day)?;
    let closes = end + usize::from(sentence.says_at(end, ")"));
    let end = behind_until(sentence, closes).filter(|_| closes > end)?;
    Some(Named { chars: at..end, kind: NamedKind::Until, first: Some(first), last: None })
}

/// `22日17:00前`: of which month?
fn day_alone(sentence: &Sentence, at: usize) -> Option<Named> {
    let follows = at > 0 && "月第至到—-".contains(sentence.chars[at - 1]);
    let (day, behind) = number(sentence, at).filter(|(day, _)| !follows && (1..=31).contains(day))?;
    let is_day = sentence.chars.get(behind).is_some_and(|c| matches!(c, '日' | '号'));
    let end = behind_until(sentence, behind + 1).filter(|_| is_day && day > 0)?;
    Some(open(at..end))
}

fn open(chars: Range<usize>) -> Named {
    Named { chars, kind: NamedKind::Open, first: None, last: None }
}

fn day(sentence: &Sentence, at: usize) -> Option<Named> {
    let (first, end) = written_day(sentence, at)?;
    if let Some((last, end)) = span_end(sentence, end, first) {
        let end = behind_until(sentence, end).unwrap_or(end);
        return Some(Named { chars: at..end, kind: NamedKind::Span, first: Some(first), last: Some(last) });
    }
    let (kind, end) = match behind_until(sentence, end) {
        Some(end) => (NamedKind::Until, end),
        None if is_announced_end(sentence, at) => (NamedKind::Until, behind_clock(sentence, end)),
        None => (NamedKind::Day, end),
    };
    Some(Named { chars: at..end, kind, first: Some(first), last: None })
}

/// `2024年3月22日`, `3月22号`, `三月二十二日`, `3月20前`, `2024-03-22`, `2024.3.22`; where it ends.
fn written_day(sentence: &Sentence, at: usize) -> Option<(Day, usize)> {
    let (first, behind) = number(sentence, at)?;
    let sign = *sentence.chars.get(behind)?;
    if sign == '年' || (1990..2100).contains(&first) && matches!(sign, '-' | '.' | '/') {
        let year = match first {
            10..=99 => 2000 + first as i32,
            1990..2100 => first as i32,
            _ => return None,
        };
        let (day, end) = month_and_day(sentence, behind + 1, sign != '年')?;
        return Some((Day { year: Some(year), ..day }, end));
    }
    month_and_day(sentence, at, false)
}

fn month_and_day(sentence: &Sentence, at: usize, by_sign: bool) -> Option<(Day, usize)> {
    let (month, behind) = number(sentence, at)?;
    let sign = *sentence.chars.get(behind)?;
    let is_short = !by_sign && is_short_day(sentence, at);
    let by_sign = by_sign || is_short;
    let parts = if by_sign { matches!(sign, '-' | '.' | '/') } else { sign == '月' };
    let (day, end) = number(sentence, behind + 1).filter(|_| parts)?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mark = sentence.chars.get(end).copied();
    let end = match mark {
        Some('日' | '号') => end + 1,
        _ if by_sign => end,
        Some('前' | '(' | '、' | '至' | '-' | '—' | '~') => end,
        _ => return None,
    };
    Some((Day { year: None, month, day }, end))
}

/// `3/20前`, `3.20前`: only what an end follows is a day and no figure.
fn is_short_day(sentence: &Sentence, at: usize) -> bool {
    let digits = |at: usize| sentence.chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let month = digits(at);
    let day = at + month + 1;
    let is_parted = sentence.chars.get(at + month).is_some_and(|c| matches!(c, '.' | '/'));
    let end = is_parted.then(|| day + digits(day.min(sentence.chars.len())));
    let follows = at > 0 && (sentence.chars[at - 1] == '第' || sentence.chars[at - 1].is_ascii_alphabetic());
    (1..=2).contains(&month)
        && !follows
        && end.is_some_and(|end| {
            (day + 1..=day + 2).contains(&end)
                && ["前", "(", "之前", "以前", "结束"].iter().any(|word| sentence.says_at(end, word))
                && (!sentence.says_at(end, "(") || behind_until(sentence, end).is_some())
        })
}

/// The end of a span: `至3月31日`, `—16日`, `起至3月30日`, `开始，2月22日结束`.
fn span_end(sentence: &Sentence, end: usize, first: Day) -> Option<(Day, usize)> {
    let mut at = end;
    if sentence.chars.get(at) == Some(&'(') {
        at = (at..sentence.chars.len().min(at + 8)).find(|at| sentence.chars[*at] == ')')? + 1;
    }
    let began = at;
    while sentence.chars.get(at).is_some_and(|c| matches!(c, '起' | '开' | '始' | ',')) {
        at += 1;
    }
    let ended = written_day(sentence, at).filter(|(_, end)| at > began && sentence.says_at(*end, "结束"));
    if ended.is_some() {
        return ended;
    }
    let joins = |c: &char| matches!(c, '至' | '到' | '-' | '—' | '~' | '–' | '一' | '～');
    let joined = sentence.chars[at..].iter().take_while(|c| joins(c)).count();
    if joined == 0 {
        return None;
    }
    let at = at + joined;
    if let Some((last, end)) = written_day(sentence, at) {
        return Some((last, end));
    }
    let (day, behind) = number(sentence, at)?;
    let is_day = sentence.chars.get(behind).is_some_and(|c| matches!(c, '日' | '号'));
    (is_day && (1..=31).contains(&day)).then_some((Day { day, ..first }, behind + 1))
}

/// A day together with the clock time behind it, no further than `most`.
pub fn with_clock(sentence: &Sentence, named: &Named, most: usize) -> Named {
    let end = behind_clock(sentence, named.chars.end).min(most).max(named.chars.end);
    Named { chars: named.chars.start..end, ..named.clone() }
}
