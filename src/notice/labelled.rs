//! Notices that answer under labels instead of in sentences: `报送材料：…`, `报送时间：3月22日前`.

use super::amended::Moved;
use super::dates::{Named, NamedKind, named};
use super::demand::Demand;
use super::labels::is_heading;
use super::material::{Material, materials};
use super::object::made_in;
use super::page::{Page, Sentence};
use super::pointing::listed_line;
use crate::campaign::DeliverableKind;

const TIMES: [&str; 19] = [
    "征稿截止时间:",
    "投稿截止时间:",
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
pub fn demands<'p>(
    page: &'p Page,
    undated: &[(&Sentence, Demand)],
    moved: &[Moved<'p>],
) -> Vec<(&'p Sentence, Demand)> {
    let contents = labelled(page, &CONTENTS).map(|(contents, _)| listed(page, contents)).unwrap_or_default();
    let asked = undated.iter().flat_map(|(_, demand)| demand.materials.clone());
    let mut listed: Vec<Material> = if contents.is_empty() { asked.collect() } else { contents };
    if listed.is_empty() {
        listed = page.sentences.iter().map(made).find(|made| !made.is_empty()).unwrap_or_default();
    }
    let mut found = headed(page);
    let by_moving = || moved.first().map(|moved| (moved.sentence, moved.to.chars.start));
    let time = labelled(page, &TIMES).or_else(by_moving).filter(|_| !listed.is_empty());
    let Some((time, at)) = time else { return found };
    let dates: Vec<Named> = named(time)
        .into_iter()
        .filter(|date| date.chars.start >= at && date.kind != NamedKind::Span)
        .collect();
    let length = time.chars.len();
    let here = |material: Material| Material { chars: at..length, ..material };
    let listed: Vec<Material> = listed.into_iter().map(here).collect();
    let names_own = |two: &[Named]| !materials(time, two[0].chars.end..two[1].chars.start).is_empty();
    if dates.windows(2).any(names_own) {
        found.extend(of_several(time, at, &dates, listed).into_iter().map(|demand| (time, demand)));
        return found;
    }
    let demand = Demand::new(dates.into_iter().next(), listed, 0..length, length..length);
    found.push((time, demand));
    found
}

/// `总结和统计表3月20日前；案例3月15日前`: each date with what is named before it; where one has nothing, or something
/// stays without a date, it is not decided which is of which.
fn of_several(time: &Sentence, at: usize, dates: &[Named], listed: Vec<Material>) -> Vec<Demand> {
    let mut begins = at;
    let mut found: Vec<Demand> = Vec::new();
    for date in dates {
        let kinds: Vec<DeliverableKind> =
            materials(time, begins..date.chars.start).into_iter().map(|one| one.kind).collect();
        let own = listed.iter().filter(|one| kinds.contains(&one.kind)).cloned().collect();
        found.push(Demand::new(
            Some(date.clone()),
            own,
            begins..date.chars.end,
            date.chars.end..date.chars.end,
        ));
        begins = date.chars.end;
    }
    let dealt: usize = found.iter().map(|demand| demand.materials.len()).sum();
    let is_decided = dealt == listed.len() && found.iter().all(|demand| !demand.materials.is_empty());
    if is_decided {
        return found;
    }
    let all = dates[0].chars.start..dates[dates.len() - 1].chars.end;
    let both = Named { chars: all.clone(), ..dates[0].clone() };
    vec![Demand { undecided: true, ..Demand::new(Some(both), listed, all.clone(), all.end..all.end) }]
}

/// `需提交的材料（须于7月25日前报送管理部）：` above numbered lines.
fn headed(page: &Page) -> Vec<(&Sentence, Demand)> {
    let heading = |(index, sentence): (usize, &Sentence)| {
        let is_heading =
            sentence.chars.ends_with(&[':']) && sentence.find(0..sentence.chars.len(), "材料").is_some();
        let mut dates = named(sentence).into_iter();
        let date = dates.find(|date| {
            is_heading && date.kind == NamedKind::Until && sentence.is_bracketed(date.chars.start)
        })?;
        let length = sentence.chars.len();
        let below = page.sentences[index + 1..].iter().map_while(listed_line).flatten();
        let materials: Vec<Material> =
            below.map(|material| Material { chars: 0..length, ..material }).collect();
        let verb = length..length;
        let demand = Demand::new(Some(date), materials, 0..length, verb);
        (!demand.materials.is_empty()).then_some(demand)
    };
    page.sentences
        .iter()
        .enumerate()
        .filter_map(|(index, sentence)| Some((sentence, heading((index, sentence))?)))
        .collect()
}

/// `填写《申报表》，附简介和图片`: forms that a sentence has filled in, and what goes with them.
fn made(sentence: &Sentence) -> Vec<Material> {
    let made = made_in(sentence, 0..sentence.chars.len());
    if made.iter().any(|material| material.kind == DeliverableKind::Table) { made } else { Vec::new() }
}

fn labelled<'p>(page: &'p Page, labels: &[&str]) -> Option<(&'p Sentence, usize)> {
    let on_line = page.sentences.iter().find_map(|sentence| {
        let (at, length) = sentence.first_of(0..sentence.chars.len(), labels)?;
        Some((sentence, at + length))
    });
    on_line.or_else(|| below(page, labels))
}

/// `（二）报送时限。2026年1月6日17时前。`: a heading, and what stands first below it.
fn below<'p>(page: &'p Page, labels: &[&str]) -> Option<(&'p Sentence, usize)> {
    let names: Vec<&str> = labels.iter().map(|label| label.trim_end_matches(':')).collect();
    let heading = page.sentences.iter().position(|sentence| is_heading(sentence, &names))?;
    let below = page.sentences.get(heading + 1)?;
    let is_time = named(below).first().is_some_and(|date| date.chars.start == 0);
    is_time.then_some((below, 0))
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
        .flat_map(|sentence| materials(sentence, sentence.point()..sentence.chars.len()).into_iter().take(1))
        .collect()
}
