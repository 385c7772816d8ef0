//! Who reports: the subjects of the sentences that ask, or whom the notice is addressed to.

use std::ops::Range;

use super::demand::Demand;
use super::labels::labelled;
use super::offices::{is_body, is_office, name_ends};
use super::page::{Page, Sentence};
use super::proposal::Quoted;
use super::verbs::verbs;

/// Names that say nothing of who is meant.
const GENERIC: [&str; 19] = [
    "各校",
    "各机构",
    "各企业",
    "各中心",
    "各地各单位",
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
const DUTIES: [&str; 42] = [
    "向", "同时", "要", "应", "须", "务必", "请", "于", "需", "负责", "将", "务于", "必须", "可", "在", "每",
    "统一", "根据", "分别", "汇总", "审核", "初审", "逐", "认真", "结合", "按", "撰写", "填写", "收集",
    "对照", "自", "均", "完成", "报", "准备", "签订", "签署", "提供", "制定", "做好", "组织", "推荐",
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
    let is_short = |own: &Quoted<String>| addressed.is_some_and(|all| shortens(&own.value, &all.value));
    let named: Vec<&Quoted<String>> = own.iter().filter(|own| !is_generic(&own.value)).collect();
    // “各校…；各交警中队…”: one of them is only meant by the line of addressees.
    let is_mixed = !named.is_empty() && named.len() < own.len() && addressed.is_some();
    if named.iter().any(|own| !is_short(own)) && !is_mixed {
        return joined(named.into_iter());
    }
    let around = asking.first().and_then(|(sentence, _)| of_paragraph(page, sentence));
    let around = around.filter(|around| !is_mixed && !is_short(around));
    let elsewhere = || addressed.is_none().then(|| elsewhere(page)).flatten();
    let named = around
        .or_else(|| addressed.cloned())
        .or_else(|| labelled(page, &REPORTING).filter(names_somebody))
        .or_else(elsewhere);
    named.or_else(|| own.into_iter().next())
}

/// All of them, each once: units to the county, the county to the city.
fn joined<'q>(subjects: impl Iterator<Item = &'q Quoted<String>>) -> Option<Quoted<String>> {
    let mut all: Option<Quoted<String>> = None;
    for subject in subjects {
        match &mut all {
            None => all = Some(subject.clone()),
            Some(all) if all.value.contains(subject.value.trim_start_matches('各')) => {}
            Some(all) if all.value.split('；').all(|part| subject.value.contains(part)) => {
                *all = subject.clone();
            }
            Some(all) => all.value = format!("{}；{}", all.value, subject.value),
        }
    }
    all
}

const REPORTING: [&str; 8] =
    ["报送单位", "报送范围", "报送对象", "填报范围", "上报单位", "征稿对象", "征集对象", "参赛对象"];
fn is_generic(name: &str) -> bool {
    GENERIC.contains(&name.trim_start_matches('请'))
}

/// `各乡镇（街道）` for `各乡镇人民政府、街道办事处`: every addressee holds a part of the name.
fn shortens(name: &str, addressed: &str) -> bool {
    let parts = |words: &str| -> Vec<String> {
        let parts = words.split(['、', '，', ',', '；', '（', '）', '(', ')']);
        parts.map(|part| part.trim_start_matches('各').to_owned()).filter(|part| !part.is_empty()).collect()
    };
    let own = parts(name);
    let holds = |addressee: &String| own.iter().any(|part| addressee.contains(part.as_str()));
    name != addressed && parts(addressed).iter().all(holds)
}

/// A subject of another sentence of the paragraph, made of 各… alone.
fn of_paragraph(page: &Page, asking: &Sentence) -> Option<Quoted<String>> {
    let others =
        page.sentences_of(asking.paragraph).filter(|sentence| sentence.range.end <= asking.range.start);
    others
        .filter_map(|sentence| subject(page, sentence, 0..sentence.chars.len()))
        .filter(|found| !is_generic(&found.value) && found.value.starts_with('各'))
        .last()
}

/// A subject in another paragraph that speaks of reporting, too.
fn elsewhere(page: &Page) -> Option<Quoted<String>> {
    // 反馈 is also what is done with complaints.
    let sends = |sentence: &Sentence| {
        let verbs = verbs(sentence, 0..sentence.chars.len());
        verbs.into_iter().any(|verb| sentence.words(verb) != "反馈")
    };
    let reports = |paragraph: usize| page.sentences_of(paragraph).any(sends);
    let found = page.sentences.iter().filter(|sentence| reports(sentence.paragraph));
    found
        .filter_map(|sentence| subject(page, sentence, 0..sentence.chars.len()))
        .rfind(|found| !is_generic(&found.value))
}

