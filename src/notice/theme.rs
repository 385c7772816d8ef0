//! 年主题: the words in quotation marks that a notice calls its theme most often.

use std::collections::BTreeMap;
use std::ops::Range;

use super::page::{Page, Sentence};
use super::proposal::{Quoted, one_line};

const LONGEST: usize = 40;

pub fn theme(page: &Page) -> Option<Quoted<String>> {
    let found: Vec<Quoted<String>> =
        page.sentences.iter().flat_map(|sentence| themes(page, sentence)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    found.iter().for_each(|theme| *counts.entry(theme.value.as_str()).or_default() += 1);
    let most = counts.values().max().copied().unwrap_or(0);
    found.iter().find(|theme| counts[theme.value.as_str()] == most).cloned().or_else(|| labelled(page))
}

fn themes(page: &Page, sentence: &Sentence) -> Vec<Quoted<String>> {
    let quoted = quotations(sentence).into_iter().filter(|inside| is_called_theme(sentence, inside));
    let mut found: Vec<Quoted<String>> = quoted.map(|inside| raw(page, sentence, inside)).collect();
    if found.is_empty()
        && let Some(label) = labelled_in(page, sentence)
    {
        found.push(label);
    }
    found
}

/// The words as they stand: a theme of two halves keeps its blank.
fn raw(page: &Page, sentence: &Sentence, chars: Range<usize>) -> Quoted<String> {
    let value = one_line(&page.text[sentence.place(chars.clone())]);
    page.quote(sentence, chars, value)
}

/// What stands between quotation marks.
fn quotations(sentence: &Sentence) -> Vec<Range<usize>> {
    const MARKS: [(char, char); 4] = [('“', '”'), ('"', '"'), ('「', '」'), ('‘', '’')];
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.chars.len() {
        let closing = MARKS.iter().find(|(open, _)| *open == sentence.chars[at]).map(|(_, close)| *close);
        let end = closing
            .and_then(|close| (at + 1..sentence.chars.len()).find(|end| sentence.chars[*end] == close));
        match end {
            Some(end) => {
                found.push(at + 1..end);
                at = end + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// `“X”年主题`, `以“X”为主题`, `主题是“X”`, `主题——“X”`, `“X”消费维权为主题`, `主题“X”`.
fn is_called_theme(sentence: &Sentence, inside: &Range<usize>) -> bool {
    let behind = inside.end + 1;
    let after = [
        "年主题",
        "为主题",
        "为活动主题",
        "为年主题",
        "主题",
        "消费维权年主题",
        "消费维权为主题",
        "这一主题",
        "的主题",
        "活动主题",
        "为宣传主题",
    ];
    let open = inside.start - 1;
    let before = ["主题是", "主题为", "主题:", "主题——", "主题-", "主题—", "主题", "主题确定为", "主题定为"];
    let is_date = sentence.says_at(inside.start, "3")
        && inside.len() < 12
        && sentence.words(inside.clone()).contains("15");
    // “122全国交通安全日”主题宣传活动 is called after its day.
    let is_day = ["日", "周", "月", "节", "行动"].iter().any(|word| sentence.says_before(inside.end, word))
        && sentence.says_at(behind, "主题");
    let is_year_only = inside.len() > LONGEST || inside.len() < 3;
    let called = after.iter().any(|word| sentence.says_at(behind, word))
        || before.iter().any(|word| sentence.says_before(open, word));
    let is_of_mail = sentence.says_before(open, "邮件主题")
        || ["邮件主题为", "邮件主题是", "邮件主题:"].iter().any(|word| sentence.says_before(open, word));
    called
        && !is_of_mail
        && !is_date
        && !is_day
        && !is_year_only
        && !sentence.words(inside.clone()).contains("权益日")
}

/// `活动主题：X` without quotation marks.
fn labelled_in(page: &Page, sentence: &Sentence) -> Option<Quoted<String>> {
    const LABELS: [&str; 6] = ["活动主题:", "宣传主题:", "年主题:", "主题:", "主题为:", "活动主题为:"];
    let (at, length) = sentence.first_of(0..sentence.chars.len().min(14), &LABELS)?;
    let start = at + length;
    let end = (start..sentence.chars.len())
        .find(|place| "。;(".contains(sentence.chars[*place]))
        .unwrap_or(sentence.chars.len());
    let value = sentence.words(start..end);
    let is_plain = (3..=LONGEST).contains(&value.chars().count()) && !value.contains(['“', '"']);
    is_plain.then(|| raw(page, sentence, start..end))
}

/// A heading `活动主题` and the short line below it.
fn labelled(page: &Page) -> Option<Quoted<String>> {
    let heading = page.sentences.iter().position(|sentence| {
        sentence.chars.len() <= 9 && sentence.says_before(sentence.chars.len(), "主题")
    })?;
    let below = page.sentences.get(heading + 1)?;
    let end = below.chars.len() - usize::from(below.chars.last() == Some(&'。'));
    let quoted = quotations(below).into_iter().find(|inside| inside.start == 1 && inside.end + 1 == end);
    let chars = quoted.unwrap_or(0..end);
    let value = below.words(chars.clone());
    let is_short = (4..=LONGEST).contains(&chars.len()) && !value.contains(['“', '"', ':']);
    is_short.then(|| raw(page, below, chars))
}
