//! Plain text: the same words however they were typed.
//!
//! Offices type one label in twenty ways: full-width digits, spaces between two characters so that they
//! fill the column, line breaks, zero-width characters pasted from web pages, three kinds of brackets.
//! [`plain`] keeps everything that can carry meaning; [`core`] drops punctuation too, for comparing names.

use unicode_normalization::UnicodeNormalization;

/// Width and compatibility folded (NFKC), without any white space or invisible character.
pub fn plain(text: &str) -> String {
    folded(text).unwrap_or_else(|| text.nfkc().filter(|c| !is_invisible(*c)).map(unify_brackets).collect())
}

/// [`plain`] without punctuation and symbols: letters, digits and Chinese characters only.
pub fn core(text: &str) -> String {
    match folded(text) {
        Some(plain) => core_of(plain),
        None => text.nfkc().filter(|c| is_word(*c) && !is_invisible(*c)).collect(),
    }
}

/// [`core`] of words that are folded already.
pub fn core_of(mut plain: String) -> String {
    plain.retain(is_word);
    plain
}

/// A letter or a digit; nearly all are Chinese characters, for which nothing need be looked up.
fn is_word(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// The common case without tables: ASCII, full-width ASCII, Chinese characters and their punctuation fold
/// one by one, and what folds to itself is copied in one piece. `None` where a text holds anything else.
fn folded(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        let folded = match c {
            '{' | '}' => Some(unify_brackets(c)),
            '!'..='~' | '\u{4e00}'..='\u{9fff}' => continue,
            '、' | '。' | '“' | '”' | '‘' | '’' | '·' | '—' | '《' | '》' => continue,
            '\u{ff01}'..='\u{ff5e}' => Some(unify_brackets(char::from_u32(u32::from(c) - 0xfee0)?)),
            ' ' | '\n' | '\r' | '\t' | '\u{3000}' | '\u{a0}' | '\u{200b}' | '\u{feff}' => None,
            _ => return None,
        };
        plain.push_str(&text[copied..at]);
        plain.extend(folded);
        copied = at + c.len_utf8();
    }
    plain.push_str(&text[copied..]);
    Some(plain)
}

/// White space, zero-width characters, direction marks, soft hyphens, control characters.
pub fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{180e}')
}

fn unify_brackets(c: char) -> char {
    match c {
        '〔' | '【' | '［' | '〖' | '﹝' | '{' => '(',
        '〕' | '】' | '］' | '〗' | '﹞' | '}' => ')',
        '：' | '∶' | '﹕' => ':',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_come_out_the_same_however_typed() {
        for text in ["数  量", "数\u{3000}量", "数\n量", "\u{200b}数量\u{feff}", "数\u{a0}量"] {
            assert_eq!(plain(text), "数量", "{text:?}");
        }
        assert_eq!(plain("发布消费提（警）示"), "发布消费提(警)示");
        assert_eq!(plain("１２．５"), "12.5");
        assert_eq!(core("组织新闻媒体专栏、专题："), "组织新闻媒体专栏专题");
    }
}
