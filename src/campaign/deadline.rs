//! A deadline's words → the instant they mean.
//!
//! The law leaves “N日前” open; working custom includes the day. So `3月22日前` and `3月22日24时前` are the
//! first instant of 23 March, exclusive; `下班前` is the office's closing time of that day; a clock time that
//! is written wins. Beijing time, always. Words without a day are not resolved: the author is asked.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use crate::vocabulary::plain::plain;
use crate::vocabulary::time::{Instant, at_beijing, beijing};

/// When an office closes, where nothing else is said.
pub fn usual_closing() -> NaiveTime {
    NaiveTime::from_hms_opt(17, 30, 0).expect("half past five is a time")
}

/// The exclusive instant that a notice's phrase means in a year; `None` where it names no day.
pub fn resolve(phrase: &str, year: i32, closing: NaiveTime) -> Option<Instant> {
    let words = in_figures(&plain(phrase));
    if weekday_mistake(phrase, year).is_some() {
        return None;
    }
    let (month, rest) = number_before(&words, '月')?;
    let (day, rest) = day_of(rest)?;
    if names_another_day(rest, day) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year_of(&words).unwrap_or(year), month, day)?;
    let midnight = date.checked_add_days(Days::new(1))?.and_hms_opt(0, 0, 0)?;
    let words = rest;
    let rest = words.trim_start_matches(|c: char| !"下上中前晚夜零".contains(c) && !c.is_ascii_digit());
    if is_unclear_hour(words) && !names_midnight(rest) {
        return None;
    }
    let local = match clock(rest) {
        None if names_midnight(rest) => date.and_hms_opt(0, 0, 0)?,
        Some((24, 0)) => midnight,
        Some((hour, minute)) => date.and_hms_opt(hour, minute, 0)?,
        // When the morning's work ends, and when work begins, is no setting.
        None if ["上午下班", "中午下班", "上班"].iter().any(|words| rest.contains(words)) => {
            return None;
        }
        None if rest.contains("下班") => date.and_time(closing),
        // “上午前”: of half a day, and when it ends is for the author to say.
        None if names_half_a_day(words) => return None,
        None if rest.starts_with("中午") => date.and_hms_opt(12, 0, 0)?,
        None => midnight,
    };
    Some(at_beijing(local))
}

/// The weekday that a phrase names and the one that its day has, where they differ: `3月22日（星期四）前`.
pub fn weekday_mistake(phrase: &str, year: i32) -> Option<(char, char)> {
    const WEEKDAYS: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];
    let written = ["星期", "礼拜", "周"].iter().find_map(|word| {
        let behind = phrase.split_once(word)?.1.chars().next()?;
        WEEKDAYS.contains(&if behind == '天' { '日' } else { behind }).then_some(behind)
    })?;
    let words = in_figures(&plain(phrase));
    let (month, rest) = number_before(&words, '月')?;
    let (day, _) = day_of(rest)?;
    let date = NaiveDate::from_ymd_opt(year_of(&words).unwrap_or(year), month, day)?;
    let real = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    (real != if written == '天' { '日' } else { written }).then_some((written, real))
}

/// `2024年3月22日 24:00（含当日）`: an exclusive midnight is the end of the day before.
pub fn meaning(instant: Instant) -> String {
    let local = instant.with_timezone(&beijing());
    if local.time() == NaiveTime::MIN {
        let last = local.date_naive().pred_opt().unwrap_or(local.date_naive());
        format!("{} 24:00（含当日）", last.format("%Y年%-m月%-d日"))
    } else {
        local.format("%Y年%-m月%-d日 %H:%M").to_string()
    }
}

/// Reads an instant that somebody typed: `2024-03-22 24:00`, `2024年3月22日24时`, `2024-03-22T17:30`. A day
/// without a clock time includes the day, as everywhere.
pub fn read_instant(text: &str) -> Option<Instant> {
    let words = text.trim().replace('：', ":");
    if let Some(instant) = crate::vocabulary::time::parse_instant(&words) {
        return Some(instant);
    }
    if words.contains('月') {
        year_of(&words)?;
        return resolve(&words, 0, usual_closing());
    }
    let (day, clock) = words.split_once([' ', 'T']).unwrap_or((&words, "24:00"));
    let day = day.replace(['/', '.'], "-");
    let date = NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok()?;
    match clock.trim() {
        "24:00" | "24:00:00" => Some(at_beijing(date.checked_add_days(Days::new(1))?.and_hms_opt(0, 0, 0)?)),
        clock => Some(at_beijing(date.and_time(NaiveTime::parse_from_str(clock, "%H:%M").ok()?))),
    }
}

