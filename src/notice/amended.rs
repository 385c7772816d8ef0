//! Deadlines that a notice moves: `报送时间由11月10日前调整为11月14日17:00前`, `原定5月16日前报送…，延长至5月23日`.
//!
//! The new day takes the place of the old one wherever a sentence asks for something by the old; the old one is passed
//! over. Where a span of work or an activity is moved, no verb of reporting stands beside it and nothing changes.

use super::dates::{Day, Named, NamedKind, named};
use super::demand::Demand;
use super::material::Material;
use super::page::{Page, Sentence};
use super::verbs::verbs;

pub const MOVED: &str = "这是原定的时限，通知已作调整";

/// Words before the new day.
const WORDS: [&str; 18] = [
    "调整为",
    "调整至",
    "调整到",
    "更改为",
    "变更为",
    "改为",
    "改至",
    "延长至",
    "延长到",
    "延期至",
    "延期到",
    "延迟至",
    "推迟至",
    "推迟到",
    "顺延至",
    "顺延到",
    "提前至",
    "提前到",
];
/// Words before an old day.
const BEFORE: [&str; 7] = ["原", "由", "从", "前期", "此前", "前发", "之前下发"];

/// A new end, and the days whose place it takes.
pub struct Moved<'p> {
    pub sentence: &'p Sentence,
    pub to: Named,
    from: Vec<Day>,
}

impl Moved<'_> {
    /// Whether a demand names an old day.
    pub fn replaces(&self, demand: &Demand) -> bool {
        let day = demand.date.as_ref().and_then(|date| date.first);
        day.is_some_and(|day| self.from.iter().any(|from| (from.month, from.day) == (day.month, day.day)))
            && demand.date.as_ref().is_some_and(|date| date.chars != self.to.chars)
    }
}

/// Every end that a notice moves.
pub fn moved(page: &Page) -> Vec<Moved<'_>> {
    let mut found = Vec::new();
    for (index, sentence) in page.sentences.iter().enumerate() {
        let dates = named(sentence);
        for to in dates.iter().filter(|date| is_new(sentence, date)) {
            let own = dates.iter().filter(|date| date.chars.end <= to.chars.start && is_old(sentence, date));
            let earlier = page.sentences[..index].iter().flat_map(|earlier| {
                named(earlier).into_iter().filter(|date| is_old(earlier, date)).collect::<Vec<_>>()
            });
            let from = own.cloned().chain(earlier).filter_map(|date| date.first).collect();
            found.push(Moved { sentence, to: to.clone(), from });
        }
    }
    found
}

fn is_new(sentence: &Sentence, date: &Named) -> bool {
    let is_led = WORDS.iter().any(|word| sentence.says_before(date.chars.start, word));
    let speaks = || {
        ["报送", "上报", "填报", "提交", "反馈", "截止"].iter().any(|word| sentence.has(word))
            || !verbs(sentence, 0..sentence.chars.len()).is_empty()
    };
    date.kind != NamedKind::Span && is_led && speaks()
}

/// A day that was the end before, by the words of its clause.
fn is_old(sentence: &Sentence, date: &Named) -> bool {
    let before = 0..date.chars.start;
    date.kind == NamedKind::Until && sentence.first_of(before, &BEFORE).is_some()
}

/// The demands of a sentence by days that still hold, and those that go by a new day, each with the words that move it.
pub fn parted<'p, 'm>(
    found: Vec<Demand>,
    moved: &'m [Moved<'p>],
) -> (Vec<Demand>, Vec<(&'m Moved<'p>, Demand)>) {
    let (mut holding, mut moving) = (Vec::new(), Vec::new());
    for demand in found {
        match moved.iter().find(|moved| moved.replaces(&demand)) {
            Some(by) => moving.push((by, demand)),
            None => holding.push(demand),
        }
    }
    (holding, moving)
}

/// A demand by the new day.
pub fn by_new_day(moved: &Moved, demand: &Demand) -> Demand {
    let chars = moved.to.chars.clone();
    let here = |material: &Material| Material { chars: chars.clone(), ..material.clone() };
    let materials = demand.materials.iter().map(here).collect();
    Demand::new(Some(moved.to.clone()), materials, chars.clone(), chars.end..chars.end)
}
