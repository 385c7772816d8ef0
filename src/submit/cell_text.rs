//! The words of one cell → a quantity, and how it was read.
//!
//! Clerks type `５０`, `50件`, `1,234`, `1.2万份`, `约800`, `3.5万元`, `无`. A careful reader copies the
//! figure out and remembers what was odd; so does [`read_text`]. It knows nothing of the item: whether 元
//! is right here is decided by `figure`. What has two readings (`12+3`, `12 34`, `一` which is a dash to one
//! and a one to another) has none here: the clerk is asked.

mod around;
mod behind;
mod chinese;
mod compound;
mod digits;
mod leading;
mod marks;
mod quantity;
mod typed;

use self::around::{strip_before, strip_parts};
use self::behind::{among_words, finish};
pub use self::chinese::chinese_number;
use self::compound::compound;
use self::digits::{ends_in_digit, has_digits_apart, has_note_mark};
use self::leading::leading_number;
use self::marks::is_mark;
use self::quantity::no_number;
pub use self::quantity::{Manner, Quantity};
use self::typed::{as_meant, money_in_parts, without_note_mark};
use crate::vocabulary::Number;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{is_invisible, plain};

/// Reads the words of a cell; blank words give a quantity without a number and without a manner.
pub fn read_text(raw: &str) -> Quantity {
    match without_note_mark(raw) {
        None => read_words(raw),
        Some(bare) => {
            let mut read = read_words(bare);
            read.manners.push(Manner::Noted);
            read
        }
    }
}

