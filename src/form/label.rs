//! A label taken apart: leading number, 其中, unit of measure in brackets, and the words that remain.
//!
//! Forms filled online head their columns with questions: `Q3_受理消费者咨询情况（件）（必填）`, `4、媒体宣传报道（篇）[填空]`.
//! The number of the question and words for its kind say nothing of what is asked.

use std::borrow::Cow;

use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{core_of, plain};

/// What a cell's words may be as a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Words to look up, the most faithful first.
    pub readings: Vec<String>,
    pub measure: Option<Measure>,
    /// Marked as a part: `其中：`.
    pub is_part: bool,
}

/// Endings that say nothing: `受理消费者投诉情况` and `受理消费者投诉数` are one label.
const SOFT_ENDINGS: [&str; 13] =
    ["情况", "总数量", "数量", "总数", "次数", "场次", "件数", "场数", "份数", "条数", "篇数", "期数", "数"];

/// Words that change nothing wherever they stand in a label, the longer ones first: 受理的消费者投诉总件数 is
/// 受理消费者投诉.
const FILLERS: [&str; 21] = [
    "总数量",
    "总件数",
    "总场数",
    "总次数",
    "总份数",
    "情况",
    "数量",
    "总数",
    "总额",
    "次数",
    "场次",
    "件数",
    "场数",
    "份数",
    "条数",
    "篇数",
    "期数",
    "工作",
    "数目",
    "的",
    "数",
];

/// Words in brackets that only explain: `（含12315平台）`. What begins otherwise (`（上年）`, `（其中线上）`)
/// changes the meaning and keeps the label from matching.
const EXPLAINING: [&str; 7] = ["截至", "含", "包括", "包含", "指", "如", "注"];

/// Words in brackets for the kind of a question in a form filled online.
const KINDS: [&str; 37] = [
    "没有填0",
    "没有请填0",
    "没有的填0",
    "必填",
    "选填",
    "非必填",
    "必填项",
    "选填项",
    "必须填写",
    "必答",
    "选答",
    "必答题",
    "选答题",
    "自动",
    "自动填写",
    "自动生成",
    "自动获取",
    "系统",
    "系统生成",
    "填空",
    "填空题",
    "单选",
    "单选题",
    "多选",
    "多选题",
    "下拉",
    "下拉题",
    "问答",
    "问答题",
    "文本",
    "单行文本",
    "多行文本",
    "数字",
    "数值",
    "数字题",
    "整数",
    "小数",
];

/// Takes a cell's words apart; `None` where there are no words.
pub fn read_label(text: &str) -> Option<Label> {
    label_in(&plain(text))
}

/// The same where the words are folded already.
pub fn label_in(plain: &str) -> Option<Label> {
    let (is_part, text) = strip_part(plain);
    let text = strip_number(text);
    let asked = without_kinds(text);
    let (measure, text) = take_measure(&asked);
    let shorter = without_explanation(&text);
    let word = core_of(text);
    if word.is_empty() || word.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let mut readings = vec![word];
    readings.extend(shorter.map(core_of));
    let undigited = readings[0].trim_start_matches(|c: char| c.is_ascii_digit());
    if undigited.len() < readings[0].len() && readings[0].len() - undigited.len() <= 2 {
        readings.push(undigited.to_owned());
    }
    readings.retain(|reading| !reading.is_empty());
    Some(Label { readings, measure, is_part })
}

/// What a label written into a form says of its item.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// `1`, `一`, `(三)`: folded, without the stop behind it.
    pub number: Option<String>,
    /// Marked as a part: 其中, #.
    pub is_part: bool,
    /// The words that remain, brackets and colons as Chinese print has them.
    pub words: String,
    pub measure: Option<Measure>,
}

