//! Styles of an OpenDocument sheet that decide what counts: struck through, or raised.

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
    /// Notes what the properties of a style's text say.
    pub fn learn(&mut self, style: &str, properties: &Tag<'_>) -> Result<(), Refusal> {
        let [through, kind, position] =
            properties.attributes(["text-line-through-style", "text-line-through-type", "text-position"])?;
        let drawn = |line: Option<&str>| line.is_some_and(|line| line != "none");
        let raised = position.is_some_and(|position| {
            let height = position.split_whitespace().next().unwrap_or_default();
            height == "super" || height.trim_end_matches('%').parse::<f64>().is_ok_and(|height| height > 0.0)
        });
        let look = Look { struck: drawn(through.as_deref()) || drawn(kind.as_deref()), raised };
        if look != Look::default() {
            self.0.insert(style.to_owned(), look);
        }
        Ok(())
    }

    pub fn of(&self, style: &str) -> Look {
        if self.0.is_empty() { Look::default() } else { self.0.get(style).copied().unwrap_or_default() }
    }
}
