//! How times, sizes and counts are written. Pure: an instant comes in, a text goes out.

use chrono::{NaiveDate, TimeDelta};

use crate::vocabulary::time::{Instant, beijing};

/// A chain of the log: the code of its unit, or the system's own.
pub fn chain(kept: &str) -> String {
    kept.strip_prefix("unit/").map_or_else(|| "系统".to_owned(), str::to_owned)
}

/// `2024年3月22日 17:05:09`, as receipts print it.
pub fn to_the_second(instant: Instant) -> String {
    instant.with_timezone(&beijing()).format("%Y年%-m月%-d日 %H:%M:%S").to_string()
}

/// `3月22日 17:05`, where the year is plain.
pub fn to_the_minute(instant: Instant) -> String {
    instant.with_timezone(&beijing()).format("%-m月%-d日 %H:%M").to_string()
}

/// `2024年3月22日`: the day in Beijing.
pub fn to_the_day(instant: Instant) -> String {
    day(instant.with_timezone(&beijing()).date_naive())
}

/// `2024年3月22日`.
pub fn day(day: NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}

/// `10:32`, for 已保存.
pub fn clock(instant: Instant) -> String {
    instant.with_timezone(&beijing()).format("%H:%M").to_string()
}

pub use crate::campaign::deadline::meaning as deadline;

/// `还有 2 天 3 小时`, `已过 40 分钟`.
pub fn remaining(until: Instant, now: Instant) -> String {
    if now < until {
        format!("还有 {}", duration(until - now))
    } else {
        format!("已过 {}", duration(now - until))
    }
}

/// `2 天 3 小时`, `40 分钟`: the two largest units, never rounded down to nothing.
pub fn duration(length: TimeDelta) -> String {
    crate::report::words::duration(length)
}

/// `24 KB`, `1.3 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} 字节"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// `87%`, of whole numbers, rounded down so that 100% means all; `—` of none.
pub fn share(part: u64, whole: u64) -> String {
    match (part * 100).checked_div(whole) {
        Some(percent) => format!("{percent}%"),
        None => "—".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::time::parse_instant;

    #[test]
    fn deadlines_sizes_and_shares_read_as_people_say_them() {
        let instant = |text| parse_instant(text).unwrap();
        assert_eq!(deadline(instant("2024-03-23 00:00")), "2024年3月22日 24:00（含当日）");
        assert_eq!(deadline(instant("2024-03-17 17:30")), "2024年3月17日 17:30");
        assert_eq!(remaining(instant("2024-03-23 00:00"), instant("2024-03-20 21:00")), "还有 2 天 3 小时");
        assert_eq!(to_the_second(instant("2024-03-05 07:05:09")), "2024年3月5日 07:05:09");
        for (bytes, said) in [(0, "0 字节"), (1024, "1 KB"), (24_001, "24 KB"), (1_400_000, "1.3 MB")] {
            assert_eq!(size(bytes), said);
        }
        assert_eq!(share(199, 200), "99%");
        assert_eq!(share(0, 0), "—");
    }
}
