//! A printed table becomes an .xlsx file that an office opens, prints and signs.
//!
//! The only place that knows rust_xlsxwriter. Nothing is decided here: sheets, rows and roles come from
//! `report::table`, and this module says how they look (`style`), how they lie on paper (`page`), and how
//! charts are drawn (`chart`). The library makes the package without its rows and merged areas (`cells` says what
//! it has to know of them all the same); `rows` and `strings` write those, `package` puts both together.
//!
//! The same workbook gives the same bytes: the creation time is the roll-up's, and the package's own
//! times are fixed. Text is written as text whatever it begins with (`=`, `+`, `-`, `@`), so no sheet can
//! smuggle a formula into an office's workbook.

mod cells;
mod chart;
mod package;
mod page;
mod rows;
mod strings;
mod style;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Table as ExcelTable, TableColumn, TableStyle, Workbook as Excel, Worksheet,
    XlsxError,
};

use crate::problem::Failure;
use crate::report::table::{NamedTable, Properties, Sheet, Workbook};
use style::Key;

/// Rows of 15 points, and columns measured as in a Chinese spreadsheet, in digits of eight pixels.
const ROW_PIXELS: u32 = 20;
const COLUMN_PIXELS: u32 = 72;

/// The quickest: figures and numbers of texts pack to a tenth of their size at any level.
const COMPRESSION: u8 = 1;

/// The bytes of a workbook.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, Failure> {
    let unwritten =
        |why: &dyn std::fmt::Display| Failure::new(format!("工作簿“{}”写不出来：{why}", workbook.file_name));
    let palette = style::palette(workbook);
    let skeleton = skeleton(workbook, &palette).map_err(|error| unwritten(&error))?;
    package::complete(skeleton, workbook, &palette).map_err(|error| unwritten(&error))
}

/// The library's package: all but the rows.
fn skeleton(workbook: &Workbook, palette: &[Key]) -> Result<Vec<u8>, XlsxError> {
    let mut excel = Excel::new();
    excel.set_default_format(&style::plain(), ROW_PIXELS, COLUMN_PIXELS)?;
    excel.set_zip_compression_level(COMPRESSION);
    excel.set_properties(&properties(&workbook.properties)?);
    for (position, sheet) in workbook.sheets.iter().enumerate() {
        let target = excel.add_worksheet();
        write_sheet(target, workbook, sheet)?;
        if position == 0 {
            cells::write_palette(target, palette, sheet.rows.len() as u32)?;
        }
    }
    excel.save_to_buffer()
}

fn write_sheet(target: &mut Worksheet, workbook: &Workbook, sheet: &Sheet) -> Result<(), XlsxError> {
    target.set_name(&sheet.name)?;
    page::set(target, sheet)?;
    for (column, width) in sheet.widths.iter().enumerate() {
        target.set_column_width(column as u16, *width)?;
    }
    cells::write_drawn(target, workbook, sheet)?;
    if let Some(table) = &sheet.named {
        name_table(target, table)?;
    }
    cells::shade(target, &sheet.marks)?;
    if !sheet.charts.is_empty() {
        cells::set_heights(target, sheet)?;
    }
    sheet.charts.iter().try_for_each(|chart| chart::draw(target, chart))
}

/// The library notes every cell of a table: it is told of the first row, and `package` of the others.
fn name_table(target: &mut Worksheet, table: &NamedTable) -> Result<(), XlsxError> {
    let columns: Vec<TableColumn> =
        table.columns.iter().map(|column| TableColumn::new().set_header(column)).collect();
    let excel = ExcelTable::new().set_name(&table.name).set_columns(&columns).set_style(TableStyle::Light1);
    let last_column = table.columns.len().saturating_sub(1) as u16;
    target.add_table(0, 0, 1, last_column, &excel)?;
    Ok(())
}

fn properties(properties: &Properties) -> Result<DocProperties, XlsxError> {
    let made = properties.made.naive_utc();
    let made = ExcelDateTime::parse_from_str(&made.format("%Y-%m-%dT%H:%M:%S").to_string())?;
    Ok(DocProperties::new()
        .set_title(&properties.title)
        .set_subject(&properties.subject)
        .set_author(&properties.author)
        .set_company(&properties.company)
        .set_keywords(&properties.keywords)
        .set_creation_datetime(&made)
        .set_custom_property("huibiao.kind", properties.kind.as_str()))
}
