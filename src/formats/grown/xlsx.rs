//! A workbook in which a row is repeated: the row itself with its copies, and everything that says where something
//! lies on its sheet, in whichever part it says so.
//!
//! What is not known to this room (pivot tables, controls, scenarios, anything newer) may say so too, in words that
//! nobody here can read: then the workbook is left alone.

use super::super::annotated::parts::Parts;
use super::super::annotated::scan::pieces;
use super::super::annotated::xlsx::names::is_usual;
use super::super::relationships;
use super::super::xlsx::parts as workbook;
use super::places::{Part, changed};
use super::rows::Repeated;
use super::sheet;
use crate::problem::Refusal;
use crate::submit::filling::Grown;

/// Repeats a row; `false` where that cannot be done with everything else as it was.
pub fn repeat(parts: &mut Parts<'_>, grown: &Grown) -> Result<bool, Refusal> {
    let path = relationships::main_part(&mut parts.container)?;
    let book = workbook::workbook(&mut parts.container)?;
    let Some(own) = book.sheets.get(grown.sheet) else { return Ok(false) };
    // Parts and formulas write these in more than one way, and might not be known to speak of the sheet.
    if own.name.contains(['\'', '"', '<', '>', '&']) {
        return Ok(false);
    }
    let repeated = Repeated { sheet: &own.name, row: grown.row, count: grown.count };
    let is_known = |name: &str| !name.contains("pivot") && !name.contains("queryTables");
    if !parts.container.names().all(is_known) {
        return Ok(false);
    }
    let mut done = sheet::repeat(parts, &own.path, &repeated)?;
    for other in book.sheets.iter().filter(|other| other.path != own.path) {
        done &= elsewhere(parts, &other.path, &repeated, "worksheet")?;
    }
    done &= elsewhere(parts, &path, &repeated, "workbook")?;
    let charts: Vec<String> =
        parts.container.names().filter(|name| name.starts_with("xl/charts/")).map(str::to_owned).collect();
    for chart in charts.iter().filter(|name| name.ends_with(".xml")) {
        done &= elsewhere(parts, chart, &repeated, "")?;
    }
    Ok(done && beside(parts, &own.path, &repeated)? && order_of_calculation(parts, &path, &repeated)?)
}

/// The last row of each sheet that has rows in its part.
pub fn last_rows(parts: &mut Parts<'_>) -> Result<Vec<(usize, u32)>, Refusal> {
    let book = workbook::workbook(&mut parts.container)?;
    let mut last_rows = Vec::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let Some(text) = parts.text(&sheet.path)? else { continue };
        last_rows.extend(sheet::last_row(&pieces(&text)?).map(|row| (index, row)));
    }
    Ok(last_rows)
}

/// A part that speaks of the sheet by its name.
fn elsewhere(
    parts: &mut Parts<'_>,
    path: &str,
    repeated: &Repeated<'_>,
    root: &str,
) -> Result<bool, Refusal> {
    let Some(text) = parts.text(path)? else { return Ok(false) };
    if !repeated.is_named_in(&text) {
        return Ok(true);
    }
    let found = pieces(&text)?;
    if !root.is_empty() && !is_usual(found.first(), root) {
        return Ok(false);
    }
    // Cells that share a formula would each have to be looked at.
    let is_shared = found.iter().any(|piece| piece.begins("f") && piece.attribute("si").is_some());
    let made = changed(&text, &found, repeated, Part::Elsewhere);
    let Some(made) = made.filter(|_| !is_shared) else { return Ok(false) };
    parts.put(path, made);
    Ok(true)
}

/// Parts that belong to the sheet: what lies on it, comments, tables.
fn beside(parts: &mut Parts<'_>, sheet: &str, repeated: &Repeated<'_>) -> Result<bool, Refusal> {
    for relation in parts.relations(sheet)? {
        let kind = match relation.kind.as_str() {
            "printerSettings" | "hyperlink" | "image" => continue,
            "drawing" | "vmlDrawing" => Part::Drawing,
            "comments" | "threadedComment" | "table" => Part::OfCells,
            _ => return Ok(false),
        };
        let Some(text) = parts.text(&relation.path)? else { return Ok(false) };
        let Some(made) = changed(&text, &pieces(&text)?, repeated, kind) else { return Ok(false) };
        parts.put(&relation.path, made);
    }
    Ok(true)
}

/// The list of cells that calculate, by the number of their sheet.
fn order_of_calculation(parts: &mut Parts<'_>, book: &str, repeated: &Repeated<'_>) -> Result<bool, Refusal> {
    let chain = parts.relations(book)?.into_iter().find(|relation| relation.kind == "calcChain");
    let Some(chain) = chain.filter(|chain| parts.has(&chain.path)) else { return Ok(true) };
    let (Some(book), Some(text)) = (parts.text(book)?, parts.text(&chain.path)?) else { return Ok(false) };
    let listed = pieces(&book)?;
    let own = listed
        .iter()
        .find(|piece| piece.begins("sheet") && piece.attribute("name").as_deref() == Some(repeated.sheet));
    let Some(number) = own.and_then(|piece| piece.number("sheetId")) else { return Ok(false) };
    let made = super::places::chain(&text, &pieces(&text)?, number, repeated);
    parts.put(&chain.path, made);
    Ok(true)
}
