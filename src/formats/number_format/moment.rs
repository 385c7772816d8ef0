//! What a format of days or times shows of a number that means neither.

use chrono::{Days, NaiveDate};

use super::super::figure::Epoch;

/// The day that a serial number is shown as, however early or late.
pub fn day_words(serial: f64, epoch: Epoch) -> String {
    // No program shows a day before its first one, nor one of a year with five digits.
    if !(0.0..2_958_466.0).contains(&serial) {
        return "########".to_owned();
    }
    let count = serial as u64;
    let first = match (epoch, count) {
        (Epoch::Macintosh1904, _) => NaiveDate::from_ymd_opt(1904, 1, 1),
        // Two days that never were.
        (Epoch::Windows1900, 0) => return "1900-01-00".to_owned(),
        (Epoch::Windows1900, 60) => return "1900-02-29".to_owned(),
        (Epoch::Windows1900, 1..60) => NaiveDate::from_ymd_opt(1899, 12, 31),
        (Epoch::Windows1900, _) => NaiveDate::from_ymd_opt(1899, 12, 30),
    };
    let day = first.and_then(|first| first.checked_add_days(Days::new(count)));
    day.map_or_else(|| "########".to_owned(), |day| day.to_string())
}

/// The time that a number is shown as: of its day, or of all hours that have passed.
pub fn clock_words(serial: f64, passed: bool) -> String {
    if !(0.0..2_958_466.0).contains(&serial) {
        return "########".to_owned();
    }
    let seconds = (if passed { serial } else { serial.fract() } * 86_400.0).round() as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let hours = if passed { hours } else { hours % 24 };
    match seconds {
        0 => format!("{hours}:{minutes:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}
