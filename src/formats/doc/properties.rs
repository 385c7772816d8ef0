//! The properties of characters and paragraphs: lists of changes against the default, kept on pages of
//! 512 bytes that a table at the end of the file finds by place.
//!
//! Only what decides over figures is understood: deleted and hidden text, symbols, cells and rows, the
//! widths and merges of a row's cells. Styles are not looked into; text hidden by a style is read.

use crate::problem::Refusal;

use super::super::compound::{u16_at, u32_at};
use super::super::damaged;
use super::bytes::{legacy, span};
use super::header::Unit;

const PAGE: usize = 512;

/// What is known of a run of characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Character {
    pub deleted: bool,
    /// Hidden, or struck through: neither counts.
    pub hidden: bool,
    pub raised: bool,
    pub symbol: bool,
}

/// What is known of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    pub in_table: bool,
    /// In how many tables it lies, each in a cell of the one before; of one alone nothing may be said.
    pub depth: u32,
    /// Its mark ends a cell of an inner table.
    pub ends_inner_cell: bool,
    /// Its mark ends a row.
    pub ends_row: bool,
    pub row: Option<RowShape>,
}

/// How the cells of a row lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowShape {
    /// The cells' edges from left to right, in twentieths of a point; one more than cells.
    pub edges: Vec<i16>,
    pub merges: Vec<Merge>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merge {
    /// Zero for a cell of its own; the values of a set differ between its first cell and the others.
    pub across: u8,
    pub down: Down,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Down {
    #[default]
    Own,
    Begins,
    Continues,
}

/// Properties by place.
pub struct Runs<T>(Vec<(u32, u32, T)>);

impl<T> Runs<T> {
    /// The properties at a place; a place without any is in no sound file.
    pub fn at(&self, place: u32) -> Result<&T, Refusal> {
        let after = self.0.partition_point(|(first, _, _)| *first <= place);
        let run = after.checked_sub(1).and_then(|index| self.0.get(index));
        let run = run.filter(|(_, last, _)| place < *last);
        run.map(|(_, _, properties)| properties).ok_or_else(|| damaged("text without properties"))
    }

    fn sorted(mut runs: Vec<(u32, u32, T)>) -> Runs<T> {
        runs.sort_by_key(|(first, _, _)| *first);
        Runs(runs)
    }
}

impl Runs<Character> {
    /// The properties of a character of the text.
    pub fn of(&self, unit: Unit) -> Result<Character, Refusal> {
        match self.at(unit.place) {
            Ok(character) => Ok(*character),
            // LibreOffice says nothing of a document's very last mark.
            Err(_) if matches!(unit.code, 0x07 | 0x0d) => Ok(Character::default()),
            Err(refusal) => Err(refusal),
        }
    }
}

/// Reads the properties of all characters.
pub fn characters(main: &[u8], bins: &[u8]) -> Result<Runs<Character>, Refusal> {
    let mut runs = Vec::new();
    for page in pages(main, bins)? {
        let count = usize::from(page[PAGE - 1]);
        for index in 0..count {
            let place = usize::from(span(page, (count + 1) * 4 + index, 1)?[0]) * 2;
            let properties = match place {
                0 => Character::default(),
                place => character(span(page, place + 1, usize::from(span(page, place, 1)?[0]))?)?,
            };
            runs.push((u32_at(page, index * 4)?, u32_at(page, index * 4 + 4)?, properties));
        }
    }
    Ok(Runs::sorted(runs))
}

/// Reads the properties of all paragraphs.
pub fn paragraphs(main: &[u8], bins: &[u8], data: &[u8]) -> Result<Runs<Paragraph>, Refusal> {
    const BOX: usize = 13;
    let mut runs = Vec::new();
    for page in pages(main, bins)? {
        let count = usize::from(page[PAGE - 1]);
        for index in 0..count {
            let place = usize::from(span(page, (count + 1) * 4 + index * BOX, 1)?[0]) * 2;
            let mut properties = Paragraph::default();
            if place > 0 {
                let (place, size) = match span(page, place, 2)? {
                    [0, words] => (place + 2, usize::from(*words) * 2),
                    [words, _] => (place + 1, usize::from(*words) * 2 - 1),
                    _ => return Err(damaged("a page of properties")),
                };
                // The first two bytes name the style.
                let changes = span(page, place, size)?.get(2..).unwrap_or_default();
                paragraph(changes, data, &mut properties)?;
            }
            runs.push((u32_at(page, index * 4)?, u32_at(page, index * 4 + 4)?, properties));
        }
    }
    Ok(Runs::sorted(runs))
}

/// The pages that a bin table lists.
fn pages<'m>(main: &'m [u8], bins: &[u8]) -> Result<Vec<&'m [u8]>, Refusal> {
    let count = bins.len().saturating_sub(4) / 8;
    if count > main.len() / PAGE {
        return Err(damaged("more pages of properties than the file holds"));
    }
    let page = |index: usize| {
        let number = u32_at(bins, (count + 1) * 4 + index * 4)? & 0x003f_ffff;
        span(main, number as usize * PAGE, PAGE)
    };
    (0..count).map(page).collect()
}

