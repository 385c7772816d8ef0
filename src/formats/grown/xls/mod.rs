//! An old workbook in which a row is repeated, in the stream of its records.
//!
//! The row's records are written once more for each copy, those of rows and cells below it under other numbers
//! (`sheet`); formulas are followed reference by reference in their bytes (`tokens`), those that cells share are
//! written out first (`formulas`). Areas, windows, pages, checks, colours, links and comments follow in their own
//! records (`places`), what is drawn in its anchors (`drawn`), names, charts and other sheets where they lead to the
//! sheet (`elsewhere`).
//!
//! A record is known to say nothing of places, or is followed, or leaves the workbook alone (`kinds`): tables that
//! turn, filters, scenarios, controls, whatever is newer than all of these.

mod drawn;
mod elsewhere;
mod formulas;
mod kinds;
mod places;
mod sheet;
#[cfg(test)]
mod tests;
mod tokens;

use super::super::xls::stream::{Book, Changed};
use super::rows::Repeated;
use crate::problem::Unfilled;
use crate::submit::filling::Grown;
use tokens::Following;

/// The stream with a row repeated; nothing where that cannot be done with everything else as it was.
pub fn repeat(stream: &[u8], grown: &Grown) -> Result<Option<Vec<u8>>, Unfilled> {
    let book = Book::read(stream)?;
    match changed(&book, grown) {
        Some(changed) => Ok(Some(book.write(&changed)?)),
        None => Ok(None),
    }
}

fn changed(book: &Book<'_>, grown: &Grown) -> Option<Vec<Changed>> {
    let part = book.worksheets().nth(grown.sheet)?;
    let (names, sheets) = elsewhere::sheets(book)?;
    let listed = book.sheets.iter().position(|sheet| *sheet == part)?;
    let repeated = Repeated { sheet: names.get(listed)?, row: grown.row, count: grown.count };
    let following = Following { repeated, sheets: &sheets };
    let made = sheet::repeat(&book.parts[part], &following)?;
    let mut changed = vec![Some(elsewhere::own(&book.parts[0], &following, made.words)?)];
    for other in 1..book.parts.len() {
        changed.push(if other == part { None } else { elsewhere::other(&book.parts[other], &following)? });
    }
    changed[part] = Some(made.records);
    Some(changed)
}

/// The last row of each sheet that has rows in its part.
pub fn last_rows(stream: &[u8]) -> Result<Vec<(usize, u32)>, Unfilled> {
    let book = Book::read(stream)?;
    let rows = book.worksheets().enumerate();
    Ok(rows.filter_map(|(index, part)| Some((index, sheet::last_row(&book.parts[part])?))).collect())
}
