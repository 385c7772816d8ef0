//! Exact fractions, for calculating a formula anew.
//!
//! A sum of decimals is a decimal, an average may not be: fractions hold both. Every step is checked; what does
//! not fit is no number, and the formula counts as one that cannot be calculated.

use std::cmp::Ordering;

/// A fraction; its denominator is above zero. Not always in lowest terms.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    above: i128,
    below: i128,
}

/// As many digits as a spreadsheet shows of a number, and as a binary number holds.
const SHOWN: i32 = 15;
const HELD: i32 = 17;

impl Exact {
    pub const ZERO: Exact = Exact::whole(0);

    pub const fn whole(value: i64) -> Exact {
        Exact { above: value as i128, below: 1 }
    }

    fn new(above: i128, below: i128) -> Option<Exact> {
        let sign = below.signum();
        (sign != 0).then_some(())?;
        Some(Exact { above: above.checked_mul(sign)?, below: below.checked_mul(sign)? })
    }

    /// Reads `-12.50` and `1.5E-3`.
    pub fn parse(text: &str) -> Option<Exact> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().ok().filter(|exponent| (-30..=30).contains(exponent))?;
        let (negative, digits) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let all = || whole.bytes().chain(decimals.bytes());
        if all().next().is_none() || !all().all(|digit| digit.is_ascii_digit()) || decimals.len() > 30 {
            return None;
        }
        let above = all()
            .try_fold(0_i128, |sum, digit| sum.checked_mul(10)?.checked_add(i128::from(digit - b'0')))?;
        let number = Exact { above: if negative { -above } else { above }, below: 1 };
        number.shift(exponent - decimals.len() as i32)
    }

    /// Moves the decimal point.
    pub fn shift(self, places: i32) -> Option<Exact> {
        let factor = power_of_ten(places.unsigned_abs())?;
        match places < 0 {
            true => self.divide(Exact { above: factor, below: 1 }),
            false => self.times(Exact { above: factor, below: 1 }),
        }
    }

    pub fn is_zero(self) -> bool {
        self.above == 0
    }

    pub fn negative(self) -> Exact {
        // No number is as large as the one that has no opposite: see `times` and `plus`.
        Exact { above: self.above.saturating_neg(), below: self.below }
    }

    pub fn magnitude(self) -> Exact {
        Exact { above: self.above.saturating_abs(), below: self.below }
    }

    pub fn plus(self, other: Exact) -> Option<Exact> {
        if self.below == other.below {
            return Exact::new(self.above.checked_add(other.above)?, self.below);
        }
        let common = greatest_common(self.below, other.below);
        let (own, others) = (other.below / common, self.below / common);
        let above = self.above.checked_mul(own)?.checked_add(other.above.checked_mul(others)?)?;
        Exact::new(above, self.below.checked_mul(own)?)
    }

    pub fn minus(self, other: Exact) -> Option<Exact> {
        self.plus(other.negative())
    }

    pub fn times(self, other: Exact) -> Option<Exact> {
        let (left, right) =
            (greatest_common(self.above, other.below), greatest_common(other.above, self.below));
        Exact::new(
            (self.above / left).checked_mul(other.above / right)?,
            (self.below / right).checked_mul(other.below / left)?,
        )
    }

    /// Nothing where the other is zero.
    pub fn divide(self, other: Exact) -> Option<Exact> {
        self.times(Exact::new(other.below, other.above)?)
    }

    pub fn to_the(self, exponent: i32) -> Option<Exact> {
        let mut power = Exact::whole(1);
        for _ in 0..exponent.unsigned_abs() {
            power = power.times(self)?;
        }
        if exponent < 0 { Exact::whole(1).divide(power) } else { Some(power) }
    }

    /// The whole number that this one is.
    pub fn as_whole(self) -> Option<i32> {
        (self.above % self.below == 0).then_some(())?;
        i32::try_from(self.above / self.below).ok()
    }

    /// The greatest whole number that is not above this one.
    pub fn floor(self) -> Exact {
        Exact { above: self.above.div_euclid(self.below), below: 1 }
    }

    /// With so many decimals: the rest cut off, or made a whole step away from zero, or by half a step.
    pub fn rounded(self, decimals: i32, how: Rounding) -> Option<Exact> {
        let moved = self.shift(decimals)?;
        let (whole, rest) = (moved.above / moved.below, moved.above % moved.below);
        let away = match how {
            Rounding::Down => false,
            Rounding::Up => rest != 0,
            Rounding::Half => rest.unsigned_abs() >= moved.below.unsigned_abs() - rest.unsigned_abs(),
        };
        let step = if away { moved.above.signum() } else { 0 };
        Exact { above: whole.checked_add(step)?, below: 1 }.shift(-decimals)
    }

    /// As a spreadsheet keeps it: in as many digits as a binary number holds.
    pub fn kept(self) -> Option<Exact> {
        self.in_digits(HELD)
    }

    fn in_digits(self, digits: i32) -> Option<Exact> {
        let mut magnitude = self.magnitude();
        let mut decimals = digits;
        let ten = Exact::whole(10);
        while magnitude.compare(Exact::whole(1))? != Ordering::Less {
            magnitude = magnitude.divide(ten)?;
            decimals -= 1;
        }
        while !self.is_zero() && decimals < 20 && magnitude.times(ten)?.compare(Exact::whole(1))?.is_lt() {
            magnitude = magnitude.times(ten)?;
            decimals += 1;
        }
        self.rounded(decimals, Rounding::Half)
    }

    pub fn compare(self, other: Exact) -> Option<Ordering> {
        Some(self.minus(other)?.above.cmp(&0))
    }

    /// As decimal text with fifteen digits.
    pub fn text(self) -> Option<String> {
        let kept = self.in_digits(SHOWN)?;
        let (mut above, mut decimals) = (kept.above, 0);
        while above % kept.below != 0 {
            above = above.checked_mul(10)?;
            decimals += 1;
        }
        let digits = format!("{:0>1$}", (above / kept.below).unsigned_abs(), decimals + 1);
        let (whole, decimals) = digits.split_at(digits.len() - decimals);
        let sign = if above < 0 { "-" } else { "" };
        let point = if decimals.is_empty() { "" } else { "." };
        Some(format!("{sign}{whole}{point}{decimals}"))
    }
}

