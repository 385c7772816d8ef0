//! What a stored number means: a figure, or a day.
//!
//! Spreadsheets store figures and days alike, as binary numbers; only the cell's number format tells
//! them apart, and people format cells carelessly. So a number is a day only where its format shows a
//! day *and* the day is one that a person could have meant: a count of 12 in a cell formatted as a date
//! is a 12, not the 12th of January 1900.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use crate::submit::grid::Content;
use crate::vocabulary::Number;

/// Day zero of a workbook's serial numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Epoch {
    #[default]
    Windows1900,
    Macintosh1904,
}

/// Years that a date on a sheet can mean.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// The figure that a decimal text in a file means; text that is no figure stays text.
pub fn number(text: &str) -> Content {
    let text = text.trim();
    if is_plain_count(text) {
        return Content::Number(text.to_owned());
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    // Up to fifteen digits are exactly what was typed; more are binary noise.
    let exact = if digits <= 15 { Number::parse(text) } else { None };
    let number = exact.or_else(|| shown(text.parse().ok()?));
    match number {
        Some(number) => Content::Number(number.to_string()),
        None => Content::Text(text.to_owned()),
    }
}

/// A whole number as it will be written again: nearly all figures are.
fn is_plain_count(text: &str) -> bool {
    matches!(text.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.len() < 15 && rest.iter().all(u8::is_ascii_digit))
}

/// The figure that a stored binary number means.
pub fn stored(value: f64) -> Content {
    match shown(value) {
        Some(number) => Content::Number(number.to_string()),
        None => Content::Text(value.to_string()),
    }
}

/// Fifteen significant digits, as a spreadsheet shows them; of a quotient that never ends, as many
/// decimals as a [`Number`] holds.
fn shown(value: f64) -> Option<Number> {
    Number::from_spreadsheet(value).or_else(|| {
        let exponent = value.abs().log10().floor();
        let decimals = (14.0 - exponent).clamp(0.0, Number::MAX_DECIMALS as f64) as usize;
        Number::parse(&format!("{value:.decimals$}"))
    })
}

/// Whether a text is how a program shows a number for which there is no room: 1.23E+04, with more digits before
/// the point than are written.
pub fn shows_part(text: &str) -> bool {
    let text = text.trim().trim_start_matches('-');
    let Some((mantissa, exponent)) = text.split_once("E+") else { return false };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = [whole, decimals, exponent].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let power = exponent.parse::<usize>().unwrap_or(0);
    are_digits && whole.len() == 1 && exponent.len() >= 2 && power > decimals.len()
}

/// The day of a serial number, where a person could have meant it; with the time, where there is one, as
/// words.
pub fn day(serial: f64, epoch: Epoch) -> Option<Content> {
    let zero = match epoch {
        // Serial 60 is a day that never was; all plausible days lie after it.
        Epoch::Windows1900 => NaiveDate::from_ymd_opt(1899, 12, 30)?,
        Epoch::Macintosh1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
    };
    if !(1.0..100_000.0).contains(&serial) {
        return None;
    }
    let seconds = (serial.fract() * 86_400.0).round() as u64;
    let day = zero.checked_add_days(Days::new(serial as u64 + seconds / 86_400))?;
    let plausible = plausible(day)?;
    let clock = NaiveTime::from_num_seconds_from_midnight_opt((seconds % 86_400) as u32, 0)?;
    Some(if clock == NaiveTime::MIN { plausible } else { moment(day, clock) })
}

fn moment(day: NaiveDate, clock: NaiveTime) -> Content {
    Content::Text(format!("{day} {}", clock.format("%H:%M:%S")))
}

/// The day of `2024-03-18` or `2024-03-18T09:30:00`.
pub fn iso_day(text: &str) -> Option<Content> {
    let day = text.get(..10)?;
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let plausible = plausible(day)?;
    let clock = text.get(11..19).and_then(|clock| NaiveTime::parse_from_str(clock, "%H:%M:%S").ok());
    Some(clock.filter(|clock| *clock != NaiveTime::MIN).map_or(plausible, |clock| moment(day, clock)))
}

fn plausible(day: NaiveDate) -> Option<Content> {
    PLAUSIBLE_YEARS.contains(&day.year()).then(|| Content::Date(day.year(), day.month(), day.day()))
}

/// What a format of days and times shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Day,
    /// A time of day, or all hours, minutes or seconds that have passed.
    Clock {
        passed: bool,
    },
}

