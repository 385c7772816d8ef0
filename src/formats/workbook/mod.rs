//! A printed table becomes an .xlsx file that an office opens, prints and signs.
//!
//! The only place that knows rust_xlsxwriter, which makes the whole package. Nothing is decided here: sheets, rows
//! and roles come from `report::table`, and this module says how they look (`style`), how they lie on paper
//! (`page`), what stands in which cell (`rows`), what may be typed there (`filling`) and how charts are drawn (`chart`).
//!
//! The same workbook gives the same bytes: the creation time is the roll-up's, and the package's own
//! times are fixed. Text is written as text whatever it begins with (`=`, `+`, `-`, `@`), so no sheet can
//! smuggle a formula into an office's workbook. A workbook is in memory until it is written; several are written
//! beside each other by whoever asks for them.

mod chart;
mod filling;
mod page;
mod rows;
mod style;

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DocProperties, ExcelDateTime, Table, TableColumn,
    TableStyle, Workbook as Excel, Worksheet, XlsxError,
};

use self::style::Looks;
use crate::problem::Failure;
use crate::report::table::{Area, Mark, Properties, Sheet, Workbook};

/// Rows of 15 points, and columns measured as in a Chinese spreadsheet, in digits of eight pixels.
const ROW_PIXELS: u32 = 20;
const COLUMN_PIXELS: u32 = 72;

/// The quickest: figures and numbers of texts pack to a tenth of their size at any level.
const COMPRESSION: u8 = 1;

/// The bytes of a workbook.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, Failure> {
    written(workbook)
        .map_err(|error| Failure::new(format!("工作簿“{}”写不出来：{error}", workbook.file_name)))
}

fn written(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut excel = Excel::new();
    excel.set_default_format(&style::plain(), ROW_PIXELS, COLUMN_PIXELS)?;
    excel.set_zip_compression_level(COMPRESSION);
    excel.set_properties(&properties(&workbook.properties)?);
    let mut looks = Looks::default();
    for sheet in &workbook.sheets {
        write_sheet(excel.add_worksheet(), sheet, &mut looks)?;
    }
    excel.save_to_buffer()
}

fn properties(properties: &Properties) -> Result<DocProperties, XlsxError> {
    let made = properties.made.naive_utc().format("%Y-%m-%dT%H:%M:%S").to_string();
    Ok(DocProperties::new()
        .set_title(&properties.title)
        .set_subject(&properties.subject)
        .set_author(&properties.author)
        .set_company(&properties.company)
        .set_keywords(&properties.keywords)
        .set_creation_datetime(&ExcelDateTime::parse_from_str(&made)?)
        .set_custom_property("huibiao.kind", properties.kind.as_str()))
}

fn write_sheet(target: &mut Worksheet, sheet: &Sheet, looks: &mut Looks) -> Result<(), XlsxError> {
    target.set_name(&sheet.name)?;
    for (column, width) in sheet.widths.iter().enumerate() {
        target.set_column_width(column as u16, *width)?;
    }
    // An office suite prints what has a page of its own, whether it shows it or not.
    if !sheet.is_hidden {
        page::set(target, sheet)?;
    }
    if let Some(name) = &sheet.named {
        name_table(target, sheet, name)?;
    }
    rows::write(target, sheet, looks)?;
    if let Some(filling) = &sheet.filling {
        filling::set(target, filling)?;
    }
    target.set_very_hidden(sheet.is_hidden);
    shade(target, &sheet.marks)?;
    sheet.charts.iter().try_for_each(|chart| chart::draw(target, chart))
}

/// All rows of the sheet as one table, headed by the first; a table has at least one row below its heads.
fn name_table(target: &mut Worksheet, sheet: &Sheet, name: &str) -> Result<(), XlsxError> {
    let heads = sheet.rows.first().map_or(&[][..], |row| &row.cells);
    let column = |text: &str| TableColumn::new().set_header(text);
    let columns: Vec<TableColumn> = heads.iter().map(|head| column(&head.content.text())).collect();
    let table = Table::new().set_name(name).set_columns(&columns).set_style(TableStyle::Light1);
    target.add_table(0, 0, sheet.last_row().max(1), sheet.last_column(), &table)?;
    Ok(())
}

/// Cells that hold a marked word are shaded, also after somebody changed the word.
fn shade(target: &mut Worksheet, marks: &[Mark]) -> Result<(), XlsxError> {
    for Mark { area, word, tone } in marks {
        let rule = ConditionalFormatCellRule::EqualTo((*word).to_owned());
        let format = ConditionalFormatCell::new().set_rule(rule).set_format(style::tone(*tone));
        let Area { first_row, first_column, last_row, last_column } = *area;
        target.add_conditional_format(first_row, first_column, last_row, last_column, &format)?;
    }
    Ok(())
}
