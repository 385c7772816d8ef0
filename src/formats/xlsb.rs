//! Binary workbooks (.xlsb): rare in offices, so calamine reads them, cell by cell.
//!
//! Its reader trusts lengths and counts, and panics or asks for gigabytes where they lie; the worker's
//! limits catch both. Formulas, merged areas and hidden rows are not told apart here: a stored result is
//! read as a value, a merged area as its first cell, a hidden row as any other, and the user is told.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xlsb, XlsbError};

use crate::problem::Refusal;
use crate::submit::grid::{Content, Grid};

use super::container::Container;
use super::damaged;
use super::figure::{self, Epoch};
use super::gathering::Gathering;

const PLAIN: &str = "二进制工作簿（.xlsb）中的合并单元格、隐藏的行列和公式无法辨认，均按普通单元格读取。请逐项核对；如有出入，请另存为 .xlsx 后重新报送。";

/// Reads a binary workbook, after its container has been judged to the end.
pub fn read(bytes: &[u8], container: Container<'_>) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
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
