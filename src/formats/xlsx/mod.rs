//! Excel and WPS workbooks (.xlsx, .xlsm, .et saved as such): a container of XML parts.
//!
//! Only what bears on figures is read: the workbook's list of sheets, the shared strings, which cell
//! styles show days, and per sheet its cells, merged areas and hidden rows and columns, each part in one
//! pass. Of a formula the stored result counts, and where none is stored the cell says so; the formula itself
//! is noted, so that the result can be proved. Charts, pictures, comments and macros are judged with the container and otherwise ignored.

mod formulas;
mod parts;
mod plain;
mod sheet;

use crate::problem::Refusal;
use crate::submit::grid::Grid;

use super::container::Container;
use super::gathering::Gathering;

/// Reads a workbook out of its container.
pub fn read(mut container: Container<'_>) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
    let workbook = parts::workbook(&mut container)?;
    let strings = parts::shared_strings(&mut container, &workbook)?;
    let styles = parts::styles(&mut container, &workbook)?;
    let meaning = sheet::Meaning { strings: &strings, styles: &styles, epoch: workbook.epoch };
    workbook.doubts.iter().for_each(|doubt| gathering.doubt(*doubt));
    for entry in &workbook.sheets {
        sheet::read(&mut container, &mut gathering, entry, &meaning)?;
    }
    container.finish()?;
    gathering.finish()
}

#[cfg(test)]
mod tests;
