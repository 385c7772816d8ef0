//! The fonts of an old workbook, as far as they decide what counts: struck through, or raised; and their colours.
//!
//! A text of the shared table may change its font on the way. What a struck run says was taken back; a raised
//! run behind a figure is the mark of a note; one in the colour of its ground is not seen.

use crate::problem::Refusal;

use super::super::colour::{Hue, Palette, Run};
use super::super::compound::u16_at;
use super::super::damaged;
use super::super::text::append_raised;

/// How a font shows its words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    pub struck: bool,
    pub raised: bool,
    pub hue: Hue,
}

/// All fonts, in the order of their records.
#[derive(Default)]
pub struct Fonts(Vec<Look>);

impl Fonts {
    /// Adds the font of a record.
    pub fn add(&mut self, data: &[u8]) -> Result<(), Refusal> {
        const AUTOMATIC: u16 = 0x7fff;
        let (flags, colour, height) = (u16_at(data, 2)?, u16_at(data, 4)?, u16_at(data, 8)?);
        let hue = if colour == AUTOMATIC { Hue::Auto } else { Hue::Indexed(colour.into()) };
        self.0.push(Look { struck: flags & 0x0008 != 0, raised: height == 1, hue });
        Ok(())
    }

    /// The font of a number; no font has the number 4.
    pub fn get(&self, number: u16) -> Look {
        let index = usize::from(number) - usize::from(number > 4);
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// A text whose look changes at these characters, as it is shown.
pub fn shown(units: &[u16], changes: &[(u16, Look)]) -> Result<String, Refusal> {
    let decode = |units: &[u16]| String::from_utf16(units).map_err(|_| damaged("half a character"));
    if !changes.iter().any(|(_, look)| look.struck || look.raised) {
        return decode(units);
    }
    let place = |from: u16| usize::from(from).min(units.len());
    let mut text = decode(&units[..changes.first().map_or(units.len(), |(from, _)| place(*from))])?;
    for (index, (from, look)) in changes.iter().enumerate() {
        let to = changes.get(index + 1).map_or(units.len(), |(next, _)| place(*next));
        let run = units.get(place(*from)..to).ok_or_else(|| damaged("runs of a text out of order"))?;
        match look {
            Look { struck: true, .. } => {}
            Look { raised: true, .. } => append_raised(&mut text, &decode(run)?),
            _ => text.push_str(&decode(run)?),
        }
    }
    Ok(text)
}

/// The runs of such a text that are seen at all, each in its ink; none where all of it is in that of its cell.
pub fn runs(units: &[u16], changes: &[(u16, Look)], palette: &Palette) -> Vec<Run> {
    let first = changes.first().map_or(units.len(), |(from, _)| usize::from(*from));
    let mut runs = Vec::new();
    if changes.is_empty() {
        return runs;
    }
    let is_blank = |from: usize, to: usize| {
        let blank = |unit: &u16| char::from_u32((*unit).into()).is_some_and(char::is_whitespace);
        units.get(from..to.min(units.len())).is_none_or(|run| run.iter().all(blank))
    };
    if !is_blank(0, first) {
        runs.push(Run::OfCell);
    }
    for (index, (from, look)) in changes.iter().enumerate() {
        let to = changes.get(index + 1).map_or(units.len(), |(next, _)| usize::from(*next));
        if !look.struck && !is_blank(usize::from(*from), to) {
            runs.push(Run::Own(palette.colour(look.hue)));
        }
    }
    runs
}
