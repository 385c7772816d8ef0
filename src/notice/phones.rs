//! Telephone numbers in a sentence; fax numbers and postal codes are none.

use std::ops::Range;

use super::page::Sentence;

/// All of a stretch, in order.
pub fn phones(sentence: &Sentence, within: Range<usize>) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), within.start);
    while let Some(next) = phone(sentence, at..within.end) {
        at = next.end;
        found.push(next);
    }
    found
}

/// The first: digits as a telephone has them, six or more, with dashes and brackets; behind 电话 also four.
pub fn phone(sentence: &Sentence, within: Range<usize>) -> Option<Range<usize>> {
    const OTHERS: [&str; 8] = ["传真:", "传真", "邮编:", "邮编", "QQ群:", "QQ群", "群号:", "QQ:"];
    let mut at = within.start;
    while at < within.end {
        let is_part = |c: &char| c.is_ascii_digit() || matches!(c, '-' | '—');
        let length = sentence.chars[at..within.end].iter().take_while(|c| is_part(c)).count();
        let digits = sentence.chars[at..at + length].iter().filter(|c| c.is_ascii_digit()).count();
        let stands_alone = at == 0 || !sentence.chars[at - 1].is_ascii_alphabetic();
        let is_labelled =
            ["电话", "电话:", "内线:", "内线", "分机:"].iter().any(|word| sentence.says_before(at, word));
        let is_other = OTHERS.iter().any(|word| sentence.says_before(at, word));
        let is_mail = sentence.chars.get(at + length).is_some_and(|c| *c == '@' || c.is_ascii_alphabetic());
        let least = if is_labelled { 4 } else { 6 };
        if (least..=13).contains(&digits) && stands_alone && !is_other && !is_mail {
            return Some(at..at + length);
        }
        at += length.max(1);
    }
    None
}
