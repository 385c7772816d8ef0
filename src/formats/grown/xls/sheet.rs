//! The records of the sheet itself: rows and cells below the repeated one under other numbers, its copies behind it,
//! and around the table whatever says where something lies (`places`, `drawn`).
//!
//! The records that hold where rows lie in the stream are left out, as they are when a sheet is filled.

use std::collections::BTreeMap;

use super::super::super::compound::u16_at;
use super::super::super::xls::cells::{
    Address, BESIDE_FORMULAS, CONTINUE, Cells, FORMULA, INDEX, RESULT, ROW, ROWS_INDEX, SHARED_TEXT, record,
};
use super::super::super::xls::stream::{Part, Placed};
use super::super::rows::Stands;
use super::drawn;
use super::elsewhere::charted;
use super::formulas::{Formula, formulas};
use super::kinds::{CHARTED, DRAWING, OBJECT, WORDS, goes_on, is_of_charts, is_of_sheet};
use super::places::Places;
use super::tokens::{Following, LAST_ROW, put};

/// No record's content is longer.
const LONGEST_RECORD: usize = 8_224;

/// A sheet as it becomes.
pub struct Made {
    pub records: Vec<Vec<u8>>,
    /// By how many more cells the workbook's strings are used.
    pub words: u32,
}

/// What stands in a sheet, one after another.
enum Entry<'s> {
    Row(Placed<'s>),
    /// The record of a cell, or of several of one row, with those that belong to it: by its number.
    Cells(usize),
    /// By its number among all records.
    Other(usize, Placed<'s>),
}

/// The last row that has a record, or a cell.
pub fn last_row(part: &Part<'_>) -> Option<u32> {
    let rows = part.records.iter().filter(|placed| !placed.inner).filter_map(|placed| {
        let is_of_cells = Cells::of(placed.kind, placed.data).ok()?.is_some();
        (is_of_cells || placed.kind == ROW).then(|| u16_at(placed.data, 0).ok()).flatten()
    });
    rows.max().map(u32::from)
}

/// The sheet with the row repeated; nothing where that cannot be done with everything else as it was.
pub fn repeat(part: &Part<'_>, following: &Following<'_>) -> Option<Made> {
    let (entries, groups) = entries(part)?;
    let formulas = formulas(&groups)?;
    let writing = Writing { following, groups: &groups, formulas: &formulas };
    let drawn = drawn::moved(&part.records, &following.repeated)?;
    let mut places = Places::new(following);
    let mut made = Made { records: Vec::new(), words: 0 };
    let last_of_row = |is_its: &dyn Fn(&Entry<'_>) -> bool| entries.iter().rposition(is_its);
    let (last_row, last_cells) = (
        last_of_row(&|entry| matches!(entry, Entry::Row(placed) if writing.is_repeated(placed))),
        last_of_row(&|entry| matches!(entry, Entry::Cells(group) if writing.is_repeated(&groups[*group][0]))),
    );
    for (index, entry) in entries.iter().enumerate() {
        match entry {
            Entry::Row(placed) => {
                made.records.push(writing.row(placed, 0)?);
                for by in writing.copies(last_row == Some(index)) {
                    made.records.push(writing.row(placed, by)?);
                }
            }
            Entry::Cells(group) => {
                made.records.extend(writing.cells(*group)?);
                for by in writing.copies(last_cells == Some(index)) {
                    made.records.extend(writing.copy(by)?);
                }
            }
            Entry::Other(index, placed) => made.records.extend(match drawn.get(index) {
                Some(data) => vec![record(placed.kind, data)],
                None => other(placed, &mut places, following)?,
            }),
        }
    }
    made.words = writing.words()?.checked_mul(following.repeated.count)?;
    let is_short = |record: &Vec<u8>| record.len() - 4 <= LONGEST_RECORD;
    made.records.iter().all(is_short).then_some(made)
}

/// The records of a part in their order, those of cells in groups; nothing where some are not known, or cells lie in
/// another order than their rows.
fn entries<'s>(part: &Part<'s>) -> Option<(Vec<Entry<'s>>, Vec<Vec<Placed<'s>>>)> {
    let (mut entries, mut groups): (Vec<Entry<'s>>, Vec<Vec<Placed<'s>>>) = (Vec::new(), Vec::new());
    let (mut owner, mut row) = (0, 0);
    for (index, placed) in part.records.iter().enumerate() {
        let belongs = !placed.inner
            && matches!(entries.last(), Some(Entry::Cells(_)))
            && (BESIDE_FORMULAS.contains(&placed.kind)
                || placed.kind == RESULT
                || placed.kind == CONTINUE && owner == RESULT);
        if belongs {
            groups.last_mut()?.push(*placed);
        } else if placed.inner {
            entries.push(Entry::Other(index, *placed));
        } else if let Some(cells) = Cells::of(placed.kind, placed.data).ok()? {
            (cells.row >= row).then_some(())?;
            row = cells.row;
            entries.push(Entry::Cells(groups.len()));
            groups.push(vec![*placed]);
        } else if placed.kind == ROW {
            entries.push(Entry::Row(*placed));
        } else if placed.kind == CONTINUE && !goes_on(owner) {
            return None;
        } else if !matches!(placed.kind, INDEX | ROWS_INDEX) {
            entries.push(Entry::Other(index, *placed));
        }
        owner = if placed.kind == CONTINUE { owner } else { placed.kind };
    }
    Some((entries, groups))
}

/// A record that is of no cell and of no drawing.
fn other(placed: &Placed<'_>, places: &mut Places<'_>, following: &Following<'_>) -> Option<Vec<Vec<u8>>> {
    let Placed { kind, data, whole, inner } = *placed;
    if matches!(kind, OBJECT | WORDS) {
        return drawn::is_only_drawn(kind, data).then(|| vec![whole.to_vec()]);
    }
    if inner && kind == CHARTED {
        return Some(vec![record(kind, &charted(data, following)?)]);
    }
    if inner {
        return (is_of_charts(kind) || matches!(kind, DRAWING | CONTINUE)).then(|| vec![whole.to_vec()]);
    }
    if is_of_sheet(kind) || kind == CONTINUE {
        return Some(vec![whole.to_vec()]);
    }
    let made = places.followed(kind, data)?;
    Some(made.into_iter().map(|(kind, data)| record(kind, &data)).collect())
}

struct Writing<'w, 's> {
    following: &'w Following<'w>,
    groups: &'w [Vec<Placed<'s>>],
    formulas: &'w BTreeMap<Address, Formula>,
}

