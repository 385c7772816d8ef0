//! The words of one cell → a quantity, and how it was read.
//!
//! Clerks type `５０`, `50件`, `1,234`, `1.2万份`, `约800`, `3.5万元`, `无`. A careful reader copies the
//! figure out and remembers what was odd; so does [`read_text`]. It knows nothing of the item: whether 元
//! is right here is decided by `figure`. What has two readings (`12+3`, `12 34`, `一` which is a dash to one
//! and a one to another) has none here: the clerk is asked.

mod chinese;
mod compound;
mod marks;
mod typed;

pub use self::chinese::chinese_number;
use self::compound::compound;
use self::marks::is_mark;
use self::typed::{as_meant, money_in_parts, without_note_mark};
use crate::vocabulary::Number;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{is_invisible, plain};

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quantity {
    pub number: Option<Number>,
    /// Unit of measure written in the cell: `50件`, `3.5万元`.
    pub measure: Option<Measure>,
    /// A bare 万, 千 or 亿 behind the number: already multiplied, as a power of ten.
    pub multiplier: Option<i32>,
    pub manners: Vec<Manner>,
}

/// How a quantity was written, where it was not simply a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// 无, “—”, 未开展: read as 0.
    Mark,
    /// 约, 近, 余, 多: the number is read all the same.
    Approximate,
    /// No number, or more than one reading.
    NoNumber,
    /// A number among words that do not belong: read, but asked about.
    AmongWords,
    FullWidth,
    Thousands,
    Scientific,
    /// With the mark of a note behind it: `12①`.
    Noted,
    ChineseDigits,
    /// 共, 合计 before the number.
    Prefixed,
    /// Behind it in brackets what is contained in it: `85（含网络投诉60件）`.
    Remarked,
}

const ABOUT_BEFORE: [&str; 26] = [
    "大约",
    "约为",
    "约有",
    "约",
    "将近",
    "接近",
    "近",
    "超过",
    "超",
    "逾",
    "不少于",
    "不低于",
    "至少",
    "不足",
    "不到",
    "大概",
    "估计",
    "预计",
    "≈",
    "~",
    "≥",
    "≤",
    ">",
    "<",
    "上",
    "几",
];
const ABOUT_AFTER: [&str; 9] = ["左右", "上下", "以上", "以内", "以下", "许", "+", "余", "多"];
const ABOUT_INSIDE: [char; 4] = ['余', '多', '几', '来'];
const TOTALLING: [&str; 7] = ["共计", "合计", "总计", "累计", "共", "计", "总共"];
const MULTIPLIERS: [(&str, i32); 8] =
    [("百万", 6), ("千万", 7), ("百亿", 10), ("亿", 8), ("万", 4), ("千", 3), ("百", 2), ("k", 3)];

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

fn no_number(mut manners: Vec<Manner>) -> Quantity {
    manners.push(Manner::NoNumber);
    Quantity { manners, ..Quantity::default() }
}

/// Digits with white space between them, unless they are groups of three in one line: `1 234`, but neither
/// `12 34` nor `2024 264` nor 12 over 264.
fn has_digits_apart(raw: &str) -> bool {
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
fn has_note_mark(raw: &str) -> bool {
    let seen: Vec<char> = raw.chars().filter(|c| !is_invisible(*c)).collect();
    let is_mark = |c: char| c.is_numeric() && !is_digit(c) && c != '〇';
    seen.windows(2).any(|pair| is_digit(pair[0]) && is_mark(pair[1]) || is_mark(pair[0]) && is_digit(pair[1]))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn ends_in_digit(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_digit)
}

/// Takes words off that stand before the number.
fn strip_before<'t>(text: &'t str, manners: &mut Vec<Manner>) -> &'t str {
    let mut text = text;
    loop {
        let before = text;
        if let Some(rest) = TOTALLING.iter().find_map(|word| text.strip_prefix(word)) {
            manners.push(Manner::Prefixed);
            text = rest;
        }
        if let Some(rest) = ABOUT_BEFORE.iter().find_map(|word| text.strip_prefix(word)) {
            manners.push(Manner::Approximate);
            text = rest;
        }
        text = text.strip_prefix("人民币").unwrap_or(text);
        // ¥3.5 alone says 元 to one and 万元 to another.
        text = text.strip_prefix('¥').filter(|rest| rest.contains('元')).unwrap_or(text);
        if before == text {
            return text;
        }
    }
}

/// Takes a bracket off that tells what the number before it contains; parts that exceed it are another matter.
fn strip_parts<'t>(text: &'t str, manners: &mut Vec<Manner>) -> &'t str {
    let parted = text.strip_suffix(')').and_then(|inside| inside.split_once('('));
    let contains = |inside: &str| ["含", "其中", "包括", "包含"].iter().any(|word| inside.starts_with(word));
    let fits = |number: &str, inside: &str| {
        let whole = figures_in(number).next();
        let parts = figures_in(inside).try_fold(Number::ZERO, Number::checked_add);
        number.starts_with(is_digit) && contains(inside) && parts.is_some() && parts <= whole
    };
    match parted.filter(|(number, inside)| fits(number, inside)) {
        Some((number, _)) => {
            manners.push(Manner::Remarked);
            number
        }
        None => text,
    }
}

