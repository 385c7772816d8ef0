//! The words of a sentence that name what is sent: behind 将, before the date, behind the verb; or what was made in
//! the words before (`撰写活动总结，于3月20日前报…`).

use std::ops::Range;

use super::along::ALONG;
use super::dates::Named;
use super::kinds::{kind_of, says_little};
use super::material::{Material, is_bare_list, item_number, materials};
use super::page::Sentence;
use super::verbs::verbs;
use super::ways::way_begins;
use crate::campaign::DeliverableKind;

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

/// Without 于, 请务必于 at its end, which lead to the date.
pub fn trimmed(sentence: &Sentence, mut stretch: Range<usize>) -> Range<usize> {
    const LEADING: [&str; 7] = ["务必于", "于", "在", "请", "应", "须", "需"];
    let last = |stretch: &Range<usize>| {
        LEADING
            .iter()
            .find(|word| sentence.says_before(stretch.end, word) && word.chars().count() < stretch.len())
    };
    while let Some(word) = last(&stretch) {
        stretch.end -= word.chars().count();
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
    let later =
        verbs(sentence, within.clone()).into_iter().filter(|verb| !is_in_general(sentence, verb.start));
    let stretches = later.flat_map(|verb| of_later_clause(sentence, &within, verb));
    let found = stretches.flat_map(|stretch| materials(sentence, stretch));
    // “电子版（可编辑）通过系统报送” is how the rest is sent.
    found.filter(|material| !says_little(&material.name)).collect()
}

/// `信息请随时报送`: at no time in particular, and none of what the date governs.
fn is_in_general(sentence: &Sentence, at: usize) -> bool {
    const WORDS: [&str; 5] = ["随时", "适时", "不定期", "第一时间", "及时"];
    WORDS.iter().any(|word| sentence.says_before(at, word))
}

/// Behind 将 in the clause of a later verb; with 同时 or 一并 also before and behind the verb.
fn of_later_clause(sentence: &Sentence, within: &Range<usize>, verb: Range<usize>) -> Vec<Range<usize>> {
    let clause = sentence.clause(verb.start);
    let from = clause.start.max(within.start);
    if let Some((taken, _)) = sentence.first_of(from..verb.start, &["将", "把"]) {
        let taken = taken + 1..way_begins(sentence, taken + 1..verb.start);
        return Vec::from([taken]);
    }
    // “其余材料发邮箱”
    if sentence.says_at(from, "其余") || sentence.says_at(from + 1, "其余") {
        let others = from..verb.start;
        return vec![others];
    }
    let named = from..way_begins(sentence, from..verb.start);
    match sentence.first_of(from..verb.end, &ALONG) {
        Some((along, _)) => {
            let behind = behind_verb(sentence, verb.end, clause.end.min(within.end));
            vec![condition(sentence, from, within.start), from..along, behind]
        }
        // “…，报名表通过工作群提交”
        None if !named.is_empty()
            && is_topic(sentence, named.clone())
            && !says_little(&sentence.words(named.clone())) =>
        {
            vec![named]
        }
        None => Vec::new(),
    }
}

/// `有视频资料的，可一并发送`: what the clause before takes for granted.
fn condition(sentence: &Sentence, from: usize, least: usize) -> Range<usize> {
    let Some(comma) =
        from.checked_sub(1).filter(|comma| *comma > least && sentence.says_before(*comma, "的"))
    else {
        return from..from;
    };
    let start = sentence.clause(comma - 1).start.max(least);
    let has = ["如有", "有"].iter().find(|word| sentence.says_at(start, word));
    has.map_or(from..from, |word| start + word.chars().count()..comma)
}

/// `撰写活动总结，填写统计表`: what is made in a stretch.
pub fn made_in(sentence: &Sentence, within: Range<usize>) -> Vec<Material> {
    const MAKING: [&str; 26] = [
        "提炼", "撰写", "填写", "填报", "形成", "做好", "收集", "整理", "汇总", "制定", "编写", "准备",
        "梳理", "制作", "写出", "填好", "拟定", "提出", "完成", "挑选", "选取", "选报", "提供", "拍好",
        "拍摄", "录制",
    ];
    let mut found: Vec<Material> = Vec::new();
    let mut at = within.start;
    while let Some((verb, length)) = sentence.first_of(at..within.end, &MAKING) {
        let from = verb + length;
        let ends = made_end(sentence, from..within.end);
        let is_given = is_purpose(sentence, verb) || is_source(sentence, verb, ends..within.end);
        found.extend(titled_before(sentence, verb, from..ends));
        for material in materials(sentence, if is_given { from..from } else { from..ends }) {
            if !found.iter().any(|known| known.name == material.name) {
                found.push(material);
            }
        }
        at = ends.max(from);
    }
    found
}

/// `各乡镇推荐诚信商户1—2家，6月15日前报…`: whoever is recommended, in a list that has no name.
///
/// `择优推荐3—5篇`: of what the sentences before call for.
pub fn recommended(sentence: &Sentence, within: Range<usize>, before: &[Sentence]) -> Vec<Material> {
    const CALLED_FOR: [&str; 5] = ["征文", "案例", "作品", "论文", "稿件"];
    let Some((verb, length)) = sentence.first_of(within.clone(), &["推荐", "推选"]) else {
        return Vec::new();
    };
    let from = verb + length;
    let is_end = |at: &usize| ",;。(".contains(sentence.chars[*at]) || sentence.chars[*at].is_ascii_digit();
    let end = (from..within.end).find(is_end).unwrap_or(within.end);
    let called_for =
        || before.iter().rev().find_map(|line| CALLED_FOR.iter().find(|word| line.has(word)).copied());
    let is_counted = end == from && sentence.chars.get(end).is_some_and(char::is_ascii_digit);
    if let Some(name) = is_counted.then(called_for).flatten() {
        let kind = kind_of(name).unwrap_or(DeliverableKind::Other);
        return vec![Material { kind, name: name.to_owned(), chars: verb..end }];
    }
    let is_named = (2..=12).contains(&(end - from));
    let material =
        || Material { kind: DeliverableKind::Other, name: sentence.said(verb..end), chars: verb..end };
    is_named.then(material).into_iter().collect()
}

/// `对照《摸底表》逐站填写`: the form stands before the verb.
fn titled_before(sentence: &Sentence, verb: usize, behind: Range<usize>) -> Option<Material> {
    let is_bare = sentence.says_at(verb, "填") && behind.is_empty();
    let clause = sentence.clause(verb);
    let opens = sentence.find(clause.start..verb, "《").filter(|_| is_bare)?;
    let closes = sentence.find(opens..verb, "》")? + 1;
    materials(sentence, opens..closes).pop().filter(|form| form.kind == DeliverableKind::Table)
}

/// `为做好活动总结，请…`: what for, and not what is made.
fn is_purpose(sentence: &Sentence, verb: usize) -> bool {
    let clause = sentence.clause(verb);
    let words = sentence.words(clause.start.max(sentence.point())..verb);
    ["为", "为了", "为进一步", "为切实", "为全面"].contains(&words.as_str())
}

/// `梳理活动开展情况，形成书面总结`: from what another is made.
fn is_source(sentence: &Sentence, verb: usize, behind: Range<usize>) -> bool {
    let gathers = ["梳理", "收集", "整理", "汇总"].iter().any(|word| sentence.says_at(verb, word));
    let next = behind.start + 1;
    gathers && ["形成", "撰写", "写出", "编写"].iter().any(|word| sentence.says_at(next, word))
}

/// The end of what is made: a clause, and one that only adds to it (`，连同活动总结`).
fn made_end(sentence: &Sentence, within: Range<usize>) -> usize {
    const ADDING: [&str; 6] = [",连同", ",并附", ",附", ",随附", ",另附", ",以及"];
    let edge = |from: usize| {
        (from..within.end).find(|place| ",;。".contains(sentence.chars[*place])).unwrap_or(within.end)
    };
    let end = edge(within.start);
    let adds = ADDING.iter().any(|word| sentence.says_at(end, word));
    if adds { edge(end + 1) } else { end }
}

/// `评审资料，请于7月5日前寄送至…`: the clause before, where it names materials and nothing else.
/// Or the first words, before what must be done with it (`验收资料须装订成册，…，于11月30日前送…`).
pub fn topic(sentence: &Sentence, before: Range<usize>) -> Vec<Material> {
    let Some(comma) = before.end.checked_sub(1).filter(|comma| *comma > before.start) else {
        return Vec::new();
    };
    let clause = sentence.clause(comma);
    let start = clause.start.max(before.start).max(sentence.point());
    let label = sentence.find(start..comma, ":").filter(|colon| !sentence.is_bracketed(*colon));
    let start = label.map_or(start, |colon| colon + 1);
    let taken = sentence.first_of(start..comma, &["将", "把"]);
    let start = taken.filter(|_| sentence.says_at(start, "请")).map_or(start, |(taken, _)| taken + 1);
    let start = start + item_number(sentence, start..comma);
    let is_bare = |stretch: &Range<usize>| !stretch.is_empty() && is_topic(sentence, stretch.clone());
    let first = before.start.max(sentence.point());
    let duty = sentence.first_of(first..before.end, &["须", "应", "需", "均", "统一", ","]);
    let begins = duty.map(|(duty, _)| first..duty);
    let topic = [Some(start..comma), begins].into_iter().flatten().find(is_bare);
    topic.map(|topic| materials(sentence, topic)).unwrap_or_default()
}

/// Names of materials and no words of a duty or a report.
pub fn is_topic(sentence: &Sentence, stretch: Range<usize>) -> bool {
    const PROSE: [&str; 12] =
        ["要", "应", "须", "做好", "开展", "完成", "对", "根据", "按照", "结合", "为", "加强"];
    sentence.first_of(stretch.clone(), &PROSE).is_none()
        && verbs(sentence, stretch.clone()).is_empty()
        && is_bare_list(sentence, stretch)
}
