//! A sentence that asks for reports: which materials, by when, with which verb.
//!
//! A date makes a deadline only together with a verb of reporting and a material. A sentence may hold several
//! dates: each governs the clauses from its own on, up to the next, and none beyond a semicolon. A date behind
//! 截止时间为 governs what stands before it. With 分别 dates are dealt out over the materials (`shares`).

use std::ops::Range;

use super::dates::{Named, NamedKind, is_announced_end, named};
use super::material::{Material, names_goods};
use super::object::{ALONG, made_in, more, objects};
use super::page::Sentence;
use super::shares::shares;
use super::verbs::verbs;

/// What one date of a sentence asks for.
#[derive(Clone)]
pub struct Demand {
    /// The date; none where the sentence names no time.
    pub date: Option<Named>,
    pub materials: Vec<Material>,
    /// The characters that this date governs.
    pub chars: Range<usize>,
    /// The verb that leads to the receiver.
    pub verb: Range<usize>,
    /// Not only asked “if there is any”.
    pub required: bool,
    /// Several dates could not be dealt out over the materials.
    pub undecided: bool,
}

/// A date with 前 that asks for no report, and why.
pub struct NoDemand {
    pub date: Named,
    pub why: &'static str,
}

const GOODS: &str = "要求送交的是实物或款项，不是报送材料";
const SUPERIOR: &str = "这是上级对本级的要求，不是本通知的报送时限";
pub const WORK: &str = "这是完成工作的时限，句中没有要求报送材料";
const UNNAMED: &str = "句中没有写明要报送的材料";

/// No sentence of a notice sets more deadlines; a table without stops would.
const MOST_DATES: usize = 16;

/// What a sentence asks for, and its ends that ask for nothing.
pub fn demands(sentence: &Sentence, before: &[Sentence]) -> (Vec<Demand>, Vec<NoDemand>) {
    let ends = named(sentence).into_iter().filter(|named| is_end(sentence, named));
    let ends: Vec<Named> = ends.take(MOST_DATES).collect();
    if let Some(dealt) = dealt_out(sentence, &ends) {
        return (dealt, Vec::new());
    }
    let (mut found, mut not) = (Vec::new(), Vec::new());
    for (index, date) in ends.iter().enumerate() {
        let previous = index.checked_sub(1).map(|previous| &ends[previous]);
        let governed = governed(sentence, previous, date, ends.get(index + 1));
        match demand(sentence, governed, date, before) {
            Ok(demand) => found.push(demand),
            Err(why) => not.push(NoDemand { date: date.clone(), why }),
        }
    }
    (found, not)
}

/// A date with 前 always, and an open time; a span where it may be the time for sending; a day alone where several
/// are dealt out.
fn is_end(sentence: &Sentence, named: &Named) -> bool {
    let is_led = || ["于", "在"].iter().any(|word| sentence.says_before(named.chars.start, word));
    match named.kind {
        NamedKind::Until | NamedKind::Open => true,
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
    is_led && main_verb(sentence, named.chars.end..clause.end).is_some()
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
    let begins = match previous.filter(own) {
        Some(previous) if is_announced(sentence, date) => previous.chars.end,
        Some(_) => sentence.clause(date.chars.start).start,
        None => part.start,
    };
    let ends = match next.filter(own) {
        Some(next) if is_announced(sentence, next) => date.chars.end,
        Some(next) => sentence.clause(next.chars.start).start,
        None if next.is_none() => along(sentence, part.end),
        None => part.end,
    };
    begins..ends.max(date.chars.end)
}

/// `…；统计表随同报送`: the end of the parts that are sent along.
fn along(sentence: &Sentence, end: usize) -> usize {
    const LONGEST: usize = 40;
    let rest = end..sentence.chars.len();
    let is_along = rest.len() < LONGEST && sentence.first_of(rest.clone(), &ALONG).is_some();
    if is_along { rest.end } else { end }
}

fn is_announced(sentence: &Sentence, date: &Named) -> bool {
    is_announced_end(sentence, date.chars.start)
}

fn demand(
    sentence: &Sentence,
    chars: Range<usize>,
    date: &Named,
    before: &[Sentence],
) -> Result<Demand, &'static str> {
    let from = match is_announced(sentence, date) {
        true => chars.start,
        false => sentence.clause(date.chars.start).start,
    };
    let most = if date.kind == NamedKind::Span { sentence.clause(date.chars.start).end } else { chars.end };
    let verb = main_verb(sentence, from..most)
        .or_else(|| borrowed(sentence, date.chars.end..chars.end))
        .ok_or(WORK)?;
    if is_of_superior(sentence, from..verb.end.min(chars.end).max(from)) {
        return Err(SUPERIOR);
    }
    let (listed, words) = objects(sentence, from..chars.end, date, &verb);
    if listed.is_empty() && names_goods(&words) {
        return Err(GOODS);
    }
    let mut materials = listed;
    if materials.is_empty() {
        materials = made_in(sentence, chars.start..from);
    }
    let points_back =
        materials.iter().any(|material| ["以上", "上述"].iter().any(|word| material.name.starts_with(word)));
    if materials.is_empty() || points_back {
        let made = made_before(sentence, before, points_back);
        // A material of a sentence before has no place in this one.
        let made = made.into_iter().map(|material| Material { chars: verb.clone(), ..material });
        materials = Some(made.collect()).filter(|made: &Vec<Material>| !made.is_empty()).unwrap_or(materials);
    }
    if materials.is_empty() {
        return Err(UNNAMED);
    }
    materials.extend(more(sentence, verb.end..chars.end));
    let required = is_required(sentence, chars.clone());
    Ok(Demand { date: Some(date.clone()), materials, chars, verb, required, undecided: false })
}

