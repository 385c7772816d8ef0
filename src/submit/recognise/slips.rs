//! Labels with one wrong character: which item they are, and how sure that is.
//!
//! Only where an item of the form is named nowhere on a sheet, or not among the labels in line with a word, are its
//! words looked for among those that name nothing. Where the unit of measure agrees and the neighbours in the table are the item's neighbours in the
//! form, a careful reader does not hesitate, and what was read is told; elsewhere it is asked about.

use std::collections::{BTreeMap, BTreeSet};

use super::anchor::enough;
use super::known::{Held, Known};
use super::label_words;
use super::view::{SheetView, Word};
use crate::form::Form;
use crate::form::wording::{Match, Meaning};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::{Finding, Place, Severity};

/// Labels of one table have no more rows or columns between them.
const APART: u32 = 4;

/// Gives words that are one character away from an item that is not named beside them their label.
pub fn label_slips(view: &mut SheetView<'_>) {
    let form = &view.wording.form;
    let named: BTreeSet<usize> = view.words.iter().filter_map(item_of).collect();
    let asked = form.items.iter().filter(|item| !item.section).count();
    if named.len() >= asked && !several_tables(view, asked) {
        return;
    }
    let near = Near::of(view);
    let found: Vec<(usize, Match)> = near
        .slips
        .iter()
        .filter(|(at, _)| near.is_label(view, &named, **at))
        .map(|(at, slip)| (*at, slip.clone()))
        .collect();
    let meant: BTreeSet<Meaning> = found.iter().map(|(_, slip)| slip.meaning).collect();
    // A sheet that names nothing of the form, and is near to hardly anything, is no sheet of it.
    if named.len() + meant.len() < enough(asked) {
        return;
    }
    for (at, slip) in found {
        let word = &mut view.words[at];
        let known = Known { label: Some(slip), is_title: false, ..Known::clone(word) };
        word.known = Held::Own(Box::new(known));
    }
}

/// Whether a sheet seems to hold more than one table.
fn several_tables(view: &SheetView, asked: usize) -> bool {
    view.words.iter().filter(|word| word.is_title).nth(1).is_some()
        || view.words.iter().filter(|word| word.label.is_some()).count() > asked
}

/// Words that name nothing and are near to an item, by their places among a sheet's words.
struct Near {
    slips: BTreeMap<usize, Match>,
}

impl Near {
    fn of(view: &SheetView) -> Near {
        let words = view.words.iter().enumerate().filter(|(_, word)| names_nothing(word));
        let slips = words.filter_map(|(at, word)| Some((at, view.wording.slip(&word.plain)?)));
        Near { slips: slips.filter(|(_, slip)| matches!(slip.meaning, Meaning::Item(_))).collect() }
    }

    /// The item is named nowhere on the sheet; or labels stand in line with the word, down or across, and none of
    /// them names it: last year's table may name it, further away.
    fn is_label(&self, view: &SheetView, named: &BTreeSet<usize>, at: usize) -> bool {
        let (word, Some(item)) = (&view.words[at], self.item(view, at)) else { return false };
        let down = |other: &Word| (other.column == word.column).then_some(other.row);
        let across = |other: &Word| (other.row == word.row).then_some(other.column);
        let missing = |line: Vec<(usize, usize)>| {
            let is_named =
                |(other, named): &(usize, usize)| *named == item && !self.slips.contains_key(other);
            line.len() > 2 && !line.iter().any(is_named)
        };
        !named.contains(&item)
            || missing(self.in_line(view, word.row, down))
            || missing(self.in_line(view, word.column, across))
    }

    fn item(&self, view: &SheetView, at: usize) -> Option<usize> {
        match self.slips.get(&at).map(|slip| slip.meaning) {
            Some(Meaning::Item(item)) => Some(item),
            _ => item_of(&view.words[at]),
        }
    }

    /// Words that name items or nearly do, with the items, in one line from a place on, both ways, as long as none
    /// is far from the next.
    fn in_line(
        &self,
        view: &SheetView,
        from: u32,
        place: impl Fn(&Word) -> Option<u32>,
    ) -> Vec<(usize, usize)> {
        let labels = view.words.iter().enumerate();
        let labels = labels.filter_map(|(at, word)| Some((place(word)?, (at, self.item(view, at)?))));
        let mut labels: Vec<(u32, (usize, usize))> = labels.collect();
        labels.sort_unstable();
        let near = |last: &mut u32, (place, label): (u32, (usize, usize))| {
            let is_near = place.abs_diff(*last) <= APART;
            *last = place;
            is_near.then_some(label)
        };
        let split = labels.partition_point(|(place, _)| *place < from);
        let after = labels[split..].iter().copied().scan(from, near);
        let before = labels[..split].iter().rev().copied().scan(from, near);
        after.chain(before).collect()
    }
}

fn item_of(word: &Word) -> Option<usize> {
    match word.label.as_ref()?.meaning {
        Meaning::Item(item) => Some(item),
        Meaning::Derived(_) => None,
    }
}

fn names_nothing(word: &Word) -> bool {
    word.label.is_none() && word.heading.is_none() && !word.is_shared && !word.names_a_field
}

/// A label that was read although it is not quite the form's, with what speaks for it.
pub struct Slip<'s> {
    pub written: &'s str,
    /// Where the label stands.
    pub place: Place,
    pub item: usize,
    /// Items named right before and right after it.
    pub neighbours: [Option<usize>; 2],
    /// The unit of measure that the sheet states for it.
    pub measure: Option<&'s Measure>,
}

impl Slip<'_> {
    /// What is said of it.
    pub fn finding(self, form: &Form) -> Finding {
        let figure = form.figure(self.item, 0);
        let item = &form.items[self.item];
        let words = label_words::slip(self.written, &item.label);
        let place = Some(self.place.clone());
        if self.is_sure(form) {
            return form.finding(Severity::Hint, "label-slip", figure, place, &words);
        }
        let words = format!("{words}；请核对");
        form.finding(Severity::Query, "label-uncertain", figure, place, &words).holding()
    }

    fn is_sure(&self, form: &Form) -> bool {
        let own = &form.items[self.item].measure;
        let agrees = self.measure.is_none_or(|measure| own.counts_alike(measure));
        let [before, after] = self.neighbours;
        let in_order = before.is_none_or(|before| before < self.item)
            && after.is_none_or(|after| after > self.item)
            && (before.is_some_and(|before| before + 1 == self.item) || after == Some(self.item + 1));
        agrees && in_order
    }
}

/// The items next to one of several in a row of labels.
pub fn neighbours(items: &[usize], item: usize) -> [Option<usize>; 2] {
    let Some(at) = items.iter().position(|known| *known == item) else { return [None, None] };
    [at.checked_sub(1).map(|before| items[before]), items.get(at + 1).copied()]
}
