//! Habits of typing that a careful reader sees through: 3。52, ¥3.5万, 3元5角, 12①.

use std::borrow::Cow;

use super::chinese::chinese_number;
use super::digits::is_digit;
use crate::vocabulary::Number;

/// Marks that refer to a note, in rings or brackets of one character.
fn is_ringed(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{2487}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}')
}

/// The words without the one ringed mark of a note at their end: `12①`, `12件②`. More than one, or one that
/// leads, is left where it is: a ringed number may number the line.
pub fn without_note_mark(raw: &str) -> Option<&str> {
    let trimmed = raw.trim_end();
    let bare = trimmed.strip_suffix(is_ringed)?;
    (bare.contains(is_digit) && !bare.contains(is_ringed)).then_some(bare)
}

/// A full stop between two digits was meant as a point; a sign of money before 万 or 亿 says that it is money.
pub fn as_meant(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains('。') {
        text = Cow::Owned(stops_as_points(&text));
    }
    if let Some(figure) = text.strip_prefix('¥').filter(|figure| figure.ends_with(['万', '亿'])) {
        text = Cow::Owned(format!("{figure}元"));
    }
    text
}

fn stops_as_points(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let meant = |(at, c): (usize, &char)| {
        let between = |at: usize| characters.get(at).copied().is_some_and(is_digit);
        if *c == '。' && at > 0 && between(at - 1) && between(at + 1) { '.' } else { *c }
    };
    characters.iter().enumerate().map(meant).collect()
}

/// Money told in 元, 角 and 分, in digits or characters, and nothing behind it: so many 元.
pub fn money_in_parts(text: &str) -> Option<Number> {
    let text = text.trim_end_matches(['整', '正']);
    let (yuan, rest) = text.split_once(['元', '圆', '块']).unwrap_or(("", text));
    let (jiao, rest) = small_part(rest, ['角', '毛'])?;
    let (fen, rest) = small_part(rest.strip_prefix('零').unwrap_or(rest), ['分', '分'])?;
    if !rest.is_empty() || jiao.is_none() && fen.is_none() {
        return None;
    }
    let yuan = if yuan.is_empty() { Number::ZERO } else { whole(yuan)? };
    let [jiao, fen] = [jiao, fen].map(|part| part.unwrap_or(Number::ZERO));
    yuan.checked_add(jiao.shift(-1)?)?.checked_add(fen.shift(-2)?)
}

/// One digit before its name, if the text goes on with it; and what follows.
fn small_part(text: &str, names: [char; 2]) -> Option<(Option<Number>, &str)> {
    let Some((digit, rest)) = text.split_once(names) else { return Some((None, text)) };
    let digit = whole(digit).filter(|digit| *digit < Number::whole(10))?;
    Some((Some(digit), rest))
}

fn whole(text: &str) -> Option<Number> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Number::parse(text);
    }
    match chinese_number(text)? {
        (number, "") => Some(number),
        _ => text.chars().count().eq(&1).then(|| single(text)).flatten(),
    }
}

/// One character that is a digit: a lone 一 is no number elsewhere, here its name stands behind it.
fn single(text: &str) -> Option<Number> {
    chinese_number(&format!("{text}件")).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_told_part_by_part() {
        for (text, yuan) in [
            ("3元5角", "3.5"),
            ("3元5角2分", "3.52"),
            ("12元零5分", "12.05"),
            ("5角", "0.5"),
            ("叁拾伍元伍角整", "35.5"),
            ("叁万伍仟元零伍分", "35000.05"),
        ] {
            assert_eq!(
                money_in_parts(text).map(|number| number.to_string()).as_deref(),
                Some(yuan),
                "{text}"
            );
        }
        for text in ["3元", "3元5", "3元15角", "3角度", "角", "3.5元5角"] {
            assert_eq!(money_in_parts(text), None, "{text}");
        }
    }

    #[test]
    fn one_mark_of_a_note_is_taken_off_the_end() {
        for (text, bare) in
            [("12①", Some("12")), ("12件⑵ ", Some("12件")), ("①12", None), ("12①②", None), ("①", None)]
        {
            assert_eq!(without_note_mark(text), bare, "{text}");
        }
    }

    #[test]
    fn stops_and_signs_are_read_as_meant() {
        for (text, meant) in
            [("3。52万元", "3.52万元"), ("12。", "12。"), ("¥3.5万", "3.5万元"), ("¥3.5", "¥3.5")]
        {
            assert_eq!(as_meant(text), meant);
        }
    }
}
