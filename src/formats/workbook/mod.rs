//! A printed table becomes an .xlsx file that an office opens, prints and signs.
//!
//! The only place that knows rust_xlsxwriter. Nothing is decided here: sheets, rows and roles come from
//! `report::table`, and this module says how they look (`style`), how they lie on paper (`page`), and how
//! charts are drawn (`chart`).
//!
//! The same workbook gives the same bytes: the creation time is the roll-up's, and the package's own
//! times are fixed. Text is written as text whatever it begins with (`=`, `+`, `-`, `@`), so no sheet can
//! smuggle a formula into an office's workbook. The tail of a long tidy sheet is streamed through an
//! unnamed temporary file and never held whole.

mod cells;
mod chart;
mod page;
mod style;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Table as ExcelTable, TableColumn, TableStyle, Workbook as Excel, Worksheet,
    XlsxError,
};

use crate::problem::Failure;
use crate::report::table::{NamedTable, Properties, Sheet, Workbook};
use style::Styles;

/// Rows of 15 points, and columns measured as in a Chinese spreadsheet, in digits of eight pixels.
const ROW_PIXELS: u32 = 20;
const COLUMN_PIXELS: u32 = 72;

/// A tenth larger than at the usual 6, and a sixth sooner: a province's tidy sheet has two million cells.
const COMPRESSION: u8 = 3;

/// The bytes of a workbook.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, Failure> {
    bytes(workbook).map_err(|error| Failure::new(format!("工作簿“{}”写不出来：{error}", workbook.file_name)))
}

fn bytes(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut excel = Excel::new();
    excel.set_default_format(&Styles::plain(), ROW_PIXELS, COLUMN_PIXELS)?;
    excel.set_zip_compression_level(COMPRESSION);
    excel.set_properties(&properties(&workbook.properties)?);
    let mut styles = Styles::default();
    for sheet in &workbook.sheets {
        let target =
            if sheet.tail.is_some() { excel.add_worksheet_with_low_memory()? } else { excel.add_worksheet() };
        write_sheet(target, sheet, &mut styles)?;
    }
    excel.save_to_buffer()
}

fn write_sheet(target: &mut Worksheet, sheet: &Sheet, styles: &mut Styles) -> Result<(), XlsxError> {
    target.set_name(&sheet.name)?;
    page::set(target, sheet)?;
    for (column, width) in sheet.widths.iter().enumerate() {
        target.set_column_width(column as u16, *width)?;
    }
    match &sheet.tail {
        None => cells::write(target, sheet, styles)?,
        Some(tail) => {
            if let Some(table) = &sheet.named {
                name_table(target, table, styles)?;
            }
            cells::stream(target, tail, 1)?;
        }
    }
    cells::shade(target, &sheet.marks, styles)?;
    sheet.charts.iter().try_for_each(|chart| chart::draw(target, chart))
}

/// A table must be declared before its rows are streamed: it writes the heading row itself.
fn name_table(target: &mut Worksheet, table: &NamedTable, styles: &mut Styles) -> Result<(), XlsxError> {
    let head = styles.table_head();
    let columns: Vec<TableColumn> = table
        .columns
        .iter()
        .map(|column| TableColumn::new().set_header(column).set_header_format(head.clone()))
        .collect();
    let excel = ExcelTable::new().set_name(&table.name).set_columns(&columns).set_style(TableStyle::Light1);
    let last_column = table.columns.len().saturating_sub(1) as u16;
    target.add_table(0, 0, table.length.max(1), last_column, &excel)?;
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
