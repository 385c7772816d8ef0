//! What a cell's words mean to a form, found out once.
//!
//! A folder's sheets are one form filled many times: all but the unit's name and the date are the same words
//! on every sheet. Taking words apart and looking them up costs more than all the rest of recognition, so what
//! came of it is kept, for as long as the recogniser lives, under the very text of the cell. The meaning of
//! words depends on nothing else, so a sheet is read alike whatever was read before it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use foldhash::fast::RandomState;

use super::fields::is_title;
use crate::form::wording::{Heading, Match, Wording};
use crate::form::year::years;
use crate::vocabulary::plain::plain;

/// Texts kept, and the longest of them: a form's words and those around it are a few hundred, none of them long.
const MOST: usize = 4_096;
const LONGEST: usize = 300;

/// A text folded and looked up.
#[derive(Debug)]
pub struct Known {
    pub plain: String,
    pub label: Option<Match>,
    pub heading: Option<Heading>,
    /// Several items go by these words, and none by them alone.
    pub is_shared: bool,
    pub is_title: bool,
    /// Years that a title names.
    pub title_years: Vec<i32>,
}

/// The texts met so far.
#[derive(Default)]
pub struct Memory {
    texts: RwLock<HashMap<String, Option<Arc<Known>>, RandomState>>,
}

impl Memory {
    /// What a text means; `None` for one without any words.
    pub fn of(&self, text: &str, wording: &Wording) -> Option<Arc<Known>> {
        // A field with its value is another text on every sheet.
        if text.len() > LONGEST || text.contains([':', '：']) {
            return look_up(text, wording);
        }
        // Whoever panicked held a lock on finished entries only.
        if let Some(known) = self.texts.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return known.clone();
        }
        let known = look_up(text, wording);
        let mut texts = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        if texts.len() < MOST {
            texts.insert(text.to_owned(), known.clone());
        }
        known
    }
}

fn look_up(text: &str, wording: &Wording) -> Option<Arc<Known>> {
    let plain = plain(text);
    if plain.is_empty() {
        return None;
    }
    let (label, heading) = wording.words(&plain);
    let is_shared = label.is_none() && wording.is_shared(&plain);
    let is_title = is_title(&plain);
    let title_years = if is_title { years(&plain) } else { Vec::new() };
    Some(Arc::new(Known { plain, label, heading, is_shared, is_title, title_years }))
}
