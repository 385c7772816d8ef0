//! Whether a sentence speaks of what the table counts: all that this unit did in the campaign.
//!
//! Sentences of other years, of plans and shares, of the whole county in a station's summary are passed over. So are
//! those of one day or one place, and the sentences behind them, which go on telling of that day until one says that
//! it sums up.

use super::super::Against;
use crate::vocabulary::Level;

/// What a sentence speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Own,
    Other,
}

/// A paragraph as far as it has been read.
#[derive(Default)]
pub struct Paragraph {
    /// It tells of a day or a place.
    is_of_part: bool,
}

/// Times that are not the campaign's, comparisons, plans, shares of each.
const OTHERS: [&str; 41] = [
    "去年",
    "上年",
    "往年",
    "前年",
    "同比",
    "环比",
    "同期",
    "历年",
    "以往",
    "年来",
    "几年",
    "全年",
    "季度",
    "上半年",
    "今年以来",
    "年以来",
    "日均",
    "月均",
    "人均",
    "户均",
    "平均",
    "分别",
    "每天",
    "每月",
    "每人",
    "每户",
    "每个",
    "每件",
    "计划",
    "拟",
    "预计",
    "目标",
    "力争",
    "争取",
    "下一步",
    "将组织",
    "将开展",
    "将发放",
    "增长",
    "下降",
    "减少了",
];

/// Words for a part of the time or one place.
const PARTS: [&str; 30] = [
    "当天",
    "当日",
    "现场",
    "上午",
    "下午",
    "首日",
    "一天",
    "仪式",
    "某",
    "该",
    "其他",
    "另",
    "此外",
    "广场",
    "社区",
    "学校",
    "校园",
    "超市",
    "商场",
    "市场内",
    "农贸市场",
    "集市",
    "大集",
    "门前",
    "街头",
    "公园",
    "小区",
    "企业",
    "路口",
    "场所",
];

/// Words by which a sentence sums up.
const SUMS: [&str; 6] = ["累计", "总计", "合计", "共计", "据统计", "截至"];

/// Words by which a clause calls a figure a sum.
const TOTALS: [&str; 4] = ["共", "累计", "总计", "合计"];

pub fn is_total(clause: &str) -> bool {
    TOTALS.iter().any(|word| clause.contains(word))
}

impl Paragraph {
    /// What the next sentence speaks of.
    pub fn scope_of(&mut self, sentence: &str, against: Against) -> Scope {
        let sentence = &without_grounds(sentence);
        let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        if has(&OTHERS) || has(wholes(against.level)) || is_of_other_year(sentence, against.year) {
            return Scope::Other;
        }
        if has(&PARTS) || names_a_day(sentence) {
            self.is_of_part = true;
        }
        if has(&SUMS) || sentence.contains("期间") && !has(&PARTS) {
            self.is_of_part = false;
        }
        if self.is_of_part { Scope::Other } else { Scope::Own }
    }
}

/// A sentence without the clauses that say on what ground and to what end something was done.
fn without_grounds(sentence: &str) -> String {
    const GROUNDS: [&str; 7] = ["按照", "根据", "依据", "为", "围绕", "结合", "在上级"];
    let clauses = sentence.split(',').filter(|clause| {
        !GROUNDS.iter().any(|word| clause.starts_with(word)) || clause.contains(|c: char| c.is_ascii_digit())
    });
    clauses.collect::<Vec<_>>().join(",")
}

/// Names of what a unit of this level is only a part of.
fn wholes(level: Level) -> &'static [&'static str] {
    const ALL: [&str; 24] = [
        "全国",
        "我国",
        "全省",
        "省局",
        "我省",
        "全市",
        "市局",
        "我市",
        "全州",
        "全盟",
        "全县",
        "县局",
        "我县",
        "全区",
        "区局",
        "我区",
        "全旗",
        "旗局",
        "我旗",
        "各所",
        "全系统",
        "各单位",
        "全局",
        "各股室",
    ];
    match level {
        Level::Unit | Level::Township => &ALL,
        Level::County => &ALL[..10],
        Level::City => &ALL[..5],
        Level::Province => &ALL[..2],
    }
}

/// A year in the sentence that is not the one asked about.
fn is_of_other_year(sentence: &str, year: Option<i32>) -> bool {
    let ends = sentence.match_indices('年').map(|(at, _)| &sentence[..at]);
    let mut years = ends.filter_map(|before| before.get(before.len().checked_sub(4)?..)?.parse::<i32>().ok());
    year.is_some_and(|asked| years.any(|year| year != asked))
}

/// A day by its date that neither begins nor ends a time.
fn names_a_day(sentence: &str) -> bool {
    let opens = ["至", "到", "-", "—", "~", "起", "以来", "前"];
    let closes = ["截至", "截止", "截止到", "截至到", "至", "到", "-", "—", "~"];
    sentence.match_indices('日').any(|(at, day)| {
        let before = sentence[..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let is_day = before.len() < at;
        let months =
            before.strip_suffix('月').map(|month| month.trim_end_matches(|c: char| c.is_ascii_digit()));
        let start = months.unwrap_or(before);
        let start = start
            .strip_suffix('年')
            .map_or(start, |rest| rest.trim_end_matches(|c: char| c.is_ascii_digit()));
        let behind = &sentence[at + day.len()..];
        is_day
            && !opens.iter().any(|word| behind.starts_with(word))
            && !closes.iter().any(|word| start.ends_with(word))
    })
}
