//! What stands behind a number, and the only number among words.

use super::quantity::{Manner, Quantity, no_number};
use crate::vocabulary::Number;
use crate::vocabulary::measure::Measure;

const ABOUT_AFTER: [&str; 9] = ["左右", "上下", "以上", "以内", "以下", "许", "+", "余", "多"];
const ABOUT_INSIDE: [char; 4] = ['余', '多', '几', '来'];
const MULTIPLIERS: [(&str, i32); 8] =
    [("百万", 6), ("千万", 7), ("百亿", 10), ("亿", 8), ("万", 4), ("千", 3), ("百", 2), ("k", 3)];

/// What follows the number: a unit of measure, a multiplier, words of approximation.
pub fn finish(number: Number, rest: &str, whole: &str, mut manners: Vec<Manner>) -> Quantity {
    let mut rest = rest.trim_end_matches(['。', ';', ',', '、']);
    if let Some(shorter) = ABOUT_AFTER.iter().find_map(|word| rest.strip_suffix(word)) {
        if shorter.is_empty() && rest == "+" && !whole.ends_with('+') {
            return no_number(manners);
        }
        manners.push(Manner::Approximate);
        rest = shorter;
    }
    let unit: String = rest.chars().filter(|c| !ABOUT_INSIDE.contains(c)).collect();
    if unit.len() != rest.len() {
        manners.push(Manner::Approximate);
    }
    let unit = unit.trim_start_matches('(').trim_end_matches(')').trim_end_matches(['整', '正']);
    if unit.is_empty() {
        return Quantity { number: Some(number), manners, ..Quantity::default() };
    }
    if let Some(measure) = Measure::parse(unit) {
        return Quantity { number: Some(number), measure: Some(measure), manners, multiplier: None };
    }
    if let Some((_, power)) = MULTIPLIERS.iter().find(|(word, _)| *word == unit) {
        return match number.shift(*power) {
            Some(number) => {
                Quantity { number: Some(number), multiplier: Some(*power), manners, measure: None }
            }
            None => no_number(manners),
        };
    }
    if unit.chars().any(|c| c.is_ascii_digit() || "+*=/%".contains(c)) {
        return no_number(manners);
    }
    manners.push(Manner::AmongWords);
    Quantity { number: Some(number), manners, ..Quantity::default() }
}

/// The only number among words, if there is exactly one: `开展活动12场`.
pub fn among_words(text: &str, mut manners: Vec<Manner>) -> Quantity {
    if text.chars().any(|c| c.is_ascii_alphabetic() || "+*=/%-".contains(c)) {
        return no_number(manners);
    }
    let runs: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|run| !run.is_empty()).collect();
    match runs.as_slice() {
        [only] => {
            manners.push(Manner::AmongWords);
            let number = Number::parse(only);
            if number.is_none() {
                manners.push(Manner::NoNumber);
            }
            Quantity { number, manners, ..Quantity::default() }
        }
        _ => no_number(manners),
    }
}
