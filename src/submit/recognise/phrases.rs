//! What words say by themselves, whatever stands around them: a title, an office's name, 单位：元, 零报告, the line
//! that ends a table.

use crate::vocabulary::measure::Measure;

/// The unit of measure that a line states for a whole table.
pub fn stated_measure(plain: &str) -> Option<Measure> {
    let stated = plain.match_indices("单位:").filter_map(|(at, name)| {
        let (before, value) = (&plain[..at], &plain[at + name.len()..]);
        let known =
            before.is_empty() || MEASURED.iter().any(|word| before.ends_with(word)) || before.ends_with('(');
        stated_list(value).filter(|measure| known || measure.is_money())
    });
    stated.last()
}

/// What 单位 of a measure is called more fully.
const MEASURED: [&str; 3] = ["金额", "计量", "货币"];

/// The units of measure behind 单位:, up to a bracket or the next field's name.
fn stated_list(value: &str) -> Option<Measure> {
    let end = value.find(|c| ")填报制审复负签联日".contains(c)).unwrap_or(value.len());
    Measure::parse_list(&value[..end])
}

/// Where 单位：元 begins that stands right behind other words.
pub fn measure_start(before: &str, value: &str) -> Option<usize> {
    stated_list(value)?;
    let before = MEASURED.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    Some(before.trim_end_matches('(').len())
}

/// Whether words may declare 零报告.
pub fn speaks_of_nil(plain: &str) -> bool {
    plain.contains("零报告") && plain.chars().count() <= 16
}

/// Whether a text looks like the title of a table.
pub fn is_title(text: &str) -> bool {
    let length = text.chars().count();
    let names_a_table = ["统计表", "情况表", "汇总表", "报表", "一览表", "统计情况", "登记表", "报告表"]
        .iter()
        .any(|word| text.contains(word));
    (5..=60).contains(&length) && names_a_table && !text.contains("填报单位") && !text.starts_with("注")
}

/// Whether words look like the name of an office, as far as one can see without a register.
pub fn is_unit_like(plain: &str) -> bool {
    let endings = [
        "所",
        "局",
        "院",
        "分会",
        "协会",
        "中心",
        "站",
        "大队",
        "支队",
        "公司",
        "街道",
        "镇",
        "乡",
        "办事处",
        "机关",
    ];
    (3..=30).contains(&plain.chars().count())
        && endings.iter().any(|ending| plain.ends_with(ending))
        && !plain.contains([':', '、', ','])
}

/// Words that stand below a table: 注, 填表人, 说明.
pub fn ends_table(text: &str) -> bool {
    [
        "注:",
        "注1",
        "填表人",
        "填报人",
        "制表人",
        "审核人",
        "单位负责人",
        "负责人:",
        "说明:",
        "备注:",
        "填表说明",
        "填报说明",
        "联系电话",
    ]
    .iter()
    .any(|word| text.starts_with(word))
}
