//! The head and the foot of a notice: its title over several lines, its number, the office and the day below it.

use std::ops::Range;

use super::dates::{Day, NamedKind, named};
use super::page::{Page, Sentence};
use super::proposal::Quoted;
use crate::form::year::years;
use crate::vocabulary::plain::plain;

/// Words that end a title.
const KINDS: [&str; 30] = [
    "通知",
    "方案",
    "意见",
    "函",
    "通告",
    "公告",
    "安排",
    "策划",
    "计划",
    "办法",
    "预案",
    "请示",
    "要求",
    "决定",
    "倡议书",
    "纪要",
    "规定",
    "启事",
    "提示",
    "要点",
    "细则",
    "的通报",
    "实施",
    "征集",
    "报送",
    "工作",
    "活动",
    "策划书",
    "须知",
    "说明",
];

/// Words that end the name of an office.
pub const OFFICES: [&str; 44] = [
    "委员会",
    "办公室",
    "管理局",
    "监督局",
    "协会",
    "中心",
    "消协",
    "消保委",
    "消委会",
    "领导小组",
    "指挥部",
    "联合会",
    "总工会",
    "人民政府",
    "工作组",
    "教育局",
    "局",
    "委",
    "厅",
    "部",
    "院",
    "校",
    "处",
    "科",
    "股",
    "室",
    "所",
    "站",
    "队",
    "办",
    "会",
    "司",
    "署",
    "社",
    "馆",
    "中学",
    "小学",
    "街道",
    "镇",
    "乡",
    "分局",
    "支队",
    "大队",
    "公司",
];

/// Lines above a title that are none of it.
const ABOVE: [&str; 12] = [
    "更新时间",
    "特急",
    "加急",
    "急件",
    "密级",
    "平急",
    "来源",
    "发布时间",
    "索引号",
    "当前位置",
    "浏览次数",
    "附件",
];

/// A line of the text that says something.
struct Line {
    place: Range<usize>,
    words: String,
}

fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let begins = at;
        at += line.len();
        let start = begins + (line.len() - line.trim_start().len());
        let words = plain(line);
        (!words.is_empty()).then_some(Line { place: start..begins + line.trim_end().len(), words })
    })
}

/// The title, with the office where that stands on a line of its own above it.
pub fn title(page: &Page) -> Option<Quoted<String>> {
    const MOST_LINES: usize = 8;
    let mut taken: Vec<Line> = Vec::new();
    for line in lines(&page.text).filter(|line| !is_above(&line.words)).take(MOST_LINES) {
        let is_over = line.words.ends_with([':', '。', ';', ','])
            || line.words.chars().count() > 60
            || is_item(&line.words);
        if is_over && !taken.is_empty() || line.words.ends_with(['。', ':']) {
            break;
        }
        let words = without_brackets(&line.words);
        let ends = KINDS.iter().any(|kind| words.ends_with(kind))
            || line.words.ends_with(|c: char| c.is_ascii_digit());
        taken.push(line);
        if ends && !goes_on(&taken) {
            break;
        }
    }
    while taken.last().is_some_and(|line| is_foot(&line.words)) {
        taken.pop();
    }
    let place = taken.first()?.place.start..taken.last()?.place.end;
    let value: String = taken.iter().map(|line| squeezed(&page.text[line.place.clone()])).collect();
    (value.chars().count() >= 4).then_some(Quoted { value, words: place.clone(), sentence: place })
}

/// Blanks between Chinese characters are only for looks.
fn squeezed(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let is_wide = |c: Option<&char>| c.is_some_and(|c| !c.is_ascii());
    let mut squeezed = String::new();
    for (at, c) in chars.iter().enumerate() {
        let joins = at > 0 && is_wide(chars.get(at - 1)) || is_wide(chars.get(at + 1));
        if !(c.is_whitespace() && (joins || chars.get(at + 1).is_some_and(|c| c.is_whitespace()))) {
            squeezed.push(*c);
        }
    }
    squeezed
}

