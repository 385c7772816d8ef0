//! What a cell shows, where a file keeps it beside the figure.
//!
//! The words are those of a program that showed the cell last. Digits that do not fit the figure at all are those
//! of an earlier one, and say nothing.

use crate::submit::grid::Content;
use crate::vocabulary::Number;

use super::super::figure::Epoch;
use super::face::{digits, figure};
use super::moment::{clock_words, day_words};
use super::section::speak_of_quantity;

/// What a cell holds, and the words that it shows where they say another number.
pub fn shown_beside(stored: Content, shown: &str) -> (Content, Option<String>) {
    let Content::Number(text) = &stored else { return (stored, None) };
    let Some(number) = Number::parse(text).filter(|_| text != shown) else { return (stored, None) };
    let Some(digits) = digits(shown) else {
        let says = !number.is_zero() && shown.contains(char::is_alphabetic);
        return (stored, says.then(|| shown.to_owned()));
    };
    if is_moment_of(text, digits) || cuts(number, digits) {
        return (stored, Some(shown.to_owned()));
    }
    let Some(shift) = scale(number, digits) else { return (stored, None) };
    let (before, after) = shown.split_once(digits).unwrap_or_default();
    let [before, after] = [before, after].map(|words| words.trim().trim_end_matches('-'));
    match number.shift(shift) {
        Some(moved) if speak_of_quantity(before, after) => {
            (Content::Text(format!("{before}{moved}{after}")), None)
        }
        _ => (stored, (shift != 0 && !number.is_zero()).then(|| shown.to_owned())),
    }
}

/// How far the point of a figure was moved to show these digits, rounded or not.
fn scale(number: Number, digits: &str) -> Option<i32> {
    let digits = digits.replace(',', "");
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let (shown, last) = (Number::parse(&digits)?, Number::whole(1).shift(-(decimals as i32))?);
    let fits = |shift: &i32| {
        let apart = number.abs().shift(*shift).and_then(|moved| moved.checked_sub(shown));
        apart.is_some_and(|apart| apart.abs() < last)
    };
    [0, 2, -3, -4, -5, -6, -7, -8].into_iter().find(fits)
}

/// Whether digits with a power of ten are those of a whole number, the last of them left out.
fn cuts(number: Number, digits: &str) -> bool {
    let Some((mantissa, power)) = digits.split_once(['E', 'e']) else { return false };
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let last = power
        .parse::<i32>()
        .ok()
        .and_then(|power| Number::whole(1).shift(power.checked_sub(i32::try_from(decimals).ok()?)?));
    let apart = figure(digits).and_then(|shown| shown.checked_sub(number.abs())).map(Number::abs);
    let least = if number.is_whole() { Number::ZERO } else { Number::whole(1) };
    last.zip(apart).is_some_and(|(last, apart)| apart < last && apart > least)
}

/// Whether digits are the time of a number, or the day that it is where nobody could mean one.
fn is_moment_of(text: &str, digits: &str) -> bool {
    let Ok(serial) = text.parse::<f64>() else { return false };
    let numbers: Vec<u32> = digits.split(|c: char| !c.is_ascii_digit()).flat_map(str::parse).collect();
    match (&numbers[..], digits.contains(':')) {
        ([hours, minutes], true) => {
            let told = format!("{hours}:{minutes:02}");
            [false, true].iter().any(|passed| clock_words(serial, *passed).starts_with(&told))
        }
        ([hours, minutes, seconds], true) => {
            let told = {
                let minutes = f64::from(*hours) * 60.0 + f64::from(*minutes);
                clock_words((minutes * 60.0 + f64::from(*seconds)) / 86_400.0, true)
            };
            [false, true].iter().any(|passed| clock_words(serial, *passed) == told)
        }
        ([year @ 1900..1990, month, day], false) => {
            day_words(serial, Epoch::Windows1900) == format!("{year}-{month:02}-{day:02}")
        }
        _ => false,
    }
}
