//! What one element says of how words look: whether a property is on, and which colour it names.

use std::borrow::Cow;

use crate::problem::Refusal;

use super::super::colour::{Colour, Hue};
use super::super::xml::Tag;

/// Without a value a property is on.
pub fn is_on(tag: &Tag<'_>) -> Result<bool, Refusal> {
    Ok(tag.attribute("val")?.is_none_or(|value| !matches!(&*value, "0" | "false")))
}

/// The colour that an element names.
pub fn hue(tag: &Tag<'_>) -> Result<Hue, Refusal> {
    let [rgb, theme, indexed, tint] = tag.attributes(["rgb", "theme", "indexed", "tint"])?;
    let number = |text: Option<Cow<'_, str>>| text.and_then(|text| text.parse::<u32>().ok());
    if let Some(rgb) = rgb {
        return Ok(Colour::hexadecimal(&rgb).map_or(Hue::Auto, |colour| tinted(colour, tint.as_deref())));
    }
    if let Some(place) = number(theme) {
        return Ok(Hue::Theme(place, thousandths(tint.as_deref())));
    }
    Ok(number(indexed).map_or(Hue::Auto, Hue::Indexed))
}

fn tinted(colour: Colour, tint: Option<&str>) -> Hue {
    Hue::Is(colour.tinted(thousandths(tint)))
}

fn thousandths(tint: Option<&str>) -> i32 {
    let tint = tint.and_then(|tint| tint.parse::<f64>().ok()).unwrap_or(0.0);
    (tint.clamp(-1.0, 1.0) * 1_000.0) as i32
}
