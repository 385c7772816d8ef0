//! Where the materials of a verb are looked for when its own words name none, nearest first: what the clauses before had
//! made, their topic, what the date before asked for, what the sentences before had made, the list under a heading.

use std::ops::Range;

use super::dates::Named;
use super::kinds::is_form_of_another;
use super::material::{Material, materials};
use super::object::{is_topic, made_in, more, recommended, topic};
use super::page::Sentence;
use super::pointing::{labelled_before, made_before, points_back, under_heading};
use super::verbs::leads_to_office;

/// What is known where a date is read.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// The materials of the date before it in the sentence, or of the words that lead in.
    pub materials: &'k [Material],
    /// The sentences before.
    pub before: &'k [Sentence],
}

/// The materials of a verb whose words name `own`. `from` is where the date's own clause begins, `chars` what the date
/// governs.
pub fn sought(
    sentence: &Sentence,
    own: Vec<Material>,
    (chars, from): (&Range<usize>, usize),
    (date, verb): (&Named, &Range<usize>),
    known: Known,
) -> Vec<Material> {
    // A material of other words has no place among these.
    let here = |made: Vec<Material>| -> Vec<Material> {
        made.into_iter().map(|made| Material { chars: verb.clone(), ..made }).collect()
    };
    let passes_on = || leads_to_office(sentence, verb.end) && is_passed_on(sentence, from, date);
    let mut found = own;
    if found.is_empty() {
        found = made_in(sentence, chars.start..from);
    }
    if found.is_empty() {
        found = topic(sentence, chars.start..from);
    }
    if found.is_empty() && (is_one_of_several(sentence, from, date) || passes_on()) {
        found = here(known.materials.to_vec());
    }
    if found.is_empty() || points_back(&found) {
        found = or(here(made_before(sentence, known.before, &found)), found);
    }
    if known.materials.is_empty() && found.iter().all(|material| is_form_of_another(&material.name)) {
        found = or(here(text_before(sentence, date)), found);
    }
    found = or(here(under_heading(known.before, &found)), found);
    let adds = sentence.find(chars.start..verb.start.max(chars.start), "连同").is_some();
    if found.is_empty() || adds {
        found.splice(0..0, recommended(sentence, chars.start..from, known.before));
    }
    if found.is_empty() && leads_to_office(sentence, verb.end) {
        found = here(labelled_before(known.before));
    }
    if found.is_empty() {
        return found;
    }
    found.extend(added_before(sentence, chars.start..from, &found));
    let further = more(sentence, verb.end..chars.end);
    match points_back(&further) {
        // “将推荐表交办公室，其余材料发邮箱”: all of what was listed before.
        true => here(made_before(sentence, known.before, &further)),
        false => found.into_iter().chain(further).collect(),
    }
}

/// `第一次于3月24日前报送，第二次于3月31日前报送`: the same again.
fn is_one_of_several(sentence: &Sentence, from: usize, date: &Named) -> bool {
    let words = sentence.words(from..date.chars.start);
    let words = words.trim_end_matches(['于', '在', '请']);
    words.starts_with('第') && words.chars().count() == 3 && words.ends_with(['次', '批', '期'])
}

/// `提供创建情况，…，连同附表，于7月10日前反馈`: a clause of its own before that of the date.
fn added_before(sentence: &Sentence, within: Range<usize>, known: &[Material]) -> Vec<Material> {
    let Some(at) = sentence.find(within.clone(), ",连同") else { return Vec::new() };
    let clause = sentence.clause(at + 1);
    let mut added = materials(sentence, clause.start + 2..clause.end.min(within.end));
    added.retain(|one| known.iter().all(|known| known.kind != one.kind && known.name != one.name));
    added
}

/// The first, or where it is empty the second.
fn or(first: Vec<Material>, second: Vec<Material>) -> Vec<Material> {
    if first.is_empty() { second } else { first }
}

/// Who passes on what others sent is named among many (各…), or not at all.
fn is_passed_on(sentence: &Sentence, from: usize, date: &Named) -> bool {
    const LINKS: [&str; 12] =
        ["汇总后", "审核后", "汇总", "审核", "并于", "再于", "于", "并", "再", "和", "、", ","];
    let words = sentence.words(from..date.chars.start);
    let rest = LINKS.iter().fold(words.clone(), |rest, link| rest.replace(link, ""));
    let is_class = words.contains(['各', '级'])
        || (from..date.chars.start).any(|at| sentence.name_bracket(at).is_some());
    rest.is_empty() || is_class
}

/// `总结材料不超过3000字，附数据表；电子稿6月18日前发至…`: the part before that of a date.
fn text_before(sentence: &Sentence, date: &Named) -> Vec<Material> {
    let part = sentence.part(date.chars.start);
    if part.start == 0 {
        return Vec::new();
    }
    let before = sentence.part(part.start.saturating_sub(2));
    let colon = before.clone().rev().find(|at| sentence.chars[*at] == ':');
    let start = colon.map_or(before.start, |colon| colon + 1);
    let is_list = is_topic(sentence, start..before.end);
    if is_list { materials(sentence, start..before.end) } else { Vec::new() }
}
