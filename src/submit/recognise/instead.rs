//! The figures that words say are right instead of others: 应为66件, 更正：66, 改为一百零二件.
//!
//! Rules that a form prints (合计应为1至5项之和) name no other figure.

use crate::submit::cell_text::chinese_number;
use crate::vocabulary::Number;

/// Words right before the figure that is right.
const INSTEAD: [&str; 12] = [
    "应为",
    "应是",
    "应改为",
    "更正为",
    "更改为",
    "改为",
    "修改为",
    "订正为",
    "修正为",
    "更正:",
    "实为",
    "实际为",
];

/// What makes a number behind them no figure: items, lines, columns and places are counted, days are named, shares
/// belong to rules.
pub const COUNTED: [char; 20] = [
    '-', '项', '栏', '行', '列', '至', '、', '+', '~', '—', '年', '月', '日', '号', '=', '*', '/', '×', '%',
    '位',
];

/// What makes a text with a number behind those words a rule, or no word on figures at all.
const RULES: [&str; 11] =
    ["之和", "之差", "之比", "相加", "相减", "相等", "无此项", "没有的", "未开展的", "电话", "手机"];

/// The figures that a text says are right.
pub fn numbers_instead(plain: &str) -> Vec<Number> {
    let mut ends: Vec<usize> =
        INSTEAD.iter().flat_map(|word| plain.match_indices(word)).map(|(at, word)| at + word.len()).collect();
    if ends.is_empty() || RULES.iter().any(|rule| plain.contains(rule)) {
        return Vec::new();
    }
    ends.sort_unstable();
    // 应改为 ends where 改为 does.
    ends.dedup();
    ends.into_iter().filter_map(|end| number_at(plain[end..].trim_start_matches(':'))).collect()
}

/// The number that a text begins with, where it is a figure; `1,205` is one.
fn number_at(text: &str) -> Option<Number> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(0);
    while bytes.get(end) == Some(&b',') && end > 0 && digits(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') {
        end += 1 + digits(end + 1);
    }
    if end == 0 {
        let (number, rest) = chinese_number(text)?;
        return if rest.starts_with(COUNTED) { None } else { Some(number) };
    }
    let (number, rest) = text.split_at(end);
    let number = number.trim_end_matches('.').replace(',', "");
    if rest.starts_with(COUNTED) { None } else { Number::parse(&number) }
}

#[cfg(test)]
mod tests {
    use super::numbers_instead;

    #[test]
    fn a_figure_instead_of_another_is_told_from_rules() {
        for (text, expected) in [
            ("更正:应为66件", "66"),
            ("注:第5项投诉数有误,应为65件", "65"),
            ("原为5.6,改为6.2万元", "6.2"),
            ("更正:66", "66"),
            ("注:第2项有误,应为1,205件", "1205"),
            ("应改为66,咨询应为1,205", "66 1205"),
            ("投诉应为66件、举报应为70件", "66 70"),
            ("更正为66。", "66"),
            ("第5项应为0", "0"),
            ("改为一百零二件", "102"),
            ("应改为每月一次", ""),
            ("合计应为1至5项之和", ""),
            ("第3项应为1和2之和", ""),
            ("1项应为1.1与1.2之和", ""),
            ("合格率应为100%", ""),
            ("小数应为2位", ""),
            ("无此项的应为0", ""),
            ("联系电话改为3181234", ""),
            ("第3栏应为1栏+2栏", ""),
            ("填报日期应为3月20日前", ""),
            ("数据应为整数", ""),
            ("注:1.不得漏报、错报", ""),
        ] {
            let found: Vec<String> = numbers_instead(text).iter().map(ToString::to_string).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
