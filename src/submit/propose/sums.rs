//! Sums that a layout implies: 合计 before its items is their whole, behind them it is checked against their sum.
//!
//! A 小计 sums the rows since the one before it, a 合计 these and what no 小计 took. Only items of one measure are
//! added; parts (其中) are in their wholes already.

use super::draft::Draft;
use crate::form::Relation;
use crate::form::sketch::SketchItem;
use crate::vocabulary::plain::core;

pub fn settle(draft: &mut Draft) {
    let items = draft.sketch.items.clone();
    let groups = draft.groups.clone();
    let mut closed: Vec<usize> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut index = 0;
    while index < items.len() {
        let item = &items[index];
        if item.section {
            closed.append(&mut open);
        } else if !is_total(item, &groups[index]) {
            if item.part_of.is_none() {
                open.push(index);
            }
        } else {
            let local = is_local(&items, &groups, index);
            let same = |other: &usize| items[*other].measure == item.measure && kin(&groups, *other, index);
            let summed: Vec<usize> = if local { open.clone() } else { [&closed[..], &open].concat() };
            let summed: Vec<usize> = summed.into_iter().filter(same).collect();
            if summed.len() >= 2 {
                check(draft, &items, index, &summed);
                open.retain(|other| !summed.contains(other));
                closed.retain(|other| !summed.contains(other));
                if local { closed.push(index) } else { open.push(index) }
            } else {
                let parts = following(&items, &groups, index);
                make_parts(draft, index, &parts);
                index += parts.len();
                open.push(index - parts.len());
            }
        }
        index += 1;
    }
}

/// 合计, 小计, 总计 alone or behind the words of a group.
fn is_total(item: &SketchItem, group: &str) -> bool {
    let word = core(&item.label);
    let own = word.strip_prefix(core(group).as_str()).unwrap_or(&word);
    matches!(own, "总计" | "共计" | "计") || own.ends_with("合计") || own.ends_with("小计")
}

/// Whether words are a sum by themselves.
pub fn is_sum(label: &str) -> bool {
    matches!(core(label).as_str(), "合计" | "总计" | "小计" | "共计" | "计")
}

/// A sum of some rows only: 小计, one of a group, or one of several.
fn is_local(items: &[SketchItem], groups: &[String], index: usize) -> bool {
    let own = core(&items[index].label);
    let alike = items.iter().filter(|item| core(&item.label) == own).count();
    own.ends_with("小计") || alike > 1 || !groups[index].is_empty()
}

/// Of one group, where the sum is of a group.
fn kin(groups: &[String], item: usize, total: usize) -> bool {
    groups[total].is_empty() || groups[item] == groups[total]
}

/// The rows behind a sum that it may be of: up to the next section or sum, of the same measure and group.
fn following(items: &[SketchItem], groups: &[String], total: usize) -> Vec<usize> {
    let rest = (total + 1)..items.len();
    let own = rest.take_while(|other| {
        let item = &items[*other];
        !item.section && !is_total(item, &groups[*other]) && kin(groups, *other, total)
    });
    own.collect()
}

fn make_parts(draft: &mut Draft, total: usize, rest: &[usize]) {
    let (code, measure) = {
        let item = &draft.sketch.items[total];
        (item.code.clone(), item.measure.clone())
    };
    let apt = |index: &&usize| {
        let item = &draft.sketch.items[**index];
        item.part_of.is_none() && item.measure == measure
    };
    let parts: Vec<usize> = rest.iter().filter(apt).copied().collect();
    if parts.len() < 2 {
        let words =
            format!("“{}”是哪几项的和，表上看不出来；请在报表里设置", draft.sketch.items[total].label);
        return draft.ask_about(&code, None, words);
    }
    for part in parts {
        draft.sketch.items[part].part_of = Some((code.clone(), Relation::AddsUp));
    }
}

fn check(draft: &mut Draft, items: &[SketchItem], total: usize, summed: &[usize]) {
    let code = &items[total].code;
    let sum: Vec<String> = summed.iter().map(|index| format!("[{}]", items[*index].code)).collect();
    let sum = sum.join(" + ");
    let names: Vec<&str> = summed.iter().map(|index| items[*index].label.as_str()).collect();
    let sentence = format!("填的是 {{[{code}]}}，各项（{}）合计是 {{{sum}}}；两者应相等", names.join("、"));
    draft.check(format!("sum-{code}"), vec![code.clone()], format!("[{code}] = {sum}"), sentence);
}
