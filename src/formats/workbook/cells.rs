//! Rows and cells, each in the look of its role.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, Formula as ExcelFormula, Url, Worksheet, XlsxError,
};

use super::style::Styles;
use crate::report::narrow::Narrow;
use crate::report::table::{Cell, Content, Formula, Mark, Outcome, Role, Row, Sheet};
use crate::report::tidy::Fact;

/// Digits that a spreadsheet keeps.
const EXACT: usize = 15;

/// A sheet whose rows are in memory.
pub fn write(target: &mut Worksheet, sheet: &Sheet, styles: &mut Styles) -> Result<(), XlsxError> {
    let empty = Cell::EMPTY;
    for merge in &sheet.merges {
        let row = sheet.rows.get(merge.first_row as usize);
        let cell = row.and_then(|row| row.cells.get(usize::from(merge.first_column))).unwrap_or(&empty);
        let format = styles.of(cell.role, None);
        target.merge_range(
            merge.first_row,
            merge.first_column,
            merge.last_row,
            merge.last_column,
            "",
            format,
        )?;
    }
    for (number, row) in sheet.rows.iter().enumerate() {
        write_row(target, number as u32, row, styles)?;
    }
    group(target, sheet)
}

/// Rows of a tidy sheet, without formats, in order. A figure of more digits than a spreadsheet keeps is
/// written as text.
pub fn stream(target: &mut Worksheet, table: &Narrow, first: u32) -> Result<(), XlsxError> {
    for (offset, row) in table.rows().enumerate() {
        let number = first + offset as u32;
        for (column, fact) in row.into_iter().enumerate() {
            match fact {
                Fact::Nothing => {}
                Fact::Figure(figure) if figure.digits() <= EXACT => {
                    target.write_number(number, column as u16, figure.to_spreadsheet())?;
                }
                fact => {
                    target.write_string(number, column as u16, fact.into_text())?;
                }
            }
        }
    }
    Ok(())
}

/// Cells that hold a marked word are shaded, also after somebody changed the word.
pub fn shade(target: &mut Worksheet, marks: &[Mark], styles: &Styles) -> Result<(), XlsxError> {
    for mark in marks {
        let rule = ConditionalFormatCellRule::EqualTo(mark.word.to_owned());
        let format = ConditionalFormatCell::new().set_rule(rule).set_format(styles.tone(mark.tone));
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

fn write_row(target: &mut Worksheet, number: u32, row: &Row, styles: &mut Styles) -> Result<(), XlsxError> {
    if let Some(height) = row.height {
        target.set_row_height(number, height)?;
    }
    if row.hidden {
        target.set_row_hidden(number)?;
    }
    for (column, cell) in row.cells.iter().enumerate() {
        write_cell(target, number, column as u16, cell, styles)?;
    }
    Ok(())
}

fn write_cell(
    target: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let format = styles.of(cell.role, cell.content.shown());
    match &cell.content {
        Content::Blank if cell.role == Role::Empty => {}
        Content::Blank => {
            target.write_blank(row, column, format)?;
        }
        Content::Text(text) => {
            target.write_string_with_format(row, column, &**text, format)?;
        }
        Content::Number(value, _) => {
            target.write_number_with_format(row, column, value.to_spreadsheet(), format)?;
        }
        Content::Formula(formula) => {
            target.write_formula_with_format(row, column, live(formula), format)?;
        }
        Content::Link { text, sheet, row: to } => {
            let url = Url::new(format!("internal:'{}'!A{}", sheet.replace('\'', "''"), to + 1))
                .set_text(text.to_string());
            target.write_url_with_format(row, column, url, styles.link(cell.role))?;
        }
    }
    Ok(())
}

/// A formula with the exact figure it comes to, for every reader that does not calculate.
fn live(formula: &Formula) -> ExcelFormula {
    let result = match &formula.result {
        Outcome::Number(number) => number.to_string(),
        Outcome::Text(text) => text.to_string(),
    };
    ExcelFormula::new(&formula.text).set_result(result)
}

/// Rows of one outline level or deeper, run by run, the outermost level first.
fn group(target: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let deepest = sheet.rows.iter().map(|row| row.outline).max().unwrap_or(0);
    for level in 1..=deepest {
        let mut start = None;
        for number in 0..=sheet.rows.len() {
            let inside = sheet.rows.get(number).is_some_and(|row| row.outline >= level);
            match (inside, start) {
                (true, None) => start = Some(number),
                (false, Some(first)) => {
                    target.group_rows(first as u32, number as u32 - 1)?;
                    start = None;
                }
                _ => {}
            }
        }
    }
    Ok(())
}
