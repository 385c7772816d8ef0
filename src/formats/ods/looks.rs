//! Styles of an OpenDocument sheet that decide what counts and what is seen: struck through, raised, in the colour
//! of its ground; rows and columns drawn together to nothing.
//!
//! A style has the look of the one that it is made from, unless it says otherwise; the common ones stand in a part
//! of their own. A cell without a style has that of its row, or of its column.

use std::collections::HashMap;

use crate::problem::Refusal;

use super::super::colour::{Colour, Fill};
use super::super::gathering::is_flat_row;
use super::super::xml::Tag;

/// How a style shows its words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    pub struck: bool,
    pub raised: bool,
    pub ink: Option<Colour>,
    pub ground: Fill,
    /// Of a row or a column: drawn together so that nobody sees it.
    pub shut: bool,
}

/// Styles that are not plain, by name.
#[derive(Default)]
pub struct Looks(HashMap<String, Look>);

impl Looks {
    /// A style begins, made from another.
    pub fn inherit(&mut self, style: &str, parent: &str) {
        let look = self.of(parent);
        self.note(style, look);
    }

    /// Notes what the properties of a style say.
    pub fn learn(&mut self, style: &str, properties: &Tag<'_>) -> Result<(), Refusal> {
        let mut look = self.of(style);
        match properties.name() {
            "text-properties" => look.learn_text(properties)?,
            "table-cell-properties" => {
                if let Some(ground) = properties.attribute("background-color")? {
                    look.ground = Fill::written(&ground);
                }
            }
            "table-row-properties" => {
                let height = properties.attribute("row-height")?;
                look.shut = height.and_then(|height| points(&height)).is_some_and(is_flat_row);
            }
            "table-column-properties" => {
                let width = properties.attribute("column-width")?;
                look.shut = width.and_then(|width| points(&width)).is_some_and(is_flat_row);
            }
            _ => return Ok(()),
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

impl Look {
    fn learn_text(&mut self, properties: &Tag<'_>) -> Result<(), Refusal> {
        let [through, kind, position, ink, of_window] = properties.attributes([
            "text-line-through-style",
            "text-line-through-type",
            "text-position",
            "color",
            "use-window-font-color",
        ])?;
        let drawn = |line: Option<&str>| line.is_some_and(|line| line != "none");
        if through.is_some() || kind.is_some() {
            self.struck = drawn(through.as_deref()) || drawn(kind.as_deref());
        }
        if let Some(position) = position {
            let height = position.split_whitespace().next().unwrap_or_default();
            self.raised = height == "super"
                || height.trim_end_matches('%').parse::<f64>().is_ok_and(|height| height > 0.0);
        }
        if let Some(ink) = ink {
            self.ink = Colour::written(&ink);
        }
        if of_window.as_deref() == Some("true") {
            self.ink = None;
        }
        Ok(())
    }
}

/// A length such as `0.45cm` in points.
fn points(length: &str) -> Option<f64> {
    let at = length.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(length.len());
    let (number, unit) = length.split_at(at);
    let unit = match unit {
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "in" | "inch" => 72.0,
        "pc" => 12.0,
        "px" => 0.75,
        "pt" | "" => 1.0,
        _ => return None,
    };
    Some(number.trim().parse::<f64>().ok()? * unit)
}
