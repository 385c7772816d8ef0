//! Who reports to whom: the subject of the sentence that asks, and the office behind its verb.

use std::ops::Range;

use super::demand::Demand;
use super::head::OFFICES;
use super::page::{Page, Sentence};
use super::proposal::Quoted;
use super::verbs::verbs;

/// Names that say nothing of who is meant.
const GENERIC: [&str; 14] = [
    "各单位",
    "各部门",
    "各地",
    "各地区",
    "各有关单位",
    "各相关单位",
    "各有关部门",
    "各相关部门",
    "各成员单位",
    "各责任单位",
    "有关单位",
    "相关单位",
    "各单位各部门",
    "各科室",
];

/// Words behind a subject.
const DUTIES: [&str; 18] = [
    "要", "应", "须", "务必", "请", "于", "需", "负责", "将", "务于", "必须", "可", "在", "每", "统一",
    "根据", "分别", "汇总",
];

/// Who must report: the subjects of the sentences that ask; where they are general, who is meant by the paragraph, by
/// the line of addressees, by a label, or by another point that asks for reports.
pub fn reporters(
    page: &Page,
    asking: &[(&Sentence, &Demand)],
    addressed: Option<&Quoted<String>>,
) -> Option<Quoted<String>> {
    let subject_of = |(sentence, demand): &(&Sentence, &Demand)| {
        let own = subject(page, sentence, demand.chars.start..demand.verb.start);
        own.or_else(|| subject(page, sentence, 0..demand.chars.start))
    };
    let own: Vec<Quoted<String>> = asking.iter().filter_map(subject_of).collect();
    if let Some(named) = joined(own.iter().filter(|own| !is_generic(&own.value))) {
        return Some(named);
    }
    let around = asking.first().and_then(|(sentence, _)| of_paragraph(page, sentence));
    let elsewhere = || addressed.is_none().then(|| elsewhere(page)).flatten();
    let named =
        around.or_else(|| addressed.cloned()).or_else(|| labelled(page, &REPORTING)).or_else(elsewhere);
    named.or_else(|| own.into_iter().next())
}

/// All of them, each once: units to the county, the county to the city.
fn joined<'q>(subjects: impl Iterator<Item = &'q Quoted<String>>) -> Option<Quoted<String>> {
    let mut all: Option<Quoted<String>> = None;
    for subject in subjects {
        match &mut all {
            None => all = Some(subject.clone()),
            Some(all) if !all.value.contains(&subject.value) => {
                all.value = format!("{}；{}", all.value, subject.value);
            }
            Some(_) => {}
        }
    }
    all
}

const REPORTING: [&str; 5] = ["报送单位:", "报送范围:", "报送对象:", "填报范围:", "上报单位:"];
const RECEIVING: [&str; 4] = ["接收单位:", "受理单位:", "报送至:", "接收科室:"];

/// The words behind a label, on a line that is no field of a form.
fn labelled(page: &Page, labels: &[&str]) -> Option<Quoted<String>> {
    page.sentences.iter().find_map(|sentence| {
        let (at, length) = sentence.first_of(0..sentence.chars.len().min(14), labels)?;
        let start = at + length;
        let end = (start..sentence.chars.len())
            .find(|place| "。;:".contains(sentence.chars[*place]))
            .unwrap_or(sentence.chars.len());
        let value = sentence.words(start..end);
        let names = is_name_end(sentence, end) && value.chars().count() >= 2;
        names.then(|| page.quote(sentence, start..end, sentence.said(start..end)))
    })
}

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

/// The office that takes what is sent: the one to which most materials go.
pub fn main_receiver(page: &Page, asking: &[(&Sentence, &Demand)]) -> Option<Quoted<String>> {
    let mut counted: Vec<(usize, Quoted<String>)> = Vec::new();
    for (sentence, demand) in asking {
        let Some(to) = receiver(page, sentence, demand) else { continue };
        match counted.iter_mut().find(|(_, known)| known.value == to.value) {
            Some((count, _)) => *count += demand.materials.len(),
            None => counted.push((demand.materials.len(), to)),
        }
    }
    let most = counted.iter().map(|(count, _)| *count).max();
    let main = counted.into_iter().find(|(count, _)| Some(*count) == most).map(|(_, to)| to);
    main.or_else(|| labelled(page, &RECEIVING)).or_else(|| of_way(page).filter(|_| !asking.is_empty()))
}