/// `关于印发纪念2023年` does not end there, `…活动` before `…的通知` neither.
fn goes_on(taken: &[Line]) -> bool {
    let all: String = taken.iter().map(|line| line.words.as_str()).collect();
    let last = taken.last().map_or("", |line| line.words.as_str());
    let is_open = ["工作", "活动", "实施", "征集", "报送", "方案", "计划", "办法", "意见", "要点", "安排"]
        .iter()
        .any(|word| last.ends_with(word));
    let announces = ["印发", "转发", "下发", "做好", "开展", "报送", "举办", "组织"]
        .iter()
        .any(|word| all.contains(word));
    let is_office = all.chars().count() < 30
        && !all.contains("关于")
        && OFFICES.iter().any(|office| all.ends_with(office));
    is_office
        || last.ends_with(|c: char| c.is_ascii_digit()) && all.contains("关于")
        || is_open && announces && all.contains("关于") && !all.contains("方案") && !last.ends_with("方案")
        || all.contains("印发") && !all.ends_with("通知") && !all.contains("的通知")
}

fn is_above(words: &str) -> bool {
    let is_number = words.ends_with('号') && words.contains(['(', '[']) || words.contains(">");
    let is_letterhead = words.ends_with("文件") && !words.contains("关于");
    is_number || is_letterhead || ABOVE.iter().any(|above| words.starts_with(above))
}

fn is_item(words: &str) -> bool {
    let second = words.chars().nth(1);
    second == Some('、') || words.starts_with('(') && words.chars().nth(2) == Some(')')
}

/// A line of the signature is no part of a title.
fn is_foot(words: &str) -> bool {
    words.ends_with('日') && words.contains('月')
}

fn without_brackets(words: &str) -> String {
    match words.rfind('(') {
        Some(at) if words.ends_with(')') && at > 0 => words[..at].to_owned(),
        _ => words.to_owned(),
    }
}

/// 落款: the day under a notice, which stands alone on its line (or before 印发).
pub fn signed(page: &Page) -> Option<Quoted<Day>> {
    let last =
        |printed: bool| page.sentences.iter().rev().find_map(|sentence| of_foot(page, sentence, printed));
    last(false).or_else(|| last(true))
}

/// The day of a line at the foot; `printed` where only the line of printing (印发) may have it.
fn of_foot(page: &Page, sentence: &Sentence, printed: bool) -> Option<Quoted<Day>> {
    let dates = named(sentence);
    let [date] = dates.as_slice() else { return None };
    let day = date.first.filter(|day| day.year.is_some() && date.kind == NamedKind::Day)?;
    let ends = date.chars.end == sentence.chars.len();
    let is_printed = sentence.says_at(date.chars.end, "印发") && date.chars.end + 2 == sentence.chars.len();
    let is_foot = date.chars.start == 0
        || sentence.chars.len() - date.chars.len() < 26 && ends_as_office(sentence, date.chars.start);
    let found = if printed { is_printed } else { ends && is_foot };
    found.then(|| page.quote(sentence, date.chars.clone(), day))
}

fn ends_as_office(sentence: &Sentence, end: usize) -> bool {
    OFFICES.iter().any(|office| sentence.says_before(end, office))
}

/// The office that asks: before 关于 in the title, else above the day at the foot, else who decides in the text.
pub fn issuer(page: &Page, title: Option<&Quoted<String>>) -> Option<Quoted<String>> {
    titled(title).or_else(|| under(page)).or_else(|| deciding(page))
}

fn titled(title: Option<&Quoted<String>>) -> Option<Quoted<String>> {
    let title = title?;
    let at = title.value.find("关于").or_else(|| title.value.find("20"))?;
    let name = title.value[..at].trim();
    let is_office = name.chars().count() > 3 && OFFICES.iter().any(|office| name.ends_with(office));
    is_office.then(|| Quoted { value: name.to_owned(), ..title.clone() })
}