fn read_words(raw: &str) -> Quantity {
    let mut manners = Vec::new();
    let text = plain(raw);
    let text = text.trim_matches(['\'', '‘', '’', '"', '“', '”', '`', '。', ';', ',', '、', ':']);
    if text.is_empty() {
        return if raw.chars().all(is_invisible) { Quantity::default() } else { no_number(manners) };
    }
    if is_mark(text) {
        return Quantity { number: Some(Number::ZERO), manners: vec![Manner::Mark], ..Quantity::default() };
    }
    if has_digits_apart(raw) || has_note_mark(raw) {
        return no_number(manners);
    }
    if raw.chars().any(|c| ('０'..='９').contains(&c)) {
        manners.push(Manner::FullWidth);
    }
    let text = strip_before(text, &mut manners);
    let text = as_meant(strip_parts(text, &mut manners));
    if let Some(yuan) = money_in_parts(&text) {
        return Quantity { number: Some(yuan), measure: Measure::parse("元"), multiplier: None, manners };
    }
    let text = text.as_ref();
    if let Some((number, rest)) = compound(text) {
        let read = finish(number, rest, text, manners);
        let multiplier = read.measure.is_none().then_some(4);
        return Quantity { multiplier, ..read };
    }
    let text = text.strip_suffix('.').filter(|rest| ends_in_digit(rest)).unwrap_or(text);
    let Some((number, rest)) = leading_number(text, &mut manners) else {
        return among_words(text, manners);
    };
    finish(number, rest, text, manners)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let quantity = read_text(text);
        let number = quantity.number.map_or("·".to_owned(), |number| number.to_string());
        let measure = quantity.measure.map_or(String::new(), |measure| format!(" [{}]", measure.text));
        let manners: Vec<String> = quantity.manners.iter().map(|manner| format!(" {manner:?}")).collect();
        format!("{number}{measure}{}", manners.concat())
    }

    #[test]
    fn a_cell_is_read_as_a_careful_reader_would() {
        for (text, expected) in [
            ("", "·"),
            (" \u{3000}\u{200b}\n", "·"),
            ("50", "50"),
            ("'50", "50"),
            ("5\u{200b}0\u{a0}", "50"),
            ("１２", "12 FullWidth"),
            ("50件", "50 [件]"),
            ("50 件", "50 [件]"),
            ("50（件）", "50 [件]"),
            ("1,234", "1234 Thousands"),
            ("1，234．５", "1234.5 FullWidth Thousands"),
            ("1 234", "1234"),
            ("3.5万元", "3.5 [万元]"),
            ("35000元", "35000 [元]"),
            ("35000元整", "35000 [元]"),
            ("人民币3万元", "3 [万元]"),
            ("1.2万份", "1.2 [万份]"),
            ("3.5万", "35000"),
            ("1.2E+04", "12000 Scientific"),
            (".5", "0.5"),
            ("-503", "-503"),
            ("－503", "-503"),
            ("约800", "800 Approximate"),
            ("约800份", "800 [份] Approximate"),
            ("8万余份", "8 [万份] Approximate"),
            ("800多", "800 Approximate"),
            ("20余场", "20 [场] Approximate"),
            ("近50", "50 Approximate"),
            ("50左右", "50 Approximate"),
            ("50+", "50 Approximate"),
            ("无", "0 Mark"),
            ("——", "0 Mark"),
            ("／", "0 Mark"),
            ("未开展此项活动", "0 Mark"),
            ("十二", "12 ChineseDigits"),
            ("三百零五件", "305 [件] ChineseDigits"),
            ("两万三千", "23000 ChineseDigits"),
            ("零", "0 ChineseDigits"),
            ("十二万份", "120000 [份] ChineseDigits"),
            ("一场", "1 [场] ChineseDigits"),
            ("264.", "264"),
            ("￥6.35万元", "6.35 [万元]"),
            ("21篇次", "21 [篇次]"),
            ("1 234 567", "1234567"),
            ("3600\n份", "3600 [份]"),
            ("85（件）", "85 [件]"),
            ("共12场", "12 [场] Prefixed"),
            ("85%", "85 [%]"),
            ("12场（其中线上三场）", "12 [场] Remarked"),
            ("85（含网络投诉60件）", "85 Remarked"),
            ("85件（其中：12315平台60件、现场25件）", "85 [件] Remarked"),
            ("约85（含60件）", "85 Approximate Remarked"),
            ("12①", "12 Noted"),
            ("12件②", "12 [件] Noted"),
            ("￥3.5万", "3.5 [万元]"),
            ("3。52万元", "3.52 [万元]"),
            ("3元5角", "3.5 [元]"),
            ("叁万伍仟元整", "35000 [元] ChineseDigits"),
            ("3美元", "3 [美元]"),
            ("3万6千", "36000"),
            ("3万6千份", "36000 [份]"),
            ("3万5千元", "35000 [元]"),
            ("1千2百", "1200"),
            ("1万2千5百余份", "12500 [份] Approximate"),
            ("无投诉", "0 Mark"),
            ("没有消费纠纷", "0 Mark"),
            ("未接到投诉。", "0 Mark"),
            ("无新闻发布会", "0 Mark"),
            ("开展12场", "12 AmongWords"),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_has_two_readings_has_none() {
        for text in [
            "若干",
            "12+3",
            "12 34",
            "3-5",
            "1,23",
            "12,34",
            "一",
            "1.2.3",
            "12场（线上3场）",
            "=A1",
            "未统计",
            "待报",
            "3万5",
            "3万60千",
            "3千5百万元",
            "3.5万6千",
            "6千3万",
            "无变化",
            "无增减",
            "无有效投诉统计",
            "85（不含网络投诉60件）",
            "85（网络投诉60件）",
            "8（其中线上3、线下6）",
            "85（含网络90件）",
            "12\n264",
            "12\t264",
            "2024 264",
            "12.5 264",
            "1,234 567",
            "85①②",
            "85¹",
            "①85",
            "85^1",
            "一百二",
            "三千五",
            "本年无法统计",
            "本单位无法提供",
            "未开展统计",
        ] {
            let quantity = read_text(text);
            assert!(quantity.manners.contains(&Manner::NoNumber), "{text}: {quantity:?}");
            assert_eq!(quantity.number, None, "{text}");
        }
    }
}
