//! The package of a blank: all of a workbook but its rows, merged areas, links and shared strings.
//!
//! The library writes it: styles, page setup, shades, charts, the table's definition, the list of parts. Its
//! package is opened once and cut where rows and values go; the latest few skeletons are remembered, because the
//! workbooks of a roll-up mostly share two blanks, a city's and a county's. A row below all that the library is
//! told of carries one cell a style (the palette), from which the styles' numbers are read: it numbers them as it
//! likes.

use std::collections::HashMap;
use std::io::{Cursor, Error, Read, Result};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Table as ExcelTable, TableColumn, TableStyle, Workbook as Excel, Worksheet,
    XlsxError,
};
use zip::ZipArchive;

use super::blank::{Blank, BlankSheet, BlankTable, MADE, PROPERTIES, Values, word_stand_in};
use super::packer::{Packed, Packer};
use super::pattern::Pattern;
use super::style::Key;
use super::{cells, chart, page, style};
use crate::vocabulary::place::column_name;

/// Rows of 15 points, and columns measured as in a Chinese spreadsheet, in digits of eight pixels.
const ROW_PIXELS: u32 = 20;
const COLUMN_PIXELS: u32 = 72;

/// The library need not pack what is unpacked at once.
const COMPRESSION: u8 = 1;

/// Skeletons that are remembered: a city's and a county's for a few forms.
const REMEMBERED: usize = 8;

/// Each style's number in the file.
pub type Styles = HashMap<Key, u32, RandomState>;

pub struct Skeleton {
    blank: Blank,
    pub styles: Styles,
    /// In the order of the package.
    pub parts: Vec<Part>,
}

pub enum Part {
    /// The same in every workbook.
    Same(Packed),
    Filled {
        name: String,
        pattern: Pattern,
    },
    /// A sheet, by its place in the workbook.
    Sheet {
        name: String,
        position: usize,
        pieces: Box<Pieces>,
    },
    /// Known when all sheets are written.
    Strings(String),
}

/// A sheet's part in the order in which a spreadsheet wants it: `dimension`, `sheetFormatPr` and `sheetData` go
/// behind the first three, merged areas behind `filter`, links behind `shades`.
pub struct Pieces {
    pub head: String,
    pub view: String,
    pub columns: String,
    pub filter: Pattern,
    pub shades: Pattern,
    pub page: String,
}

impl Skeleton {
    /// The skeleton of a blank, remembered or made; the values are those of any workbook of that blank.
    pub fn of(blank: Blank, values: &Values) -> Result<Arc<Skeleton>> {
        static KNOWN: Mutex<Vec<Arc<Skeleton>>> = Mutex::new(Vec::new());
        let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(skeleton) = known().iter().find(|skeleton| skeleton.blank == blank) {
            return Ok(Arc::clone(skeleton));
        }
        let skeleton = Arc::new(Skeleton::made(blank, values)?);
        let mut known = known();
        known.insert(0, Arc::clone(&skeleton));
        known.truncate(REMEMBERED);
        Ok(skeleton)
    }

    fn made(blank: Blank, values: &Values) -> Result<Skeleton> {
        let package = package(&blank).map_err(Error::other)?;
        let mut archive = ZipArchive::new(Cursor::new(package))?;
        let (mut packer, mut parts, mut styles) = (Packer::new(), Vec::new(), Styles::default());
        for index in 0..archive.len() {
            let mut file = archive.by_index(index)?;
            let mut xml = String::new();
            file.read_to_string(&mut xml)?;
            let name = file.name()?.into_owned();
            if name == sheet_name(0) {
                styles = numbers(&xml, &blank.palette).ok_or_else(|| lacking("styles"))?;
            }
            parts.push(part(name, xml, &blank, values, &mut packer)?);
        }
        Ok(Skeleton { blank, styles, parts })
    }
}

fn part(name: String, mut xml: String, blank: &Blank, values: &Values, packer: &mut Packer) -> Result<Part> {
    if name == "xl/sharedStrings.xml" {
        return Ok(Part::Strings(name));
    }
    if let Some(position) = (0..blank.sheets.len()).find(|position| sheet_name(*position) == name) {
        let pieces = Pieces::of(&xml, values).ok_or_else(|| lacking("elements"))?;
        return Ok(Part::Sheet { name, position, pieces: Box::new(pieces) });
    }
    if let Some(table) = blank.sheets.iter().find_map(|sheet| sheet.table.as_ref()?.told_in(&name, &xml)) {
        xml = table;
    }
    // A drawing's distances are numbers of many digits, and nothing of it differs.
    let pattern = Pattern::of(if name.starts_with("xl/drawings/") { "" } else { &xml }, values);
    Ok(match pattern.is_plain() {
        true => Part::Same(packer.pack(&name, xml.as_bytes())?),
        false => Part::Filled { name, pattern },
    })
}

