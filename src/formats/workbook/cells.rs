//! What the library has to know of a sheet's cells: styles, shades, heights, and what charts draw.

use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Worksheet, XlsxError};

use super::style::{Key, tone};
use crate::report::table::{Cell, Content, Mark, Outcome, Range, Sheet, Source, Workbook};

/// One cell a style, a row below the sheet's own, and a text, so that there is a part for texts.
pub fn write_palette(target: &mut Worksheet, palette: &[Key], row: u32) -> Result<(), XlsxError> {
    for (column, key) in palette.iter().enumerate() {
        target.write_blank(row, column as u16, &key.format())?;
    }
    target.write_string(row + 1, 0, "·")?;
    Ok(())
}

/// Cells that hold a marked word are shaded, also after somebody changed the word.
pub fn shade(target: &mut Worksheet, marks: &[Mark]) -> Result<(), XlsxError> {
    for mark in marks {
        let rule = ConditionalFormatCellRule::EqualTo(mark.word.to_owned());
        let format = ConditionalFormatCell::new().set_rule(rule).set_format(tone(mark.tone));
        let area = mark.area;
        target.add_conditional_format(
            area.first_row,
            area.first_column,
            area.last_row,
            area.last_column,
            &format,
        )?;
    }
    Ok(())
}

/// A chart lies where the heights of rows put it.
pub fn set_heights(target: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    for (number, row) in sheet.rows.iter().enumerate() {
        if let Some(height) = row.height {
            target.set_row_height(number as u32, height)?;
        }
        if row.hidden {
            target.set_row_hidden(number as u32)?;
        }
    }
    Ok(())
}

/// What charts of the workbook draw from this sheet: a chart carries a copy of its figures.
pub fn write_drawn(target: &mut Worksheet, workbook: &Workbook, sheet: &Sheet) -> Result<(), XlsxError> {
    let series = workbook.sheets.iter().flat_map(|sheet| &sheet.charts).flat_map(|chart| &chart.series);
    for series in series {
        let name = match &series.name {
            Source::Cell { sheet, row, column } => Some(Range::of_column(sheet, (*row, *row), *column)),
            Source::Words(_) => None,
        };
        let ranges = [Some(&series.categories), Some(&series.values), name.as_ref()];
        for range in ranges.into_iter().flatten().filter(|range| range.sheet == sheet.name) {
            for row in range.first_row..=range.last_row {
                for column in range.first_column..=range.last_column {
                    let cells = sheet.rows.get(row as usize).map(|row| &row.cells);
                    let cell = cells.and_then(|cells| cells.get(usize::from(column)));
                    cell.map_or(Ok(()), |cell| write_plainly(target, row, column, cell))?;
                }
            }
        }
    }
    Ok(())
}

fn write_plainly(target: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    match &cell.content {
        Content::Blank => {}
        Content::Text(text) | Content::Link { text, .. } => {
            target.write_string(row, column, &**text)?;
        }
        Content::Number(number, _) => {
            target.write_number(row, column, number.to_spreadsheet())?;
        }
        Content::Formula(formula) => match &formula.result {
            Outcome::Number(number) => drop(target.write_number(row, column, number.to_spreadsheet())?),
            Outcome::Text(text) => drop(target.write_string(row, column, &**text)?),
        },
    }
    Ok(())
}