/// What becomes of decimals that are too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    Half,
    Up,
    Down,
}

fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

fn greatest_common(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one.unsigned_abs(), other.unsigned_abs());
    while other != 0 {
        (one, other) = (other, one % other);
    }
    i128::try_from(one).ok().filter(|common| *common > 0).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn decimals_are_read_and_written() {
        for (text, expected) in [
            ("12.50", "12.5"),
            ("-0.25", "-0.25"),
            ("1.5E-3", "0.0015"),
            ("2E3", "2000"),
            ("0", "0"),
            ("1234567890123456", "1234567890123460"),
            ("-0.05", "-0.05"),
        ] {
            assert_eq!(exact(text).text().as_deref(), Some(expected), "{text}");
        }
        for text in ["", "-", "1.2.3", "1,2", "1E999999999", "１", "9".repeat(40).as_str()] {
            assert!(Exact::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn fractions_stay_exact_and_what_does_not_fit_is_none() {
        let third = exact("1").divide(exact("3")).unwrap();
        assert_eq!(third.times(exact("3")).unwrap().text().as_deref(), Some("1"));
        assert_eq!(third.text().as_deref(), Some("0.333333333333333"));
        assert_eq!(third.plus(exact("0.1")).unwrap().minus(third).unwrap().text().as_deref(), Some("0.1"));
        assert!(exact("1").divide(Exact::ZERO).is_none());
        assert!(exact("10").to_the(64).is_none());
        assert_eq!(exact("2").to_the(-2).unwrap().text().as_deref(), Some("0.25"));
    }

    #[test]
    fn figures_are_rounded_as_spreadsheets_do() {
        for (text, decimals, how, expected) in [
            ("2.675", 2, Rounding::Half, "2.68"),
            ("-2.675", 2, Rounding::Half, "-2.68"),
            ("2.5", 0, Rounding::Half, "3"),
            ("1250", -2, Rounding::Half, "1300"),
            ("2.671", 2, Rounding::Up, "2.68"),
            ("-2.679", 2, Rounding::Down, "-2.67"),
            ("7", 3, Rounding::Up, "7"),
        ] {
            let rounded = exact(text).rounded(decimals, how).and_then(Exact::text);
            assert_eq!(rounded.as_deref(), Some(expected), "{text} {how:?}");
        }
        assert_eq!(exact("-1.5").floor().text().as_deref(), Some("-2"));
    }
}
