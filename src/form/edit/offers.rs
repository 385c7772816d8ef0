//! Words that were met on sheets and named no item, offered as synonyms of the item that they most resemble.

use std::sync::Arc;

use crate::form::sketch::Sketch;
use crate::form::wording::Wording;
use crate::vocabulary::plain::core;

/// Words that stood where a label belongs, and the code of the item that they were taken for, where they were.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Met {
    pub words: String,
    pub item: Option<String>,
}

/// Words that were met, and the item that they may name.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub words: String,
    /// The item's code; none where no item resembles them.
    pub item: Option<String>,
}

/// At least so much of two labels must be alike, in hundredths.
const ALIKE: usize = 50;

/// Offers for labels that were met, each once, those that may name an item first; those that the form knows are left
/// out.
pub fn offers(sketch: &Sketch, met: &[Met]) -> Vec<Offer> {
    let Ok(form) = sketch.form() else { return Vec::new() };
    let wording = Wording::new(Arc::new(form));
    let mut offers: Vec<Offer> = Vec::new();
    for Met { words, item } in met {
        let known =
            wording.label(words).is_some() || offers.iter().any(|offer| core(&offer.words) == core(words));
        if !known && !core(words).is_empty() {
            let taken = item.clone().filter(|code| sketch.item(code).is_some_and(|item| !item.section));
            offers.push(Offer { words: words.clone(), item: taken.or_else(|| nearest(sketch, words)) });
        }
    }
    offers.sort_by_key(|offer| offer.item.is_none());
    offers
}

fn nearest(sketch: &Sketch, words: &str) -> Option<String> {
    let items = sketch.items.iter().filter(|item| !item.section);
    let best = items.map(|item| {
        let labels = item.synonyms.iter().chain([&item.label]);
        (labels.map(|label| likeness(label, words)).max().unwrap_or(0), item)
    });
    best.max_by_key(|(likeness, _)| *likeness)
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .map(|(_, item)| item.code.clone())
}

/// Characters that two labels share, in hundredths of all that they have.
fn likeness(one: &str, other: &str) -> usize {
    let (one, mut other): (Vec<char>, Vec<char>) =
        (core(one).chars().collect(), core(other).chars().collect());
    let all = one.len() + other.len();
    let shared = one.iter().filter(|c| {
        let found = other.iter().position(|known| known == *c);
        found.map(|at| other.swap_remove(at)).is_some()
    });
    (200 * shared.count()).checked_div(all).unwrap_or(0)
}