/// The figures in a text; telephone numbers of consumers' lines are none.
fn figures_in(text: &str) -> impl Iterator<Item = Number> {
    let runs = text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|run| !run.is_empty());
    runs.filter(|run| !matches!(*run, "12315" | "12345" | "315" | "3.15")).filter_map(Number::parse)
}

/// A number at the start of the text and what follows it.
fn leading_number<'t>(text: &'t str, manners: &mut Vec<Manner>) -> Option<(Number, &'t str)> {
    let (negative, unsigned) = match ["-", "−", "负", "﹣"].iter().find_map(|sign| text.strip_prefix(sign))
    {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let belongs = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let end = unsigned.find(|c| !belongs(c)).unwrap_or(unsigned.len());
    let (digits, rest) = unsigned.split_at(end);
    if digits.is_empty() {
        let (number, rest) = chinese_number(unsigned)?;
        manners.push(Manner::ChineseDigits);
        return Some((signed(number, negative), rest));
    }
    if let Some((number, rest)) = scientific(digits, rest) {
        manners.push(Manner::Scientific);
        return Some((signed(number, negative), rest));
    }
    let digits = match without_separators(digits) {
        Some(plain) => {
            manners.push(Manner::Thousands);
            plain
        }
        None => digits.to_owned(),
    };
    let digits = if digits.starts_with('.') { format!("0{digits}") } else { digits };
    Number::parse(&digits).map(|number| (signed(number, negative), rest))
}

fn signed(number: Number, negative: bool) -> Number {
    if negative { Number::ZERO.checked_sub(number).unwrap_or(number) } else { number }
}

/// `13,191` → `13191`; `None` unless every group has three digits.
fn without_separators(digits: &str) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let regular =
        (1..=3).contains(&first.len()) && !rest.is_empty() && rest.iter().all(|group| group.len() == 3);
    let plain = format!("{first}{}", rest.concat());
    regular.then(|| if fraction.is_empty() { plain } else { format!("{plain}.{fraction}") })
}

/// `1.2E+04`, split as `1.2` and `E+04`.
fn scientific<'t>(digits: &str, rest: &'t str) -> Option<(Number, &'t str)> {
    let exponent = rest.strip_prefix(['E', 'e'])?;
    let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let length = unsigned.find(|c: char| !c.is_ascii_digit()).unwrap_or(unsigned.len());
    if length == 0 || length > 3 {
        return None;
    }
    let end = rest.len() - unsigned.len() + length;
    let number = Number::parse_scientific(&format!("{digits}{}", &rest[..end]))?;
    Some((number, &rest[end..]))
}

/// What follows the number: a unit of measure, a multiplier, words of approximation.
fn finish(number: Number, rest: &str, whole: &str, mut manners: Vec<Manner>) -> Quantity {
    let mut rest = rest.trim_end_matches(['。', ';', ',', '、']);
    if let Some(shorter) = ABOUT_AFTER.iter().find_map(|word| rest.strip_suffix(word)) {
        if shorter.is_empty() && rest == "+" && !whole.ends_with('+') {
            return no_number(manners);
        }
        manners.push(Manner::Approximate);
        rest = shorter;
    }
    let unit: String = rest.chars().filter(|c| !ABOUT_INSIDE.contains(c)).collect();
    if unit.len() != rest.len() {
        manners.push(Manner::Approximate);
    }
    let unit = unit.trim_start_matches('(').trim_end_matches(')').trim_end_matches(['整', '正']);
    if unit.is_empty() {
        return Quantity { number: Some(number), manners, ..Quantity::default() };
    }
    if let Some(measure) = Measure::parse(unit) {
        return Quantity { number: Some(number), measure: Some(measure), manners, multiplier: None };
    }
    if let Some((_, power)) = MULTIPLIERS.iter().find(|(word, _)| *word == unit) {
        return match number.shift(*power) {
            Some(number) => {
                Quantity { number: Some(number), multiplier: Some(*power), manners, measure: None }
            }
            None => no_number(manners),
        };
    }
    if unit.chars().any(|c| c.is_ascii_digit() || "+*=/%".contains(c)) {
        return no_number(manners);
    }
    manners.push(Manner::AmongWords);
    Quantity { number: Some(number), manners, ..Quantity::default() }
}

/// The only number among words, if there is exactly one: `开展活动12场`.
fn among_words(text: &str, mut manners: Vec<Manner>) -> Quantity {
    if text.chars().any(|c| c.is_ascii_alphabetic() || "+*=/%-".contains(c)) {
        return no_number(manners);
    }
    let runs: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|run| !run.is_empty()).collect();
    match runs.as_slice() {
        [only] => {
            manners.push(Manner::AmongWords);
            let number = Number::parse(only);
            if number.is_none() {
                manners.push(Manner::NoNumber);
            }
            Quantity { number, manners, ..Quantity::default() }
        }
        _ => no_number(manners),
    }
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
