//! What one date asks for: a verb of reporting among the words that it governs, and the materials of that verb.

use std::ops::Range;

use super::dates::{Named, NamedKind};
use super::ends::is_announced_end;
use super::kinds::{names_goods, names_objects};
use super::lead_in::lead_in_end;
use super::main_verb::{borrowed, main_verb_beside};
use super::material::{Material, materials};
use super::object::objects;
use super::page::Sentence;
use super::refusals::{
    CUT_OFF, GOODS, PUBLISHED, SUPERIOR, UNNAMED, WORK, is_cut_off, is_of_superior, is_published,
};
use super::sought::{Known, sought};

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
    /// Who sends it, where each date of the sentence has a sender of its own.
    pub sender: Option<Range<usize>>,
    /// Several dates could not be dealt out over the materials.
    pub undecided: bool,
}

impl Demand {
    /// Of one date, for whoever the sentence or the notice means.
    pub fn new(
        date: Option<Named>,
        materials: Vec<Material>,
        chars: Range<usize>,
        verb: Range<usize>,
    ) -> Demand {
        Demand { date, materials, chars, verb, sender: None, undecided: false }
    }
}

/// The demand of a date that governs some characters, or why it is none.
pub fn demand(
    sentence: &Sentence,
    chars: Range<usize>,
    date: &Named,
    known: Known,
) -> Result<Demand, &'static str> {
    let is_announced = is_announced_end(sentence, date.chars.start);
    if is_announced && is_cut_off(sentence, date) {
        return Err(CUT_OFF);
    }
    if let Some(demand) = attached(sentence, &chars, date).filter(|_| is_announced) {
        return Ok(demand);
    }
    let from = begins(sentence, &chars, date, is_announced);
    let most = if date.kind == NamedKind::Span { sentence.clause(date.chars.start).end } else { chars.end };
    let verb = main_verb_beside(sentence, from..most, &date.chars)
        .or_else(|| borrowed(sentence, date.chars.end..chars.end))
        .ok_or(WORK)?;
    if is_of_superior(sentence, from..verb.end.min(chars.end).max(from)) {
        return Err(SUPERIOR);
    }
    if is_published(sentence, &verb) {
        return Err(PUBLISHED);
    }
    let (own, words) = objects(sentence, from..chars.end, date, &verb);
    let words = without_quotations(&words);
    if names_goods(&words) && (own.is_empty() || names_objects(&words)) {
        return Err(GOODS);
    }
    let materials = sought(sentence, own, (&chars, from), (date, &verb), known);
    match materials.is_empty() {
        true => Err(UNNAMED),
        false => Ok(Demand::new(Some(date.clone()), materials, chars, verb)),
    }
}

/// Where a date's own words begin: at its clause, behind words that lead in; an announced one governs what is before.
fn begins(sentence: &Sentence, chars: &Range<usize>, date: &Named, is_announced: bool) -> usize {
    let clause = if is_announced { 0 } else { sentence.clause(date.chars.start).start };
    let led = lead_in_end(sentence).filter(|end| *end <= date.chars.start).unwrap_or(0);
    chars.start.max(clause).max(led)
}

/// `以“学校+食品安全自查”命名`: what stands in quotation marks is a name.
fn without_quotations(words: &str) -> String {
    let mut parts = words.split('“');
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.filter_map(|part| Some(part.split_once('”')?.1)).collect::<String>()
}

/// `报送时间为12月20日前，并附全年总结`.
fn attached(sentence: &Sentence, chars: &Range<usize>, date: &Named) -> Option<Demand> {
    let word = [",并附", ",另附", ",附"].iter().find(|word| sentence.says_at(date.chars.end, word))?;
    let start = date.chars.end + word.chars().count();
    let materials = materials(sentence, start..sentence.clause(start).end);
    (!materials.is_empty()).then(|| Demand::new(Some(date.clone()), materials, chars.clone(), start..start))
}

/// Whether something must be sent, or only “if there is any”, by the clause in which it stands.
pub fn is_required(sentence: &Sentence, at: usize) -> bool {
    const WORDS: [&str; 9] =
        ["有条件的", "可一并", "可同时", "鼓励", "自愿", "如有", "可选", "可视情", "可于"];
    let clause = sentence.clause(at);
    let before =
        clause.start.checked_sub(1).map_or(0, |comma| sentence.clause(comma.saturating_sub(1)).start);
    let follows = sentence.says_at(before, "如有") && sentence.says_at(clause.start, "请一并");
    let is_condition =
        follows || sentence.says_at(clause.start, "有") && sentence.says_before(clause.end, "的");
    !is_condition && sentence.first_of(clause, &WORDS).is_none()
}
