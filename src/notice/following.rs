//! What is named behind a time instead of before it: `电子版今天下班前发到工作群。要求：1.总结一份；2.照片5张`, and lists
//! under a heading 报送内容 of which the sentences with times name only some. What has no time there is asked.

use super::demand::Demand;
use super::kinds::is_form_of_another;
use super::labels::is_heading;
use super::material::{Material, is_bare_list, materials};
use super::page::{Page, Sentence};
use crate::campaign::DeliverableKind;

const HEADINGS: [&str; 8] = [
    "报送内容",
    "上报内容",
    "报送材料",
    "上报材料",
    "提交材料",
    "报送内容及要求",
    "报送材料清单",
    "材料清单",
];

/// Gives demands that only say in which form something is sent what the next sentence lists.
pub fn listed(behind: &[Sentence], sentence: &Sentence, found: &mut [Demand]) {
    let says_form_alone =
        |demand: &Demand| demand.materials.iter().all(|material| is_form_of_another(&material.name));
    let Some(next) = behind.first().filter(|next| next.paragraph <= sentence.paragraph + 1) else { return };
    for demand in found.iter_mut().filter(|demand| says_form_alone(demand)) {
        let list = numbered_behind_colon(next);
        if !list.is_empty() {
            let here = demand.verb.clone();
            demand.materials = list.into_iter().map(|one| Material { chars: here.clone(), ..one }).collect();
        }
    }
}

/// `要求：1.总结一份，800字以上；2.照片5张`: the first words of each number.
fn numbered_behind_colon(sentence: &Sentence) -> Vec<Material> {
    const FURTHEST: usize = 10;
    let Some(colon) = sentence.find(0..sentence.chars.len().min(FURTHEST), ":") else { return Vec::new() };
    let (mut found, mut at) = (Vec::new(), colon + 1);
    while at < sentence.chars.len() {
        let part = sentence.part(at);
        let is_numbered = sentence.chars[at].is_ascii_digit();
        let ends = (at..part.end).find(|place| ",。".contains(sentence.chars[*place])).unwrap_or(part.end);
        if is_numbered && is_bare_list(sentence, at..ends) {
            found.extend(materials(sentence, at..ends));
        }
        at = part.end + 1;
    }
    found
}

/// `将活动开展情况函告我委，内容包括：一是…数据（按附表填写）；三是照片2张`: what is sent besides, and no chapters of a text.
pub fn contents(sentence: &Sentence, demand: &mut Demand) {
    const LEADS: [&str; 5] = ["内容包括:", "内容为:", "内容如下:", "具体包括:", "主要包括:"];
    const BESIDES: [DeliverableKind; 4] =
        [DeliverableKind::Table, DeliverableKind::Pictures, DeliverableKind::Video, DeliverableKind::Cases];
    let rest = demand.verb.end..sentence.chars.len();
    let Some((lead, length)) = sentence.first_of(rest, &LEADS).filter(|_| demand.date.is_some()) else {
        return;
    };
    let mut at = lead + length;
    while at < sentence.chars.len() {
        let part = sentence.part(at);
        let start = at + if sentence.says_at(at + 1, "是") { 2 } else { 0 };
        let mut listed = materials(sentence, start..part.end);
        if ["(按附表", "(按附件", "(填写附"].iter().any(|word| sentence.find(start..part.end, word).is_some())
        {
            let end = sentence.find(start..part.end, "(").unwrap_or(part.end);
            let (kind, name) = (DeliverableKind::Table, sentence.said(start..end));
            listed = vec![Material { kind, name, chars: start..end }];
        }
        let known: Vec<DeliverableKind> = demand.materials.iter().map(|known| known.kind).collect();
        let is_besides = |one: &Material| BESIDES.contains(&one.kind) && !known.contains(&one.kind);
        demand.materials.extend(listed.into_iter().filter(is_besides));
        at = part.end + 1;
    }
}

/// Sentences under such a heading that list materials and say nothing else.
pub fn under_headings(page: &Page) -> Vec<(&Sentence, Demand)> {
    const MOST: usize = 12;
    let Some(at) = page.sentences.iter().position(|sentence| is_heading(sentence, &HEADINGS)) else {
        return Vec::new();
    };
    let below = page.sentences[at + 1..].iter().take(MOST);
    below.take_while(|sentence| !is_chapter(sentence)).filter_map(list).collect()
}

/// `二、报送时间`.
fn is_chapter(sentence: &Sentence) -> bool {
    let point = sentence.point();
    point > 0 && sentence.chars[0] != '(' && !sentence.chars[0].is_ascii_digit()
}

fn list(sentence: &Sentence) -> Option<(&Sentence, Demand)> {
    let ends = sentence.chars.iter().rposition(|c| !";。".contains(*c))? + 1;
    let all = sentence.point()..ends;
    let is_list = all.start < all.end && is_bare_list(sentence, all.clone());
    let materials = if is_list { materials(sentence, all.clone()) } else { Vec::new() };
    (!materials.is_empty()).then(|| (sentence, Demand::new(None, materials, all.clone(), all.end..all.end)))
}
