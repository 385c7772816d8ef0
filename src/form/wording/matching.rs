//! Which item a label names: by its words, by a unit of measure behind them, or by both.

use super::labels::{Entries, Labels};
use super::meaning::{Fit, Match, Meaning};
use crate::form::label::{Label, read_label};
use crate::form::{Form, Item};
use crate::vocabulary::measure::Measure;

/// What is found of a word: the meaning, how it fits, a unit of measure at its end.
type Found = (Meaning, Fit, Option<Measure>);

/// A form's items beside the words that name them.
pub struct Matching<'f> {
    pub form: &'f Form,
    pub labels: &'f Labels,
}

impl Matching<'_> {
    /// The item that a label names.
    pub fn matched(&self, label: &Label) -> Option<Match> {
        let found = label
            .readings
            .iter()
            .find_map(|reading| {
                self.lookup(reading).or_else(|| self.sharing(reading, label.measure.as_ref()?))
            })
            .or_else(|| self.measured(label))?;
        let (meaning, fit, ending) = found;
        if label.is_part && !self.is_part(meaning) {
            return None;
        }
        Some(Match { meaning, measure: label.measure.clone().or(ending), fit })
    }

    /// Whether several items go by a label's words, which then name none of them alone.
    pub fn shares(&self, label: &Label) -> bool {
        label.readings.iter().any(|word| matches!(self.labels.entry(word), Some(Entries::Several { .. })))
    }

    /// The items that go by these words, where there are several.
    pub fn sharers(&self, text: &str) -> Vec<usize> {
        let Some(label) = read_label(text) else { return Vec::new() };
        let several = label.readings.iter().find_map(|word| match self.labels.entry(word)? {
            Entries::Several { meanings, .. } => Some(meanings),
            Entries::One { .. } => None,
        });
        let items = several.into_iter().flatten().filter_map(|meaning| match meaning {
            Meaning::Item(item) => Some(*item),
            Meaning::Derived(_) => None,
        });
        let counted = |item: &usize| {
            let own = &self.form.items[*item];
            let measured = label.measure.as_ref().is_none_or(|measure| own.measure.counts_alike(measure));
            measured && (!label.is_part || is_part(own))
        };
        items.filter(counted).collect()
    }

    /// The one of several items of one name that is counted so.
    pub fn shared(&self, text: &str, measure: &Measure) -> Option<Match> {
        let label = read_label(text)?;
        let (meaning, fit, _) = label.readings.iter().find_map(|reading| self.sharing(reading, measure))?;
        Some(Match { meaning, measure: None, fit })
    }

    fn lookup(&self, word: &str) -> Option<Found> {
        let own = |own_words: bool| if own_words { Fit::Own } else { Fit::Synonym };
        match self.labels.entry(word) {
            Some(Entries::One { meaning, own_words }) => Some((*meaning, own(*own_words), None)),
            Some(Entries::Several { .. }) => None,
            None => self.labels.bare(word).map(|meaning| (meaning, Fit::Synonym, None)),
        }
        .filter(|(meaning, ..)| !self.counts_another_thing(word, *meaning))
    }

    /// 挽回经济损失件数 counts cases and is no sum of money.
    fn counts_another_thing(&self, word: &str, meaning: Meaning) -> bool {
        let Meaning::Item(item) = meaning else { return false };
        let counted =
            ["件数", "场数", "次数", "场次", "份数", "条数", "篇数", "期数", "起数", "人数", "户数"];
        self.form.items[item].measure.is_money() && counted.iter().any(|end| word.ends_with(end))
    }

    /// Of several items that share a word, the only one that the unit of measure fits.
    fn sharing(&self, word: &str, measure: &Measure) -> Option<Found> {
        let Some(Entries::Several { meanings, .. }) = self.labels.entry(word) else { return None };
        let fits = |meaning: &&Meaning| match meaning {
            Meaning::Item(item) => self.form.items[*item].measure.counts_alike(measure),
            Meaning::Derived(_) => false,
        };
        let mut fitting = meanings.iter().filter(fits);
        let first = *fitting.next()?;
        fitting.all(|other| *other == first).then_some((first, Fit::Synonym, None))
    }

    /// `解决消费纠纷件`, `挽回经济损失万元`: a unit of measure glued to the end.
    fn measured(&self, label: &Label) -> Option<Found> {
        let word = label.readings.first()?;
        let ends: Vec<usize> = word.char_indices().rev().take(3).map(|(at, _)| at).collect();
        ends.into_iter().find_map(|at| {
            let measure = Measure::parse(&word[at..])?;
            let (meaning, fit, _) =
                self.lookup(&word[..at]).or_else(|| self.sharing(&word[..at], &measure))?;
            self.ends_as_measure(&word[at..], meaning).then_some((meaning, fit, Some(measure)))
        })
    }

    /// 普法宣传片 is a film and no 普法宣传 counted in 片: a single character must be a common word for counting, or the
    /// item's own measure.
    fn ends_as_measure(&self, ending: &str, meaning: Meaning) -> bool {
        let own = match meaning {
            Meaning::Item(item) => self.form.items[item].measure.text == ending,
            Meaning::Derived(_) => false,
        };
        own || ending.chars().count() > 1 || "件次场条期篇份册个起例人户家元项批类宗张".contains(ending)
    }

    fn is_part(&self, meaning: Meaning) -> bool {
        match meaning {
            Meaning::Item(item) => is_part(&self.form.items[item]),
            Meaning::Derived(_) => true,
        }
    }
}

/// A part by its relation, or by its own words where whole and part are measured differently.
fn is_part(item: &Item) -> bool {
    item.part_of.is_some() || read_label(&item.label).is_some_and(|label| label.is_part)
}
