//! Beijing time. Every deadline is an instant at +08:00; nothing here reads a clock.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};

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

/// Reads `2024-03-22 17:05[:09]`, `2024/3/22 17:05`, `2024-03-22T17:05:09+08:00`; without an offset
/// the text is Beijing time.
pub fn parse_instant(text: &str) -> Option<Instant> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.with_timezone(&beijing()));
    }
    let (day, clock) = text.split_once([' ', 'T'])?;
    let plain = format!("{} {}", day.replace(['/', '.'], "-"), clock.trim());
    ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%.f"]
        .iter()
        .find_map(|pattern| NaiveDateTime::parse_from_str(&plain, pattern).ok())
        .map(at_beijing)
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
        ] {
            assert_eq!(parse_instant(text).map(show).as_deref(), Some(shown), "{text}");
        }
        assert_eq!(parse_instant("昨天"), None);
    }
}