/// `三月二十二日` and `2024-03-22` written as `3月22日`, `2024年03月22日`.
fn in_figures(words: &str) -> String {
    let words = by_signs(words).unwrap_or_else(|| words.to_owned());
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    let mut figures = String::new();
    let mut rest = words.as_str();
    while let Some(start) = rest.find(is_numeral) {
        let end = rest[start..].find(|c| !is_numeral(c)).map_or(rest.len(), |end| start + end);
        figures.push_str(&rest[..start]);
        match numeral(&rest[start..end]).filter(|_| rest[end..].starts_with(['月', '日', '号'])) {
            Some(number) => figures.push_str(&number.to_string()),
            None => figures.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    figures + rest
}

/// A day whose parts are held together by signs.
fn by_signs(words: &str) -> Option<String> {
    let length = words.find(|c: char| !(c.is_ascii_digit() || "-./".contains(c))).unwrap_or(words.len());
    let parts: Vec<&str> = words[..length].split(['-', '.', '/']).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            Some(format!("{year}年{month}月{day}日{}", &words[length..]))
        }
        [month, day] if words[length..].starts_with(['前', '(']) => {
            let is_month = month.parse().is_ok_and(|month: u32| (1..=12).contains(&month));
            is_month.then(|| format!("{month}月{day}日{}", &words[length..]))
        }
        _ => None,
    }
}

/// Up to 九十九.
fn numeral(words: &str) -> Option<usize> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|known| known == c).map(|at| at + 1);
    let chars: Vec<char> = words.chars().collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        ['十', ones] => Some(10 + digit(*ones)?),
        [tens, '十'] => Some(digit(*tens)? * 10),
        [tens, '十', ones] => Some(digit(*tens)? * 10 + digit(*ones)?),
        [one] => digit(*one),
        _ => None,
    }
}

fn year_of(words: &str) -> Option<i32> {
    crate::form::year::years(words).first().copied()
}

fn number_before(words: &str, mark: char) -> Option<(u32, &str)> {
    let at = words.find(mark)?;
    let digits: String = words[..at].chars().rev().take_while(char::is_ascii_digit).collect();
    let number = digits.chars().rev().collect::<String>().parse().ok()?;
    Some((number, &words[at + mark.len_utf8()..]))
}

/// `22日`, `22号`, and the slip `20前` for 20日前.
fn day_of(rest: &str) -> Option<(u32, &str)> {
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    let day = rest[..end].parse().ok()?;
    let after = &rest[end..];
    let known = ['日', '号'].iter().find_map(|mark| after.strip_prefix(*mark));
    match known {
        Some(after) => Some((day, after)),
        None if after.starts_with('前') => Some((day, after)),
        None => None,
    }
}

/// `3月15日至22日`, `3月15日—4月2日`: which of them is due is for the author to say.
fn names_another_day(rest: &str, day: u32) -> bool {
    let numbers = rest.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let mut behind = rest;
    for number in numbers {
        let at = behind.find(number).expect("it was split off here");
        behind = &behind[at + number.len()..];
        if behind.starts_with(['日', '号', '月']) && number.parse() != Ok(day) {
            return true;
        }
    }
    false
}

/// `上午前`, `早上前`, `午夜前`; 中午 is an hour.
fn names_half_a_day(rest: &str) -> bool {
    let words = rest.split("前").next().unwrap_or_default();
    ["上午", "下午", "晚", "早", "晨", "夜", "午间"].iter().any(|half| words.contains(half))
}

/// `零时前`, `零点前`: as the day begins.
fn names_midnight(rest: &str) -> bool {
    rest.starts_with("零时") || rest.starts_with("零点")
}

/// `下午四点前` read as the whole day would be too late; `晚0点` is of which night, `5点一刻` how many minutes?
fn is_unclear_hour(rest: &str) -> bool {
    let is_numeral = |c: char| "零〇一二两三四五六七八九十".contains(c);
    let in_words = |mark| rest.split(mark).rev().skip(1).any(|before: &str| before.ends_with(is_numeral));
    let at = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let hour: String = rest[at..].chars().take_while(char::is_ascii_digit).collect();
    let is_of_night = ["晚", "夜", "凌晨"].iter().any(|word| rest[..at].contains(word));
    let is_zero = hour.parse() == Ok(0) || rest[..at].contains("凌晨") && hour == "12";
    in_words('点') || in_words('时') || is_of_night && is_zero || rest.contains('刻')
}

