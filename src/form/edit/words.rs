//! What was typed, taken as words of a form; lists whose rows move.

use crate::vocabulary::measure::Measure;

/// Words that must not be missing; `what` says which.
pub fn said(words: &str, what: &str) -> Result<String, String> {
    let words: String = words.trim().to_owned();
    if words.is_empty() { Err(format!("请填写{what}")) } else { Ok(words) }
}

pub fn measured(text: &str) -> Result<String, String> {
    let text = text.trim();
    match Measure::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("“{text}”不是认得的计量单位；请写 件、人次、万元、吨 这样的单位")),
    }
}

/// Without blanks and repetitions.
pub fn cleaned(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        if !kept.iter().any(|known| known == word) {
            kept.push(word.to_owned());
        }
    }
    kept
}

/// Moves a row before another one, or last of all; a row that is not there stays where it is.
pub fn shift<T>(rows: &mut Vec<T>, code: impl Fn(&T) -> &str, moved: &str, before: Option<&str>) {
    let Some(from) = rows.iter().position(|row| code(row) == moved) else { return };
    let row = rows.remove(from);
    let to = before.and_then(|before| rows.iter().position(|other| code(other) == before));
    rows.insert(to.unwrap_or(rows.len()), row);
}

/// The first of a letter and a number that no row has.
pub fn free(letter: &str, taken: impl Fn(&str) -> bool) -> String {
    (1..).map(|number| format!("{letter}{number}")).find(|code| !taken(code)).unwrap_or_default()
}
