//! The number that words begin with: digits with or without groups, in characters, or as a program writes long ones.

use super::chinese::chinese_number;
use super::quantity::Manner;
use crate::vocabulary::Number;

/// A number at the start of the text and what follows it.
pub fn leading_number<'t>(text: &'t str, manners: &mut Vec<Manner>) -> Option<(Number, &'t str)> {
    let (negative, unsigned) = match ["-", "−", "负", "﹣"].iter().find_map(|sign| text.strip_prefix(sign))
    {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let belongs = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let end = unsigned.find(|c| !belongs(c)).unwrap_or(unsigned.len());
    let (digits, rest) = unsigned.split_at(end);
    if digits.is_empty() {
        let (number, rest) = chinese_number(unsigned)?;
        manners.push(Manner::ChineseDigits);
        return Some((signed(number, negative), rest));
    }
    if let Some((number, rest)) = scientific(digits, rest) {
        manners.push(Manner::Scientific);
        return Some((signed(number, negative), rest));
    }
    let digits = match without_separators(digits) {
        Some(plain) => {
            manners.push(Manner::Thousands);
            plain
        }
        None => digits.to_owned(),
    };
    let digits = if digits.starts_with('.') { format!("0{digits}") } else { digits };
    Number::parse(&digits).map(|number| (signed(number, negative), rest))
}

fn signed(number: Number, negative: bool) -> Number {
    if negative { Number::ZERO.checked_sub(number).unwrap_or(number) } else { number }
}

/// `13,191` → `13191`; `None` unless every group has three digits.
fn without_separators(digits: &str) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let regular =
        (1..=3).contains(&first.len()) && !rest.is_empty() && rest.iter().all(|group| group.len() == 3);
    let plain = format!("{first}{}", rest.concat());
    regular.then(|| if fraction.is_empty() { plain } else { format!("{plain}.{fraction}") })
}

/// `1.2E+04`, split as `1.2` and `E+04`.
fn scientific<'t>(digits: &str, rest: &'t str) -> Option<(Number, &'t str)> {
    let exponent = rest.strip_prefix(['E', 'e'])?;
    let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let length = unsigned.find(|c: char| !c.is_ascii_digit()).unwrap_or(unsigned.len());
    if length == 0 || length > 3 {
        return None;
    }
    let end = rest.len() - unsigned.len() + length;
    let number = Number::parse_scientific(&format!("{digits}{}", &rest[..end]))?;
    Some((number, &rest[end..]))
}