/// `各基层所请于…`, `请各单位于…`, `各区工商局(分局)、xx县市场监管局要…`.
pub fn subject(page: &Page, sentence: &Sentence, within: Range<usize>) -> Option<Quoted<String>> {
    if let Some(end) = labelled_subject(sentence).filter(|end| *end <= within.end) {
        let start = sentence.point();
        return Some(page.quote(sentence, start..end, sentence.said(start..end)));
    }
    let mut at = within.start;
    while at < within.end {
        let is_start = at == sentence.point()
            || at > 0 && ",;。请:)(".contains(sentence.chars[at - 1])
            || sentence.says_before(at, "由");
        if is_start
            && (sentence.chars[at] == '各' || is_class(sentence, at) || gathers(sentence, at, within.end))
            && let Some(end) = subject_end(sentence, at, within.end)
        {
            return Some(page.quote(sentence, at..end, sentence.said(at..end)));
        }
        at += 1;
    }
    None
}

/// `中院执行局：每周五汇总`: the office before the colon.
fn labelled_subject(sentence: &Sentence) -> Option<usize> {
    const LONGEST: usize = 20;
    let start = sentence.point();
    let colon = (start..sentence.chars.len().min(start + LONGEST)).find(|at| sentence.chars[*at] == ':')?;
    let name = sentence.words(start..colon);
    let is_label = ["报送", "上报", "填报", "接收", "主办", "承办", "联系", "发文", ","]
        .iter()
        .any(|word| name.contains(word));
    (is_body(&name) && !is_label).then_some(colon)
}

/// `县级疾控中心`, `市（州）局`: all offices of a level, without 各.
fn is_class(sentence: &Sentence, at: usize) -> bool {
    const CLASSES: [&str; 6] = ["县级", "市级", "区级", "镇级", "乡级", "乡镇级"];
    let levels = sentence.chars[at..].iter().take(2).take_while(|c| "市县区旗州镇乡村".contains(**c)).count();
    let is_bracketed =
        levels > 0 && at + levels < sentence.chars.len() && sentence.name_bracket(at + levels).is_some();
    is_bracketed || CLASSES.iter().any(|class| sentence.says_at(at, class))
}

/// `镇党群办汇总后，于…`: one office that gathers what others sent; `市局于3月20日前…`: the office itself.
fn gathers(sentence: &Sentence, at: usize, most: usize) -> bool {
    const LONGEST: usize = 14;
    const GATHERING: [&str; 5] = ["汇总后", "审核后", "汇总审核后", "审核汇总后", "汇总整理后"];
    let near = at..most.min(at + LONGEST);
    let is_one = |end: usize| {
        let name = sentence.words(at..end);
        end > at + 1 && is_office(&name) && !name.contains(['请', '由', ',', '、', '各', '应', '须'])
    };
    let gathering = sentence.first_of(near.clone(), &GATHERING).is_some_and(|(end, _)| is_one(end));
    gathering
        || near.contains(&(at + 2))
            && is_one(at + 2)
            && ["于", "将于", "拟于"].iter().any(|word| sentence.says_at(at + 2, word))
}

/// `街道应急办于12月15日前将…`: one office that sends, at the beginning of what its date governs.
pub fn one_office(page: &Page, sentence: &Sentence, within: Range<usize>) -> Option<Quoted<String>> {
    const LONGEST: usize = 14;
    let clause = sentence.clause(within.start).start;
    let start = clause.max(if clause == 0 { sentence.point() } else { 0 });
    let (end, _) = sentence.first_of(start..within.end.min(start + LONGEST), &["于", "将"])?;
    let name = sentence.words(start..end);
    let is_one =
        is_office(&name) && name.chars().count() > 2 && !name.contains(['请', '由', ',', '、', '各']);
    is_one.then(|| page.quote(sentence, start..end, sentence.said(start..end)))
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
                return name_ends(sentence, place).then_some(place);
            }
            _ => {}
        }
        let is_duty =
            DUTIES.iter().any(|duty| sentence.says_at(place, duty)) || sentence.chars[place].is_ascii_digit();
        if depth == 0 && is_duty && name_ends(sentence, place) {
            return Some(place);
        }
    }
    None
}

/// A comma between names: `市场监督管理所,二级事业单位`.
fn is_list(sentence: &Sentence, comma: usize) -> bool {
    name_ends(sentence, comma)
        && (comma + 1..sentence.chars.len().min(comma + 14)).any(|end| {
            name_ends(sentence, end + 1) && !sentence.words(comma + 1..end + 1).contains([',', '。', '于'])
        })
        && sentence.words(0..comma).contains('、')
}

fn names_somebody(found: &Quoted<String>) -> bool {
    let words = found.value.replace('（', "(").replace('）', ")");
    words.ends_with(')') || words.contains('各') || is_body(&words)
}