impl Writing<'_, '_> {
    /// Whether a record of a row, or of its cells, is of the repeated one.
    fn is_repeated(&self, placed: &Placed<'_>) -> bool {
        u16_at(placed.data, 0).is_ok_and(|row| u32::from(row) == self.following.repeated.row)
    }

    /// By how much each copy lies lower, where they are to stand here.
    fn copies(&self, here: bool) -> std::ops::RangeInclusive<u32> {
        1..=if here { self.following.repeated.count } else { 0 }
    }

    /// Where a row lies then, so much further down.
    fn lies(&self, row: u32, by: u32) -> Option<u16> {
        u16::try_from(self.following.repeated.row(row) + by).ok().filter(|row| *row < LAST_ROW)
    }

    fn row(&self, placed: &Placed<'_>, by: u32) -> Option<Vec<u8>> {
        let row = self.lies(u16_at(placed.data, 0).ok()?.into(), by)?;
        Some(under(placed, row))
    }

    /// Cells where they lie then.
    fn cells(&self, group: usize) -> Option<Vec<Vec<u8>>> {
        let own = &self.groups[group];
        let Some((at, formula)) = self.formula(group) else {
            let row = u16_at(own[0].data, 0).ok()?;
            return Some(vec![under(&own[0], self.lies(row.into(), 0)?)]);
        };
        let is_its_own = at.0 == self.following.repeated.row;
        let stands = if is_its_own { Stands::InIt } else { Stands::OnItsSheet };
        let becomes = formula.with(self.following.formula(&formula.tokens, stands)?);
        written(&becomes, own, self.lies(at.0, 0)?)
    }

    /// All cells of the repeated row in its copy so many rows below.
    fn copy(&self, by: u32) -> Option<Vec<Vec<u8>>> {
        let row = self.lies(self.following.repeated.row, by)?;
        let mut made = Vec::new();
        for (index, group) in self.groups.iter().enumerate().filter(|(_, group)| self.is_repeated(&group[0]))
        {
            let Some((at, formula)) = self.formula(index) else {
                made.push(under(&group[0], row));
                continue;
            };
            let above = at.0.checked_sub(1).and_then(|above| self.formulas.get(&(above, at.1)));
            let above = above.filter(|above| above.is_like(formula)).map(|above| above.tokens.as_slice());
            let tokens = self.following.copy(&formula.tokens, at.1, by, above)?;
            made.extend(written(&formula.with(tokens), group, row)?);
        }
        Some(made)
    }

    fn formula(&self, group: usize) -> Option<(Address, &Formula)> {
        let first = self.groups[group].first().filter(|first| first.kind == FORMULA)?;
        let at = (u16_at(first.data, 0).ok()?.into(), u16_at(first.data, 2).ok()?.into());
        Some((at, self.formulas.get(&at)?))
    }

    /// How many cells of the row hold words of the workbook's table.
    fn words(&self) -> Option<u32> {
        let of_row = self.groups.iter().filter(|group| self.is_repeated(&group[0]));
        u32::try_from(of_row.filter(|group| group[0].kind == SHARED_TEXT).count()).ok()
    }
}

/// A record of a row, or of its cells, under another number.
fn under(placed: &Placed<'_>, row: u16) -> Vec<u8> {
    let mut data = placed.data.to_vec();
    put(&mut data, 0, row);
    record(placed.kind, &data)
}

fn written(formula: &Formula, group: &[Placed<'_>], row: u16) -> Option<Vec<Vec<u8>>> {
    let records = formula.records(group, row)?;
    Some(records.into_iter().map(|(kind, data)| record(kind, &data)).collect())
}
