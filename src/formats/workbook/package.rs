//! The finished file: the library's, with the sheets' rows put in.
//!
//! The library has written everything about a workbook but its rows and merged areas: styles, page setup, charts,
//! the table's definition, the list of parts. Here its package is opened once more; sheets and shared strings
//! are packed anew, all else is copied as it is. One row below each sheet's own carries one cell a style
//! (`palette`), from which the styles' numbers are read: the library numbers them as it likes.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};

use zip::result::{ZipError, ZipResult};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime, ZipArchive};

use super::COMPRESSION;
use super::rows::{self, Rows, Styles};
use super::strings::Strings;
use super::style::Key;
use crate::report::table::{Area, Sheet, Workbook};
use crate::vocabulary::place::{cell_name, column_name};

const STRINGS: &str = "xl/sharedStrings.xml";
const TABLES: &str = "xl/tables/table";

/// The finished file, from the library's package and the workbook whose rows it lacks.
pub fn complete(skeleton: Vec<u8>, workbook: &Workbook, palette: &[Key]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(skeleton))?;
    let styles = numbers(&text(&mut archive, &sheet_name(0))?, palette).ok_or(lacking("styles"))?;
    let names: Vec<String> = (0..workbook.sheets.len()).map(sheet_name).collect();
    let mut tables = workbook.sheets.iter().filter(|sheet| sheet.named.is_some());
    let (mut strings, mut buffer) = (Strings::default(), Vec::new());
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(256 << 10)));
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index)?;
        let name = file.name()?.into_owned();
        match names.iter().position(|sheet| *sheet == name) {
            None if name.starts_with(TABLES) => {
                drop(file);
                let sheet = tables.next().ok_or(lacking("tables"))?;
                let part = with_length(&text(&mut archive, &name)?, sheet).ok_or(lacking("tables"))?;
                writer.start_file(&*name, options())?;
                writer.write_all(part.as_bytes())?;
            }
            // Texts are known when all sheets are written.
            None if name == STRINGS => {}
            None => writer.raw_copy_file(file)?,
            Some(position) => {
                drop(file);
                let sheet = &workbook.sheets[position];
                let rows = rows::write(sheet, &styles, &mut strings, buffer);
                let xml = text(&mut archive, &name)?;
                let pieces = with_rows(&xml, &rows, sheet).ok_or(lacking("elements"))?;
                writer.start_file(&*name, options())?;
                pieces.iter().try_for_each(|piece| writer.write_all(piece))?;
                drop(pieces);
                buffer = rows.data;
            }
        }
    }
    writer.start_file(STRINGS, options())?;
    writer.write_all(&strings.part())?;
    Ok(writer.finish()?.into_inner())
}

/// The styles' numbers, as the first sheet's palette carries them.
fn numbers(xml: &str, palette: &[Key]) -> Option<Styles> {
    let cells = xml.split("<c r=\"").skip(1);
    let styled = cells.filter_map(|cell| cell.split_once("\" s=\"")?.1.split_once('"'));
    let numbers: Vec<&str> = styled.map(|(number, _)| number).collect();
    let own = &numbers[numbers.len().checked_sub(palette.len())?..];
    palette.iter().zip(own).map(|(key, number)| Some((*key, number.parse().ok()?))).collect()
}

fn text(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> ZipResult<String> {
    let mut xml = String::new();
    archive.by_name(name)?.read_to_string(&mut xml)?;
    Ok(xml)
}

fn sheet_name(position: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", position + 1)
}

/// Fixed times: the same workbook gives the same bytes.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(COMPRESSION.into()))
        .unix_permissions(0o600)
        .last_modified_time(DateTime::default())
}

/// The library's part of a sheet with our rows instead of its own, piece by piece.
fn with_rows<'p>(xml: &'p str, rows: &'p Rows, sheet: &Sheet) -> Option<[Cow<'p, [u8]>; 5]> {
    let (before, rest) = xml.split_once("<sheetData")?;
    let behind = match rest.strip_prefix("/>") {
        Some(behind) => behind,
        None => rest.split_once("</sheetData>")?.1,
    };
    let (head, format) = before.split_once("<dimension ref=\"")?;
    let (_, format) = format.split_once('"')?;
    let (format, columns) = format.split_once("<sheetFormatPr ")?;
    let outline = match rows.outline {
        0 => String::new(),
        level => format!("outlineLevelRow=\"{level}\" "),
    };
    // Links stand between what the library writes of cells and what it writes of the page; merged areas behind
    // the filter and before the shades.
    let (cells, page) = behind.split_at(behind.find("<printOptions")?);
    let (filter, shades) = cells.split_at(cells.find("<conditionalFormatting").unwrap_or(cells.len()));
    let merges = merges(sheet);
    let dimension = &rows.dimension;
    let opening =
        format!("{head}<dimension ref=\"{dimension}\"{format}<sheetFormatPr {outline}{columns}<sheetData>");
    let links = match rows.links.as_slice() {
        [] => Vec::new(),
        links => [b"<hyperlinks>", links, b"</hyperlinks>"].concat(),
    };
    Some([
        opening.into_bytes().into(),
        rows.data.as_slice().into(),
        format!("</sheetData>{filter}{merges}{shades}").into_bytes().into(),
        links.into(),
        page.as_bytes().into(),
    ])
}

/// The library would note each cell of a merged area with all of its style.
fn merges(sheet: &Sheet) -> String {
    if sheet.merges.is_empty() {
        return String::new();
    }
    let cell = |area: &Area| {
        let first = cell_name(area.first_row, area.first_column.into());
        let last = cell_name(area.last_row, area.last_column.into());
        format!("<mergeCell ref=\"{first}:{last}\"/>")
    };
    let cells: String = sheet.merges.iter().map(cell).collect();
    format!("<mergeCells count=\"{}\">{cells}</mergeCells>", sheet.merges.len())
}

/// The library's table of one row, with all of them.
fn with_length(xml: &str, sheet: &Sheet) -> Option<String> {
    let length = sheet.named.as_ref()?.length.max(1);
    let last = column_name(sheet.last_column().into());
    let (told, whole) = (format!("ref=\"A1:{last}2\""), format!("ref=\"A1:{last}{}\"", length + 1));
    xml.contains(&told).then(|| xml.replace(&told, &whole))
}

fn lacking(what: &'static str) -> ZipError {
    ZipError::InvalidArchive(format!("the library's package lacks its {what}").into())
}
