//! The unit of measure of an item, and how many decimals its figures take.

use super::draft::Raw;
use crate::form::label::Written;
use crate::vocabulary::measure::{Measure, MeasureKind};
use crate::vocabulary::plain::plain;

/// Endings of labels that say what is counted.
const COUNTED: [(&str, &str); 44] = [
    ("户次", "户次"),
    ("家次", "家次"),
    ("件次", "件次"),
    ("剂次", "剂次"),
    ("案件", "件"),
    ("立案", "件"),
    ("立案数", "件"),
    ("投诉", "件"),
    ("举报", "件"),
    ("案件数", "件"),
    ("投诉数", "件"),
    ("举报数", "件"),
    ("隐患", "处"),
    ("隐患数", "处"),
    ("人次", "人次"),
    ("场次", "场次"),
    ("批次", "批次"),
    ("人次数", "人次"),
    ("人数", "人"),
    ("户数", "户"),
    ("家数", "家"),
    ("件数", "件"),
    ("次数", "次"),
    ("场数", "场"),
    ("份数", "份"),
    ("条数", "条"),
    ("篇数", "篇"),
    ("期数", "期"),
    ("起数", "起"),
    ("例数", "例"),
    ("台数", "台"),
    ("套数", "套"),
    ("辆数", "辆"),
    ("所数", "所"),
    ("校数", "所"),
    ("班数", "个"),
    ("班级数", "个"),
    ("床位数", "张"),
    ("面积", "平方米"),
    ("教师", "人"),
    ("学生", "人"),
    ("人员", "人"),
    ("金额", "万元"),
    ("经费", "万元"),
];

/// Words of money at the end of a label.
const MONEY: [&str; 12] =
    ["损失", "案值", "货值", "罚款", "罚没款", "资金", "投入", "产值", "收入", "支出", "投资", "价值"];

/// The measure that the table itself says of an item.
pub fn said(raw: &Raw, written: &Written) -> Option<Measure> {
    let grouped =
        || raw.groups.iter().rev().find_map(|group| crate::form::label::written_label(group).measure);
    raw.measure.clone().or_else(|| written.measure.clone()).or_else(grouped)
}

/// The measure that a label's words suggest, for want of anything said.
pub fn guessed(words: &str) -> Option<Measure> {
    let words = plain(words);
    let counted = COUNTED.iter().find(|(ending, _)| words.ends_with(ending)).map(|(_, measure)| *measure);
    let money = MONEY.iter().any(|ending| words.ends_with(ending)).then_some("万元");
    Measure::parse(counted.or(money)?)
}

/// The text of a measure as a form writes it.
pub fn text(measure: &Measure) -> String {
    measure.text.trim_matches(['(', ')', '（', '）']).to_owned()
}

/// Decimal places that figures of a measure take: money down to 分, counts none.
pub fn decimals(measure: &Measure) -> u32 {
    match measure.kind {
        MeasureKind::Money => (2 + measure.power).clamp(0, 6) as u32,
        MeasureKind::Percent | MeasureKind::Other => 2,
        MeasureKind::Count if measure.power > 0 => measure.power.min(6) as u32,
        MeasureKind::Count => 0,
    }
}
