//! Numbers of rows: where they stand, and how deep they are.

use super::draft::Raw;
use crate::form::label::written_label;
use crate::vocabulary::plain::core;

/// The number of a row, from its column or before its label.
pub fn number_of(raw: &Raw) -> String {
    if raw.order.is_empty() {
        written_label(&raw.words).number.unwrap_or_default()
    } else {
        raw.order.clone()
    }
}

/// 一 over (一) over 1 over (1): how deep a number is.
pub fn rank(number: &str) -> Option<u8> {
    let bracketed = u8::from(number.starts_with('('));
    let bare = core(number);
    let digits = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
    match (is_chinese(number), digits && !number.contains('.')) {
        (true, _) => Some(bracketed),
        (_, true) => Some(2 + bracketed),
        _ => None,
    }
}

/// 一, (三), 十二: numbers of sections.
pub fn is_chinese(number: &str) -> bool {
    let bare = core(number);
    !bare.is_empty() && bare.chars().all(|c| "一二三四五六七八九十".contains(c))
}