/// Takes the words of a form's own label apart: 其中：罚款案件（件）.
pub fn written_label(text: &str) -> Written {
    let plain = plain(text);
    let (outer_part, text) = strip_part(&plain);
    let unnumbered = strip_number(text);
    let number = text[..text.len() - unnumbered.len()].trim_end_matches(['.', '、', ':', ',', '_']);
    let (inner_part, words) = strip_part(unnumbered);
    let (measure, words) = take_measure(&without_kinds(words));
    // Blanks to write into are no words: 发放资料____份.
    let words = words.replace('_', "");
    let words = words.trim_end_matches([':', ';', '。']);
    Written {
        number: Some(number.to_owned()).filter(|number| !number.is_empty()),
        is_part: outer_part || inner_part,
        words: words.chars().map(widened).collect(),
        measure,
    }
}

/// Brackets and colons as they are printed among Chinese characters.
fn widened(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        ':' => '：',
        ',' => '，',
        ';' => '；',
        other => other,
    }
}

/// A word without an ending that says nothing.
pub fn without_soft_ending(word: &str) -> &str {
    let shorter = SOFT_ENDINGS.iter().find_map(|ending| word.strip_suffix(ending));
    shorter.filter(|rest| rest.chars().count() >= 2).unwrap_or(word)
}

/// A label's words without what fills them; at least two characters remain.
pub fn without_fillers(word: &str) -> String {
    let mut bare = word.to_owned();
    for filler in FILLERS.iter().filter(|filler| word.contains(**filler)) {
        let shorter = bare.replace(filler, "");
        if shorter.chars().count() >= 2 {
            bare = shorter;
        }
    }
    bare
}

fn strip_part(text: &str) -> (bool, &str) {
    match text.strip_prefix("其中").or_else(|| text.strip_prefix("#")) {
        Some(rest) => (true, rest.trim_start_matches([':', ',', '、'])),
        None => (false, text),
    }
}

/// `1.`, `1、`, `(1)`, `（一）`, `一、`, `①`, `Ⅰ.`, `第1项` before the words.
fn strip_number(text: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let ends = ['.', '、', ':', ',', '_'];
    let text = text.trim_start_matches(['*', '·', '•', '-', '●', '■', '▪', '★', '☆']);
    if let Some((number, words)) = text.strip_prefix('第').and_then(|text| text.split_once(['项', '题']))
        && !number.is_empty()
        && number.chars().all(is_number)
    {
        return words.trim_start_matches(ends);
    }
    if let Some(number) =
        ["Q", "q", "问题", "题目", "题"].iter().find_map(|question| text.strip_prefix(question))
    {
        let words = number.trim_start_matches(|c: char| c.is_ascii_digit());
        if words.len() < number.len() {
            return words.trim_start_matches(ends);
        }
    }
    if let Some(inside) = text.strip_prefix('(')
        && let Some((number, rest)) = inside.split_once(')')
        && !number.is_empty()
        && number.chars().all(is_number)
    {
        return rest.trim_start_matches(['.', '、', ':']);
    }
    let rest = text.trim_start_matches(is_number);
    match rest.strip_prefix(['.', '、', ')', ':', ',', '_']) {
        Some(words) if rest.len() < text.len() => words,
        _ => text,
    }
}

/// The text without the kind of its question: （必填）, [填空], (数字,选填), *必填.
fn without_kinds(text: &str) -> Cow<'_, str> {
    let mut asked = Cow::Borrowed(text.trim_end_matches('*'));
    for (opens, closes) in [('(', ')'), ('[', ']'), ('<', '>')] {
        let mut from = 0;
        while let Some(start) = asked[from..].find(opens).map(|at| from + at) {
            let Some(end) = asked[start..].find(closes).map(|at| start + at) else { break };
            if is_kind(&asked[start + 1..end]) {
                asked = Cow::Owned([&asked[..start], &asked[end + 1..]].concat());
                from = start;
            } else {
                from = start + 1;
            }
        }
    }
    let marked =
        ["*必填", "_必填", "-必填", "*选填", "必填", "选填"].iter().find_map(|mark| asked.strip_suffix(mark));
    let marked = marked.filter(|rest| !rest.is_empty());
    match marked.map(str::len) {
        Some(length) => Cow::Owned(asked[..length].to_owned()),
        None => asked,
    }
}

