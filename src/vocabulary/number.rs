//! Exact decimal numbers.
//!
//! A published total must equal the figures on the sheets to the last digit, so no figure is ever a
//! floating-point number between the file and the workbook. A [`Number`] is an integer and a count of
//! decimal places; it holds whatever a clerk may type, also what the form will not take (`40.5` where a
//! count belongs, seven decimals where six are allowed), because a finding must quote what was read.
//!
//! Bounds: at most [`Number::MAX_DIGITS`] digits and [`Number::MAX_DECIMALS`] decimals are parsed; what
//! is longer is no figure of this field. Sums of a whole country stay far inside `i128` with these bounds.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};

/// An exact decimal, always in lowest terms (`1.50` is kept as `1.5`).
// Half of every sheet's memory is figures: without gaps between them it is a third less.
#[repr(Rust, packed(8))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    mantissa: i128,
    decimals: u8,
}

impl Number {
    /// Digits before and after the point together.
    pub const MAX_DIGITS: usize = 18;
    /// Digits after the point.
    pub const MAX_DECIMALS: usize = 12;
    pub const ZERO: Number = Number { mantissa: 0, decimals: 0 };

    pub const fn whole(value: i64) -> Number {
        Number { mantissa: value as i128, decimals: 0 }
    }

    /// Reads a canonical decimal: an optional minus, digits, an optional point with digits.
    /// Signs, separators and units of measure are the business of `submit::cell_text`.
    pub fn parse(text: &str) -> Option<Number> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let malformed = whole.is_empty() || (digits.contains('.') && fraction.is_empty());
        if malformed || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let significant = whole.trim_start_matches('0').len() + fraction.len();
        if significant > Self::MAX_DIGITS || fraction.len() > Self::MAX_DECIMALS {
            return None;
        }
        let magnitude = whole
            .bytes()
            .chain(fraction.bytes())
            .fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        let mantissa = i128::from(if negative { -magnitude } else { magnitude });
        Some(Number { mantissa, decimals: fraction.len() as u8 })
    }

    /// What a spreadsheet shows for a stored binary number: its first fifteen significant digits.
    /// `57.442100000000003` and the sum `57.442099999999996` both mean `57.4421`.
    pub fn from_spreadsheet(stored: f64) -> Option<Number> {
        if !stored.is_finite() {
            return None;
        }
        Number::parse_scientific(&format!("{stored:.14e}"))
    }

    /// Reads `1.2E+04`, `1.2e4`, `-3E-2` exactly.
    pub fn parse_scientific(text: &str) -> Option<Number> {
        let (mantissa, exponent) = text.split_once(['e', 'E'])?;
        let exponent: i32 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // The point goes with the exponent, so that fourteen decimals of a mantissa are no obstacle.
        let fraction = fraction.trim_end_matches('0');
        Number::parse(&format!("{whole}{fraction}"))?.shift(exponent - fraction.len() as i32)
    }

    /// Moves the decimal point: `shift(4)` makes 万 of units, `shift(-4)` makes 万元 of 元.
    /// `None` when the result would not be representable.
    pub fn shift(self, places: i32) -> Option<Number> {
        if self.mantissa == 0 {
            return Some(Number::ZERO);
        }
        let decimals = i32::from(self.decimals) - places;
        if decimals > Self::MAX_DECIMALS as i32 + 6 || decimals < -(Self::MAX_DIGITS as i32) {
            return None;
        }
        if decimals >= 0 {
            return Some(Number { mantissa: self.mantissa, decimals: decimals as u8 }.reduced());
        }
        let factor = 10_i128.checked_pow(decimals.unsigned_abs())?;
        Some(Number { mantissa: self.mantissa.checked_mul(factor)?, decimals: 0 })
    }

    pub fn is_whole(self) -> bool {
        self.decimals == 0
    }

    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Digits after the point, without trailing zeros.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// The number as a whole one of so many decimals; none where it has more of them or is too large.
    pub fn scaled(self, decimals: u8) -> Option<i64> {
        let factor = 10_i128.checked_pow(decimals.checked_sub(self.decimals)?.into())?;
        i64::try_from(self.mantissa.checked_mul(factor)?).ok()
    }

    pub fn abs(self) -> Number {
        Number { mantissa: self.mantissa.abs(), ..self }
    }

    pub fn checked_add(self, other: Number) -> Option<Number> {
        let (left, right, decimals) = self.aligned(other)?;
        Some(Number { mantissa: left.checked_add(right)?, decimals }.reduced())
    }

    pub fn checked_sub(self, other: Number) -> Option<Number> {
        self.checked_add(Number { mantissa: -other.mantissa, ..other })
    }

    pub fn checked_mul(self, other: Number) -> Option<Number> {
        let mantissa = self.mantissa.checked_mul(other.mantissa)?;
        Some(Number { mantissa, decimals: self.decimals + other.decimals }.reduced())
    }

    /// The quotient rounded half away from zero to `decimals` places; `None` for a zero divisor.
    pub fn divide(self, divisor: Number, decimals: u8) -> Option<Number> {
        if divisor.mantissa == 0 {
            return None;
        }
        let places = u32::from(decimals) + u32::from(divisor.decimals);
        let numerator = self.mantissa.checked_mul(10_i128.checked_pow(places)?)?;
        let denominator = divisor.mantissa.checked_mul(10_i128.checked_pow(self.decimals.into())?)?;
        Some(Number { mantissa: divide_half_up(numerator, denominator), decimals }.reduced())
    }

    /// Rounded half away from zero, as every printed table does.
    pub fn rounded(self, decimals: u8) -> Number {
        if self.decimals <= decimals {
            return self;
        }
        let factor = 10_i128.pow(u32::from(self.decimals - decimals));
        Number { mantissa: divide_half_up(self.mantissa, factor), decimals }.reduced()
    }

    /// The greatest whole number not above this one.
    pub fn floor(self) -> Number {
        let mantissa = self.mantissa.div_euclid(10_i128.pow(self.decimals.into()));
        Number { mantissa, decimals: 0 }
    }

    /// Rounded and padded: `fixed(2)` prints `3` as `3.00`.
    pub fn fixed(self, decimals: u8) -> String {
        let text = self.rounded(decimals).to_string();
        if decimals == 0 {
            return text;
        }
        let present = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let point = if present == 0 { "." } else { "" };
        format!("{text}{point}{}", "0".repeat(usize::from(decimals) - present))
    }

    /// The nearest binary number, for file formats that store nothing else.
    pub fn to_spreadsheet(self) -> f64 {
        // Both are exact binary numbers, so their quotient is the nearest one to the decimal.
        if self.mantissa.unsigned_abs() < 1 << f64::MANTISSA_DIGITS && self.decimals <= 22 {
            return self.mantissa as f64 / 10_f64.powi(self.decimals.into());
        }
        self.to_string().parse().expect("a canonical decimal is a valid float text")
    }

    /// Whether a text is exactly how this number is written.
    pub fn is_written(self, text: &str) -> bool {
        let mut left = Left(text);
        write!(left, "{self}").is_ok() && left.0.is_empty()
    }

    /// How many digits it takes to write, zeros before the first other digit not counted.
    pub fn digits(self) -> usize {
        self.mantissa.unsigned_abs().checked_ilog10().map_or(1, |power| power as usize + 1)
    }

    fn aligned(self, other: Number) -> Option<(i128, i128, u8)> {
        if self.decimals == other.decimals {
            return Some((self.mantissa, other.mantissa, self.decimals));
        }
        let decimals = self.decimals.max(other.decimals);
        let widen = |n: Number| n.mantissa.checked_mul(10_i128.checked_pow((decimals - n.decimals).into())?);
        Some((widen(self)?, widen(other)?, decimals))
    }

    fn reduced(mut self) -> Number {
        while self.decimals > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.decimals -= 1;
        }
        self
    }
}

