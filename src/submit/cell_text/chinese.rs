//! Numbers in Chinese characters: 十二, 三百零五, 十二万, 二十万零五百; and as on cheques, 壹拾贰, 叁仟.
//!
//! Powers of ten only fall from left to right, on either side of 万. Speech leaves the last one out (一百二
//! is a hundred and twenty), writing does not (一百零二): a digit at the end that could be either is not read.

use crate::vocabulary::Number;
use crate::vocabulary::measure::Measure;

/// The number at the start of a text, and what follows it. A lone 一 is a dash as often as a one: it is a
/// number only before what is counted (一场).
pub fn chinese_number(text: &str) -> Option<(Number, &str)> {
    let is_part = |c: char| "零〇一二两三四五六七八九十百千万".contains(c);
    let end = text.find(|c| !is_part(plainly(c))).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let word: String = word.chars().map(plainly).collect();
    let word = word.as_str();
    if word == "一" && !text.starts_with('壹') && Measure::parse(rest.trim_end_matches('。')).is_none() {
        return None;
    }
    let value = match word.split_once('万') {
        None => below_ten_thousand(word)?,
        Some((many, "")) => 10_000 * below_ten_thousand(many)?,
        Some((many, few)) => {
            let value = below_ten_thousand(few)?;
            // 两万三 may be 23000.
            let placed = value >= 10 || few.starts_with(['零', '〇']);
            10_000 * below_ten_thousand(many)? + Some(value).filter(|_| placed)?
        }
    };
    Some((Number::whole(value), rest))
}

/// The everyday character of one that is written on cheques.
fn plainly(c: char) -> char {
    let on_cheques = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬";
    let everyday = "一二二三三四五六六七八九十百千万";
    on_cheques.chars().zip(everyday.chars()).find(|(known, _)| *known == c).map_or(c, |(_, plain)| plain)
}

fn below_ten_thousand(word: &str) -> Option<i64> {
    if word.is_empty() || word.starts_with(['百', '千']) {
        return None;
    }
    let (mut total, mut digit, mut power, mut skipped) = (0, None, 10_000, false);
    for (position, c) in word.chars().enumerate() {
        if let Some(unit) = [('十', 10), ('百', 100), ('千', 1000)].iter().find(|(name, _)| *name == c) {
            let count = match digit.take() {
                Some(count) => count,
                None if c == '十' && (position == 0 || power > 10 && total > 0) => 1,
                None => return None,
            };
            if unit.1 >= power {
                return None;
            }
            power = unit.1;
            total += count * power;
            skipped = false;
            continue;
        }
        match digit_of(c)? {
            0 if word.chars().count() == 1 => digit = Some(0),
            0 if digit.is_none() => skipped = true,
            value if value > 0 && digit.is_none() => digit = Some(value),
            _ => return None,
        }
    }
    let placed = skipped || power == 10 || power == 10_000;
    match digit {
        Some(_) if !placed => None,
        Some(last) => Some(total + last),
        None => Some(total),
    }
}

fn digit_of(c: char) -> Option<i64> {
    match c {
        '〇' => Some(0),
        '两' => Some(2),
        _ => "零一二三四五六七八九".chars().position(|digit| digit == c).map(|digit| digit as i64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_characters_are_read_as_they_are_written() {
        for (text, expected) in [
            ("零", "0"),
            ("十", "10"),
            ("十二", "12"),
            ("二十", "20"),
            ("一百一十二", "112"),
            ("一百十二", "112"),
            ("三百零五件", "305 件"),
            ("一千零五十份", "1050 份"),
            ("一万二千份", "12000 份"),
            ("两万三千", "23000"),
            ("一万零五", "10005"),
            ("十二万份", "120000 份"),
            ("二十五万", "250000"),
            ("二十万零五百", "200500"),
            ("六万三千五百元", "63500 元"),
            ("一场", "1 场"),
            ("壹", "1"),
            ("壹拾贰", "12"),
            ("叁仟份", "3000 份"),
            ("伍万陆仟元整", "56000 元整"),
        ] {
            let (number, rest) = chinese_number(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(format!("{number} {rest}").trim_end(), expected, "{text}");
        }
    }

    #[test]
    fn what_speech_shortens_is_not_read() {
        for text in
            ["一", "一百二", "三千五", "两万三", "一千五百五", "二三", "二〇二四", "百", "万", "十百", "一些"]
        {
            assert_eq!(chinese_number(text), None, "{text}");
        }
    }
}
