//! What the library has to know of a sheet's cells: styles, shades, heights, and what charts draw.

use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Worksheet, XlsxError};

use super::blank::Drawn;
use super::style::{Key, tone};
use crate::report::table::Mark;

/// One cell a style, in a row below all others, and a text, so that there is a part for texts.
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
pub fn set_heights(target: &mut Worksheet, rows: &[(Option<f64>, bool)]) -> Result<(), XlsxError> {
    for (number, (height, hidden)) in rows.iter().enumerate() {
        if let Some(height) = height {
            target.set_row_height(number as u32, *height)?;
        }
        if *hidden {
            target.set_row_hidden(number as u32)?;
        }
    }
    Ok(())
}

/// What charts draw from a sheet.
pub fn write_drawn(target: &mut Worksheet, drawn: &[(u32, u16, Drawn)]) -> Result<(), XlsxError> {
    for (row, column, drawn) in drawn {
        match drawn {
            Drawn::Word(word) => target.write_string(*row, *column, word)?,
            Drawn::Figure(figure) => target.write_number(*row, *column, *figure)?,
        };
    }
    Ok(())
}