fn divide_half_up(numerator: i128, denominator: i128) -> i128 {
    let (quotient, remainder) = (numerator / denominator, numerator % denominator);
    let sign = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
    if remainder.abs() * 2 >= denominator.abs() { quotient + sign } else { quotient }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        if self.decimals == other.decimals {
            return { self.mantissa }.cmp(&{ other.mantissa });
        }
        match self.aligned(*other) {
            Some((left, right, _)) => left.cmp(&right),
            None => {
                let (left, right) = (self.floor().mantissa, other.floor().mantissa);
                left.cmp(&right)
            }
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; MOST_DIGITS];
        let digits = write_digits(self.mantissa.unsigned_abs(), &mut text);
        if self.mantissa < 0 {
            f.write_str("-")?;
        }
        let Some(whole) = digits.len().checked_sub(self.decimals.into()) else {
            f.write_str("0.")?;
            let zeros = usize::from(self.decimals) - digits.len();
            (0..zeros).try_for_each(|_| f.write_str("0"))?;
            return f.write_str(digits);
        };
        let (whole, fraction) = digits.split_at(whole);
        f.write_str(if whole.is_empty() { "0" } else { whole })?;
        if fraction.is_empty() {
            return Ok(());
        }
        f.write_str(".")?;
        f.write_str(fraction)
    }
}

