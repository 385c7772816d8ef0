//! Who takes what is sent: the office behind a verb of reporting.

use std::ops::Range;

use super::demand::Demand;
use super::labels::labelled;
use super::levels::level_of;
use super::offices::{is_office, office_ends};
use super::page::{Page, Sentence};
use super::proposal::Quoted;
use super::verbs::verbs;

const RECEIVING: [&str; 6] = ["材料接收", "接收部门", "接收单位", "受理单位", "报送至", "接收科室"];

/// `报送方式。通过OA报局药械股`: in the paragraph that speaks of the way.
fn of_way(page: &Page) -> Option<Quoted<String>> {
    const LABELS: [&str; 5] = ["报送方式", "上报方式", "报送渠道", "报送要求", "提交方式"];
    let is_of_way = |sentence: &&Sentence| {
        page.sentences_of(sentence.paragraph).any(|own| LABELS.iter().any(|label| own.has(label)))
    };
    page.sentences.iter().filter(is_of_way).find_map(|sentence| {
        let all = 0..sentence.chars.len();
        verbs(sentence, all.clone()).into_iter().find_map(|verb| behind(page, sentence, verb.end, all.end))
    })
}

/// The office that takes what is sent: the one to which most materials go, of equals the higher.
pub fn main_receiver(page: &Page, asking: &[(&Sentence, &Demand)]) -> Option<Quoted<String>> {
    let mut counted: Vec<(usize, Quoted<String>)> = Vec::new();
    for (sentence, demand) in asking {
        let Some(to) = receiver(page, sentence, demand) else { continue };
        match counted.iter_mut().find(|(_, known)| known.value == to.value) {
            Some((count, _)) => *count += demand.materials.len(),
            None => counted.push((demand.materials.len(), to)),
        }
    }
    let rank = |(count, to): &(usize, Quoted<String>)| (*count, level_of(&to.value));
    let most = counted.iter().map(rank).max();
    let main = counted.iter().find(|one| Some(rank(one)) == most).map(|(_, to)| to.clone());
    main.or_else(|| labelled(page, &RECEIVING).filter(|to| is_office(&to.value)))
        .or_else(|| of_way(page).filter(|_| !asking.is_empty()))
}

/// The office behind 报送至, 上报, 报; in 向X报送 before it.
pub fn receiver(page: &Page, sentence: &Sentence, demand: &Demand) -> Option<Quoted<String>> {
    let verb = &demand.verb;
    let limit = demand.chars.end.max(verb.end);
    behind(page, sentence, verb.end, limit)
        .or_else(|| later(page, sentence, verb.end, limit))
        .or_else(|| before(page, sentence, demand.chars.start..verb.start.max(demand.chars.start)))
        .or_else(|| of_later_verb(page, sentence, verb.end..limit))
}

fn behind(page: &Page, sentence: &Sentence, verb_end: usize, limit: usize) -> Option<Quoted<String>> {
    let mut start = verb_end;
    for word in ["送至", "送到", "至", "到", "给", "送", "往", "回", "交"] {
        if sentence.says_at(start, word) {
            start += word.chars().count();
            break;
        }
    }
    let end = office_end(sentence, start, limit);
    // “报送县林业局造林股 何静收”
    let is_addressed = sentence.says_before(end, "收");
    let office = (start..end).rev().find(|at| is_addressed && office_ends(sentence, *at));
    let end = office.unwrap_or(end);
    let name = sentence.words(start..end);
    is_receiver(&name).then(|| page.quote(sentence, start..end, sentence.said(start..end)))
}

/// `填报统计表，同时将案例报县局办公室`.
fn of_later_verb(page: &Page, sentence: &Sentence, within: Range<usize>) -> Option<Quoted<String>> {
    verbs(sentence, within.clone()).into_iter().find_map(|verb| behind(page, sentence, verb.end, within.end))
}

/// `报送活动总结至县局办公室`.
fn later(page: &Page, sentence: &Sentence, from: usize, limit: usize) -> Option<Quoted<String>> {
    let (at, length) =
        sentence.first_of(from..limit, &["报送至", "报至", "发送至", "送至", "交至", "至", "到", "给"])?;
    let end = office_end(sentence, at + length, limit);
    let name = sentence.words(at + length..end);
    // 择优推荐至 a higher office is not asked of who reports.
    let is_asked = !sentence.says_before(at, "推荐");
    (is_asked && is_receiver(&name))
        .then(|| page.quote(sentence, at + length..end, sentence.said(at + length..end)))
}

/// `向县局报送`.
fn before(page: &Page, sentence: &Sentence, within: Range<usize>) -> Option<Quoted<String>> {
    let at = within.clone().rev().find(|at| sentence.chars[*at] == '向')? + 1;
    let end = office_end(sentence, at, within.end + 1).min(within.end);
    let name = sentence.words(at..end);
    is_receiver(&name).then(|| page.quote(sentence, at..end, sentence.said(at..end)))
}

fn office_end(sentence: &Sentence, start: usize, limit: usize) -> usize {
    const STOPS: [&str; 26] = [
        ",",
        "。",
        ";",
        "(",
        ")",
        "、",
        ":",
        "邮箱",
        "电子邮箱",
        "指定邮箱",
        "工作邮箱",
        "公务邮箱",
        "联系",
        "汇总",
        "统一",
        "备案",
        "备查",
        "审核",
        "存档",
        "公共邮箱",
        "并",
        "OA",
        "处(",
        "进行",
        "\"",
        "以便",
    ];
    let mut from = start.min(limit);
    while let Some((at, _)) = sentence.first_of(from..limit, &STOPS) {
        match sentence.name_bracket(at) {
            Some(closing) => from = closing + 1,
            None => return at,
        }
    }
    limit
}

fn is_receiver(name: &str) -> bool {
    let length = name.chars().count();
    let is_office = is_office(name) || name.ends_with("处");
    let is_bad = ["社会", "情况", "工作", "各"].iter().any(|word| name.starts_with(word));
    (2..=30).contains(&length) && is_office && !is_bad && !name.contains(['@', '至'])
}