impl Pieces {
    fn of(xml: &str, values: &Values) -> Option<Pieces> {
        let (before, rest) = xml.split_once("<sheetData")?;
        let behind = match rest.strip_prefix("/>") {
            Some(behind) => behind,
            None => rest.split_once("</sheetData>")?.1,
        };
        let (head, view) = before.split_once("<dimension ref=\"")?;
        let (_, view) = view.split_once("\"/>")?;
        let (view, columns) = view.split_once("<sheetFormatPr ")?;
        // Links stand between what the library writes of cells and what it writes of the page; merged areas behind
        // the filter and before the shades.
        let (cells, page) = behind.split_at(behind.find("<printOptions")?);
        let (filter, shades) = cells.split_at(cells.find("<conditionalFormatting").unwrap_or(cells.len()));
        Some(Pieces {
            head: head.to_owned(),
            view: view.to_owned(),
            columns: columns.to_owned(),
            filter: Pattern::of(filter, values),
            shades: Pattern::of(shades, values),
            page: page.to_owned(),
        })
    }
}

impl BlankTable {
    /// Its part, with all its rows instead of the one that the library was told of.
    fn told_in(&self, name: &str, xml: &str) -> Option<String> {
        let last = column_name(self.columns.len().saturating_sub(1) as u32);
        let (told, whole) =
            (format!("ref=\"A1:{last}2\""), format!("ref=\"A1:{last}{}\"", self.last_row + 1));
        let is_its = name.starts_with("xl/tables/") && xml.contains(&format!("name=\"{}\"", self.name));
        is_its.then(|| xml.replace(&told, &whole))
    }
}

/// The styles' numbers, as the first sheet's palette carries them.
fn numbers(xml: &str, palette: &[Key]) -> Option<Styles> {
    let cells = xml.split("<c r=\"").skip(1);
    let styled = cells.filter_map(|cell| cell.split_once("\" s=\"")?.1.split_once('"'));
    let numbers: Vec<&str> = styled.map(|(number, _)| number).collect();
    let own = &numbers[numbers.len().checked_sub(palette.len())?..];
    palette.iter().zip(own).map(|(key, number)| Some((*key, number.parse().ok()?))).collect()
}

fn sheet_name(position: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", position + 1)
}

fn lacking(what: &str) -> Error {
    Error::other(format!("the library's package lacks its {what}"))
}

/// The library's package.
fn package(blank: &Blank) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut excel = Excel::new();
    excel.set_default_format(&style::plain(), ROW_PIXELS, COLUMN_PIXELS)?;
    excel.set_zip_compression_level(COMPRESSION);
    excel.set_properties(&properties(&blank.kind)?);
    for (position, sheet) in blank.sheets.iter().enumerate() {
        let target = excel.add_worksheet();
        write_sheet(target, sheet)?;
        if position == 0 {
            cells::write_palette(target, &blank.palette, sheet.below())?;
        }
    }
    excel.save_to_buffer()
}

fn write_sheet(target: &mut Worksheet, sheet: &BlankSheet) -> std::result::Result<(), XlsxError> {
    target.set_name(&sheet.name)?;
    page::set(target, sheet)?;
    for (column, width) in sheet.widths.iter().enumerate() {
        target.set_column_width(column as u16, *width)?;
    }
    cells::write_drawn(target, &sheet.drawn)?;
    if let Some(table) = &sheet.table {
        name_table(target, table)?;
    }
    cells::shade(target, &sheet.marks)?;
    cells::set_heights(target, &sheet.rows)?;
    sheet.charts.iter().try_for_each(|chart| chart::draw(target, chart))
}

/// The library notes every cell of a table: it is told of the first row only.
fn name_table(target: &mut Worksheet, table: &BlankTable) -> std::result::Result<(), XlsxError> {
    let columns: Vec<TableColumn> =
        table.columns.iter().map(|column| TableColumn::new().set_header(column)).collect();
    let excel = ExcelTable::new().set_name(&table.name).set_columns(&columns).set_style(TableStyle::Light1);
    let last_column = table.columns.len().saturating_sub(1) as u16;
    target.add_table(0, 0, 1, last_column, &excel)?;
    Ok(())
}

fn properties(kind: &str) -> std::result::Result<DocProperties, XlsxError> {
    let [title, subject, author, company, keywords] = std::array::from_fn::<_, PROPERTIES, _>(word_stand_in);
    Ok(DocProperties::new()
        .set_title(title)
        .set_subject(subject)
        .set_author(author)
        .set_company(company)
        .set_keywords(keywords)
        .set_creation_datetime(&ExcelDateTime::parse_from_str(MADE)?)
        .set_custom_property("huibiao.kind", kind))
}
