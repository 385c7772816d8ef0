//! Styles of an OpenDocument sheet that decide what counts: struck through, or raised.
//!
//! A style has the look of the one that it is made from, unless it says otherwise; the common ones stand in a part
//! of their own. A cell without a style has that of its row, or of its column.

use std::collections::HashMap;

use crate::problem::Refusal;

use super::super::xml::Tag;

/// How a style shows its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub struck: bool,
    pub raised: bool,
}

/// Styles that strike through or raise, by name; all others are plain.
#[derive(Default)]
pub struct Looks(HashMap<String, Look>);

impl Looks {
    /// A style begins, made from another.
    pub fn inherit(&mut self, style: &str, parent: &str) {
        let look = self.of(parent);
        self.note(style, look);
    }

    /// Notes what the properties of a style's text say.
    pub fn learn(&mut self, style: &str, properties: &Tag<'_>) -> Result<(), Refusal> {
        let [through, kind, position] =
            properties.attributes(["text-line-through-style", "text-line-through-type", "text-position"])?;
        let drawn = |line: Option<&str>| line.is_some_and(|line| line != "none");
        let mut look = self.of(style);
        if through.is_some() || kind.is_some() {
            look.struck = drawn(through.as_deref()) || drawn(kind.as_deref());
        }
        if let Some(position) = position {
            let height = position.split_whitespace().next().unwrap_or_default();
            look.raised = height == "super"
                || height.trim_end_matches('%').parse::<f64>().is_ok_and(|height| height > 0.0);
        }
        self.note(style, look);
        Ok(())
    }

    fn note(&mut self, style: &str, look: Look) {
        if look == Look::default() {
            self.0.remove(style);
        } else {
            self.0.insert(style.to_owned(), look);
        }
    }

    pub fn of(&self, style: &str) -> Look {
        if self.0.is_empty() { Look::default() } else { self.0.get(style).copied().unwrap_or_default() }
    }
}
