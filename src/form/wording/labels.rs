//! A form's labels and their synonyms, folded, and what each word names.
//!
//! A form's own label outweighs another item's synonym. Several items may go by one word (销毁商品: 类, 件, 万元);
//! then only a unit of measure tells them apart.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;

use super::meaning::Meaning;
use crate::form::label::{read_label, without_fillers, without_soft_ending};
use crate::vocabulary::plain::core;

/// What words mean, by the words.
pub type Table<T> = HashMap<String, T, RandomState>;

/// What each word names.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    words: Table<Entries>,
    /// The same without fillers, where that leaves words of one meaning only.
    bare: Table<Option<Meaning>>,
    /// Characters of the longest word.
    pub longest: usize,
}

/// What one word names.
#[derive(Clone, Debug)]
pub enum Entries {
    One {
        meaning: Meaning,
        own_words: bool,
    },
    /// Items that share the word: only a unit of measure tells them apart (销毁商品: 类, 件, 万元).
    Several {
        meanings: Vec<Meaning>,
        own_words: bool,
    },
}

impl Labels {
    pub fn learn(&mut self, meaning: Meaning, label: &str, synonyms: &[String]) {
        let own = core(label);
        self.longest = self.longest.max(own.chars().count());
        self.insert_bare(&own, meaning);
        self.insert(own.clone(), meaning, true);
        self.insert(without_soft_ending(&own).to_owned(), meaning, false);
        if let Some(bare) = bare_label(label, &own) {
            self.insert_bare(&bare, meaning);
            self.insert(without_soft_ending(&bare).to_owned(), meaning, false);
            self.insert(bare, meaning, true);
        }
        for synonym in synonyms {
            let word = core(synonym);
            self.longest = self.longest.max(word.chars().count());
            self.insert_bare(&word, meaning);
            self.insert(without_soft_ending(&word).to_owned(), meaning, false);
            if let Some(bare) = bare_label(synonym, &word) {
                self.insert_bare(&bare, meaning);
                self.insert(bare, meaning, false);
            }
            self.insert(word, meaning, false);
        }
    }

    fn insert(&mut self, word: String, meaning: Meaning, own_words: bool) {
        match self.words.entry(word) {
            Entry::Vacant(vacant) => {
                vacant.insert(Entries::One { meaning, own_words });
            }
            Entry::Occupied(mut occupied) => {
                let (known, known_as_own) = match occupied.get() {
                    Entries::One { meaning, own_words } => (vec![*meaning], *own_words),
                    Entries::Several { meanings, own_words } => (meanings.clone(), *own_words),
                };
                // A form's own label outweighs another item's synonym.
                if known.contains(&meaning) || known_as_own && !own_words {
                    return;
                }
                occupied.insert(if own_words && !known_as_own {
                    Entries::One { meaning, own_words }
                } else {
                    Entries::Several { meanings: [known, vec![meaning]].concat(), own_words }
                });
            }
        }
    }

    fn insert_bare(&mut self, word: &str, meaning: Meaning) {
        let known = self.bare.entry(without_fillers(word)).or_insert(Some(meaning));
        *known = known.filter(|known| *known == meaning);
    }

    /// What a word names, with or without an ending that says nothing.
    pub fn entry(&self, word: &str) -> Option<&Entries> {
        self.words.get(word).or_else(|| self.words.get(without_soft_ending(word)))
    }

    /// What a word without fillers names, where that is one thing only.
    pub fn bare(&self, word: &str) -> Option<Meaning> {
        *self.bare.get(&without_fillers(word))?
    }

    /// Words that name one thing, with what they name.
    pub fn sole(&self) -> impl Iterator<Item = (&str, Meaning)> {
        self.words.iter().filter_map(|(word, entry)| match entry {
            Entries::One { meaning, .. } => Some((word.as_str(), *meaning)),
            Entries::Several { .. } => None,
        })
    }
}

/// A form's word as it is looked up on sheets, without 其中, a number before it and a measure in brackets, where
/// that is another word: 其中：罚款案件 is met as 罚款案件, 挽回损失（万元） as 挽回损失.
fn bare_label(label: &str, word: &str) -> Option<String> {
    let bare = read_label(label)?.readings.into_iter().next()?;
    (bare != word).then_some(bare)
}
