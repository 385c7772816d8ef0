//! What a cell's words mean to a form, found out once.
//!
//! A folder's sheets are one form filled many times: all but the unit's name and the date are the same words
//! on every sheet. Taking words apart and looking them up costs more than all the rest of recognition, so what
//! came of it is kept, for as long as the recogniser lives, under the very text of the cell. The meaning of
//! words depends on nothing else, so a sheet is read alike whatever was read before it.
//!
//! What is kept is never changed and never given up, so that all threads look at it without a lock: a text has
//! a few places where it may lie, and where others have taken them all, it is looked up each time.

use std::hash::BuildHasher;
use std::ops::Deref;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::examples::{is_example, marks_example};
use super::field_names::{FieldNames, Named};
use super::instead::numbers_instead;
use super::phrases::{is_title, speaks_of_nil, stated_measure};
use crate::form::Form;
use crate::form::wording::{Fit, Heading, Match, Wording};
use crate::form::year::years;
use crate::vocabulary::Number;
use crate::vocabulary::characters::simplified;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// Places for texts, those of one text, and the longest of them: a form's words and those around it are a few
/// hundred, none of them long.
const PLACES: usize = 4_096;
const OF_ONE: usize = 8;
const LONGEST: usize = 300;

/// A text folded and looked up.
#[derive(Clone, Debug)]
pub struct Known {
    pub plain: String,
    pub label: Option<Match>,
    pub heading: Option<Heading>,
    /// Several items go by these words, and none by them alone.
    pub is_shared: bool,
    pub is_title: bool,
    /// Years that a title names.
    pub title_years: Vec<i32>,
    /// The title announces a filled example.
    pub is_example: bool,
    /// The words alone would mark what stands below them as an example.
    pub marks_example: bool,
    /// The unit of measure that the words are.
    pub measure: Option<Measure>,
    /// The unit of measure that they state for a whole table.
    pub stated: Option<Measure>,
    /// The figures that they say are right instead of others.
    pub instead: Vec<Number>,
    /// The words may declare 零报告.
    pub speaks_of_nil: bool,
    /// A field's name stands alone in the cell, or with a colon behind it.
    pub names_a_field: bool,
    /// Fields that have a value in the cell or may have one beside it.
    pub fields: Vec<Named>,
}

/// What is known of a text: kept, or found out for this sheet.
pub enum Held<'m> {
    Kept(&'m Known),
    Own(Box<Known>),
}

impl Deref for Held<'_> {
    type Target = Known;

    fn deref(&self) -> &Known {
        match self {
            Held::Kept(known) => known,
            Held::Own(known) => known,
        }
    }
}

/// The texts met so far, and the names of fields that are looked for in all of them.
pub struct Memory {
    field_names: FieldNames,
    places: Box<[OnceLock<Box<Kept>>]>,
    hasher: RandomState,
}

struct Kept {
    text: String,
    /// Nothing where the text is without any words.
    known: Option<Known>,
}

impl Memory {
    pub fn new(form: &Form) -> Memory {
        let places = (0..PLACES).map(|_| OnceLock::new()).collect();
        Memory { field_names: FieldNames::new(form), places, hasher: RandomState::default() }
    }

    /// What a text means; `None` for one without any words.
    pub fn of(&self, text: &str, wording: &Wording) -> Option<Held<'_>> {
        let first = self.hasher.hash_one(text) as usize;
        for place in (0..OF_ONE).map(|next| &self.places[first.wrapping_add(next) % PLACES]) {
            let kept = match place.get() {
                Some(kept) => kept,
                None if differs_by_sheet(text) => break,
                None => place.get_or_init(|| {
                    Box::new(Kept { text: text.to_owned(), known: self.look_up(text, wording) })
                }),
            };
            if kept.text == text {
                return kept.known.as_ref().map(Held::Kept);
            }
        }
        self.look_up(text, wording).map(Box::new).map(Held::Own)
    }

    fn look_up(&self, text: &str, wording: &Wording) -> Option<Known> {
        let mut plain = plain(text);
        if plain.is_empty() {
            return None;
        }
        let traditional = simplified(&plain).map(|simple| plain = simple).is_some();
        let mut meaning = wording.words(&plain);
        if let Some(label) = meaning.label.as_mut().filter(|_| traditional) {
            label.fit = Fit::Synonym;
        }
        let is_title = is_title(&plain);
        let (names_a_field, fields) = self.field_names.named(text, &plain);
        Some(Known {
            label: meaning.label,
            heading: meaning.heading,
            is_shared: meaning.is_shared,
            is_title,
            title_years: if is_title { years(&plain) } else { Vec::new() },
            is_example: is_title && is_example(&plain),
            marks_example: marks_example(&plain),
            measure: Measure::parse_cell(&plain),
            stated: stated_measure(&plain),
            instead: numbers_instead(&plain),
            speaks_of_nil: speaks_of_nil(&plain),
            names_a_field,
            fields,
            plain,
        })
    }
}

/// A field with its value is another text on every sheet.
fn differs_by_sheet(text: &str) -> bool {
    text.len() > LONGEST || text.contains([':', '：'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::builtin;

    #[test]
    fn a_text_is_known_alike_whether_it_is_kept_or_not() {
        let form = builtin::anchor();
        let (wording, memory) = (Wording::new(form.clone()), Memory::new(&form));
        let is_kept = |text: &str| matches!(memory.of(text, &wording), Some(Held::Kept(_)));
        let met = "受理消费者投诉";
        assert!(is_kept(met) && memory.of("\u{3000}", &wording).is_none());
        assert!(!is_kept("填报单位：南麻所"), "another text on every sheet");
        let shown = |text: &str| format!("{:?}", memory.of(text, &wording).as_deref());
        let late: Vec<String> = (0..=PLACES).map(|number| format!("{met}{number}件")).collect();
        let before: Vec<String> = late.iter().map(|text| shown(text)).collect();
        assert!(late.iter().any(|text| !is_kept(text)) && is_kept(met), "all places are taken");
        assert!(late.iter().map(|text| shown(text)).eq(before));
    }
}
