//! Who takes what is sent: the office behind a verb of reporting.

use std::ops::Range;

use super::demand::Demand;
use super::labels::{is_heading, labelled};
use super::levels::level_of;
use super::offices::{is_office, office_ends};
use super::page::{Page, Sentence};
use super::people::{is_person, is_surely_person};
use super::proposal::Quoted;
use super::verbs::verbs;

const RECEIVING: [&str; 10] = [
    "材料接收",
    "接收部门",
    "接收单位",
    "受理单位",
    "报送至",
    "接收科室",
    "报送地址",
    "接收地址",
    "报送部门",
    "收件单位",
];
/// Labels and headings of the words on the way.
const WAYS: [&str; 5] = ["报送方式", "上报方式", "报送渠道", "报送要求", "提交方式"];

/// `报送方式。通过OA报局药械股`: in the paragraph that speaks of the way.
fn of_way(page: &Page) -> Option<Quoted<String>> {
    let is_named =
        |paragraph: usize| page.sentences_of(paragraph).any(|own| WAYS.iter().any(|label| own.has(label)));
    let heading = page.sentences.iter().position(|sentence| is_heading(sentence, &WAYS));
    let headed = heading.and_then(|at| page.sentences.get(at + 1)).map(|below| below.paragraph);
    let is_of_way = |sentence: &&Sentence| is_named(sentence.paragraph) || headed == Some(sentence.paragraph);
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
    main.or_else(|| labelled(page, &RECEIVING).map(without_address).filter(|to| is_office(&to.value)))
        .or_else(|| of_way(page).filter(|_| !asking.is_empty()))
        .or_else(|| of_paragraph(page, asking))
}

/// `…报送活动小结。报送至县消协办公室`: in the paragraphs that ask.
fn of_paragraph(page: &Page, asking: &[(&Sentence, &Demand)]) -> Option<Quoted<String>> {
    let near = asking.iter().flat_map(|(sentence, _)| page.sentences_of(sentence.paragraph));
    let mut verbs = near.flat_map(|sentence| {
        verbs(sentence, 0..sentence.chars.len()).into_iter().map(move |verb| (sentence, verb))
    });
    verbs.find_map(|(sentence, verb)| behind(page, sentence, verb.end, sentence.chars.len()))
}

/// `县交通运输局运管股（411室）`: the office alone.
fn without_address(to: Quoted<String>) -> Quoted<String> {
    let end = to.value.find(['（', '(']).filter(|end| *end > 0).unwrap_or(to.value.len());
    Quoted { value: to.value[..end].to_owned(), ..to }
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
    let end = office.or_else(|| before_person(page, sentence, start..end)).unwrap_or(end);
    let name = sentence.words(start..end);
    let own = is_receiver(&name).then(|| page.quote(sentence, start..end, sentence.said(start..end)))?;
    Some(match beside(page, sentence, end, limit) {
        Some(other) => Quoted {
            value: format!("{}；{}", own.value, other.value),
            words: own.words.start..other.words.end,
            ..own
        },
        None => own,
    })
}

/// `县总工会权益保障部 白露`: where the office ends, a blank before who works there.
fn before_person(page: &Page, sentence: &Sentence, within: Range<usize>) -> Option<usize> {
    const LONGEST: usize = 7;
    let least = within.end.saturating_sub(LONGEST).max(within.start + 1);
    (least..within.end).find(|at| {
        let blank = sentence.place(at - 1..*at).end..sentence.place(*at..at + 1).start;
        let name = sentence.words(*at..within.end);
        let name = ["同志处", "同志"].iter().fold(name.as_str(), |name, word| name.trim_end_matches(word));
        let is_name = is_surely_person(name) || !page.text[blank].is_empty() && is_person(name);
        office_ends(sentence, *at) && is_name
    })
}

/// `甲局消保科（联系人：…）和乙局法规科`: a second office behind a remark on the first.
fn beside(page: &Page, sentence: &Sentence, end: usize, limit: usize) -> Option<Quoted<String>> {
    let closing = (end..limit).find(|at| sentence.chars[*at] == ')');
    let at = closing.filter(|_| sentence.says_at(end, "("))? + 1;
    sentence.chars.get(at).filter(|c| "和及与、".contains(**c))?;
    let start = (at + 1).min(limit);
    let end = office_end(sentence, start, limit);
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
    const STOPS: [&str; 30] = [
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
        "钉钉",
        "微信",
        "工作群",
        "QQ",
    ];
    let mut from = start.min(limit);
    while let Some((at, _)) = sentence.first_of(from..limit, &STOPS) {
        match sentence.name_bracket(at) {
            Some(closing) => from = closing + 1,
            // “供水处（306室）” is an office, “张敏处（…）” is where she sits.
            None if sentence.says_at(at, "处(") && !is_desk(sentence, start..at) => return at + 1,
            None => return at,
        }
    }
    limit
}

/// Whether a person's name ends a stretch.
fn is_desk(sentence: &Sentence, within: Range<usize>) -> bool {
    [2, 3].iter().any(|length| {
        within.len() > *length && is_surely_person(&sentence.words(within.end - length..within.end))
    })
}

fn is_receiver(name: &str) -> bool {
    let length = name.chars().count();
    let is_office = is_office(name) || name.ends_with("处");
    let is_bad = ["社会", "情况", "工作", "各"].iter().any(|word| name.starts_with(word));
    (2..=30).contains(&length) && is_office && !is_bad && !name.contains(['@', '至'])
}