/// Does a built-in number format show a day or a time? The East Asian ones are those of a Chinese Office.
pub fn builtin_moment(id: u32) -> Option<Moment> {
    match id {
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Some(Moment::Day),
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Some(Moment::Clock { passed: false }),
        46 => Some(Moment::Clock { passed: true }),
        _ => None,
    }
}

/// Does a number format of the file's own show a day or a time? Quoted words, colours, escapes and padding do
/// not count; a format with hours and without day or year shows a time.
pub fn moment_of(code: &str) -> Option<Moment> {
    let mut characters = code.chars();
    let (mut day, mut month, mut clock, mut passed) = (false, false, false, false);
    while let Some(character) = characters.next() {
        match character.to_ascii_lowercase() {
            '"' => {
                characters.find(|next| *next == '"');
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|next| *next != ']').collect();
                passed |= matches!(&*inside.to_ascii_lowercase(), "h" | "hh" | "m" | "mm" | "s" | "ss");
            }
            '\\' | '!' | '_' | '*' => {
                characters.next();
            }
            ';' => break,
            'y' | 'd' => day = true,
            'm' => month = true,
            'h' | 's' => clock = true,
            _ => {}
        }
    }
    match (day, month, clock || passed) {
        (true, ..) | (_, true, false) => Some(Moment::Day),
        (_, _, true) => Some(Moment::Clock { passed }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_what_was_typed() {
        for (text, expected) in [
            ("7", "7"),
            (" 57.442100000000003 ", "57.4421"),
            ("0.1", "0.1"),
            ("1E3", "1000"),
            ("1.2e-06", "0.0000012"),
            ("123456789012345678", "123456789012346000"),
            ("1234567890123.4500", "1234567890123.45"),
            ("0.33333333333333331", "0.333333333333333"),
            ("5.5511151231257827E-17", "0"),
            ("-503", "-503"),
        ] {
            assert_eq!(number(text), Content::Number(expected.into()), "{text}");
        }
        for text in ["1,000", "１２", "inf", "1e400", "NaN", "0x10"] {
            assert_eq!(number(text), Content::Text(text.into()), "{text}");
        }
    }

    #[test]
    fn a_number_of_which_only_a_part_is_shown_is_told() {
        for (text, is) in [
            ("1.23E+04", true),
            (" -1.2E+10 ", true),
            ("3E+03", true),
            ("1.2345E+04", false),
            ("1.2E-04", false),
            ("12E+04", false),
            ("E+04", false),
            ("12345", false),
        ] {
            assert_eq!(shows_part(text), is, "{text}");
        }
    }

    #[test]
    fn days_are_days_only_where_a_person_could_mean_them() {
        assert_eq!(day(45369.0, Epoch::Windows1900), Some(Content::Date(2024, 3, 18)));
        let evening = Some(Content::Text("2024-03-18 18:00:00".into()));
        assert_eq!(day(45369.75, Epoch::Windows1900), evening);
        assert_eq!(day(45_368.999_999_99, Epoch::Windows1900), Some(Content::Date(2024, 3, 18)));
        assert_eq!(day(43907.0, Epoch::Macintosh1904), Some(Content::Date(2024, 3, 18)));
        for figure in [12.0, 0.5, -1.0, 350_000.0, f64::NAN] {
            assert_eq!(day(figure, Epoch::Windows1900), None, "{figure}");
        }
        assert_eq!(iso_day("2024-03-18T00:00:00"), Some(Content::Date(2024, 3, 18)));
        assert_eq!(iso_day("2024-03-18T18:00:00"), evening);
        assert_eq!(iso_day("三月"), None);
    }

    #[test]
    fn formats_show_days_or_times_or_neither() {
        for code in ["yyyy/m/d", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]m/d;@", "m\"月\"", "yyyy-mm-dd hh:mm"]
        {
            assert_eq!(moment_of(code), Some(Moment::Day), "{code}");
        }
        for code in ["General", "0.00", "#,##0_);[Red]\\d", "0\"day\"", "@", "0!d"] {
            assert_eq!(moment_of(code), None, "{code}");
        }
        for (code, passed) in [
            ("h:mm", false),
            ("[h]:mm:ss", true),
            ("[h]:mm", true),
            ("mm:ss", false),
            ("上午/下午h\"时\"", false),
        ] {
            assert_eq!(moment_of(code), Some(Moment::Clock { passed }), "{code}");
        }
        let builtin = [14, 31, 20, 46, 2].map(builtin_moment);
        let clock = |passed| Some(Moment::Clock { passed });
        assert_eq!(builtin, [Some(Moment::Day), Some(Moment::Day), clock(false), clock(true), None]);
    }
}
