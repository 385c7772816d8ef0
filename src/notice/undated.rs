//! Materials that are asked for without a time: `活动总结请报送至县局办公室。`
//!
//! 及时上报 and 随时报告 ask for nothing in particular. A material counts where the sentence takes it with 将 or leads
//! its verb to an office or a mail address; no time is invented for it.

use std::ops::Range;

use super::dates::{NamedKind, named};
use super::demand::Demand;
use super::kinds::{is_form_of_another, says_little};
use super::material::{Material, materials};
use super::object::trimmed;
use super::page::{Page, Sentence};
use super::pointing::{is_pointing, points_back};
use super::receivers::receiver;
use super::senders::subject;
use super::verbs::verbs;
use super::ways::way_begins;

/// Words of sentences that ask in general.
const IN_GENERAL: [&str; 14] = [
    "及时",
    "随时",
    "适时",
    "第一时间",
    "立即",
    "不定期",
    "逐级",
    "按规定",
    "按程序",
    "定期",
    "如遇",
    "发现",
    "重大情况",
    "依法",
];

/// What a sentence asks for without a time.
pub fn demand(page: &Page, sentence: &Sentence) -> Option<Demand> {
    let all = 0..sentence.chars.len();
    let is_general = IN_GENERAL.iter().any(|word| sentence.has(word));
    let has_end = named(sentence).iter().any(|date| matches!(date.kind, NamedKind::Until | NamedKind::Open));
    if is_general || has_end {
        return None;
    }
    let asked = verbs(sentence, all.clone());
    let verb = asked.first()?.clone();
    let mut listed: Vec<Material> = Vec::new();
    for verb in &asked {
        listed.extend(of_verb(sentence, verb).into_iter().filter(|one| !is_pointing(&one.name)));
    }
    listed.extend(added(sentence, verb.end));
    let demand = Demand::new(None, listed, all, verb);
    let points = asked.iter().any(|verb| points_back(&of_verb(sentence, verb)));
    let leads = sentence.has("随")
        || is_sent_along(sentence)
        || receiver(page, sentence, &demand).is_some()
        || sentence.chars.contains(&'@')
        || is_told(page, sentence, &demand);
    ((points || !demand.materials.is_empty()) && leads).then_some(demand)
}

/// `可一并报送`, `请一并提供`: with what was asked for before.
pub fn is_sent_along(sentence: &Sentence) -> bool {
    sentence.has("可一并") || sentence.has("如有") && sentence.has("请一并")
}

/// `请报送典型案例`, `各镇报送工作总结`: told to somebody, and the material is named.
fn is_told(page: &Page, sentence: &Sentence, demand: &Demand) -> bool {
    let start = demand.verb.start;
    let is_named = demand.materials.iter().any(|material| !says_little(&material.name));
    let is_asked =
        ["请", "须", "另", "另请", "同时", "需"].iter().any(|word| sentence.says_before(start, word));
    is_named && is_asked && (sentence.has("请") || subject(page, sentence, 0..start).is_some())
}

/// What stands behind 将, or before a verb, or behind it.
fn of_verb(sentence: &Sentence, verb: &Range<usize>) -> Vec<Material> {
    let clause = sentence.clause(verb.start);
    if let Some(with) = sentence.find(clause.start..verb.start, "随") {
        return materials(sentence, clause.start.max(sentence.point())..with);
    }
    let taken = ["将", "把"].iter().filter_map(|word| sentence.find(clause.start..verb.start, word)).min();
    let object = taken.map_or(clause.start..verb.start, |taken| taken + 1..verb.start);
    let object = object.start..way_begins(sentence, object);
    let listed = materials(sentence, trimmed(sentence, object));
    if listed.is_empty() {
        let behind = materials(sentence, verb.end..clause.end);
        return if behind.is_empty() { condition(sentence, clause.start) } else { behind };
    }
    // “《统计表》由所长签字，扫描件报送…”: the form of what the sentence begins with.
    let is_form = listed.iter().all(|one| is_form_of_another(&one.name)) && clause.start > 0;
    let first = sentence.point()..sentence.clause(sentence.point()).end;
    let named = if is_form { materials(sentence, first) } else { Vec::new() };
    if named.is_empty() { listed } else { named }
}

/// `如有典型案例，请一并提供`: what the clause before takes for granted.
fn condition(sentence: &Sentence, clause: usize) -> Vec<Material> {
    let before = clause.checked_sub(1).map(|comma| sentence.clause(comma.saturating_sub(1)));
    let Some(before) = before.filter(|before| sentence.says_at(before.start, "如有")) else {
        return Vec::new();
    };
    materials(sentence, before.start + 2..clause - 1)
}

/// `，并附作品登记表`.
fn added(sentence: &Sentence, from: usize) -> Vec<Material> {
    let Some((at, length)) = sentence.first_of(from..sentence.chars.len(), &[",并附", ",随附", ",另附"])
    else {
        return Vec::new();
    };
    materials(sentence, at + length..sentence.clause(at + length).end)
}
