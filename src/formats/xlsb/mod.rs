//! Binary workbooks (.xlsb): the package of an .xlsx whose parts are records instead of XML.
//!
//! Read like the others, record by record: stored results of formulas, merged areas, hidden rows and columns,
//! what number formats show, what fonts strike through, headers and footers. Nothing is reserved from a
//! declared count. calamine reads such files as well, but neither formats nor fonts, and it loses cells whose
//! records do not name their column; by it alone a struck figure would count, and `0.00"元"` be refused.

mod records;
mod book;
mod formulas;
mod comments;
mod sheet;
#[cfg(test)]
mod tests;

use crate::problem::Refusal;
use crate::submit::grid::Grid;

use super::compound::u32_at;
use super::container::Container;
use super::figure::Epoch;
use super::formula::ledger::Doubt;
use super::formula::sheets::Numbered;
use super::gathering::Gathering;
use super::relationships;
use super::too_large;
use super::xlsx::comments as threads;
use super::xlsx::missing;
use super::xlsx::styles::themed;
use book::{Book, part};
use records::{Record, Records, words};

/// Reads a binary workbook out of its container.
pub fn read(mut container: Container<'_>) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
    gathering.seldom();
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