/// `24时`, `17:30`, `下午5点`, `12点半`, `晚12点`.
fn clock(rest: &str) -> Option<(u32, u32)> {
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let night = rest[..start].contains('晚') || rest[..start].contains('夜');
    let noon = rest[..start].contains("中午");
    let afternoon = rest[..start].contains("下午") || night;
    let end = rest[start..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| start + end);
    let hour: u32 = rest[start..end].parse().ok()?;
    let is_later = afternoon && hour < 12 || night && hour == 12 || noon && hour < 3;
    let hour = if is_later { hour + 12 } else { hour };
    let after = &rest[end..];
    let minutes = after.strip_prefix([':', '时', '点'])?;
    let digits: String = minutes.chars().take_while(char::is_ascii_digit).collect();
    let minute = if minutes.starts_with('半') { 30 } else { digits.parse().unwrap_or(0) };
    (hour <= 24 && minute < 60).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{DaysOff, Shift, task};
    use crate::vocabulary::time::show;

    #[test]
    fn phrases_mean_exclusive_instants() {
        for (phrase, instant) in [
            ("3月22日前", Some("2024-03-23 00:00")),
            ("请于3月22日前", Some("2024-03-23 00:00")),
            ("3月20前", Some("2024-03-21 00:00")),
            ("3月22日24时前", Some("2024-03-23 00:00")),
            ("3月17日下午下班前", Some("2024-03-17 17:30")),
            ("3月17日下班前", Some("2024-03-17 17:30")),
            ("3月17日12时前", Some("2024-03-17 12:00")),
            ("3月17日下午5点前", Some("2024-03-17 17:00")),
            ("3月22日晚12点前", Some("2024-03-23 00:00")),
            ("3月22日晚8点前", Some("2024-03-22 20:00")),
            ("3月22日（含22日）前", Some("2024-03-23 00:00")),
            ("3月22日前报至abc12@163.com", Some("2024-03-23 00:00")),
            ("3月22日前及时报送", Some("2024-03-23 00:00")),
            ("3月15日至22日前", None),
            ("3月15日—4月2日", None),
            ("3月22日下午四点前", None),
            ("3月22日四点前", None),
            ("3月22日中午下班前", None),
            ("3月22日上班前", None),
            ("3月22日晚间前", None),
            ("3月22日下午5点一刻前", None),
            ("3月22日晚0点前", None),
            ("3月22日凌晨12点前", None),
            ("3月22日零时前", Some("2024-03-22 00:00")),
            ("3月22日（星期五）零点前", Some("2024-03-22 00:00")),
            ("3月22日晚零点前", None),
            ("3月22日0时前", Some("2024-03-22 00:00")),
            ("3月22日中午1点前", Some("2024-03-22 13:00")),
            ("3月17日17:30前", Some("2024-03-17 17:30")),
            ("3月22日（星期五）前", Some("2024-03-23 00:00")),
            ("3月22日（星期五）下班前", Some("2024-03-22 17:30")),
            ("3月22日（星期四）前", None),
            ("3月24日（周日）前", Some("2024-03-25 00:00")),
            ("3月24日（周天）前", Some("2024-03-25 00:00")),
            ("3月22日上午下班前", None),
            ("3月22日下班时间前", Some("2024-03-22 17:30")),
            ("3月22日上午前", None),
            ("3月22日下午17:30前", Some("2024-03-22 17:30")),
            ("三月二十二日前", Some("2024-03-23 00:00")),
            ("二〇二四年三月十日前", Some("2024-03-11 00:00")),
            ("2024-03-22前", Some("2024-03-23 00:00")),
            ("3.22前", Some("2024-03-23 00:00")),
            ("3/22（周五）前", Some("2024-03-23 00:00")),
            ("3/22（周四）前", None),
            ("17.30前", None),
            ("2024.3.22下班前", Some("2024-03-22 17:30")),
            ("2月12日", Some("2024-02-13 00:00")),
            ("3 月 17 日 中午前", Some("2024-03-17 12:00")),
            ("2025年2月12日前", Some("2025-02-13 00:00")),
            ("12月31日前", Some("2025-01-01 00:00")),
            ("尽快", None),
            ("3月底前", None),
            ("2月30日前", None),
        ] {
            assert_eq!(resolve(phrase, 2024, usual_closing()).map(show).as_deref(), instant, "{phrase}");
        }
    }

    #[test]
    fn typed_instants_are_read_as_people_write_them() {
        for (text, instant) in [
            ("2024-03-22 24:00", Some("2024-03-23 00:00")),
            ("2024-03-22", Some("2024-03-23 00:00")),
            ("2024/3/22 17:30", Some("2024-03-22 17:30")),
            ("2024-03-22T17:30", Some("2024-03-22 17:30")),
            ("2024年3月22日24时", Some("2024-03-23 00:00")),
            ("2024年3月22日 17:30", Some("2024-03-22 17:30")),
            ("3月22日", None),
            ("明天", None),
            ("", None),
        ] {
            assert_eq!(read_instant(text).map(show).as_deref(), instant, "{text}");
        }
    }

    #[test]
    fn the_meaning_stands_beside_the_phrase() {
        for (phrase, shown) in [
            ("3月22日前", "3月22日前（截止：2024年3月22日 24:00（含当日））"),
            ("3月17日下班前", "3月17日下班前（截止：遇休息日顺延至 2024年3月18日 17:30）"),
        ] {
            let due = task::due(phrase, resolve(phrase, 2024, usual_closing()).unwrap(), 0);
            let days_off = DaysOff { shift: Shift::All, ..DaysOff::default() };
            assert_eq!(due.shifted(&days_off).shown(), shown);
        }
    }
}