fn character(changes: &[u8]) -> Result<Character, Refusal> {
    let mut properties = Character::default();
    for change in Changes(changes) {
        let (code, operand) = change?;
        let on = matches!(operand.first(), Some(1 | 0x81));
        match code {
            0x0800 => properties.deleted = on,
            // Hidden, struck through once, twice.
            0x083c | 0x0837 | 0x2a53 => properties.hidden |= on,
            0x2a48 => properties.raised = operand.first() == Some(&1),
            0x6a09 => properties.symbol = true,
            _ => {}
        }
    }
    Ok(properties)
}

fn paragraph(changes: &[u8], data: &[u8], properties: &mut Paragraph) -> Result<(), Refusal> {
    for change in Changes(changes) {
        let (code, operand) = change?;
        let on = operand.first() == Some(&1);
        match code {
            0x2416 => properties.in_table = on,
            0x2417 | 0x244c => properties.ends_row = on,
            0x244b => properties.ends_inner_cell = on,
            0x6649 => properties.depth = u32_at(operand, 0)?,
            // The rest did not fit the page and lies in the stream of large things.
            0x6645 | 0x6646 if !data.is_empty() => {
                let place = u32_at(operand, 0)? as usize;
                let size = u16_at(span(data, place, 2)?, 0)? as usize;
                paragraph(span(data, place + 2, size)?, &[], properties)?;
            }
            0xd608 => properties.row = Some(shape(operand)?),
            0xd62b => {
                let cell = usize::from(*operand.get(1).ok_or_else(|| damaged("a merge"))?);
                let row = properties.row.get_or_insert_default();
                if let (Some(merge), Some(how)) = (row.merges.get_mut(cell), operand.get(2)) {
                    merge.down = down(*how);
                }
            }
            // Cells inserted, deleted, merged or split by a change on top of the row's shape.
            0x5622 | 0x7621 | 0x5624 | 0x5625 => return Err(legacy("a row changed in haste")),
            _ => {}
        }
    }
    Ok(())
}

/// The definition of a row: how many cells, their edges, and for each cell twenty bytes or none.
fn shape(operand: &[u8]) -> Result<RowShape, Refusal> {
    const CELL: usize = 20;
    let count = usize::from(*operand.get(2).ok_or_else(|| damaged("a row without cells"))?);
    let edge = |index: usize| u16_at(operand, 3 + index * 2).map(|edge| edge as i16);
    let edges = (0..=count).map(edge).collect::<Result<Vec<_>, _>>()?;
    let cells = operand.get(3 + (count + 1) * 2..).unwrap_or_default();
    let mut merges: Vec<Merge> = cells
        .chunks_exact(CELL)
        .take(count)
        .map(|cell| Merge { across: cell[0] & 3, down: down((cell[0] >> 5) & 3) })
        .collect();
    merges.resize(count, Merge::default());
    Ok(RowShape { edges, merges })
}

fn down(how: u8) -> Down {
    match how {
        0 => Down::Own,
        1 => Down::Continues,
        _ => Down::Begins,
    }
}

/// A list of changes: a code that says how long its operand is, and the operand. That of a row's
/// definition and of other long ones begins with its length.
struct Changes<'a>(&'a [u8]);

impl<'a> Iterator for Changes<'a> {
    type Item = Result<(u16, &'a [u8]), Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        // A single byte at the end fills up a word.
        if self.0.len() < 2 {
            return None;
        }
        let next = self.take();
        if next.is_err() {
            self.0 = &[];
        }
        Some(next)
    }
}

impl<'a> Changes<'a> {
    fn take(&mut self) -> Result<(u16, &'a [u8]), Refusal> {
        const ROW: u16 = 0xd608;
        const TABS: u16 = 0xc615;
        let code = u16_at(self.0, 0)?;
        let rest = &self.0[2..];
        let size = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if code == ROW => usize::from(u16_at(rest, 0)?) + 1,
            _ => match (code, rest.first()) {
                (TABS, Some(255)) => return Err(legacy("tabulators without end")),
                (_, length) => usize::from(*length.ok_or_else(|| damaged("a change cut short"))?) + 1,
            },
        };
        let operand = span(rest, 0, size)?;
        self.0 = &rest[size..];
        Ok((code, operand))
    }
}
