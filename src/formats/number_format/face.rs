//! The words that a section of a format shows for a number, digit by digit, and whether they say another number.
//!
//! What a format rounds away behind the point is ordinary: 28.4886 shown as 28.49 says the same. A whole number
//! has to be shown whole.

use crate::submit::cell_text::read_text;
use crate::vocabulary::Number;

use super::piece::Piece;

/// What the pieces show for a magnitude; `None` where it cannot be said.
pub fn face(pieces: &[Piece], magnitude: Number) -> Option<String> {
    match pieces.iter().position(|piece| matches!(piece, Piece::Power { .. })) {
        Some(at) => with_power(pieces, at, magnitude),
        None => Some(filled(pieces, magnitude)),
    }
}

/// Whether words with a figure in them, or with none, say another number than this magnitude.
pub fn says_other(words: &str, magnitude: Number) -> bool {
    let Some(digits) = digits(words) else {
        let nothing = words.trim().is_empty() || read_text(words).number == Some(Number::ZERO);
        return !(magnitude.is_zero() && nothing);
    };
    let Some(shown) = figure(digits) else { return false };
    match magnitude.is_whole() {
        true => shown != magnitude,
        false => shown.checked_sub(magnitude).is_some_and(|apart| apart.abs() >= Number::whole(1)),
    }
}

/// From the first digit of some words to the last.
pub fn digits(words: &str) -> Option<&str> {
    let is_digit = |c: char| c.is_ascii_digit();
    Some(&words[words.find(is_digit)?..=words.rfind(is_digit)?])
}

/// The number that such digits say.
pub fn figure(digits: &str) -> Option<Number> {
    let digits = digits.replace([',', ' ', '\u{a0}'], "");
    Number::parse(&digits).or_else(|| Number::parse_scientific(&digits))
}

/// `1.23E+04`: so many digits before the power, and its own.
fn with_power(pieces: &[Piece], at: usize, magnitude: Number) -> Option<String> {
    let (mantissa, power) = (&pieces[..at], &pieces[at + 1..]);
    let places = wholes(mantissa).clamp(1, 9) as i32;
    let step = |exponent: i32| exponent.div_euclid(places) * places;
    let mut exponent = step(magnitude.digits() as i32 - 1 - i32::from(magnitude.decimals()));
    let rounded = |exponent: i32| Some(magnitude.shift(-exponent)?.rounded(decimals(mantissa)));
    if rounded(exponent)? >= Number::whole(1).shift(places)? {
        exponent += places;
    }
    let width = power.iter().filter(|piece| matches!(piece, Piece::Digit(_))).count().min(4);
    let sign = match &pieces[at] {
        _ if exponent < 0 => "-",
        Piece::Power { signed: true } => "+",
        _ => "",
    };
    let shown = filled(mantissa, rounded(exponent)?);
    let behind: Vec<Piece> =
        power.iter().filter(|piece| !matches!(piece, Piece::Digit(_))).cloned().collect();
    Some(format!("{shown}E{sign}{:0width$}{}", exponent.unsigned_abs(), filled(&behind, Number::ZERO)))
}

fn wholes(pieces: &[Piece]) -> usize {
    let before = pieces.iter().take_while(|piece| **piece != Piece::Point);
    before.filter(|piece| matches!(piece, Piece::Digit(_))).count()
}

fn decimals(pieces: &[Piece]) -> u8 {
    let behind = pieces.iter().skip_while(|piece| **piece != Piece::Point);
    behind.filter(|piece| matches!(piece, Piece::Digit(_))).count().min(Number::MAX_DECIMALS) as u8
}

/// Every digit of a magnitude in its place among the pieces.
fn filled(pieces: &[Piece], magnitude: Number) -> String {
    let all = magnitude.fixed(decimals(pieces));
    let (whole, fraction) = all.split_once('.').unwrap_or((&all, ""));
    let mut filling = Filling {
        whole: if whole == "0" { "" } else { whole },
        fraction,
        places: wholes(pieces),
        grouped: is_grouped(pieces),
        behind: false,
        shown: String::new(),
    };
    for piece in pieces {
        match piece {
            Piece::Digit('@') => filling.shown.push_str(&magnitude.to_string()),
            Piece::Digit(kind) => filling.digit(*kind),
            Piece::Point => {
                filling.wholes(filling.whole.len());
                filling.behind = true;
                filling.shown.push('.');
            }
            Piece::Percent => filling.shown.push('%'),
            Piece::Stroke => filling.shown.push('/'),
            Piece::Sign(sign) => filling.shown.push(*sign),
            Piece::Words(words) => filling.shown.push_str(words),
            Piece::Comma | Piece::Power { .. } | Piece::Condition(_) | Piece::White => {}
        }
    }
    filling.shown.trim().to_owned()
}

/// Whether a comma stands between two digits.
fn is_grouped(pieces: &[Piece]) -> bool {
    pieces.windows(3).any(|three| matches!(three, [Piece::Digit(_), Piece::Comma, Piece::Digit(_)]))
}

struct Filling<'f> {
    /// Digits not yet shown.
    whole: &'f str,
    fraction: &'f str,
    /// Places before the point that are left for them.
    places: usize,
    grouped: bool,
    behind: bool,
    shown: String,
}

impl Filling<'_> {
    fn digit(&mut self, kind: char) {
        if self.behind {
            let needed = kind == '0' || self.fraction.contains(|digit| digit != '0');
            let (digit, rest) = self.fraction.split_at(self.fraction.len().min(1));
            self.shown.push_str(if needed { digit } else { "" });
            self.fraction = rest;
            return;
        }
        // The first place takes all digits for which there is no other.
        let count = (self.whole.len() + 1).saturating_sub(self.places);
        if count == 0 && kind == '0' {
            self.shown.push('0');
        }
        self.wholes(count);
        self.places = self.places.saturating_sub(1);
    }

    fn wholes(&mut self, count: usize) {
        for _ in 0..count.min(self.whole.len()) {
            let (digit, rest) = self.whole.split_at(1);
            self.shown.push_str(digit);
            self.whole = rest;
            if self.grouped && !rest.is_empty() && rest.len().is_multiple_of(3) {
                self.shown.push(',');
            }
        }
    }
}