/// What the sentences before had made: that just before in the same paragraph, or, for 以上材料, the nearest.
fn made_before(sentence: &Sentence, before: &[Sentence], points_back: bool) -> Vec<Material> {
    let near = before.iter().rev().take(if points_back { 3 } else { 1 });
    let near = near.filter(|before| points_back || before.paragraph == sentence.paragraph);
    near.map(|before| made_in(before, 0..before.chars.len()))
        .find(|made| !made.is_empty())
        .unwrap_or_default()
}

/// The first verb, or one of its clause that leads to an office.
fn main_verb(sentence: &Sentence, within: Range<usize>) -> Option<Range<usize>> {
    let verbs = verbs(sentence, within);
    let first = verbs.first()?;
    let clause = sentence.clause(first.start);
    let leads = |verb: &&Range<usize>| {
        verb.start < clause.end && ["至", "到", "给"].iter().any(|word| sentence.says_at(verb.end, word))
    };
    Some(verbs.iter().find(leads).unwrap_or(first).clone())
}

/// `3月20日前将方案；4月5日前将总结报送至…`: the verb of a later part.
fn borrowed(sentence: &Sentence, within: Range<usize>) -> Option<Range<usize>> {
    sentence.first_of(within.clone(), &["将", "把"])?;
    verbs(sentence, within.end..sentence.chars.len()).into_iter().next()
}

fn is_of_superior(sentence: &Sentence, within: Range<usize>) -> bool {
    const WORDS: [&str; 9] =
        ["要求我", "须向市局", "我局须", "我局将", "我县须", "我县将", "我市将", "我局要", "我们将"];
    sentence.first_of(within, &WORDS).is_some()
}

fn is_required(sentence: &Sentence, within: Range<usize>) -> bool {
    const WORDS: [&str; 8] = ["有条件的", "可一并", "可同时", "鼓励", "自愿", "如有", "可选", "可视情"];
    sentence.first_of(within, &WORDS).is_none()
}

/// `分别于2月12日、3月20日前将甲和乙以及丙报…`: dates beside each other, dealt out over the materials.
fn dealt_out(sentence: &Sentence, ends: &[Named]) -> Option<Vec<Demand>> {
    let (first, last) = (ends.first()?, ends.last()?);
    let together = ends.windows(2).all(|two| are_together(sentence, &two[0], &two[1]));
    if ends.len() < 2 || !together {
        return None;
    }
    let part = sentence.part(last.chars.start);
    let verb = main_verb(sentence, last.chars.end..part.end)?;
    // What later clauses add has no share in the dates.
    let clause = sentence.clause(verb.start).end;
    let all = demand(sentence, part.start..clause, last, &[]).ok()?;
    let added = added(sentence, clause, &all);
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
