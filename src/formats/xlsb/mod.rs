//! Binary workbooks (.xlsb): the package of an .xlsx whose parts are records instead of XML.
//!
//! Read like the others, record by record: stored results of formulas, merged areas, hidden rows and columns,
//! what number formats show, what fonts strike through, headers and footers. Nothing is reserved from a
//! declared count. calamine reads such files as well, but neither formats nor fonts, and it loses cells whose
//! records do not name their column; by it alone a struck figure would count, and `0.00"元"` be refused.

mod comments;
mod formulas;
mod records;
mod sheet;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::problem::Refusal;
use crate::submit::grid::Grid;

use super::colour::{Colour, Fill, Hue, Paint, Palette, Run};
use super::compound::{u16_at, u32_at};
use super::container::Container;
use super::figure::Epoch;
use super::formula::ledger::Doubt;
use super::formula::sheets::{Numbered, Sheets};
use super::gathering::Gathering;
use super::number_format::Shows;
use super::relationships;
use super::xls::fonts::{Look, runs, shown};
use super::xlsx::comments as threads;
use super::xlsx::missing;
use super::xlsx::styles::themed;
use super::{damaged, too_large};
use records::{Record, Records, rich_text, words};

/// Reads a binary workbook out of its container.
pub fn read(mut container: Container<'_>) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
    let path = relationships::main_part(&mut container)?;
    let parts = relationships::of_part(&mut container, &path)?;
    let listed = list_sheets(&part(&mut container, &path)?, container.limits().sheets)?;
    let name = |sheet: usize| listed.sheets.get(sheet).map(|(name, _, _)| name.as_str());
    let references = listed.references.named(name);
    listed.doubts.iter().for_each(|doubt| gathering.doubt(*doubt));
    let path_of = |kind: &str| parts.iter().rev().find(|part| part.kind == kind).map(|part| &part.path);
    let most = container.limits().cells;
    let palette = themed(&mut container, path_of("theme").map(String::as_str))?;
    let mut book = Book { epoch: listed.epoch, palette, references, ..Book::default() };
    if let Some(path) = path_of("styles") {
        book.read_styles(&part(&mut container, path)?, most)?;
    }
    if let Some(path) = path_of("sharedStrings") {
        book.read_strings(&part(&mut container, path)?, most)?;
    }
    for (name, visible, id) in listed.sheets {
        let part_of = parts.iter().find(|part| part.id == id && container.index(&part.path).is_some());
        let Some(found) = part_of else {
            if visible {
                return Err(missing(&id));
            }
            continue;
        };
        if found.kind == "worksheet" {
            gathering.open_sheet(name.as_str(), visible)?;
            sheet::read(&part(&mut container, &found.path)?, &book, &mut gathering)?;
            comments::read(&mut container, &mut gathering, &found.path, &book)?;
            threads::read(&mut container, &mut gathering, &found.path)?;
        }
    }
    container.finish()?;
    gathering.finish()
}

/// What all sheets share.
#[derive(Default)]
struct Book {
    epoch: Epoch,
    strings: Vec<String>,
    /// Of those with runs in colours of their own, these runs.
    runs: HashMap<usize, Vec<Run>>,
    palette: Palette,
    fonts: Vec<Look>,
    fills: Vec<Fill>,
    /// For each cell style: what do its numbers show?
    styles: Vec<Shows>,
    /// And how do its words look?
    paints: Vec<Paint>,
    /// Sheets that formulas name by number.
    references: Sheets,
}

impl Book {
    fn read_styles(&mut self, bytes: &[u8], most: usize) -> Result<(), Refusal> {
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

    fn read_strings(&mut self, bytes: &[u8], most: usize) -> Result<(), Refusal> {
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
    fn shown(&self, data: &[u8], at: usize) -> Result<(String, Vec<Run>), Refusal> {
        let (units, changes) = rich_text(data, at)?;
        let looks: Vec<(u16, Look)> =
            changes.into_iter().map(|(from, font)| (from, self.font(font))).collect();
        Ok((shown(&units, &looks)?, runs(&units, &looks, &self.palette)))
    }

    fn font(&self, number: u16) -> Look {
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

/// What the workbook's own part says: each sheet's name, whether it is visible, and by which id its part is found.
#[derive(Default)]
struct Listed {
    sheets: Vec<(String, bool, String)>,
    epoch: Epoch,
    references: Numbered,
    /// Why the results of its formulas may be none.
    doubts: Vec<Doubt>,
}

fn list_sheets(bytes: &[u8], most: usize) -> Result<Listed, Refusal> {
    const PROPERTIES: usize = 153;
    const SHEET: usize = 156;
    const CALCULATION: usize = 157;
    const OTHER_BOOK: usize = 355;
    const OWN_BOOK: usize = 357;
    const SAME_SHEET: usize = 358;
    const ADD_IN: usize = 667;
    const REFERENCES: usize = 362;
    let mut listed = Listed::default();
    for record in Records::new(bytes) {
        let Record { kind, data } = record?;
        match kind {
            PROPERTIES if u32_at(data, 0)? & 1 != 0 => listed.epoch = Epoch::Macintosh1904,
            SHEET => {
                let (id, after) = words(data, 8)?;
                listed.sheets.push((words(data, after)?.0, u32_at(data, 0)? == 0, id));
            }
            CALCULATION => listed.doubts = formulas::doubts(data)?,
            OWN_BOOK | OTHER_BOOK | SAME_SHEET | ADD_IN => listed.references.add_book(kind == OWN_BOOK),
            REFERENCES => {
                for entry in data.get(4..).unwrap_or_default().chunks_exact(12) {
                    listed.references.add(formulas::listed(entry)?);
                }
            }
            _ => {}
        }
        if listed.sheets.len() > most {
            return Err(too_large("more sheets than the limit"));
        }
    }
    Ok(listed)
}

fn part(container: &mut Container<'_>, path: &str) -> Result<Vec<u8>, Refusal> {
    let index = container.index(path).ok_or_else(|| damaged(format!("no part {path}")))?;
    container.bytes(index)
}
