//! Numbers told part by part, as they are spoken: 3万6千, 1万2千5百.
//!
//! Each part after the first is one digit, and the powers fall. What ends in a bare digit (3万5 is 35000 when
//! spoken) or goes on with another power (3千5百万) is left alone.

use crate::vocabulary::Number;

const POWERS: [(char, i64); 4] = [('亿', 100_000_000), ('万', 10_000), ('千', 1_000), ('百', 100)];

/// The number at the start of a text that is told in two parts at least, and what follows it.
pub fn compound(text: &str) -> Option<(Number, &str)> {
    let mut rest = text;
    let (mut total, mut least, mut parts) = (0_i64, i64::MAX, 0);
    while let Some((many, power, after)) = part(rest) {
        if power >= least || parts > 0 && many > 9 {
            return None;
        }
        total = many.checked_mul(power).and_then(|part| total.checked_add(part))?;
        (least, rest) = (power, after);
        parts += 1;
    }
    let goes_on = rest.starts_with(|c: char| c.is_ascii_digit() || POWERS.iter().any(|(name, _)| *name == c));
    (parts >= 2 && !goes_on).then(|| (Number::whole(total), rest))
}

/// Digits and the power behind them.
fn part(text: &str) -> Option<(i64, i64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let many = text[..end].parse::<i64>().ok().filter(|many| *many > 0)?;
    let mut rest = text[end..].chars();
    let name = rest.next()?;
    let (_, power) = POWERS.iter().find(|(known, _)| *known == name)?;
    Some((many, *power, rest.as_str()))
}
