//! Words around a number that leave it what it is: 约, 共, 人民币 before it, what it contains in brackets behind it.

use super::digits::is_digit;
use super::quantity::Manner;
use crate::vocabulary::Number;

const ABOUT_BEFORE: [&str; 26] = [
    "大约",
    "约为",
    "约有",
    "约",
    "将近",
    "接近",
    "近",
    "超过",
    "超",
    "逾",
    "不少于",
    "不低于",
    "至少",
    "不足",
    "不到",
    "大概",
    "估计",
    "预计",
    "≈",
    "~",
    "≥",
    "≤",
    ">",
    "<",
    "上",
    "几",
];
const TOTALLING: [&str; 7] = ["共计", "合计", "总计", "累计", "共", "计", "总共"];

/// Takes words off that stand before the number.
pub fn strip_before<'t>(text: &'t str, manners: &mut Vec<Manner>) -> &'t str {
    let mut text = text;
    loop {
        let before = text;
        if let Some(rest) = TOTALLING.iter().find_map(|word| text.strip_prefix(word)) {
            manners.push(Manner::Prefixed);
            text = rest;
        }
        if let Some(rest) = ABOUT_BEFORE.iter().find_map(|word| text.strip_prefix(word)) {
            manners.push(Manner::Approximate);
            text = rest;
        }
        text = text.strip_prefix("人民币").unwrap_or(text);
        // ¥3.5 alone says 元 to one and 万元 to another.
        text = text.strip_prefix('¥').filter(|rest| rest.contains('元')).unwrap_or(text);
        if before == text {
            return text;
        }
    }
}

/// Takes a bracket off that tells what the number before it contains; parts that exceed it are another matter.
pub fn strip_parts<'t>(text: &'t str, manners: &mut Vec<Manner>) -> &'t str {
    let parted = text.strip_suffix(')').and_then(|inside| inside.split_once('('));
    let contains = |inside: &str| ["含", "其中", "包括", "包含"].iter().any(|word| inside.starts_with(word));
    let fits = |number: &str, inside: &str| {
        let whole = figures_in(number).next();
        let parts = figures_in(inside).try_fold(Number::ZERO, Number::checked_add);
        number.starts_with(is_digit) && contains(inside) && parts.is_some() && parts <= whole
    };
    match parted.filter(|(number, inside)| fits(number, inside)) {
        Some((number, _)) => {
            manners.push(Manner::Remarked);
            number
        }
        None => text,
    }
}

/// The figures in a text; telephone numbers of consumers' lines are none.
fn figures_in(text: &str) -> impl Iterator<Item = Number> {
    let runs = text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|run| !run.is_empty());
    runs.filter(|run| !matches!(*run, "12315" | "12345" | "315" | "3.15")).filter_map(Number::parse)
}
