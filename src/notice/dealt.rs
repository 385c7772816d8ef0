//! Several dates that belong together: `分别于2月12日、3月20日前将甲和乙以及丙报…` deals them out over the materials
//! (`shares`), `甲单位于4月10日前、乙单位于4月15日前将总结报…` over those who send.

use std::ops::Range;

use super::along::along;
use super::dates::Named;
use super::demand::{Demand, demand};
use super::main_verb::main_verb;
use super::material::{is_bare_list, materials};
use super::object::{more, trimmed};
use super::page::Sentence;
use super::shares::shares;
use super::sought::Known;
use super::verbs::verbs;

/// `分别于2月12日、3月20日前将甲和乙以及丙报…`: dates beside each other, dealt out over the materials.
pub fn dealt_out(sentence: &Sentence, ends: &[Named]) -> Option<Vec<Demand>> {
    let (first, last) = (ends.first()?, ends.last()?);
    let together = ends.windows(2).all(|two| are_together(sentence, &two[0], &two[1]));
    if ends.len() < 2 || !together {
        return None;
    }
    if let Some(own) = each_with_its_own(sentence, ends) {
        return Some(own);
    }
    let part = sentence.part(last.chars.start);
    let verb = main_verb(sentence, last.chars.end..part.end)?;
    // What later clauses add has no share in the dates.
    let clause = sentence.clause(verb.start).end;
    let all = demand(sentence, part.start..clause, last, Known { materials: &[], before: &[] }).ok()?;
    let added = added(sentence, clause, &all);
    if let Some(senders) = senders(sentence, ends) {
        let own = |(date, sender): (&Named, Range<usize>)| Demand {
            date: Some(date.clone()),
            sender: Some(sender),
            ..all.clone()
        };
        return Some(ends.iter().zip(senders).map(own).chain(added).collect());
    }
    let shares = shares(&all.materials, ends.len()).filter(|_| sentence.has("分别"));
    let Some(shares) = shares else {
        let both = Named { chars: first.chars.start..last.chars.end, ..last.clone() };
        return Some(
            [Demand { date: Some(both), undecided: true, ..all }].into_iter().chain(added).collect(),
        );
    };
    let share = |(number, date): (usize, &Named)| {
        let own = all.materials.iter().zip(&shares).filter(|(_, share)| **share == number);
        let materials = own.map(|(material, _)| material.clone()).collect();
        Demand { date: Some(date.clone()), materials, ..all.clone() }
    };
    let dealt = ends.iter().enumerate().map(share).filter(|demand| !demand.materials.is_empty());
    Some(dealt.chain(added).collect())
}

/// `自查报告于5月22日前、整改报告于6月23日前报…`: each date behind what it governs.
fn each_with_its_own(sentence: &Sentence, ends: &[Named]) -> Option<Vec<Demand>> {
    let last = ends.last()?;
    let part = sentence.part(last.chars.start);
    let verb = main_verb(sentence, last.chars.end..part.end)?;
    let mut begins = sentence.clause(ends.first()?.chars.start).start.max(sentence.point());
    let mut found = Vec::new();
    for date in ends {
        let colon = sentence.find(begins..date.chars.start, ":");
        let start = colon.map_or(begins, |colon| colon + 1);
        let lists = trimmed(sentence, start..date.chars.start);
        let lists =
            lists.start + usize::from(",、和及".contains(*sentence.chars.get(lists.start)?))..lists.end;
        let materials = materials(sentence, lists.clone());
        if materials.is_empty() || !is_bare_list(sentence, lists) {
            return None;
        }
        found.push(Demand::new(Some(date.clone()), materials, begins..part.end, verb.clone()));
        begins = date.chars.end;
    }
    Some(found)
}

/// Two dates in one clause without a verb between them.
fn are_together(sentence: &Sentence, one: &Named, other: &Named) -> bool {
    let is_beside = other.chars.start <= one.chars.end + 2;
    let same_clause = sentence.clause(one.chars.start) == sentence.clause(other.chars.start);
    is_beside || same_clause && verbs(sentence, one.chars.end..other.chars.start).is_empty()
}

/// What is sent along without a time of its own.
fn added(sentence: &Sentence, from: usize, all: &Demand) -> Option<Demand> {
    let chars = from..along(sentence, sentence.part(from.min(sentence.chars.len() - 1)).end);
    let materials = more(sentence, chars.clone());
    (!materials.is_empty()).then(|| Demand { date: None, materials, chars, ..all.clone() })
}

/// Who sends by which date, where each date has its own before it: `甲于D1、乙于D2`.
fn senders(sentence: &Sentence, ends: &[Named]) -> Option<Vec<Range<usize>>> {
    let own = |date: &Named| {
        let led = date.chars.start.checked_sub(1).filter(|at| "于在".contains(sentence.chars[*at]))?;
        let edge = (0..led).rev().find(|at| ",、;:)请".contains(sentence.chars[*at]));
        let start = edge.map_or(sentence.point(), |edge| edge + 1);
        let words = sentence.words(start..led);
        let is_name = (2..=24).contains(&words.chars().count()) && !words.ends_with("分别");
        is_name.then_some(start..led)
    };
    ends.iter().map(own).collect()
}
