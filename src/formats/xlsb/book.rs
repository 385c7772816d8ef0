//! What all sheets of a binary workbook share: strings, styles, fonts and colours; and how one of its parts is got.

use std::collections::HashMap;

use crate::problem::Refusal;

use super::super::colour::{Colour, Fill, Hue, Paint, Palette, Run};
use super::super::compound::{u16_at, u32_at};
use super::super::container::Container;
use super::super::damaged;
use super::super::figure::Epoch;
use super::super::formula::sheets::Sheets;
use super::super::number_format::Shows;
use super::super::too_large;
use super::super::xls::fonts::{Look, runs, shown};
use super::records::{Record, Records, rich_text, words};

/// What all sheets share.
#[derive(Default)]
pub(super) struct Book {
    pub(super) epoch: Epoch,
    pub(super) strings: Vec<String>,
    /// Of those with runs in colours of their own, these runs.
    pub(super) runs: HashMap<usize, Vec<Run>>,
    pub(super) palette: Palette,
    pub(super) fonts: Vec<Look>,
    pub(super) fills: Vec<Fill>,
    /// For each cell style: what do its numbers show?
    pub(super) styles: Vec<Shows>,
    /// And how do its words look?
    pub(super) paints: Vec<Paint>,
    /// Sheets that formulas name by number.
    pub(super) references: Sheets,
}

impl Book {
    pub(super) fn read_styles(&mut self, bytes: &[u8], most: usize) -> Result<(), Refusal> {
        const FONT: usize = 43;
        const FORMAT: usize = 44;
        const FILL: usize = 45;
        const STYLE: usize = 47;
        const CELL_STYLES: usize = 617;
        const CELL_STYLES_END: usize = 618;
        let mut formats: Vec<(u16, Shows)> = Vec::new();
        let mut in_cell_styles = false;
        for record in Records::new(bytes) {
            let Record { kind, data } = record?;
            match kind {
                FONT => self.fonts.push(Look {
                    struck: u16_at(data, 2)? & 0x0008 != 0,
                    raised: u16_at(data, 6)? == 1,
                    hue: hue(data, 12),
                }),
                FILL => self.fills.push(match u32_at(data, 0)? {
                    0 => Fill::Bare,
                    1 => Fill::Solid(hue(data, 4)),
                    _ => Fill::Mixed,
                }),
                FORMAT => formats.push((u16_at(data, 0)?, Shows::of_code(&words(data, 2)?.0))),
                CELL_STYLES => in_cell_styles = true,
                CELL_STYLES_END => return Ok(()),
                STYLE if in_cell_styles => {
                    let (id, font) = (u16_at(data, 2)?, self.font(u16_at(data, 4)?));
                    let own = formats.iter().rev().find(|(own, _)| *own == id);
                    let shows =
                        own.map_or_else(|| Shows::of_builtin(u32::from(id)), |(_, shows)| shows.clone());
                    self.styles.push(shows.in_font(font.struck));
                    let fill = u16_at(data, 6).ok().and_then(|fill| self.fills.get(usize::from(fill)));
                    let ground = self.palette.ground(fill.copied().unwrap_or_default());
                    self.paints.push(Paint::of(self.palette.colour(font.hue), ground));
                }
                _ => {}
            }
            if self.styles.len() + self.fonts.len() + formats.len() > most {
                return Err(too_large("more styles than the limit"));
            }
        }
        Ok(())
    }

    pub(super) fn read_strings(&mut self, bytes: &[u8], most: usize) -> Result<(), Refusal> {
        const STRING: usize = 19;
        for record in Records::new(bytes) {
            let Record { kind, data } = record?;
            if kind == STRING {
                let (text, runs) = self.shown(data, 0)?;
                if !runs.is_empty() {
                    self.runs.insert(self.strings.len(), runs);
                }
                self.strings.push(text);
            }
            if self.strings.len() > most {
                return Err(too_large("more shared strings than the limit"));
            }
        }
        Ok(())
    }

    /// A text at a place of a record as its fonts show it, and its runs in colours of their own.
    pub(super) fn shown(&self, data: &[u8], at: usize) -> Result<(String, Vec<Run>), Refusal> {
        let (units, changes) = rich_text(data, at)?;
        let looks: Vec<(u16, Look)> =
            changes.into_iter().map(|(from, font)| (from, self.font(font))).collect();
        Ok((shown(&units, &looks)?, runs(&units, &looks, &self.palette)))
    }

    pub(super) fn font(&self, number: u16) -> Look {
        self.fonts.get(usize::from(number)).copied().unwrap_or_default()
    }
}

/// A colour at a place of a record: its kind, its number, its tint, red, green and blue.
fn hue(data: &[u8], at: usize) -> Hue {
    let Some([kind, number, low, high, red, green, blue]) =
        data.get(at..at + 7).and_then(|all| all.first_chunk())
    else {
        return Hue::Auto;
    };
    let tint = i32::from(i16::from_le_bytes([*low, *high])) * 1_000 / i32::from(i16::MAX);
    match kind >> 1 {
        1 => Hue::Indexed((*number).into()),
        2 => Hue::Is(Colour([*red, *green, *blue]).tinted(tint)),
        3 => Hue::Theme((*number).into(), tint),
        _ => Hue::Auto,
    }
}

/// The bytes of a part.
pub(super) fn part(container: &mut Container<'_>, path: &str) -> Result<Vec<u8>, Refusal> {
    let index = container.index(path).ok_or_else(|| damaged(format!("no part {path}")))?;
    container.bytes(index)
}