fn is_generic(name: &str) -> bool {
    GENERIC.contains(&name.trim_start_matches('请'))
}

/// A subject of another sentence of the paragraph, made of 各… alone.
fn of_paragraph(page: &Page, asking: &Sentence) -> Option<Quoted<String>> {
    let others =
        page.sentences_of(asking.paragraph).filter(|sentence| sentence.range.end <= asking.range.start);
    others
        .filter_map(|sentence| subject(page, sentence, 0..sentence.chars.len()))
        .filter(|found| !is_generic(&found.value))
        .last()
}

/// A subject in another paragraph that speaks of reporting, too.
fn elsewhere(page: &Page) -> Option<Quoted<String>> {
    let reports = |paragraph: usize| {
        page.sentences_of(paragraph).any(|sentence| !verbs(sentence, 0..sentence.chars.len()).is_empty())
    };
    let found = page.sentences.iter().filter(|sentence| reports(sentence.paragraph));
    found
        .filter_map(|sentence| subject(page, sentence, 0..sentence.chars.len()))
        .rfind(|found| !is_generic(&found.value))
}

/// `各基层所请于…`, `请各单位于…`, `各区工商局(分局)、xx县市场监管局要…`.
pub fn subject(page: &Page, sentence: &Sentence, within: Range<usize>) -> Option<Quoted<String>> {
    let mut at = within.start;
    while at < within.end {
        let is_start =
            at == 0 || ",;。请:)(".contains(sentence.chars[at - 1]) || sentence.says_before(at, "由");
        if is_start
            && sentence.chars[at] == '各'
            && let Some(end) = subject_end(sentence, at, within.end)
        {
            return Some(page.quote(sentence, at..end, sentence.said(at..end)));
        }
        at += 1;
    }
    None
}

fn subject_end(sentence: &Sentence, at: usize, most: usize) -> Option<usize> {
    const LONGEST: usize = 60;
    let mut depth = 0usize;
    for place in at + 1..most.min(at + LONGEST) {
        match sentence.chars[place] {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '。' | ';' | ':' if depth == 0 => return None,
            ',' if depth == 0 && !is_list(sentence, place) => {
                return is_name_end(sentence, place).then_some(place);
            }
            _ => {}
        }
        let is_duty =
            DUTIES.iter().any(|duty| sentence.says_at(place, duty)) || sentence.chars[place].is_ascii_digit();
        if depth == 0 && is_duty && is_name_end(sentence, place) {
            return Some(place);
        }
    }
    None
}

/// A comma between names: `市场监督管理所,二级事业单位`.
fn is_list(sentence: &Sentence, comma: usize) -> bool {
    is_name_end(sentence, comma)
        && (comma + 1..sentence.chars.len().min(comma + 14)).any(|end| {
            is_name_end(sentence, end + 1) && !sentence.words(comma + 1..end + 1).contains([',', '。', '于'])
        })
        && sentence.words(0..comma).contains('、')
}

fn is_name_end(sentence: &Sentence, end: usize) -> bool {
    let more = [
        "单位",
        "部门",
        "学校",
        "医院",
        "企业",
        "机构",
        "地区",
        "县",
        "区",
        "市",
        "园",
        "村",
        "社区",
        "集团",
        "农场",
        "(分局)",
        "卫生院",
        "幼儿园",
        "合作社",
        "班",
        "门店",
        "养老院",
        "福利院",
    ];
    let bracketed = end.checked_sub(1).is_some_and(|last| sentence.chars[last] == ')');
    bracketed || OFFICES.iter().chain(&more).any(|name| sentence.says_before(end, name))
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
    is_receiver(&name).then(|| page.quote(sentence, at + length..end, sentence.said(at + length..end)))
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
    let start = start.min(limit);
    sentence.first_of(start..limit, &STOPS).map_or(limit, |(at, _)| at)
}

fn is_receiver(name: &str) -> bool {
    let length = name.chars().count();
    let is_office = OFFICES.iter().any(|office| name.ends_with(office)) || name.ends_with("处");
    let is_bad = ["社会", "情况", "工作", "各"].iter().any(|word| name.starts_with(word));
    (2..=30).contains(&length) && is_office && !is_bad && !name.contains(['@', '至'])
}
