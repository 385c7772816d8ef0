//! Money written out: 35元2角, 叁万伍仟元整.

use super::cell_texts::Figure;
use super::figures::{is_whole, shifted};
use super::page::Entry;

/// `35200元5角`: only where there is a part of a 元, and no more than 分.
pub fn down_to_cents(figure: &Figure) -> Option<Entry> {
    let yuan = shifted(&figure.value, 4);
    let (whole, part) = yuan.split_once('.').filter(|(_, part)| figure.item == 7 && part.len() <= 2)?;
    let mut digits = part.chars();
    let tenths = digits.next().filter(|digit| *digit != '0').map(|digit| format!("{digit}角"));
    let cents = digits.next().map(|digit| format!("{digit}分"));
    let zero = if tenths.is_none() { "零" } else { "" };
    Some(Entry::Text(format!("{whole}元{zero}{}{}", tenths.unwrap_or_default(), cents.unwrap_or_default())))
}

/// `叁万伍仟元整`: whole 元 only.
pub fn in_capitals(figure: &Figure) -> Option<Entry> {
    let yuan = shifted(&figure.value, 4);
    let plain = figure.item == 7 && is_whole(&yuan) && yuan != "0" && yuan.len() <= 8;
    plain.then(|| Entry::Text(format!("{}元整", capitals(&yuan))))
}

/// Capital numerals of a whole number below a hundred million.
fn capitals(digits: &str) -> String {
    let number: u32 = digits.parse().expect("a short whole number");
    let (wan, rest) = (number / 10_000, number % 10_000);
    match (wan, rest) {
        (0, rest) => below_wan(rest),
        (wan, 0) => format!("{}万", below_wan(wan)),
        (wan, rest) if rest < 1_000 => format!("{}万零{}", below_wan(wan), below_wan(rest)),
        (wan, rest) => format!("{}万{}", below_wan(wan), below_wan(rest)),
    }
}

fn below_wan(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
    let mut words = String::new();
    let mut gap = false;
    for (place, name) in [(1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let digit = number / place % 10;
        if digit == 0 {
            gap |= !words.is_empty();
            continue;
        }
        if gap {
            words += "零";
            gap = false;
        }
        words += DIGITS[digit as usize];
        words += name;
    }
    words
}
