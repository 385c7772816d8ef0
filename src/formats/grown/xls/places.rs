//! Records of an old sheet that say where something lies, each as it becomes: cells, areas, and the formulas of checks
//! and colours.
//!
//! Formulas of checks and colours count from the cell that they are asked of. One that looks along its row says the
//! same wherever that row lies; one that looks elsewhere is only believed where all that it may see stays together.

use std::ops::Range;

use super::super::super::compound::u16_at;
use super::super::super::xls::cells::DIMENSIONS;
use super::super::rows::Stands;
use super::kinds::*;
use super::tokens::{Following, LAST_ROW, Step, put, steps};

/// So many areas fit into a record of merged cells.
const MOST_MERGES: usize = 1_026;

/// A record of its kind.
pub type Made = (u16, Vec<u8>);

/// What earlier records of a sheet said that later ones need.
pub struct Places<'f> {
    following: &'f Following<'f>,
    /// The rows of the colours that the next records are of.
    coloured: Vec<(u16, u16)>,
    /// The first row that is seen, and whether those down to the pane stay there.
    window: (u16, bool),
}

impl<'f> Places<'f> {
    pub fn new(following: &'f Following<'f>) -> Places<'f> {
        Places { following, coloured: Vec::new(), window: (0, false) }
    }

    /// The record as it becomes; nothing where it is of no kind that is followed.
    pub fn followed(&mut self, kind: u16, data: &[u8]) -> Option<Vec<Made>> {
        let mut made = data.to_vec();
        match kind {
            DIMENSIONS => self.dimensions(&mut made)?,
            WINDOW => {
                self.window = (u16_at(data, 2).ok()?, u16_at(data, 0).ok()? & 8 != 0);
                self.cell(&mut made, 2)?;
            }
            PANE => self.pane(&mut made)?,
            SELECTION => {
                self.cell(&mut made, 1)?;
                self.list(&mut made, 7, Listed::Narrow)?;
            }
            MERGES => return self.merges(data),
            ROW_BREAKS => self.breaks(&mut made)?,
            COLUMN_BREAKS => {
                let count = usize::from(u16_at(data, 0).ok()?);
                (0..count).try_for_each(|index| self.area(&mut made, 4 + index * 6, false))?;
            }
            READINGS => self.list(&mut made, 4, Listed::Wide)?,
            COLOURS => {
                self.area(&mut made, 4, true)?;
                self.coloured = spans(data, 12)?;
                self.list(&mut made, 12, Listed::Wide)?;
            }
            COLOUR => self.asked(&mut made, asked(kind, data)?, &self.coloured)?,
            CHECK => {
                let formulas = asked(kind, data)?;
                let areas = formulas[1].end;
                self.asked(&mut made, formulas, &spans(data, areas)?)?;
                self.list(&mut made, areas, Listed::Wide)?;
            }
            // Marks that were looked over, and areas that may be written.
            FEATURE => {
                matches!(u16_at(data, 12), Ok(2 | 3)).then_some(())?;
                let count = usize::from(u16_at(data, 19).ok()?);
                (0..count).try_for_each(|index| self.area(&mut made, 27 + index * 8, true))?;
            }
            MORE_OF_COLOUR => {
                (u16_at(data, 12) == Ok(0)).then_some(())?;
                self.area(&mut made, 4, true)?;
            }
            LINK => {
                (!leads_into_the_file(data)?).then_some(())?;
                self.area(&mut made, 0, false)?;
            }
            WORDS_OF_LINK => self.area(&mut made, 2, false)?,
            NOTE => self.cell(&mut made, 0)?,
            _ => return None,
        }
        Some(vec![(kind, made)])
    }

    fn row(&self, row: u16) -> Option<u16> {
        match row {
            LAST_ROW => Some(row),
            row => u16::try_from(self.following.repeated.row(row.into())).ok().filter(|row| *row != LAST_ROW),
        }
    }

    /// A row at this place of a record.
    fn cell(&self, made: &mut [u8], at: usize) -> Option<()> {
        let row = self.row(u16_at(made, at).ok()?)?;
        put(made, at, row);
        Some(())
    }

    /// The first and the last row of an area; one that reaches to the end of the sheet still does.
    fn area(&self, made: &mut [u8], at: usize, alike: bool) -> Option<()> {
        let (first, last) = (u16_at(made, at).ok()?, u16_at(made, at + 2).ok()?);
        (first <= last).then_some(())?;
        if last == LAST_ROW {
            return if first == 0 { Some(()) } else { self.cell(made, at) };
        }
        let (first, last) = (u32::from(first), u32::from(last));
        let repeated = &self.following.repeated;
        let rows = if alike { repeated.rows_alike(first, last) } else { repeated.rows(first, last) };
        put(made, at, u16::try_from(rows.0).ok()?);
        put(made, at + 2, u16::try_from(rows.1).ok().filter(|row| *row != LAST_ROW)?);
        Some(())
    }

    /// A list of areas behind their count, to the end of the record; each row of them is treated as the others are.
    fn list(&self, made: &mut [u8], at: usize, listed: Listed) -> Option<()> {
        let (count, size) = (usize::from(u16_at(made, at).ok()?), listed.size());
        (at + 2 + count * size == made.len()).then_some(())?;
        let alike = !matches!(listed, Listed::Merged);
        (0..count).try_for_each(|index| self.area(made, at + 2 + index * size, alike))
    }

    /// The first row and the one behind the last.
    fn dimensions(&self, made: &mut [u8]) -> Option<()> {
        let repeated = &self.following.repeated;
        let number = |at: usize| Some(u32::from_le_bytes(made.get(at..at + 4)?.try_into().ok()?));
        let (first, behind) = (number(0)?, number(4)?);
        if first < behind {
            let last = repeated.rows_alike(first, behind - 1).1;
            (last <= LAST_ROW.into()).then_some(())?;
            made[..4].copy_from_slice(&repeated.row(first).to_le_bytes());
            made[4..8].copy_from_slice(&(last + 1).to_le_bytes());
        }
        Some(())
    }

    /// How many rows stay where they are, where they do; and the first one below.
    fn pane(&self, made: &mut [u8]) -> Option<()> {
        let ((top, is_frozen), down) = (self.window, u16_at(made, 2).ok()?);
        if is_frozen && down > 0 {
            let behind = self.row(top.checked_add(down)?)?;
            put(made, 2, behind - self.row(top)?);
        }
        self.cell(made, 4)
    }

    /// Merged areas; those along the row in each of its copies.
    fn merges(&self, data: &[u8]) -> Option<Vec<Made>> {
        let repeated = &self.following.repeated;
        let mut made = data.to_vec();
        self.list(&mut made, 0, Listed::Merged)?;
        let mut areas: Vec<Vec<u8>> = made[2..].chunks_exact(8).map(<[u8]>::to_vec).collect();
        for (index, (first, last)) in spans(data, 0)?.into_iter().enumerate() {
            if (u32::from(first), u32::from(last)) == (repeated.row, repeated.row) {
                for by in 1..=repeated.count {
                    let row = u16::try_from(repeated.row + by).ok()?;
                    let mut area = areas[index].clone();
                    put(&mut area, 0, row);
                    put(&mut area, 2, row);
                    areas.push(area);
                }
            }
        }
        let record =
            |areas: &[Vec<u8>]| (MERGES, [&(areas.len() as u16).to_le_bytes()[..], &areas.concat()].concat());
        Some(areas.chunks(MOST_MERGES).map(record).collect())
    }

    /// Pages break above these rows; one behind the repeated row, behind its last copy.
    fn breaks(&self, made: &mut [u8]) -> Option<()> {
        let count = usize::from(u16_at(made, 0).ok()?);
        (2 + count * 6 == made.len()).then_some(())?;
        (0..count).try_for_each(|index| self.cell(made, 2 + index * 6))
    }

    /// Formulas that are asked of each cell of these rows.
    fn asked(&self, made: &mut [u8], formulas: [Range<usize>; 2], spans: &[(u16, u16)]) -> Option<()> {
        for range in formulas {
            let tokens = made.get(range.clone())?.to_vec();
            for step in steps(&tokens)?.iter().filter(|step| step.is_reference()) {
                let rows = match step.is_counted() {
                    true => self.counted(&tokens, step, spans)?,
                    false => self.fixed(&tokens, step)?,
                };
                let at = range.start + step.rows();
                rows.into_iter().enumerate().for_each(|(corner, row)| put(made, at + corner * 2, row));
            }
        }
        Some(())
    }

    /// The rows of a reference that does not count from any cell.
    fn fixed(&self, tokens: &[u8], step: &Step) -> Option<Vec<u16>> {
        let known = self.following.reference(tokens, step)?;
        let is_fixed = known.area.first.row_fixed && known.area.last.row_fixed;
        (is_fixed || known.is_of_columns()).then_some(())?;
        let becomes = self.following.formula(&tokens[step.range.clone()], Stands::OnItsSheet)?;
        let at = step.rows() - step.range.start;
        let corners = if step.is_area() { 2 } else { 1 };
        (0..corners).map(|corner| u16_at(&becomes, at + corner * 2).ok()).collect()
    }

    /// The rows of a reference that counts from the cell: some are fixed, some so many further.
    fn counted(&self, tokens: &[u8], step: &Step, spans: &[(u16, u16)]) -> Option<Vec<u16>> {
        const COUNTS: u16 = 0x8000;
        let corners = if step.is_area() { 2 } else { 1 };
        let rows: Vec<u16> = read(tokens, step.rows(), corners)?;
        let columns: Vec<u16> = read(tokens, step.rows() + corners * 2, corners)?;
        let counts: Vec<bool> = columns.iter().map(|column| column & COUNTS != 0).collect();
        let repeated = &self.following.repeated;
        if counts.iter().all(|counts| !counts) {
            return match rows[..] {
                [row] => Some(vec![self.row(row)?]),
                [first, last] => {
                    let mut area = [first.to_le_bytes(), last.to_le_bytes()].concat();
                    // Sums over the rows, even over one.
                    self.area(&mut area, 0, true)?;
                    read(&area, 0, 2)
                }
                _ => None,
            };
        }
        let becomes = rows.into_iter().zip(counts).map(|(row, counts)| match (counts, row) {
            (true, 0) => Some(row),
            (true, _) => {
                let by = i64::from(row as i16);
                let sees = |span: &(u16, u16)| {
                    let (first, last) = (i64::from(span.0), i64::from(span.1));
                    let (from, to) = (first.min(first + by), last.max(last + by));
                    let row = i64::from(repeated.row);
                    (from >= 0 && to < row) || (from > row && to < i64::from(LAST_ROW))
                };
                spans.iter().all(sees).then_some(row)
            }
            (false, _) => (u32::from(row) != repeated.row).then_some(self.row(row)?),
        });
        becomes.collect()
    }
}

