//! Binary workbooks (.xlsb): rare in offices, so calamine reads them, cell by cell.
//!
//! Its reader trusts lengths and counts, and panics or asks for gigabytes where they lie; the worker's
//! limits catch both. Formulas, merged areas and hidden rows are not told apart here: a stored result is
//! read as a value, a merged area as its first cell, a hidden row as any other, and the user is told. Nor is
//! the number format of a cell: a workbook with formats by which a figure is another than the stored one
//! (`0.00"元"`) is refused.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xlsb, XlsbError};

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::{Content, Grid};

use super::compound::{u16_at, u32_at};
use super::container::Container;
use super::damaged;
use super::figure::{self, Epoch};
use super::gathering::Gathering;
use super::number_format::Shows;

const PLAIN: &str = "二进制工作簿（.xlsb）中的合并单元格、隐藏的行列和公式无法辨认，均按普通单元格读取。请逐项核对；如有出入，请另存为 .xlsx 后重新报送。";

/// Reads a binary workbook, after its container has been judged to the end.
pub fn read(bytes: &[u8], mut container: Container<'_>) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
    if let Some(styles) = container.index("xl/styles.bin") {
        refuse_conversion(&container.bytes(styles)?)?;
    }
    container.finish()?;
    gathering.lose(PLAIN);
    let mut workbook = Xlsb::new(Cursor::new(bytes)).map_err(refuse)?;
    let epoch = if workbook.has_1904_epoch() { Epoch::Macintosh1904 } else { Epoch::Windows1900 };
    for sheet in workbook.sheets_metadata().to_vec() {
        gathering.open_sheet(sheet.name.clone(), sheet.visible == SheetVisible::Visible)?;
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(refuse)?;
        while let Some(cell) = cells.next_cell().map_err(refuse)? {
            let (row, column) = cell.get_position();
            if let Some(content) = content(cell.get_value(), epoch) {
                gathering.add(row, column, content, false)?;
            }
        }
    }
    gathering.finish()
}

/// Refuses styles with a number format that shows another figure than the stored one.
fn refuse_conversion(styles: &[u8]) -> Result<(), Refusal> {
    const FORMAT: usize = 44;
    let mut at = 0;
    while at < styles.len() {
        let kind = varying(styles, &mut at, 2)?;
        let length = varying(styles, &mut at, 4)?;
        let body = at.checked_add(length).and_then(|end| styles.get(at..end));
        let body = body.ok_or_else(|| damaged("a style cut short"))?;
        at += length;
        if kind == FORMAT && Shows::of_code(&wide_text(body)?).converts() {
            return Err(Refusal::new(
                RefusalCode::Unsupported,
                "number formats with units in a binary workbook",
            ));
        }
    }
    Ok(())
}

/// A number of seven bits a byte, the lowest first, in so many bytes at most.
fn varying(bytes: &[u8], at: &mut usize, most: usize) -> Result<usize, Refusal> {
    let mut value = 0;
    for place in 0..most {
        let byte = *bytes.get(*at).ok_or_else(|| damaged("a style cut short"))?;
        *at += 1;
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Ok(value)
}

/// The text behind a format's number: how many characters, and they.
fn wide_text(body: &[u8]) -> Result<String, Refusal> {
    let count = u32_at(body, 2)? as usize;
    let units = (0..count).map(|index| u16_at(body, 6 + 2 * index));
    Ok(String::from_utf16_lossy(&units.collect::<Result<Vec<u16>, Refusal>>()?))
}

fn content(value: &DataRef<'_>, epoch: Epoch) -> Option<Content> {
    Some(match value {
        DataRef::Int(value) => figure::number(&value.to_string()),
        DataRef::Float(value) => figure::stored(*value),
        DataRef::String(text) => Content::Text(text.clone()),
        DataRef::SharedString(text) => Content::Text((*text).to_owned()),
        DataRef::Bool(value) => Content::Bool(*value),
        DataRef::DateTime(stored) => day(stored, epoch),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            figure::iso_day(text).unwrap_or_else(|| Content::Text(text.clone()))
        }
        DataRef::Error(error) => Content::Error(Data::Error(error.clone()).to_string()),
        DataRef::Empty => return None,
    })
}

fn day(stored: &ExcelDateTime, epoch: Epoch) -> Content {
    figure::day(stored.as_f64(), epoch).unwrap_or_else(|| figure::stored(stored.as_f64()))
}

fn refuse(error: XlsbError) -> Refusal {
    damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_convert_are_refused_and_others_are_not() {
        for (code, refused) in
            [("0.00\"元\"", true), ("0!.0,", true), ("0.00%", true), ("0\"件\"", false), ("0.00", false)]
        {
            let units: Vec<u8> = code.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let count = code.encode_utf16().count() as u32;
            let body = [&[164, 0][..], &count.to_le_bytes(), &units].concat();
            let styles = [&[0x96, 0x02, 0, 44, body.len() as u8][..], &body].concat();
            assert_eq!(refuse_conversion(&styles).is_err(), refused, "{code}");
            assert!(refuse_conversion(&styles[..styles.len() - 1]).is_err(), "cut short");
        }
    }
}
