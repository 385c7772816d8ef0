//! The references in a formula's bytes, each changed and written back, everything between them as it is.
//!
//! A formula in an old workbook is a list of steps, each a kind and what belongs to it. What a reference leads to is
//! told by the same reader that calculates formulas (`formula::binary`); here it is only known how long each step is.
//! A step that is not listed may lead to cells as well, and a function that finds cells by words or by counting does:
//! a formula with one cannot be told.

use std::ops::Range;

use super::super::super::compound::u16_at;
use super::super::super::formula::binary::{Bytes, Width, parse};
use super::super::super::formula::sheets::Sheets;
use super::super::super::formula::{Area, Token};
use super::super::super::limits::MOST_ROWS;
use super::super::references::Reference;
use super::super::rows::{Repeated, Stands};

/// One cell or an area, of the formula's own sheet.
const CELL: u8 = 0x24;
const AREA: u8 = 0x25;
/// The same, counted from the formula's cell.
pub const CELL_FROM_HERE: u8 = 0x2c;
pub const AREA_FROM_HERE: u8 = 0x2d;
/// The same of a sheet by its number.
const CELL_OF_SHEET: u8 = 0x3a;
const AREA_OF_SHEET: u8 = 0x3b;

/// Functions whose cells stand in no reference: those named in words, those counted from another.
const INDIRECT: u16 = 148;
const OFFSET: u16 = 78;

/// The last row, which is the end of the sheet.
pub const LAST_ROW: u16 = 0xffff;

/// A step of a formula: its kind, whatever the class of its result, and where its bytes lie.
pub struct Step {
    pub kind: u8,
    pub range: Range<usize>,
}

impl Step {
    pub fn is_reference(&self) -> bool {
        matches!(self.kind, CELL | AREA | CELL_FROM_HERE | AREA_FROM_HERE | CELL_OF_SHEET | AREA_OF_SHEET)
    }

    pub fn is_area(&self) -> bool {
        matches!(self.kind, AREA | AREA_FROM_HERE | AREA_OF_SHEET)
    }

    pub fn is_of_sheet(&self) -> bool {
        matches!(self.kind, CELL_OF_SHEET | AREA_OF_SHEET)
    }

    pub fn is_counted(&self) -> bool {
        matches!(self.kind, CELL_FROM_HERE | AREA_FROM_HERE)
    }

    /// Where its rows are written.
    pub fn rows(&self) -> usize {
        self.range.start + if self.is_of_sheet() { 3 } else { 1 }
    }
}

/// The steps of a formula; nothing where one is not known.
pub fn steps(tokens: &[u8]) -> Option<Vec<Step>> {
    let (mut steps, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let rest = &tokens[at..];
        let kind = if rest[0] < 0x20 { rest[0] } else { 0x20 | rest[0] & 0x1f };
        let end = at + length(kind, rest)?;
        (rest[0] < 0x80 && end <= tokens.len()).then_some(())?;
        steps.push(Step { kind, range: at..end });
        at = end;
    }
    Some(steps)
}

fn length(kind: u8, rest: &[u8]) -> Option<usize> {
    Some(match kind {
        // Operators; not the one that makes an area of two calculated ends.
        0x03..=0x10 | 0x12..=0x16 => 1,
        0x17 => {
            let (count, flags) = (usize::from(*rest.get(1)?), *rest.get(2)?);
            (flags <= 1).then_some(())?;
            3 + count * (1 + usize::from(flags))
        }
        0x19 => match *rest.get(1)? {
            0x04 => 4 + (usize::from(u16_at(rest, 2).ok()?) + 1) * 2,
            0x01 | 0x02 | 0x08 | 0x10 | 0x20 | 0x40 | 0x41 => 4,
            _ => return None,
        },
        0x1c | 0x1d => 2,
        0x1e => 3,
        0x1f => 9,
        0x20 => 8,
        0x21 => function(rest, 1).then_some(3)?,
        0x22 => function(rest, 2).then_some(4)?,
        0x23 => 5,
        CELL | 0x2a | CELL_FROM_HERE => 5,
        AREA | 0x2b | AREA_FROM_HERE => 9,
        // How long the references are that follow.
        0x29 => 3,
        0x39 | CELL_OF_SHEET | 0x3c => 7,
        AREA_OF_SHEET | 0x3d => 11,
        _ => return None,
    })
}

/// Whether a function's cells are those of its references.
fn function(rest: &[u8], number: usize) -> bool {
    u16_at(rest, number).is_ok_and(|number| !matches!(number & 0x7fff, INDIRECT | OFFSET))
}

/// A row of a workbook of these sheets that is repeated.
#[derive(Clone, Copy)]
pub struct Following<'r> {
    pub repeated: Repeated<'r>,
    /// By the numbers that formulas have for them.
    pub sheets: &'r Sheets,
}

