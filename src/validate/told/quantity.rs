//! Figures with what they count, as they stand in a clause: `8万余份`, `约1,200人次`, `12.6万元`, `三十二件`.
//!
//! A range, an ordinal, a share and 数十 are no figures to set beside another, nor is 一场, which means one of several
//! as often as it means one.

use super::band::{Band, Manner};
use crate::submit::cell_text::chinese_number;
use crate::vocabulary::Number;
use crate::vocabulary::measure::Measure;

/// A figure in a clause.
#[derive(Clone, Debug)]
pub struct Spoken {
    /// Where it stands, with what makes it less exact and what it counts.
    pub begins: usize,
    pub ends: usize,
    /// In units of `measure`.
    pub band: Band,
    pub measure: Measure,
}

const TIMES: [(&str, i32); 6] = [("亿", 8), ("千万", 7), ("百万", 6), ("万", 4), ("千", 3), ("百", 2)];
const OVER: [&str; 3] = ["余", "多", "来"];
const BEFORE: [(&str, Manner); 15] = [
    ("将近", Manner::Under),
    ("接近", Manner::Under),
    ("不到", Manner::Under),
    ("近", Manner::Under),
    ("大约", Manner::About),
    ("大概", Manner::About),
    ("约为", Manner::About),
    ("约有", Manner::About),
    ("约", Manner::About),
    ("至少", Manner::Over),
    ("超过", Manner::Over),
    ("高达", Manner::Rounded),
    ("超", Manner::Over),
    ("逾", Manner::Over),
    ("上", Manner::Over),
];
const BEHIND: [(&str, Manner); 5] = [
    ("以上", Manner::Over),
    ("左右", Manner::About),
    ("上下", Manner::About),
    ("余", Manner::Over),
    ("多", Manner::Over),
];
const RANGE: [char; 7] = ['-', '~', '至', '到', '—', '/', '－'];

/// The figures of a clause in their order.
pub fn spoken(clause: &str) -> Vec<Spoken> {
    let (mut spoken, mut at) = (Vec::new(), 0);
    while let Some(c) = clause[at..].chars().next() {
        let Some((count, rest)) = count(&clause[at..]) else {
            at += run(&clause[at..]).max(c.len_utf8());
            continue;
        };
        let from = at;
        at = clause.len() - rest.len();
        if !is_apart(&clause[..from]) || rest.starts_with(RANGE) {
            continue;
        }
        if let Some(said) = with_measure(clause, from, count, rest) {
            at = said.ends;
            spoken.push(said);
        }
    }
    spoken
}

/// Bytes of the digits, or of the numerals, at the start of a text: where they are no number, none of them is.
fn run(text: &str) -> usize {
    let is_numeral = |c: char| c.is_ascii_digit() || "零〇一二两三四五六七八九十".contains(c);
    text.find(|c| !is_numeral(c)).unwrap_or(text.len())
}

/// A number alone: its value, how many places it was rounded to, whether it is written in full.
struct Count {
    value: Number,
    /// Decimal places, less than none for zeros at the end.
    places: i32,
    is_rounded: bool,
    /// A power of ten without a digit before it: 千余份.
    is_bare: bool,
}

fn count(text: &str) -> Option<(Count, &str)> {
    digits(text).or_else(|| in_characters(text)).or_else(|| bare(text))
}

/// Whether a number begins here, rather than goes on or is part of a name, an order or a range.
fn is_apart(before: &str) -> bool {
    let parts = |c: char| c.is_ascii_alphanumeric() || "第.数几·十百千万亿".contains(c) || RANGE.contains(&c);
    !before.ends_with(parts)
}

fn digits(text: &str) -> Option<(Count, &str)> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if !is_digit(0) {
        return None;
    }
    let mut end = 0;
    while is_digit(end)
        || bytes.get(end) == Some(&b'.') && is_digit(end + 1)
        || bytes.get(end) == Some(&b',') && (1..4).all(|next| is_digit(end + next)) && !is_digit(end + 4)
    {
        end += 1;
    }
    let written: String = text[..end].chars().filter(|c| *c != ',').collect();
    let value = Number::parse(&written)?;
    let decimals = written.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32);
    let places = if decimals > 0 { decimals } else { -zeros(&written) };
    Some((Count { value, places, is_rounded: decimals > 0, is_bare: false }, &text[end..]))
}

fn in_characters(text: &str) -> Option<(Count, &str)> {
    const LONGEST: usize = 16;
    if text.starts_with(['百', '千', '万', '亿']) {
        return None;
    }
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
    let (value, left) = chinese_number(&text[..end])?;
    let rest = &text[end - left.len()..];
    let is_rounded = text[..text.len() - rest.len()].contains('万');
    let count = Count { value, places: -zeros(&value.to_string()), is_rounded, is_bare: false };
    (value > Number::whole(1)).then_some((count, rest))
}

/// 百余, 近千, 上万.
fn bare(text: &str) -> Option<(Count, &str)> {
    let (word, power) = TIMES.iter().find(|(word, power)| text.starts_with(word) && *power < 8)?;
    let value = Number::whole(1).shift(*power)?;
    Some((Count { value, places: -power, is_rounded: true, is_bare: true }, &text[word.len()..]))
}

fn zeros(written: &str) -> i32 {
    let significant = written.trim_end_matches('0');
    if significant.is_empty() { 0 } else { (written.len() - significant.len()) as i32 }
}

fn with_measure(clause: &str, from: usize, count: Count, rest: &str) -> Option<Spoken> {
    let over = |text: &mut &str| {
        let found = OVER.iter().find_map(|word| text.strip_prefix(word));
        *text = found.unwrap_or(text);
        found.is_some()
    };
    let mut rest = rest;
    let mut manner = over(&mut rest).then_some(Manner::Over);
    let (word, power) = TIMES.iter().find(|(word, _)| rest.starts_with(word)).copied().unwrap_or(("", 0));
    if power > 0 && count.is_bare {
        return None;
    }
    rest = &rest[word.len()..];
    manner = manner.or_else(|| over(&mut rest).then_some(Manner::Over));
    let (measure, length) = measure(rest)?;
    rest = &rest[length..];
    if let Some((word, how)) = BEHIND.iter().find(|(word, _)| rest.starts_with(word)) {
        (rest, manner) = (&rest[word.len()..], manner.or(Some(*how)));
    }
    // 线上3场 is no more than 3.
    let may_be = |word: &str| word != "上" || count.is_bare;
    let before = BEFORE.iter().find(|(word, _)| may_be(word) && clause[..from].ends_with(word));
    let begins = from - before.map_or(0, |(word, _)| word.len());
    let manner = manner.or(before.map(|(_, how)| *how));
    if count.is_bare && manner.is_none() {
        return None;
    }
    let is_rounded = count.is_rounded || power > 0;
    let band = Band {
        value: count.value.shift(power)?,
        step: Number::whole(1).shift(power - count.places)?,
        manner: manner.unwrap_or(if is_rounded { Manner::Rounded } else { Manner::Exact }),
    };
    Some(Spoken { begins, ends: clause.len() - rest.len(), band, measure })
}

/// The longest unit of measure at the start of a text, and its length.
fn measure(text: &str) -> Option<(Measure, usize)> {
    const LONGEST: usize = 5;
    let letters = text.char_indices().take_while(|(_, c)| c.is_alphabetic()).take(LONGEST);
    let ends = letters.map(|(at, c)| at + c.len_utf8());
    let ends: Vec<usize> = ends.collect();
    ends.into_iter().rev().find_map(|end| Some((Measure::parse(&text[..end])?, end)))
}