/// What is left of a text after what has been written so far; an error once it says something else.
struct Left<'t>(&'t str);

impl fmt::Write for Left<'_> {
    fn write_str(&mut self, written: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
        Ok(())
    }
}

/// Digits of the largest mantissa.
const MOST_DIGITS: usize = 39;

/// The digits of a magnitude, at the end of the given bytes.
fn write_digits(magnitude: u128, text: &mut [u8; MOST_DIGITS]) -> &str {
    let mut at = MOST_DIGITS;
    let mut rest = magnitude;
    let mut put = |digit: u8| {
        at -= 1;
        text[at] = b'0' + digit;
    };
    while rest > u128::from(u64::MAX) {
        put((rest % 10) as u8);
        rest /= 10;
    }
    // Division of 64 bits is one instruction, of 128 a function.
    let mut rest = rest as u64;
    loop {
        put((rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    std::str::from_utf8(&text[at..]).expect("digits are ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|| panic!("{text} should parse"))
    }

    #[test]
    fn canonical_text_survives_and_other_text_is_refused() {
        for (text, canonical) in [
            ("0", "0"),
            ("-0", "0"),
            ("007", "7"),
            ("1.50", "1.5"),
            ("-503", "-503"),
            ("0.000001", "0.000001"),
            ("-0.05", "-0.05"),
            ("-12.05", "-12.05"),
            ("999999999999999999", "999999999999999999"),
        ] {
            assert_eq!(number(text).to_string(), canonical);
            assert!(number(text).is_written(canonical));
        }
        for (text, other) in [("1.5", "1.50"), ("15", "1"), ("1", "15"), ("1", "")] {
            assert!(!number(text).is_written(other), "{text} is not written {other}");
        }
        for text in ["", "-", ".", "1.", ".5", "1,2", "+1", "1e3", "1234567890123456789"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_nearest_binary_number_is_the_one_that_the_decimal_text_means() {
        for text in ["0", "-503", "0.1", "57.4421", "0.000001", "9007199254740993", "123456789.123456789"] {
            assert_eq!(number(text).to_spreadsheet(), text.parse::<f64>().unwrap(), "{text}");
        }
        assert_eq!(["0", "0.05", "57.4421", "-100"].map(|text| number(text).digits()), [1, 1, 6, 3]);
    }

    #[test]
    fn stored_binary_numbers_come_back_as_they_were_typed() {
        for (stored, typed) in [
            (0.1, "0.1"),
            (57.442_099_999_999_996, "57.4421"),
            (0.1 + 0.2, "0.3"),
            (12000.0, "12000"),
            (1_234_567_890_123.45, "1234567890123.45"),
            (1.0 / 3.0, "0.333333333333333"),
        ] {
            assert_eq!(Number::from_spreadsheet(stored).unwrap().to_string(), typed);
        }
        assert_eq!(Number::from_spreadsheet(f64::NAN), None);
    }

    #[test]
    fn yuan_becomes_wan_yuan_exactly() {
        assert_eq!(number("284886").shift(-4), Some(number("28.4886")));
        assert_eq!(number("1.2").shift(4), Some(number("12000")));
        assert_eq!(Number::parse_scientific("1.2E+04"), Some(number("12000")));
    }

    #[test]
    fn arithmetic_is_exact_and_rounds_half_up_only_when_asked() {
        assert_eq!(number("0.1").checked_add(number("0.2")), Some(number("0.3")));
        let large = number("999999999999999999").checked_mul(number("1000000.01")).unwrap();
        assert_eq!(large.to_string(), "1000000009999999998999999.99");
        assert_eq!(number("1").divide(number("3"), 4), Some(number("0.3333")));
        assert_eq!(number("1").divide(Number::ZERO, 4), None);
        assert_eq!(number("2.345").fixed(2), "2.35");
        assert_eq!(number("-2.345").fixed(2), "-2.35");
        assert_eq!(number("3").fixed(2), "3.00");
        assert_eq!(number("29166.67").floor(), number("29166"));
        assert!(number("1.5") < number("1.51"));
    }
}
