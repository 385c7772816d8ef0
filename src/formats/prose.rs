//! The words of a document, for reading a notice: paragraphs and tables in their order, whatever the format.
//!
//! The readers of tables serve here, too: a sheet is a table led by the paragraphs before it, and a document
//! without a table is one sheet of paragraphs. What was struck through, deleted or hidden is no more part of a
//! notice than of a table. A worker answers with a grid, as always; [`of_grid`] makes prose of it on this side.

use crate::notice::prose::{Block, Merge, Prose, Table};
use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::{Content, Grid, Sheet};

use super::compound::Compound;
use super::container::Container;
use super::docx::story::Wanted;
use super::gathering::Gathering;
use super::limits::Limits;
use super::package::{self, Package};
use super::sniff::{Kind, sniff};
use super::text;
use super::{doc, docx, html, odt, pdf, too_large};

/// Bytes of words that a notice may have: a hundred pages.
const MOST_SAID: usize = 256 << 10;

/// Reads a document. Only a worker process should meet a stranger's bytes.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    match sniff(bytes) {
        Kind::Text => read_lines(bytes, limits),
        Kind::Html => html::read_prose(bytes, limits),
        Kind::Zip(begins) => read_zip(&bytes[begins..], limits),
        Kind::Compound => read_compound(bytes, limits),
        Kind::Refused(RefusalCode::Pdf) => pdf::read(bytes, limits),
        Kind::Refused(code) => Err(Refusal::new(code, "by its signature")),
        _ => Err(no_notice("another kind of file")),
    }
}

fn no_notice(detail: &str) -> Refusal {
    Refusal::new(RefusalCode::NoNotice, detail)
}

fn read_zip(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let mut container = Container::open(bytes, limits)?;
    match package::kind(&mut container)? {
        Package::Document => docx::read_prose(container),
        Package::OpenText => odt::read_prose(container),
        Package::Refused(code) => Err(Refusal::new(code, "another kind of document")),
        _ => Err(no_notice("another kind of package")),
    }
}

fn read_compound(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let compound = Compound::open(bytes)?;
    match (compound.has("WordDocument"), compound.has("EncryptedPackage")) {
        (true, _) => doc::read(&compound, limits, Wanted::Prose),
        (_, true) => Err(Refusal::new(RefusalCode::Encrypted, "an encrypted package")),
        _ => Err(no_notice("another kind of compound file")),
    }
}

/// Every line of a text is a paragraph.
fn read_lines(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let text = text::decode(bytes)?;
    let mut gathering = Gathering::new(limits);
    gathering.open_sheet("正文".to_owned(), true)?;
    for (row, line) in (0..).zip(text.lines()) {
        gathering.add(row, 0, Content::Text(line.to_owned()), false)?;
        gathering.sheet().paragraphs = row + 1;
    }
    gathering.finish()
}

/// The paragraphs and tables of what a worker answered; more words than any notice has are refused.
pub fn of_grid(grid: &Grid) -> Result<Prose, Refusal> {
    let said: usize =
        grid.sheets.iter().flat_map(|sheet| &sheet.cells).map(|cell| cell.content.words().len()).sum();
    if said > MOST_SAID {
        return Err(too_large(format!("{said} bytes of words")));
    }
    let mut blocks = Vec::new();
    for sheet in &grid.sheets {
        let last = sheet.cells.last().map_or(0, |cell| cell.row + 1);
        let lines = sheet.paragraphs.min(last);
        blocks.extend((0..lines).map(|row| Block::Line(line(sheet, row))));
        blocks.extend(below(sheet, lines..last));
        blocks.push(Block::Line(String::new()));
    }
    Ok(Prose { blocks })
}

fn line(sheet: &Sheet, row: u32) -> String {
    sheet.row(row).iter().map(|cell| cell.content.text()).collect()
}

/// What follows the leading paragraphs: tables, and rows of one cell between them and behind them.
fn below(sheet: &Sheet, rows: std::ops::Range<u32>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut begins = rows.start;
    while begins < rows.end {
        if !is_of_table(sheet, begins) {
            blocks.extend(line(sheet, begins).lines().map(|line| Block::Line(line.to_owned())));
            begins += 1;
            continue;
        }
        let ends =
            (begins..rows.end).find(|row| !is_of_table(sheet, *row) && !goes_on(sheet, *row, rows.end));
        let ends = ends.unwrap_or(rows.end);
        blocks.push(Block::Table(table(sheet, begins..ends)));
        begins = ends;
    }
    blocks
}

/// A row of several cells, or of one that is merged with others.
fn is_of_table(sheet: &Sheet, row: u32) -> bool {
    let cells = sheet.row(row);
    cells.len() > 1
        || cells.iter().any(|cell| cell.column > 0)
        || sheet.merges.iter().any(|area| (area.first_row..=area.last_row).contains(&row))
}

/// A row with one cell or none between rows of a table.
fn goes_on(sheet: &Sheet, row: u32, end: u32) -> bool {
    const MOST_BETWEEN: u32 = 2;
    (row + 1..end.min(row + 1 + MOST_BETWEEN)).any(|below| is_of_table(sheet, below))
        && sheet.row(row).is_empty()
}

fn table(sheet: &Sheet, rows: std::ops::Range<u32>) -> Table {
    let width =
        rows.clone().flat_map(|row| sheet.row(row)).map(|cell| cell.column + 1).max().unwrap_or(0) as usize;
    let row = |row: u32| {
        let mut cells = vec![String::new(); width];
        sheet.row(row).iter().for_each(|cell| cells[cell.column as usize] = cell.content.text());
        cells
    };
    let merges = sheet.merges.iter().filter(|area| rows.contains(&area.first_row)).map(|area| Merge {
        first_row: area.first_row - rows.start,
        first_column: area.first_column,
        last_row: area.last_row.min(rows.end - 1) - rows.start,
        last_column: area.last_column,
    });
    Table { rows: rows.clone().map(row).collect(), merges: merges.collect() }
}
