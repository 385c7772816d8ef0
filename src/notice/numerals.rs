//! Numbers as notices write them: `22`, `二十二`, `廿二`, `二〇二四`.

use super::page::Sentence;

/// A number in digits or in Chinese numerals; where it ends.
pub fn number(sentence: &Sentence, at: usize) -> Option<(u32, usize)> {
    let chars = sentence.chars.get(at..)?;
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 {
        let words: String = chars[..digits].iter().collect();
        return Some((words.parse().ok()?, at + digits));
    }
    let numerals = chars.iter().take_while(|c| "〇○零一二三四五六七八九十廿".contains(**c)).count();
    let value = numeral(&chars[..numerals])?;
    Some((value, at + numerals))
}

fn numeral(chars: &[char]) -> Option<u32> {
    let digit =
        |c: &char| "〇一二三四五六七八九".chars().position(|d| d == *c || "零○".contains(*c) && d == '〇');
    if let Some(ten) = chars.iter().position(|c| *c == '十') {
        let tens = match &chars[..ten] {
            [] => 1,
            [c] => digit(c)?,
            _ => return None,
        };
        let ones = match &chars[ten + 1..] {
            [] => 0,
            [c] => digit(c)?,
            _ => return None,
        };
        return u32::try_from(tens * 10 + ones).ok();
    }
    let mut value = 0;
    for c in chars {
        value = value * 10 + u32::try_from(digit(c)?).ok()?;
    }
    (!chars.is_empty() && chars.len() <= 4).then_some(value)
}
