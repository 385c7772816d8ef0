//! Excel and WPS workbooks (.xlsx, .xlsm, .et saved as such): a container of XML parts.
//!
//! Only what bears on figures is read: the workbook's list of sheets, the shared strings, what cell
//! styles show and in which colours, and per sheet its cells, comments, merged areas and hidden rows and
//! columns, each part in one pass. Of a formula the stored result counts, and where none is stored the cell
//! says so; the formula itself is noted, so that the result can be proved. Charts, pictures and macros are
//! judged with the container and otherwise ignored.

pub(super) mod comments;
mod formulas;
mod looks;
pub(super) mod parts;
mod plain;
mod rich_text;
pub(super) mod sheet;
pub(super) mod styles;

pub(super) use parts::missing;

use crate::problem::Refusal;
use crate::submit::grid::Grid;

use super::container::Container;
use super::gathering::Gathering;

/// Reads a workbook out of its container.
pub fn read(mut container: Container<'_>) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
    let workbook = parts::workbook(&mut container)?;
    let styles = styles::styles(&mut container, &workbook)?;
    let palette = styles::palette(&mut container, workbook.theme.as_deref(), &styles)?;
    let strings = parts::shared_strings(&mut container, &workbook, &palette)?;
    let meaning = sheet::Meaning {
        strings: &strings,
        styles: &styles.shows,
        paints: &styles.paints(&palette),
        palette: &palette,
        epoch: workbook.epoch,
    };
    workbook.doubts.iter().for_each(|doubt| gathering.doubt(*doubt));
    for entry in &workbook.sheets {
        sheet::read(&mut container, &mut gathering, entry, &meaning)?;
        comments::read(&mut container, &mut gathering, &entry.path)?;
    }
    container.finish()?;
    gathering.finish()
}

#[cfg(test)]
mod tests;