fn is_kind(inside: &str) -> bool {
    let words = inside.trim_matches('*');
    !words.is_empty() && words.split([',', '、', '/', '|', ';', '·']).all(|word| KINDS.contains(&word))
}

/// The unit of measure in brackets, and the text without it.
fn take_measure(text: &str) -> (Option<Measure>, String) {
    let mut rest = String::new();
    let mut measure = None;
    let mut remaining = text;
    while let Some((before, after)) = remaining.split_once('(') {
        let Some((inside, behind)) = after.split_once(')') else { break };
        let named = inside.strip_prefix("计量单位").or_else(|| inside.strip_prefix("单位")).unwrap_or(inside);
        rest.push_str(before);
        match Measure::parse(named.trim_start_matches(':')) {
            Some(found) => measure = Some(found),
            None => {
                rest.push('(');
                rest.push_str(inside);
                rest.push(')');
            }
        }
        remaining = behind;
    }
    rest.push_str(remaining);
    (measure, rest)
}

fn without_explanation(text: &str) -> Option<String> {
    // The last brackets explain; those before may be words of the label: 提（警）示（含线上）.
    let (before, after) = text.rsplit_once('(')?;
    let (inside, behind) = after.split_once(')')?;
    EXPLAINING.iter().any(|word| inside.starts_with(word)).then(|| format!("{before}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_of_a_form_says_number_part_and_measure() {
        for (text, number, is_part, words, measure) in [
            ("其中：罚款案件（件）", None, true, "罚款案件", Some("件")),
            ("1.挽回损失（万元）", Some("1"), false, "挽回损失", Some("万元")),
            ("（一）其中:网络投诉", Some("(一)"), true, "网络投诉", None),
            ("#规模以上工业", None, true, "规模以上工业", None),
            ("一、宣传引导", Some("一"), false, "宣传引导", None),
            ("发布消费提(警)示", None, false, "发布消费提（警）示", None),
            ("12315平台投诉", None, false, "12315平台投诉", None),
        ] {
            let written = written_label(text);
            let measure_text = written.measure.as_ref().map(|measure| measure.text.as_str());
            let said = (written.number.as_deref(), written.is_part, written.words.as_str(), measure_text);
            assert_eq!(said, (number, is_part, words, measure), "{text}");
        }
    }

    #[test]
    fn questions_are_labels_without_their_number_and_kind() {
        for (text, words) in [
            ("1.普法宣传活动（场）（必填）", "普法宣传活动"),
            ("2、普法宣传活动（场）（选填）", "普法宣传活动"),
            ("Q3_普法宣传活动（场）", "普法宣传活动"),
            ("q3. 普法宣传活动", "普法宣传活动"),
            ("*普法宣传活动（场）", "普法宣传活动"),
            ("*1、普法宣传活动（场）*", "普法宣传活动"),
            ("第4题：普法宣传活动", "普法宣传活动"),
            ("普法宣传活动（场）[填空题]", "普法宣传活动"),
            ("【必填】普法宣传活动（场）", "普法宣传活动"),
            ("3_普法宣传活动（场）(数字,必填)", "普法宣传活动"),
            ("普法宣传活动 *必填", "普法宣传活动"),
            ("发布消费提（警）示（必填）", "发布消费提警示"),
            ("受理消费者投诉（其中线上）", "受理消费者投诉其中线上"),
            ("普法宣传活动（场）必填", "普法宣传活动"),
            ("普法宣传活动（场）（没有填0）", "普法宣传活动"),
            ("必填", "必填"),
        ] {
            assert_eq!(read_label(text).unwrap().readings[0], words, "{text}");
        }
    }
}
