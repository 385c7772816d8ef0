//! Digits of one cell that may be two numbers: with white space between them, or with the mark of a note behind.

use crate::vocabulary::plain::is_invisible;

/// Digits with white space between them, unless they are groups of three in one line: `1 234`, but neither
/// `12 34` nor `2024 264` nor 12 over 264.
pub fn has_digits_apart(raw: &str) -> bool {
    let seen = raw.trim().chars().filter(|c| c.is_whitespace() || !is_invisible(*c));
    let folded: String = seen.map(|c| if c.is_whitespace() && !is_break(c) { ' ' } else { c }).collect();
    let lines: Vec<&str> = folded.split(is_break).map(|line| line.trim_matches(' ')).collect();
    let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if lines.windows(2).any(|pair| ends_in_digit(pair[0]) && pair[1].starts_with(is_digit)) {
        return true;
    }
    lines.iter().any(|line| {
        let groups: Vec<&str> = line.split(' ').filter(|part| !part.is_empty()).collect();
        groups.windows(2).any(|pair| {
            let before: String = pair[0].chars().rev().take_while(|c| !c.is_alphabetic()).collect();
            let whole = before.chars().count() <= 3 && before.chars().all(is_digit);
            let three = pair[1].chars().take_while(|c| is_digit(*c)).count() == 3;
            ends_in_digit(pair[0]) && pair[1].starts_with(is_digit) && !(whole && three)
        })
    })
}

/// `85①`, `85¹`: folded, the mark of a note would be a digit of the figure.
pub fn has_note_mark(raw: &str) -> bool {
    let seen: Vec<char> = raw.chars().filter(|c| !is_invisible(*c)).collect();
    let is_mark = |c: char| c.is_numeric() && !is_digit(c) && c != '〇';
    seen.windows(2).any(|pair| is_digit(pair[0]) && is_mark(pair[1]) || is_mark(pair[0]) && is_digit(pair[1]))
}

pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

pub fn ends_in_digit(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_digit)
}
