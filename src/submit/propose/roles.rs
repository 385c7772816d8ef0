//! What the columns of a table hold, by their heads first and by their bodies where heads are silent.

use super::lattice::{Lattice, is_dash};
use super::region::Region;
use crate::form::wording::Heading;
use crate::vocabulary::measure::Measure;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Order,
    Label,
    Measure,
    Figure,
    /// 增减, 增减%: computed from two others.
    Compared,
    /// 占比, 完成率: computed in a way that the heads do not say.
    Rate,
    /// 备注, 口径: words about the row.
    Remark,
}

/// The words over a column from the top, each cell once. Where merges were lost, an upper word reaches to the next
/// one in its row.
pub fn path(lattice: &Lattice, region: &Region, column: u32) -> Vec<String> {
    let (first, last) = region.heads;
    let mut words: Vec<(u32, u32, String)> = Vec::new();
    for row in first..=last {
        let below = (row + 1..=last).any(|lower| !lattice.plain(lower, column).is_empty());
        let mut at = column;
        if lattice.plain(row, column).is_empty() && below {
            let left = (0..column).rev().find(|left| !lattice.plain(row, *left).is_empty());
            let Some(left) = left.filter(|left| spreads(lattice, row, last, *left)) else { continue };
            at = left;
        }
        let (top, left, ..) = lattice.area(row, at);
        let written = lattice.written(row, at);
        if !written.is_empty() && !words.iter().any(|(row, column, _)| (*row, *column) == (top, left)) {
            words.push((top, left, written));
        }
    }
    words.into_iter().map(|(.., written)| written).collect()
}

/// An unmerged head with words below it reaches over the blanks to its right.
fn spreads(lattice: &Lattice, row: u32, last: u32, column: u32) -> bool {
    let (top, left, bottom, right) = lattice.area(row, column);
    let merged = (top, left) != (bottom, right);
    !merged && (row + 1..=last).any(|lower| !lattice.plain(lower, column).is_empty())
}

/// All words over a column as one.
pub fn leaf(lattice: &Lattice, region: &Region, column: u32) -> String {
    path(lattice, region, column).concat()
}

/// What the head of a column says that it holds.
pub fn role_of(lattice: &Lattice, region: &Region, column: u32) -> Role {
    if region.headless {
        return Role::Figure;
    }
    let words = path(lattice, region, column);
    let lowest = words.last().cloned().unwrap_or_default();
    let row = (region.heads.0..=region.heads.1).rev().find(|row| !lattice.plain(*row, column).is_empty());
    let heading = row.and_then(|row| lattice.heading(row, column));
    match heading {
        Some(Heading::Order) => return Role::Order,
        Some(Heading::Label) => return Role::Label,
        // 计量 over blanks is what complaints are about; a column of measures is printed with the form.
        Some(Heading::Measure) if lowest == "计量" && !says_measures(lattice, region, column) => {}
        Some(Heading::Measure) if !has_figures(lattice, region, column) => return Role::Measure,
        _ => {}
    }
    if is_remark(&lowest) {
        return Role::Remark;
    }
    if says_measures(lattice, region, column) {
        return Role::Measure;
    }
    if compares(&lowest) {
        return Role::Compared;
    }
    if is_rate(&lowest) {
        return Role::Rate;
    }
    Role::Figure
}

/// Words that say a column is about the row and no figure.
const REMARKS: [&str; 28] = [
    "规格",
    "型号",
    "地点",
    "地址",
    "日期",
    "姓名",
    "职务",
    "备注",
    "说明",
    "口径",
    "解释",
    "示例",
    "样例",
    "联系人",
    "联系电话",
    "责任人",
    "责任单位",
    "责任科室",
    "牵头",
    "附件",
    "佐证",
    "材料",
    "排名",
    "数据来源",
    "来源",
    "填报科室",
    "负责人",
    "填报人",
];

fn is_remark(words: &str) -> bool {
    REMARKS.iter().any(|part| words.contains(part))
}

/// 增减, 同比: a change between two columns.
pub fn compares(words: &str) -> bool {
    [
        "增减",
        "增长",
        "增幅",
        "同比",
        "环比",
        "降幅",
        "比上年",
        "较上年",
        "比去年",
        "较去年",
        "比上月",
        "±",
        "+-",
    ]
    .iter()
    .any(|part| words.contains(part))
}

/// A share of something, never a figure to be added up.
pub fn is_rate(words: &str) -> bool {
    let bare = words.trim_end_matches(|c| "（()）%％".contains(c));
    bare.ends_with('率')
        || bare.ends_with("占比")
        || bare.ends_with("比重")
        || bare.ends_with("比例")
        || bare.ends_with("百分比")
}

/// Whether the body of a column is units of measure.
fn says_measures(lattice: &Lattice, region: &Region, column: u32) -> bool {
    let rows = region.body.0..region.body.1;
    let texts: Vec<String> = rows.map(|row| lattice.plain(row, column)).collect();
    let said = texts.iter().filter(|text| !text.is_empty() && !is_dash(text)).count();
    let measures = texts.iter().filter(|text| Measure::parse(text).is_some()).count();
    measures >= 2 && measures * 2 > said
}

fn has_figures(lattice: &Lattice, region: &Region, column: u32) -> bool {
    let rows = region.body.0..region.body.1;
    rows.into_iter().any(|row| lattice.plain(row, column).parse::<f64>().is_ok())
}
