//! Beijing time. Every deadline is an instant at +08:00; nothing here reads a clock.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use unicode_normalization::UnicodeNormalization;

/// An instant as people in China read it.
pub type Instant = DateTime<FixedOffset>;

/// +08:00, all year.
pub fn beijing() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("+08:00 is an offset")
}

/// The instant at which clocks in Beijing show `local`.
pub fn at_beijing(local: NaiveDateTime) -> Instant {
    beijing().from_local_datetime(&local).single().expect("an offset zone has no gaps")
}

/// `2024-03-22 17:05`, as tables show it.
pub fn show(instant: Instant) -> String {
    instant.with_timezone(&beijing()).format("%Y-%m-%d %H:%M").to_string()
}

/// Reads `2024-03-22 17:05[:09]`, `2024/3/22 17:05`, `2024年3月22日 下午5时05分`, `2024-03-22T17:05:09+08:00`;
/// without an offset the text is Beijing time. A day without a clock is no instant.
/// `2024-03-20 09:00:00.000 +08:00`: for what is signed.
pub fn to_the_millisecond(instant: Instant) -> String {
    instant.format("%Y-%m-%d %H:%M:%S%.3f %:z").to_string()
}

pub fn parse_instant(text: &str) -> Option<Instant> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.with_timezone(&beijing()));
    }
    let text: String = text.nfkc().collect();
    let mut words = Words { rest: &text };
    let (year, month, day) = words.day()?;
    let time = words.clock()?;
    let local = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?.and_time(time);
    Some(at_beijing(local))
}

/// What is left to read of a day with a clock.
struct Words<'t> {
    rest: &'t str,
}

impl Words<'_> {
    fn day(&mut self) -> Option<(u32, u32, u32)> {
        let year = self.number(4).filter(|year| *year >= 1000)?;
        self.one_of("-/.年")?;
        let month = self.number(2)?;
        self.one_of("-/.月")?;
        let day = self.number(2)?;
        let length = self.rest.len();
        self.skip(|c| c.is_whitespace() || "日号T,".contains(c));
        (self.rest.len() < length).then_some((year, month, day))
    }

    fn clock(&mut self) -> Option<NaiveTime> {
        for weekday in ["星期", "周"] {
            if let Some(after) = self.rest.trim_start_matches('(').strip_prefix(weekday) {
                self.rest = after;
                self.one_of("一二三四五六日天")?;
                self.skip(|c| c == ')' || c.is_whitespace());
            }
        }
        let half = self.half_of_the_day();
        let hour = self.number(2)?;
        self.one_of(":时点")?;
        let minute = self.number(2)?;
        let (mut second, mut nanoseconds) = (0, 0);
        if self.one_of(":分").is_some() && self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            second = self.number(2)?;
            if self.one_of(".").is_some() {
                nanoseconds = self.fraction()?;
            }
            self.one_of("秒");
        }
        let half = half.or_else(|| self.half_of_the_day());
        let hour = match half {
            Some(Half::After) if hour < 12 => hour + 12,
            Some(Half::Before) if hour == 12 => 0,
            _ => hour,
        };
        NaiveTime::from_hms_nano_opt(hour, minute, second, nanoseconds)
            .filter(|_| self.rest.trim().is_empty())
    }

    fn half_of_the_day(&mut self) -> Option<Half> {
        self.skip(char::is_whitespace);
        let names =
            [("上午", Half::Before), ("凌晨", Half::Before), ("AM", Half::Before), ("下午", Half::After)];
        let names = names.into_iter().chain([("晚上", Half::After), ("PM", Half::After)]);
        for (name, half) in names {
            if self.rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
                self.rest = &self.rest[name.len()..];
                self.skip(char::is_whitespace);
                return Some(half);
            }
        }
        None
    }

    /// A number of so many digits at most.
    fn number(&mut self, longest: usize) -> Option<u32> {
        let digits = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(digits);
        // A space parts the day from the clock, but no number from its 年 or 时.
        let near = rest.trim_start_matches(' ');
        self.rest =
            if near.starts_with(['年', '月', '日', '时', '点', '分', '秒']) { near } else { rest };
        (digits <= longest).then(|| number.parse().ok()).flatten()
    }

    /// The part of a second behind its point, in nanoseconds.
    fn fraction(&mut self) -> Option<u32> {
        let digits: String = self.rest.chars().take_while(char::is_ascii_digit).collect();
        self.rest = &self.rest[digits.len()..];
        format!("{digits:0<9}").get(..9)?.parse().ok()
    }

    fn one_of(&mut self, signs: &str) -> Option<char> {
        let sign = self.rest.chars().next().filter(|c| signs.contains(*c))?;
        self.rest = &self.rest[sign.len_utf8()..];
        if !sign.is_ascii() {
            self.rest = self.rest.trim_start_matches(' ');
        }
        Some(sign)
    }

    fn skip(&mut self, is_passed: impl Fn(char) -> bool) {
        self.rest = self.rest.trim_start_matches(is_passed);
    }
}

/// Which half of the day a clock of twelve hours is in.
#[derive(Clone, Copy)]
enum Half {
    Before,
    After,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_as_beijing_time_unless_they_say_otherwise() {
        for (text, shown) in [
            ("2024-03-22 17:05", "2024-03-22 17:05"),
            ("2024/3/22 17:05:09", "2024-03-22 17:05"),
            ("2024-03-22T09:05:09Z", "2024-03-22 17:05"),
            ("2024-03-22T17:05:09.123", "2024-03-22 17:05"),
            ("2024.3.22 17:05", "2024-03-22 17:05"),
            ("2024年3月22日 17:05", "2024-03-22 17:05"),
            ("2024年3月22日17时05分", "2024-03-22 17:05"),
            ("2024 年 3 月 22 日 17 时 5 分 9 秒", "2024-03-22 17:05"),
            ("２０２４／３／２２　１７：０５", "2024-03-22 17:05"),
            ("2024/3/22 下午5:05:09", "2024-03-22 17:05"),
            ("2024/3/22 5:05:09 PM", "2024-03-22 17:05"),
            ("2024/3/22 12:05 AM", "2024-03-22 00:05"),
            ("2024年3月22日 星期五 上午9:05", "2024-03-22 09:05"),
        ] {
            assert_eq!(parse_instant(text).map(show).as_deref(), Some(shown), "{text}");
        }
        let exact = |text: &str| parse_instant(text).map(|instant| instant.to_rfc3339());
        for (text, kept) in [
            ("2024-03-26 08:00:00.250", "2024-03-26T08:00:00.250+08:00"),
            ("2024-03-26 08:00:00.1234567891", "2024-03-26T08:00:00.123456789+08:00"),
            ("2024-03-26 08:00:07", "2024-03-26T08:00:07+08:00"),
        ] {
            assert_eq!(exact(text).as_deref(), Some(kept));
        }
        for text in [
            "昨天",
            "2024-03-22",
            "2024年3月22日",
            "2024-03-22 25:05",
            "2024-13-22 17:05",
            "24-3-22 17:05",
            "2024-03-22 17:05 前",
            "2024-03-2217:05",
            "99999999999-1-1 1:1",
            "",
        ] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
    }
}
