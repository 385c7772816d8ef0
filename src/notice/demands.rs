//! A sentence that asks for reports: which materials, by when, with which verb.
//!
//! A date makes a deadline only together with a verb of reporting and a material. A sentence may hold several
//! dates: each governs the clauses from its own on, up to the next, and none beyond a semicolon. A date behind
//! 截止时间为 governs what stands before it. Dates that belong together are dealt out (`dealt`).

use std::ops::Range;

use super::along::along;
use super::dates::{Named, NamedKind, named};
use super::dealt::dealt_out;
use super::demand::{Demand, demand};
use super::ends::is_announced_end;
use super::lead_in::lead_in;
use super::main_verb::main_verb;
use super::material::materials;
use super::object::objects;
use super::page::Sentence;
use super::sought::Known;

/// A date with 前 that asks for no report, and why.
pub struct NoDemand {
    pub date: Named,
    pub why: &'static str,
}

/// No sentence of a notice sets more deadlines; a table without stops would.
const MOST_DATES: usize = 16;

/// What a sentence asks for, and its ends that ask for nothing.
pub fn demands(sentence: &Sentence, before: &[Sentence]) -> (Vec<Demand>, Vec<NoDemand>) {
    let ends = named(sentence).into_iter().filter(|named| is_end(sentence, named));
    let ends: Vec<Named> = ends.take(MOST_DATES).collect();
    if let Some(dealt) = dealt_out(sentence, &ends) {
        return (dealt, Vec::new());
    }
    let lead = lead_in(sentence).map_or(Vec::new(), |lead| materials(sentence, lead));
    let (mut found, mut not) = (Vec::new(), Vec::new());
    let dealt = dealt_in_parts(sentence, &ends);
    let is_dealt = |date: &Named| dealt.iter().any(|(part, _)| part.contains(&date.chars.start));
    for (index, date) in ends.iter().enumerate().filter(|(_, date)| !is_dealt(date)) {
        // The span of the work before governs nothing.
        let previous = ends[..index].iter().rfind(|end| end.kind != NamedKind::Span);
        let governed = governed(sentence, previous, date, ends.get(index + 1));
        let materials = found.last().map_or(&lead[..], |last: &Demand| &last.materials);
        match demand(sentence, governed, date, Known { materials, before }) {
            Ok(demand) => found.push(demand),
            Err(why) => not.push(NoDemand { date: date.clone(), why }),
        }
    }
    found.extend(undated_parts(sentence, &ends, &found));
    found.extend(dealt.into_iter().flat_map(|(_, dealt)| dealt));
    (found, not)
}

/// `…报监测表；1月5日前、2月26日前分别报甲、乙`: what is dealt out within one part of several.
fn dealt_in_parts(sentence: &Sentence, ends: &[Named]) -> Vec<(Range<usize>, Vec<Demand>)> {
    let parts = ends.chunk_by(|one, next| sentence.part(one.chars.start).contains(&next.chars.start));
    let several = parts.filter(|part| part.len() > 1 && part.len() < ends.len());
    several
        .filter_map(|part| Some((sentence.part(part[0].chars.start), dealt_out(sentence, part)?)))
        .collect()
}

/// Parts of a sentence without a date: `4月22日前，各校将总结报甲；各中队将照片报乙`. A date at the very beginning, with a
/// comma behind it, governs them, too; else they have none.
fn undated_parts(sentence: &Sentence, ends: &[Named], found: &[Demand]) -> Vec<Demand> {
    let Some(last) = found.last().filter(|_| ends.len() == 1) else { return Vec::new() };
    let Some(date) = last.date.clone() else { return Vec::new() };
    let leads = date.chars.start == sentence.point() && sentence.says_at(date.chars.end, ",");
    let mut parts = Vec::new();
    let mut at = last.chars.end;
    while at + 1 < sentence.chars.len() {
        let part = sentence.part(at + 1);
        at = part.end;
        let named = named(sentence).iter().any(|named| part.contains(&named.chars.start));
        let taken = sentence.first_of(part.clone(), &["将", "把"]).filter(|_| !named);
        if taken.is_some()
            && let Some(verb) = main_verb(sentence, part.clone())
        {
            let nowhere = Named { chars: part.start..part.start, ..date.clone() };
            let (materials, _) = objects(sentence, part.clone(), &nowhere, &verb);
            let date = leads.then(|| date.clone());
            parts.push(Demand::new(date, materials, part, verb));
        }
    }
    parts.retain(|part| !part.materials.is_empty());
    parts
}

/// A date with 前 always, and an open time; a span where it may be the time for sending; a day alone where several
/// are dealt out.
fn is_end(sentence: &Sentence, named: &Named) -> bool {
    let is_led = || ["于", "在"].iter().any(|word| sentence.says_before(named.chars.start, word));
    match named.kind {
        NamedKind::Until => true,
        // “2月份” alone ends nothing.
        NamedKind::Open => {
            ["前", "内", "底", "末", "止", "截止", "旬"]
                .iter()
                .any(|end| sentence.says_before(named.chars.end, end))
                || sentence.chars[named.chars.start] == '每'
        }
        NamedKind::Span => sentence.says_before(named.chars.end, "前") || is_led(),
        NamedKind::Day => is_first_of_several(sentence, named) || is_sending_day(sentence, named),
    }
}

/// `3月20日和4月20日前`: the word that makes an end of the last makes one of the first, too.
fn is_first_of_several(sentence: &Sentence, day: &Named) -> bool {
    let joins = sentence.chars.get(day.chars.end).is_some_and(|c| "、和及与".contains(*c));
    let next = named(sentence).into_iter().find(|next| next.chars.start > day.chars.start);
    joins && next.is_some_and(|next| next.chars.start <= day.chars.end + 3 && next.kind != NamedKind::Span)
}

/// `于3月22日报送总结`, 将…, in one clause.
fn is_sending_day(sentence: &Sentence, named: &Named) -> bool {
    let is_led = sentence.says_before(named.chars.start, "于");
    let clause = sentence.clause(named.chars.start);
    let verb = main_verb(sentence, named.chars.end..clause.end);
    // “3月18号交到教办”
    verb.is_some_and(|verb| is_led || verb.start == named.chars.end)
}

/// The characters that a date governs.
fn governed(
    sentence: &Sentence,
    previous: Option<&Named>,
    date: &Named,
    next: Option<&Named>,
) -> Range<usize> {
    let part = sentence.part(date.chars.start);
    let own = |named: &&Named| part.contains(&named.chars.start);
    let clause = sentence.clause(date.chars.start);
    let same_clause = |other: &Named| clause.contains(&other.chars.start);
    let begins = match previous.filter(own) {
        Some(previous) if is_announced(sentence, date) => previous.chars.end,
        // “6月5日前报县局、6月10日前报市局” is one clause with two ends.
        Some(previous) if same_clause(previous) => date.chars.start,
        Some(_) => sentence.clause(date.chars.start).start,
        None => part.start,
    };
    let ends = match next.filter(own) {
        Some(next) if is_announced(sentence, next) => date.chars.end,
        Some(next) if same_clause(next) => next.chars.start,
        Some(next) => sentence.clause(next.chars.start).start,
        None if next.is_none() => along(sentence, part.end),
        None => part.end,
    };
    begins..ends.max(date.chars.end)
}

fn is_announced(sentence: &Sentence, date: &Named) -> bool {
    is_announced_end(sentence, date.chars.start)
}