/// The line above the last day that stands alone.
fn under(page: &Page) -> Option<Quoted<String>> {
    let signed = signed(page)?;
    let above = page.sentences.iter().rev().find(|sentence| sentence.range.end <= signed.words.start)?;
    let words = above.all();
    let is_office = words.chars().count() <= 30 && OFFICES.iter().any(|office| words.ends_with(office));
    let within = page.sentences.iter().find(|sentence| sentence.range == signed.sentence)?;
    let same_line = within.all();
    let cut = same_line.find(|c: char| c.is_ascii_digit() || c == '二').map(|at| same_line[..at].to_owned());
    match (is_office, cut) {
        (true, _) => Some(page.quote(above, 0..above.chars.len(), words)),
        (false, Some(name)) if OFFICES.iter().any(|office| name.ends_with(office)) => {
            Some(page.quote(within, 0..name.chars().count(), name))
        }
        _ => None,
    }
}

/// `市工商局决定自…`, `XX工商分局、XX区消费者协会结合辖区实际情况，制定如下方案`.
fn deciding(page: &Page) -> Option<Quoted<String>> {
    const DECIDE: [&str; 6] = ["决定", "结合辖区实际", "结合实际", "结合我", "研究决定", "定于"];
    page.sentences.iter().find_map(|sentence| {
        let (at, _) = sentence.first_of(0..sentence.chars.len(), &DECIDE)?;
        let start = sentence.clause(at.saturating_sub(1)).start;
        let name = sentence.words(start..at);
        let is_office = name.chars().count() <= 30 && OFFICES.iter().any(|office| name.ends_with(office));
        let is_clean =
            !["经", "按照", "根据", "要求", "依据", "本", "全"].iter().any(|word| name.starts_with(word));
        (is_office && is_clean).then(|| page.quote(sentence, start..at, sentence.said(start..at)))
    })
}

/// 主送: the line that ends with a colon before the text begins.
pub fn addressed(page: &Page, title: Option<&Quoted<String>>) -> Option<Quoted<String>> {
    let from = title.map_or(0, |title| title.words.end);
    let sentence =
        page.sentences.iter().filter(|sentence| sentence.range.start >= from).take(6).find(|sentence| {
            let words = sentence.all();
            words.ends_with(':') && !is_item(&words) && is_list_of_offices(words.trim_end_matches(':'))
        })?;
    let end = sentence.chars.len() - 1;
    Some(page.quote(sentence, 0..end, sentence.said(0..end)))
}

fn is_list_of_offices(words: &str) -> bool {
    let parts: Vec<&str> = words.split(['、', ',', ';']).collect();
    let is_unit = |part: &&str| {
        part.contains('各')
            || part.ends_with("单位")
            || part.ends_with("部门")
            || OFFICES.iter().any(|office| part.ends_with(office))
    };
    words.chars().count() <= 120 && parts.iter().filter(|part| is_unit(part)).count() * 2 >= parts.len()
}

/// The campaign's year: in the title, else of the day at the foot, else in the notice's number.
pub fn year(
    page: &Page,
    title: Option<&Quoted<String>>,
    signed: Option<&Quoted<Day>>,
) -> Option<Quoted<i32>> {
    let titled = title.and_then(|title| {
        let year = years(&plain(&title.value)).first().copied()?;
        Some(Quoted { value: year, words: title.words.clone(), sentence: title.sentence.clone() })
    });
    let of_foot = || {
        let signed = signed?;
        Some(Quoted {
            value: signed.value.year?,
            words: signed.words.clone(),
            sentence: signed.sentence.clone(),
        })
    };
    titled.or_else(of_foot).or_else(|| numbered(page))
}

/// `兴市监发〔2022〕14号`.
fn numbered(page: &Page) -> Option<Quoted<i32>> {
    page.sentences.iter().take(8).find_map(|sentence| {
        let words = sentence.all();
        let end = words.len() - usize::from(words.ends_with('号')) * '号'.len_utf8();
        let at = words.find(['(', '['])?;
        let year: i32 = words[at + 1..end].split([')', ']']).next()?.parse().ok()?;
        (end < words.len() && (1990..2100).contains(&year))
            .then(|| page.quote(sentence, 0..sentence.chars.len(), year))
    })
}
