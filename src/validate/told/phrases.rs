//! The words by which a form's items go, found before a figure or around it.
//!
//! `发放宣传资料8万份` has the item's words before the figure, `发放8万份宣传资料` has them around it. Whatever else
//! stands before them must change nothing: 受理食品投诉 is not 受理投诉, and 转办投诉 is another deed. 投诉举报 is more than
//! the item: what the table says may be less, never more.

use super::neutral::{is_neutral, without_between};
use crate::form::Form;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{core, plain};

pub struct Phrases {
    items: Vec<Known>,
}

struct Known {
    item: usize,
    measure: Measure,
    /// The longest first.
    phrases: Vec<String>,
    /// What stands before a shorter phrase in a longer one: 解答 of 解答消费者咨询.
    own: Vec<String>,
}

/// An item that a figure speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub item: usize,
    /// The item is only a part of what the figure counts.
    pub is_part: bool,
}

/// What is counted together with an item.
const TOGETHER: [&str; 4] = ["、举报", "和举报", "及举报", "举报"];

/// What may be counted for what an item counts.
const COUNTED: [(&str, &[&str]); 6] = [
    ("场", &["场", "场次", "次"]),
    ("次", &["次", "场", "场次"]),
    ("件", &["件", "起", "例", "宗", "件次"]),
    ("条", &["条", "则", "条次"]),
    ("篇", &["篇", "条", "则", "篇次"]),
    ("份", &["份", "册", "本", "张", "套"]),
];

impl Phrases {
    pub fn of(form: &Form) -> Phrases {
        let listed = |item: usize| {
            let asked = &form.items[item];
            let mut phrases: Vec<String> = Vec::new();
            for words in std::iter::once(&asked.label).chain(&asked.synonyms) {
                for phrase in [plain(words), core(words)] {
                    phrases.push(phrase.strip_suffix("情况").unwrap_or(&phrase).to_owned());
                }
            }
            phrases.retain(|phrase| phrase.chars().count() > 1);
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
            phrases.dedup();
            let own = own(&phrases);
            Known { item, measure: form.measure_of(item).clone(), phrases, own }
        };
        let items = (0..form.items.len()).filter(|item| !form.items[*item].section).map(listed);
        Phrases { items: items.collect() }
    }

    /// The item that the words before a figure, or those around it, name; nothing where that is not certain.
    pub fn named(&self, before: &str, after: &str, measure: &Measure) -> Option<Named> {
        if after.starts_with(['中', '之']) {
            return None;
        }
        let before = without_between(before);
        let found =
            self.items.iter().filter_map(|known| known.named(before, after).map(|found| (known, found)));
        let longest = found.max_by_key(|(_, found)| found.length)?;
        let (known, found) = longest;
        let alike = |other: &&Known| {
            other.item != known.item
                && other.named(before, after).is_some_and(|other| other.length == found.length)
        };
        let is_certain = found.is_neutral && !self.items.iter().any(|other| alike(&other));
        (is_certain && known.counts(measure)).then_some(Named { item: known.item, is_part: found.is_part })
    }
}

/// A phrase that was found.
struct Found {
    length: usize,
    is_part: bool,
    /// All else in the clause before it changes nothing.
    is_neutral: bool,
}

impl Known {
    fn named(&self, before: &str, after: &str) -> Option<Found> {
        self.named_before(before, after).or_else(|| self.named_around(before, after))
    }

    fn named_before(&self, before: &str, after: &str) -> Option<Found> {
        let (bare, is_part) = match TOGETHER.iter().find_map(|word| before.strip_suffix(word)) {
            Some(bare) => (bare, true),
            None => (before, false),
        };
        let phrase = self.phrases.iter().find(|phrase| bare.ends_with(phrase.as_str()))?;
        let left = &bare[..bare.len() - phrase.len()];
        // Goods or people behind the figure may be what is counted.
        let is_closed = !after.starts_with('的');
        Some(Found { length: phrase.len(), is_part, is_neutral: is_closed && is_neutral(left, &self.own) })
    }

    fn named_around(&self, before: &str, after: &str) -> Option<Found> {
        let after = after.trim_start_matches('的');
        let after = ["各类", "各种"].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
        self.phrases.iter().find_map(|phrase| {
            let cuts = phrase.char_indices().skip(2).map(|(at, _)| phrase.split_at(at));
            cuts.filter_map(|(deed, object)| around(before, after, deed, object))
                .map(|(left, is_part)| Found {
                    length: phrase.len(),
                    is_part,
                    is_neutral: is_neutral(left, &self.own),
                })
                .next()
        })
    }

    fn counts(&self, measure: &Measure) -> bool {
        if self.measure.is_money() {
            return measure.is_money();
        }
        // People are counted who ask, never those who came.
        let is_asking = || self.phrases.iter().any(|phrase| phrase.ends_with("咨询"));
        let own = self.measure.text.as_str();
        let known = COUNTED.iter().find(|(word, _)| *word == own).map_or(&[][..], |(_, words)| words);
        measure.text == own || known.contains(&measure.text.as_str()) || measure.text == "人次" && is_asking()
    }
}

/// What stands before the deed, where it ends the words before a figure and the object closes those behind it.
fn around<'b>(before: &'b str, after: &str, deed: &str, object: &str) -> Option<(&'b str, bool)> {
    let left = before.strip_suffix(deed)?;
    let behind = after.strip_prefix(object)?;
    let (behind, is_part) = match TOGETHER.iter().find_map(|word| behind.strip_prefix(word)) {
        Some(behind) => (behind, true),
        None => (behind, false),
    };
    let is_closed = behind.is_empty() || behind.starts_with(['、', '和', '并', '(']);
    is_closed.then_some((left, is_part))
}

fn own(phrases: &[String]) -> Vec<String> {
    let parts = phrases.iter().flat_map(|long| {
        phrases
            .iter()
            .filter_map(move |short| long.strip_suffix(short.as_str()))
            .filter(|part| !part.is_empty())
    });
    parts.map(str::to_owned).collect()
}
