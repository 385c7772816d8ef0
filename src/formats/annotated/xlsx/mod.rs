//! A workbook with comments, colours and the list in it.

mod book;
mod list;
pub(in crate::formats) mod names;
mod notes;
mod sheet;
mod styles;
mod vml;
pub(in crate::formats) mod walk;

use std::collections::{BTreeMap, BTreeSet};

use super::super::limits::Limits;
use super::super::relationships;
use super::super::xlsx::parts::{self as workbook, SheetEntry};
use super::parts::Parts;
use super::scan::{Splices, pieces};
use super::shades::Colours;
use crate::problem::Refusal;
use crate::submit::annotation::{Annotations, Mark, is_list};
use crate::submit::grid::{Grid, Said};
use crate::vocabulary::Severity;
use names::{Address, is_usual};
use notes::Notes;
use styles::Styles;

/// The bytes of the workbook that was read as this grid, with the annotations in it.
pub fn annotate(
    bytes: &[u8],
    grid: &Grid,
    annotations: &Annotations,
    limits: &Limits,
    colours: Colours,
) -> Result<Option<Vec<u8>>, Refusal> {
    let Some(mut parts) = Parts::editable(bytes, limits)? else { return Ok(None) };
    let path = relationships::main_part(&mut parts.container)?;
    let book = workbook::workbook(&mut parts.container)?;
    let Some(mut styles) = Styles::open(&mut parts, &path, &book)? else { return Ok(None) };
    let marks = annotations.marks(grid);
    for (index, entry) in book.sheets.iter().enumerate() {
        let own: Vec<&Mark> = marks.iter().filter(|mark| mark.sheet == index).collect();
        let faint = faint(grid, index);
        let wanted = |mark: &&&Mark| colours == Colours::Added && !faint.contains(&mark.at);
        let shaded = own.iter().filter(wanted).map(|mark| (mark.at, mark.severity)).collect();
        if !write_sheet(&mut parts, entry, (index, &own, shaded), &mut styles)? {
            return Ok(None);
        }
    }
    let known = grid.sheets.iter().position(is_list).and_then(|index| book.sheets.get(index));
    let rows = annotations.rows(grid);
    let named = |(sheet, at): (usize, Address)| (grid.sheets[sheet].name.as_str(), at);
    let text = list::sheet(&rows, &named, &mut styles);
    match known {
        Some(entry) => parts.put(&entry.path, text),
        None if !book::add_sheet(&mut parts, &path, text)? => return Ok(None),
        None => {}
    }
    styles.write(&mut parts);
    parts.write().map(Some)
}

/// Cells whose words nobody sees: a colour would show them.
fn faint(grid: &Grid, sheet: usize) -> BTreeSet<Address> {
    let remarks = grid.sheets.get(sheet).map(|sheet| sheet.remarks.as_slice()).unwrap_or_default();
    let faint = remarks.iter().filter(|remark| remark.said == Said::Faint);
    faint.map(|remark| (remark.row, remark.column)).collect()
}

/// Writes one sheet's colours and comments; `false` where its part cannot be edited.
fn write_sheet(
    parts: &mut Parts<'_>,
    entry: &SheetEntry,
    (index, marks, shaded): (usize, &[&Mark], BTreeMap<Address, Severity>),
    styles: &mut Styles,
) -> Result<bool, Refusal> {
    if !parts.has(&entry.path) {
        return Ok(marks.is_empty());
    }
    let Some(text) = parts.text(&entry.path)? else { return Ok(false) };
    let Some(mut notes) = Notes::open(parts, &entry.path)? else { return Ok(marks.is_empty()) };
    let is_new = !notes.have_ours() && !styles.had_ours();
    if marks.is_empty() && is_new {
        return Ok(true);
    }
    let found = pieces(&text)?;
    if !is_usual(found.first(), "worksheet") {
        return Ok(false);
    }
    let mut splices = Splices::default();
    sheet::shade(&found, shaded, styles, &mut splices);
    notes.write(marks);
    if let Some(drawing) = notes.finish(parts, index, sheet::legacy_drawing(&found))? {
        sheet::add_legacy_drawing(&found, &drawing, &mut splices);
    }
    let made = splices.apply(&text);
    if made != text {
        parts.put(&entry.path, made);
    }
    Ok(true)
}
