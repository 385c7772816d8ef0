//! What stands in which cell: merged areas, heights, outlines, texts, figures, formulas, links.
//!
//! A figure is a decimal and the file holds binary numbers: the nearest one is written with the fewest digits that
//! mean it, which up to fifteen digits are the decimal itself. A formula carries the exact figure that it comes to
//! as text, for every reader that does not calculate. Texts longer than a cell holds are cut.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Formula, IntoExcelData, Url, Worksheet, XlsxError};

use super::style::{self, Looks};
use crate::report::table::{self, Area, Cell, Content, Outcome, Role, Row, Sheet};

/// Code units of UTF-16 that a cell holds.
const LONGEST: usize = 32_767;

/// Writes the rows of one sheet.
pub fn write(target: &mut Worksheet, sheet: &Sheet, looks: &mut Looks) -> Result<(), XlsxError> {
    for area in &sheet.merges {
        merge(target, sheet, area, looks)?;
    }
    for (number, row) in (0..).zip(&sheet.rows) {
        if let Some(height) = row.height {
            target.set_row_height(number, height)?;
        }
        for (column, cell) in (0..).zip(&row.cells) {
            write_cell(target, (number, column), cell, looks)?;
        }
    }
    outline(target, &sheet.rows)
}

/// Every cell of the area looks like its first one; what that one holds is written with its row.
fn merge(target: &mut Worksheet, sheet: &Sheet, area: &Area, looks: &mut Looks) -> Result<(), XlsxError> {
    let Area { first_row, first_column, last_row, last_column } = *area;
    let first = sheet.rows.get(first_row as usize).and_then(|row| row.cells.get(usize::from(first_column)));
    let plain = style::plain();
    let format = looks.of(&Cell::blank(first.map_or(Role::Empty, |cell| cell.role))).unwrap_or(&plain);
    target.merge_range(first_row, first_column, last_row, last_column, "", format)?;
    Ok(())
}

/// A row of outline level two lies in a group inside a group.
fn outline(target: &mut Worksheet, rows: &[Row]) -> Result<(), XlsxError> {
    let deepest = rows.iter().map(|row| row.outline).max().unwrap_or(0);
    for level in 1..=deepest {
        let mut first = 0;
        for group in rows.chunk_by(|a, b| (a.outline >= level) == (b.outline >= level)) {
            let next = first + group.len() as u32;
            if group[0].outline >= level {
                target.group_rows(first, next - 1)?;
            }
            first = next;
        }
    }
    Ok(())
}

fn write_cell(
    target: &mut Worksheet,
    place: (u32, u16),
    cell: &Cell,
    looks: &mut Looks,
) -> Result<(), XlsxError> {
    let format = looks.of(cell);
    match &cell.content {
        Content::Blank => format.map_or(Ok(()), |format| put(target, place, "", Some(format))),
        Content::Text(text) => put(target, place, fit(text), format),
        Content::Number(number, _) => put(target, place, number.to_spreadsheet(), format),
        Content::Formula(formula) => put(target, place, live(formula), format),
        Content::Link { text, sheet, row } => put(target, place, link(text, sheet, *row), format),
    }
}

fn put(
    target: &mut Worksheet,
    (row, column): (u32, u16),
    data: impl IntoExcelData,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match format {
        Some(format) => target.write_with_format(row, column, data, format)?,
        None => target.write(row, column, data)?,
    };
    Ok(())
}

fn live(formula: &table::Formula) -> Formula {
    let result = match &formula.result {
        Outcome::Number(number) => number.to_string(),
        Outcome::Text(text) => text.to_string(),
    };
    Formula::new(&formula.text).set_result(result)
}

fn link(text: &str, sheet: &str, row: u32) -> Url {
    Url::new(format!("internal:'{}'!A{}", sheet.replace('\'', "''"), row + 1)).set_text(fit(text))
}

/// As much of a text as a cell holds. What begins like the library's own markup gets a blank before it, so that it
/// stays a text.
fn fit(text: &str) -> Cow<'_, str> {
    match text.starts_with("<r>") {
        true => Cow::Owned(cut(&format!(" {text}")).to_owned()),
        false => Cow::Borrowed(cut(text)),
    }
}

fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > LONGEST
    });
    end.map_or(text, |(end, _)| &text[..end])
}
