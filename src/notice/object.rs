//! The words of a sentence that name what is sent: behind 将, before the date, behind the verb; or what was made in
//! the words before (`撰写活动总结，于3月20日前报…`).

use std::ops::Range;

use super::dates::Named;
use super::material::{Material, materials};
use super::page::Sentence;
use super::verbs::verbs;

/// The materials of a verb, and the words in which they were looked for.
pub fn objects(
    sentence: &Sentence,
    within: Range<usize>,
    date: &Named,
    verb: &Range<usize>,
) -> (Vec<Material>, String) {
    let stretches = stretches(sentence, &within, date, verb);
    let words = stretches.iter().map(|stretch| sentence.words(stretch.clone())).collect();
    let found = stretches.into_iter().flat_map(|stretch| materials(sentence, stretch)).collect();
    (found, words)
}

fn stretches(
    sentence: &Sentence,
    within: &Range<usize>,
    date: &Named,
    verb: &Range<usize>,
) -> Vec<Range<usize>> {
    let before_verb = within.start..verb.start.min(within.end).max(within.start);
    if let Some((taken, _)) = sentence.first_of(before_verb.clone(), &["将", "把"]) {
        let ends = way_begins(sentence, taken + 1..before_verb.end);
        // “将总结于3月22日前报送”: the date is no part of the list.
        return without(sentence, taken + 1..ends, &date.chars);
    }
    let behind = behind_verb(sentence, verb.end, within.end);
    let before = within.start..date.chars.start.min(verb.start);
    let between = date.chars.end..verb.start;
    let stretches = [behind, before, between].into_iter().filter(|range| range.start < range.end);
    stretches.map(|stretch| trimmed(sentence, stretch)).collect()
}

/// Without 于, 请于 at its end, which lead to the date.
pub fn trimmed(sentence: &Sentence, mut stretch: Range<usize>) -> Range<usize> {
    for word in ["务必于", "请", "请于", "应于", "须于", "需于", "于", "请在", "在"] {
        if sentence.says_before(stretch.end, word) && word.chars().count() < stretch.len() {
            stretch.end -= word.chars().count();
            break;
        }
    }
    stretch
}

/// Both sides of a stretch around a hole.
fn without(sentence: &Sentence, stretch: Range<usize>, hole: &Range<usize>) -> Vec<Range<usize>> {
    if hole.start < stretch.start || hole.end > stretch.end {
        return vec![stretch];
    }
    let sides = [trimmed(sentence, stretch.start..hole.start), hole.end..stretch.end];
    sides.into_iter().filter(|side| !side.is_empty()).collect()
}

/// Where the words on the way begin: 通过, 以书面形式, 经单位负责人审核.
fn way_begins(sentence: &Sentence, within: Range<usize>) -> usize {
    const WAYS: [&str; 23] = [
        "通过",
        "以书面",
        "以电子",
        "以纸质",
        "以邮件",
        "以文件",
        "以正式",
        "以PDF",
        "用邮件",
        "利用",
        "经主要",
        "经单位",
        "经分管",
        "加盖",
        "书面形式",
        "汇总后",
        "审核后",
        "签字",
        "盖章后",
        "统一",
        "分别",
        "按时",
        "一并",
    ];
    within
        .clone()
        .find(|at| !sentence.is_bracketed(*at) && WAYS.iter().any(|way| sentence.says_at(*at, way)))
        .unwrap_or(within.end)
}

/// What stands behind the verb, up to the office or the end of the clause.
fn behind_verb(sentence: &Sentence, from: usize, most: usize) -> Range<usize> {
    const STOPS: [&str; 13] =
        [";", "。", ",", "至", "到", "给", "邮箱", "联系", "(联系", "电子邮箱", "并", "(邮箱", "发送"];
    let most = most.max(from);
    from..sentence.first_of(from..most, &STOPS).map_or(most, |(at, _)| at)
}

/// `…，同时将典型案例报局办公室`: what later clauses of the same date ask for.
pub fn more(sentence: &Sentence, within: Range<usize>) -> Vec<Material> {
    if within.start >= within.end {
        return Vec::new();
    }
    let later = verbs(sentence, within.clone()).into_iter();
    let stretches = later.flat_map(|verb| of_later_clause(sentence, &within, verb));
    stretches.flat_map(|stretch| materials(sentence, stretch)).collect()
}

/// Behind 将 in the clause of a later verb; with 同时 or 一并 also before and behind the verb.
fn of_later_clause(sentence: &Sentence, within: &Range<usize>, verb: Range<usize>) -> Vec<Range<usize>> {
    let clause = sentence.clause(verb.start);
    let from = clause.start.max(within.start);
    if let Some((taken, _)) = sentence.first_of(from..verb.start, &["将", "把"]) {
        let taken = taken + 1..way_begins(sentence, taken + 1..verb.start);
        return Vec::from([taken]);
    }
    match sentence.first_of(from..verb.start, &ALONG) {
        Some((along, _)) => vec![from..along, behind_verb(sentence, verb.end, clause.end.min(within.end))],
        None => Vec::new(),
    }
}

/// Words by which something is sent along with the rest.
pub const ALONG: [&str; 5] = ["同时", "一并", "随同", "一同", "另"];

/// `撰写活动总结，填写统计表`: what is made in a stretch.
pub fn made_in(sentence: &Sentence, within: Range<usize>) -> Vec<Material> {
    const MAKING: [&str; 21] = [
        "撰写", "填写", "填报", "形成", "做好", "收集", "整理", "汇总", "制定", "编写", "准备", "梳理",
        "制作", "写出", "填好", "拟定", "提出", "完成", "挑选", "选取", "选报",
    ];
    let mut found: Vec<Material> = Vec::new();
    let mut at = within.start;
    while let Some((verb, length)) = sentence.first_of(at..within.end, &MAKING) {
        let from = verb + length;
        let ends =
            (from..within.end).find(|place| ",;。".contains(sentence.chars[*place])).unwrap_or(within.end);
        for material in materials(sentence, from..ends) {
            if !found.iter().any(|known| known.name == material.name) {
                found.push(material);
            }
        }
        at = ends.max(from);
    }
    found
}