/// How areas are listed.
#[derive(Clone, Copy)]
enum Listed {
    /// With columns of one byte.
    Narrow,
    Wide,
    /// Merged ones, which are as high as they are.
    Merged,
}

impl Listed {
    fn size(self) -> usize {
        if matches!(self, Listed::Narrow) { 6 } else { 8 }
    }
}

/// So many numbers of two bytes.
fn read(data: &[u8], at: usize, count: usize) -> Option<Vec<u16>> {
    (0..count).map(|index| u16_at(data, at + index * 2).ok()).collect()
}

/// First and last row of each area of a list behind its count.
fn spans(data: &[u8], at: usize) -> Option<Vec<(u16, u16)>> {
    let count = usize::from(u16_at(data, at).ok()?);
    let areas = (0..count).map(|index| at + 2 + index * 8);
    areas.map(|at| Some((u16_at(data, at).ok()?, u16_at(data, at + 2).ok()?))).collect()
}

/// Where the two formulas of a check or a colour stand in its record.
pub fn asked(kind: u16, data: &[u8]) -> Option<[Range<usize>; 2]> {
    let length = |at: usize| u16_at(data, at).ok().map(usize::from);
    if kind == COLOUR {
        let (first, second) = (length(2)?, length(4)?);
        let begins = data.len().checked_sub(first + second)?;
        return Some([begins..begins + first, begins + first..data.len()]);
    }
    // Four texts before them.
    let mut at = 4;
    for _ in 0..4 {
        let wide = *data.get(at + 2)?;
        (wide <= 1).then_some(())?;
        at += 3 + length(at)? * (1 + usize::from(wide));
    }
    let first = at + 4..at + 4 + length(at)?;
    let second = first.end + 4..first.end + 4 + length(first.end)?;
    Some([first, second])
}

/// Whether a link names a place, of this file or another.
pub fn leads_into_the_file(data: &[u8]) -> Option<bool> {
    Some(u16_at(data, 28).ok()? & 8 != 0)
}
