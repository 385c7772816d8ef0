//! The title of a notice, over several lines, with the office where that stands on a line of its own above it.

use std::ops::Range;

use super::offices::OFFICES;
use super::page::Page;
use super::proposal::Quoted;
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
    if is_letterhead(&taken) {
        taken.remove(0);
    }
    let place = taken.first()?.place.start..taken.last()?.place.end;
    let value: String = taken.iter().map(|line| squeezed(&page.text[line.place.clone()])).collect();
    (value.chars().count() >= 4).then_some(Quoted { value, words: place.clone(), sentence: place })
}

/// The office above a title that begins with its name is the head of its paper.
fn is_letterhead(taken: &[Line]) -> bool {
    let [head, title, ..] = taken else { return false };
    title.words.starts_with(&head.words)
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
    let says_nothing = !words.chars().any(char::is_alphanumeric);
    let is_number = words.ends_with('号') && words.contains(['(', '[']) || words.contains(">");
    let is_letterhead = words.ends_with("文件") && !words.contains("关于");
    says_nothing || is_number || is_letterhead || ABOVE.iter().any(|above| words.starts_with(above))
}

pub fn is_item(words: &str) -> bool {
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