impl Following<'_> {
    /// A formula where it stands; one elsewhere may lead to other files.
    pub fn formula(&self, tokens: &[u8], stands: Stands) -> Option<Vec<u8>> {
        let mut made = tokens.to_vec();
        for step in steps(tokens)?.iter().filter(|step| step.is_reference()) {
            let is_none_of_ours = !step.is_of_sheet() || self.is_of_another_file(tokens, step);
            if stands == Stands::Elsewhere && is_none_of_ours {
                continue;
            }
            let known = self.reference(tokens, step)?;
            write(&mut made, step, &self.repeated.reference(&known, stands))?;
        }
        Some(made)
    }

    /// The formula of the row, in this column, in its copy so many rows below; `above`: what the cell above it says.
    pub fn copy(&self, tokens: &[u8], column: u32, by: u32, above: Option<&[u8]>) -> Option<Vec<u8>> {
        let is_run = above.and_then(|above| self.a_row_below(above)).is_some_and(|next| next == tokens);
        self.rewritten(tokens, &|known| self.repeated.copied(known, column, by, is_run))
    }

    /// Whether a formula leads to the sheet by its name; nothing where it cannot be told.
    pub fn names_it(&self, tokens: &[u8]) -> Option<bool> {
        let mut names_it = false;
        for step in steps(tokens)?.iter().filter(|step| step.is_of_sheet()) {
            if !self.is_of_another_file(tokens, step) {
                let known = self.reference(tokens, step)?;
                names_it |= self.repeated.means_it(&known, Stands::Elsewhere);
            }
        }
        Some(names_it)
    }

    fn is_of_another_file(&self, tokens: &[u8], step: &Step) -> bool {
        let number = u16_at(tokens, step.range.start + 1).map(usize::from);
        number.is_ok_and(|number| self.sheets.get(number).is_some_and(Option::is_none))
    }

    fn a_row_below(&self, tokens: &[u8]) -> Option<Vec<u8>> {
        self.rewritten(tokens, &|known| known.moved((1, 0)))
    }

    fn rewritten(&self, tokens: &[u8], change: &dyn Fn(&Reference) -> Option<Area>) -> Option<Vec<u8>> {
        let mut made = tokens.to_vec();
        for step in steps(tokens)?.iter().filter(|step| step.is_reference()) {
            write(&mut made, step, &change(&self.reference(tokens, step)?)?)?;
        }
        Some(made)
    }

    /// A reference that does not count from its cell, of one sheet of this workbook.
    pub fn reference(&self, tokens: &[u8], step: &Step) -> Option<Reference> {
        (!step.is_counted()).then_some(())?;
        let area = area(tokens, step, (0, 0), self.sheets)?;
        let at = step.rows();
        let is_in_order = !step.is_area() || u16_at(tokens, at).ok()? <= u16_at(tokens, at + 2).ok()?;
        let is_of_one = area.sheets.as_ref().is_none_or(|sheets| sheets.0 == sheets.1);
        (is_in_order && is_of_one).then_some(Reference { area, is_range: step.is_area() })
    }
}

/// What a reference of a formula in a cell leads to.
fn area(tokens: &[u8], step: &Step, cell: (u32, u32), sheets: &Sheets) -> Option<Area> {
    let bytes = Bytes { width: Width::Narrow, sheets, cell };
    match &*parse(&tokens[step.range.clone()], bytes)? {
        [Token::Area(area)] => Some(area.clone()),
        _ => None,
    }
}

/// A formula that cells share, as it stands in one of them.
pub fn own(shared: &[u8], cell: (u32, u32)) -> Option<Vec<u8>> {
    let mut made = shared.to_vec();
    for step in steps(shared)? {
        // What stands behind a formula beside its steps is not shared; names of sheets are not either.
        (step.kind != 0x20 && !step.is_of_sheet()).then_some(())?;
        if !step.is_counted() {
            continue;
        }
        let area = area(shared, &step, cell, &Vec::new())?;
        made[step.range.start] -= CELL_FROM_HERE - CELL;
        write(&mut made, &step, &area)?;
        let corners = [&area.first, &area.last];
        let at = step.rows() + if step.is_area() { 4 } else { 2 };
        for (corner, at) in corners.into_iter().zip([at, at + 2]).take(1 + usize::from(step.is_area())) {
            let moves = [(corner.row_fixed, 0x8000), (corner.column_fixed, 0x4000)];
            let flags: u16 = moves.iter().filter(|(fixed, _)| !fixed).map(|(_, flag)| flag).sum();
            put(&mut made, at, corner.column as u16 | flags);
        }
    }
    Some(made)
}

/// Writes the rows of a reference.
fn write(made: &mut [u8], step: &Step, area: &Area) -> Option<()> {
    let row = |row: u32| match row {
        row if row == MOST_ROWS - 1 => Some(LAST_ROW),
        row => u16::try_from(row).ok().filter(|row| *row != LAST_ROW),
    };
    let (first, last) = (row(area.first.row)?, row(area.last.row)?);
    put(made, step.rows(), first);
    if step.is_area() {
        (first <= last).then_some(())?;
        put(made, step.rows() + 2, last);
    }
    Some(())
}

/// Writes two bytes.
pub fn put(made: &mut [u8], at: usize, value: u16) {
    if let Some(place) = made.get_mut(at..at + 2) {
        place.copy_from_slice(&value.to_le_bytes());
    }
}
