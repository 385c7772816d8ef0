//! Materials that are asked for without a time: `活动总结请报送至县局办公室。`
//!
//! 及时上报 and 随时报告 ask for nothing in particular. A material counts where the sentence takes it with 将 or leads
//! its verb to an office or a mail address; no time is invented for it.

use super::dates::{NamedKind, named};
use super::demand::Demand;
use super::material::materials;
use super::object::trimmed;
use super::page::{Page, Sentence};
use super::verbs::verbs;
use super::who::receiver;

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
    let verb = verbs(sentence, all.clone()).into_iter().next()?;
    let clause = sentence.clause(verb.start);
    let taken = ["将", "把"].iter().filter_map(|word| sentence.find(clause.start..verb.start, word)).min();
    let object = taken.map_or(clause.start..verb.start, |taken| taken + 1..verb.start);
    let mut listed = materials(sentence, trimmed(sentence, object));
    if listed.is_empty() {
        listed = materials(sentence, verb.end..clause.end);
    }
    let demand = Demand { date: None, materials: listed, chars: all, verb, required: true, undecided: false };
    let leads = receiver(page, sentence, &demand).is_some() || sentence.chars.contains(&'@');
    (!demand.materials.is_empty() && leads).then_some(demand)
}
