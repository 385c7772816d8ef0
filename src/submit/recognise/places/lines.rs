//! Several names of fields in one cell, with blanks behind them: 填报单位：      填报日期：    年  月  日.
//!
//! The value goes behind its own colon and the blanks that follow it stay, so that the next name does not stick to it.
//! What stands there already is no blank and is left.

use std::ops::Range;

use super::Asked;

/// Names that a roll-up has a value for. What an office calls itself or a day in another way is left and named.
const NAMES: [(&str, Asked); 29] = [
    ("汇总单位", Asked::Issuer),
    ("填报单位", Asked::Issuer),
    ("报送单位", Asked::Issuer),
    ("上报单位", Asked::Issuer),
    ("填表单位", Asked::Issuer),
    ("制表单位", Asked::Issuer),
    ("编制单位", Asked::Issuer),
    ("呈报单位", Asked::Issuer),
    ("单位名称", Asked::Issuer),
    ("汇总机关", Asked::Issuer),
    ("填报机关", Asked::Issuer),
    ("填报部门", Asked::Issuer),
    ("填报日期", Asked::Date),
    ("报送日期", Asked::Date),
    ("上报日期", Asked::Date),
    ("填表日期", Asked::Date),
    ("制表日期", Asked::Date),
    ("汇总日期", Asked::Date),
    ("报出日期", Asked::Date),
    ("填报时间", Asked::Date),
    ("报送时间", Asked::Date),
    ("上报时间", Asked::Date),
    ("填表时间", Asked::Date),
    ("汇总时间", Asked::Date),
    ("填报年度", Asked::Year),
    ("统计年度", Asked::Year),
    ("报表年度", Asked::Year),
    ("汇总年度", Asked::Year),
    ("年度", Asked::Year),
];

/// What is said of a seal behind a name.
const SEALS: [&str; 8] = ["（公章）", "（盖章）", "（签章）", "（章）", "(公章)", "(盖章)", "(签章)", "(章)"];

/// A name with nothing behind its colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    pub asked: Asked,
    /// What stands between its colon and the next name: blanks.
    range: Range<usize>,
}

/// What a name without its colon asks for.
pub fn asked_by(name: &str) -> Option<Asked> {
    let name: String = name.chars().filter(|letter| !letter.is_whitespace()).collect();
    let name = SEALS.iter().fold(name.as_str(), |name, seal| name.strip_suffix(seal).unwrap_or(name));
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, asked)| *asked)
}

/// How many colons a text has.
pub fn colons(text: &str) -> usize {
    text.matches([':', '：']).count()
}

/// Names of a text that nothing stands behind, in their order.
pub fn blanks(text: &str) -> Vec<Blank> {
    let ends: Vec<(usize, usize)> =
        text.match_indices([':', '：']).map(|(at, colon)| (at, at + colon.len())).collect();
    let mut from = 0;
    let mut named: Vec<(usize, usize, Option<Asked>)> = Vec::new();
    for (colon, end) in ends {
        let (start, asked) = name(text, from..colon);
        named.push((start, end, asked));
        from = end;
    }
    let nexts = named.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]);
    let blank = |((_, end, asked), next): (&(usize, usize, Option<Asked>), usize)| {
        let asked = (*asked)?;
        let value: String = text[*end..next].chars().filter(|letter| !is_blank(*letter)).collect();
        let is_empty = value.is_empty() || asked == Asked::Date && value == "年月日";
        is_empty.then_some(Blank { asked, range: *end..next })
    };
    named.iter().zip(nexts).filter_map(blank).collect()
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '_' | '＿')
}

/// Where the name before a colon begins, and what it asks for; a name that nobody knows is the last word.
fn name(text: &str, before: Range<usize>) -> (usize, Option<Asked>) {
    let own = &text[before.clone()];
    let starts = own.char_indices().filter(|(_, letter)| !letter.is_whitespace()).map(|(at, _)| at);
    for start in starts.clone() {
        if let Some(asked) = asked_by(&own[start..]) {
            return (before.start + start, Some(asked));
        }
    }
    let last = own.trim_end().rfind(char::is_whitespace);
    let start = last.map_or(0, |at| at + own[at..].chars().next().map_or(0, char::len_utf8));
    (before.start + start, None)
}

/// The text with values behind its names; what nobody has a value for stays blank.
pub fn filled(text: &str, value: impl Fn(Asked) -> Option<String>) -> String {
    let mut made = String::new();
    let mut from = 0;
    for blank in blanks(text) {
        let Some(value) = value(blank.asked) else { continue };
        made.push_str(&text[from..blank.range.start]);
        made.push_str(&value);
        let left: String =
            text[blank.range.clone()].chars().filter(|letter| letter.is_whitespace()).collect();
        made.push_str(&left);
        from = blank.range.end;
    }
    made.push_str(&text[from..]);
    made.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_behind_their_own_colons_and_nowhere_else() {
        let value = |asked: Asked| match asked {
            Asked::Issuer => Some("沂源县".to_owned()),
            Asked::Date => Some("2024年3月22日".to_owned()),
            Asked::Year => Some("2024".to_owned()),
            _ => None,
        };
        for (text, expected) in [
            ("填报单位：    填报日期：", "填报单位：沂源县    填报日期：2024年3月22日"),
            (
                "汇总单位（公章）：　　填表人：　　填报日期：  年  月  日",
                "汇总单位（公章）：沂源县　　填表人：　　填报日期：2024年3月22日",
            ),
            ("填报单位：桓台县  填报日期：", "填报单位：桓台县  填报日期：2024年3月22日"),
            ("填报单位：________ 填报人：____", "填报单位：沂源县 填报人：____"),
            ("填 报 单 位：  年度：", "填 报 单 位：沂源县  年度：2024"),
            ("主管单位：  联系电话：", "主管单位：  联系电话："),
        ] {
            assert_eq!(filled(text, value), expected, "{text}");
        }
    }
}
