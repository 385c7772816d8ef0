//! Notices that answer under labels instead of in sentences: `报送材料：…`, `报送时间：3月22日前`.

use super::dates::{NamedKind, named};
use super::demand::Demand;
use super::material::{Material, materials};
use super::page::{Page, Sentence};

const TIMES: [&str; 17] = [
    "报送时间:",
    "上报时间:",
    "报送时限:",
    "上报时限:",
    "报送期限:",
    "截止时间:",
    "截止日期:",
    "提交时间:",
    "报送截止时间:",
    "报送日期:",
    "反馈时间:",
    "上报日期:",
    "提交时限:",
    "截稿时间:",
    "截稿日期:",
    "征集截止时间:",
    "申报截止时间:",
];
const CONTENTS: [&str; 13] = [
    "报送内容:",
    "报送材料:",
    "上报材料:",
    "上报内容:",
    "提交材料:",
    "材料清单:",
    "报送资料:",
    "上报资料:",
    "报送材料包括:",
    "需报送材料:",
    "报送清单:",
    "报送内容包括:",
    "提交内容:",
];

/// What labels ask for, each with the sentence of its time. `undated` is what sentences ask for without a time.
pub fn demands<'p>(page: &'p Page, undated: &[(&Sentence, Demand)]) -> Vec<(&'p Sentence, Demand)> {
    let contents = labelled(page, &CONTENTS).map(|(contents, _)| listed(page, contents)).unwrap_or_default();
    let asked = undated.iter().flat_map(|(_, demand)| demand.materials.clone());
    let listed = if contents.is_empty() { asked.collect() } else { contents };
    let Some((time, at)) = labelled(page, &TIMES).filter(|_| !listed.is_empty()) else { return Vec::new() };
    let date = named(time).into_iter().find(|date| date.chars.start >= at && date.kind != NamedKind::Span);
    let length = time.chars.len();
    let here = |material: Material| Material { chars: at..length, ..material };
    let materials = listed.into_iter().map(here).collect();
    let demand =
        Demand { date, materials, chars: 0..length, verb: length..length, required: true, undecided: false };
    vec![(time, demand)]
}

fn labelled<'p>(page: &'p Page, labels: &[&str]) -> Option<(&'p Sentence, usize)> {
    page.sentences.iter().find_map(|sentence| {
        let (at, length) = sentence.first_of(0..sentence.chars.len(), labels)?;
        Some((sentence, at + length))
    })
}

/// Materials on the line of the label, or on the numbered lines below it.
fn listed(page: &Page, label: &Sentence) -> Vec<Material> {
    let (at, length) = label.first_of(0..label.chars.len(), &CONTENTS).unwrap_or((0, 0));
    let ends =
        label.first_of(at + length..label.chars.len(), &TIMES).map_or(label.chars.len(), |(end, _)| end);
    let own = materials(label, at + length..ends);
    if !own.is_empty() {
        return own;
    }
    let below = page.sentences.iter().filter(|sentence| sentence.range.start > label.range.start);
    let items = below.take_while(|sentence| sentence.first_of(0..sentence.chars.len(), &TIMES).is_none());
    items
        .take(8)
        .flat_map(|sentence| {
            materials(sentence, item_start(sentence)..sentence.chars.len()).into_iter().take(1)
        })
        .collect()
}

/// Behind `1.`, `（一）`, `①`.
fn item_start(sentence: &Sentence) -> usize {
    sentence
        .chars
        .iter()
        .take_while(|c| c.is_ascii_digit() || ".、()一二三四五六七八九十①②③④⑤".contains(**c))
        .count()
}
