//! The second reader: calamine, asked for the cells that figures were taken from.
//!
//! It reads the same bytes apart from our readers, so that both seldom err alike (`submit::second_reading` compares).
//! It knows neither fonts nor most of what formats show, believes declared sizes and gives up on many a file that ours
//! read. So it is asked in a request of its own: where it fails, panics, or costs its worker's life by taking more
//! memory or time than a worker has, there is no second reading, and nothing else is lost.
//!
//! Of a binary workbook it passes over records that do not name their column and texts with runs of their own; a cell
//! that it does not see there says nothing.

#[cfg(test)]
mod tests;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Cell, Data, DataRef, Ods, Range, Reader, Xls, Xlsb, Xlsx};

use crate::submit::grid::Content;
use crate::submit::second_reading::{Asked, Heard};

use super::compound::Compound;
use super::container::Container;
use super::figure;
use super::limits::Limits;
use super::package::{self, Package};
use super::sniff::{self, Kind};
use super::unlock;

/// Whether a file may be one that the second reader reads.
pub fn may_read(bytes: &[u8]) -> bool {
    matches!(sniff::sniff(bytes), Kind::Zip(_) | Kind::Compound)
}

/// What calamine makes of these cells; nothing where it cannot open the file, or panics.
pub fn hear(bytes: &[u8], asked: &[Asked], limits: &Limits) -> Option<Heard> {
    let heard = || match sniff::sniff(bytes) {
        Kind::Zip(begins) => in_package(&bytes[begins..], asked, limits),
        Kind::Compound => in_compound(bytes, asked, limits),
        _ => None,
    };
    catch_unwind(AssertUnwindSafe(heard)).ok().flatten()
}

fn in_compound(bytes: &[u8], asked: &[Asked], limits: &Limits) -> Option<Heard> {
    let compound = Compound::open(bytes).ok()?;
    if let (Some(info), Some(package)) =
        (compound.stream("EncryptionInfo").ok()?, compound.stream("EncryptedPackage").ok()?)
    {
        return in_package(&unlock::package(&info, &package).ok()??, asked, limits);
    }
    if !["Workbook", "Book"].iter().any(|name| compound.has(name)) {
        return None;
    }
    let mut workbook = Xls::new(Cursor::new(bytes)).ok()?;
    Some(
        asked.iter().flat_map(|asked| in_range(workbook.worksheet_range(&asked.sheet).ok(), asked)).collect(),
    )
}

fn in_package(bytes: &[u8], asked: &[Asked], limits: &Limits) -> Option<Heard> {
    match package::kind(&mut Container::open(bytes, limits).ok()?).ok()? {
        Package::Workbook => in_workbook(bytes, asked),
        Package::BinaryWorkbook => in_binary_workbook(bytes, asked),
        Package::OpenSpreadsheet => in_open_spreadsheet(bytes, asked),
        _ => None,
    }
}

fn in_workbook(bytes: &[u8], asked: &[Asked]) -> Option<Heard> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).ok()?;
    let of_sheet = |asked: &Asked| match workbook.worksheet_cells_reader(&asked.sheet) {
        Ok(mut cells) => in_stream(|| cells.next_cell(), asked, Some(blank())),
        Err(_) => vec![None; asked.cells.len()],
    };
    Some(asked.iter().flat_map(of_sheet).collect())
}

fn in_binary_workbook(bytes: &[u8], asked: &[Asked]) -> Option<Heard> {
    let mut workbook = Xlsb::new(Cursor::new(bytes)).ok()?;
    let of_sheet = |asked: &Asked| match workbook.worksheet_cells_reader(&asked.sheet) {
        Ok(mut cells) => in_stream(|| cells.next_cell(), asked, None),
        Err(_) => vec![None; asked.cells.len()],
    };
    Some(asked.iter().flat_map(of_sheet).collect())
}

fn in_open_spreadsheet(bytes: &[u8], asked: &[Asked]) -> Option<Heard> {
    let mut workbook = Ods::new(Cursor::new(bytes)).ok()?;
    Some(
        asked.iter().flat_map(|asked| in_range(workbook.worksheet_range(&asked.sheet).ok(), asked)).collect(),
    )
}

/// The cells asked for among those that come by, to the end or to where they cannot be read any further; `unseen`
/// is said of one that did not come.
fn in_stream<'w, E>(
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'w>>>, E>,
    asked: &Asked,
    unseen: Option<Content>,
) -> Heard {
    let mut heard: Heard = vec![None; asked.cells.len()];
    let mut seen = vec![false; asked.cells.len()];
    loop {
        match next() {
            Ok(Some(cell)) => {
                let first = asked.cells.partition_point(|at| *at < cell.get_position());
                let own = asked.cells[first..].iter().take_while(|at| **at == cell.get_position());
                for at in first..first + own.count() {
                    heard[at] = content(&cell.get_value().clone().into());
                    seen[at] = true;
                }
            }
            Ok(None) => break,
            Err(_) => return heard,
        }
    }
    heard.into_iter().zip(seen).map(|(heard, seen)| if seen { heard } else { unseen.clone() }).collect()
}

/// The cells asked for in a sheet that was read as a whole.
fn in_range(range: Option<Range<Data>>, asked: &Asked) -> Heard {
    let said = |at: &(u32, u32)| {
        range.as_ref().and_then(|range| range.get_value(*at).map_or(Some(blank()), content))
    };
    asked.cells.iter().map(said).collect()
}

/// What a cell holds; nothing for a day in words, of which our readers make what they please.
fn content(data: &Data) -> Option<Content> {
    Some(match data {
        Data::Empty => blank(),
        Data::Int(number) => Content::Number(number.to_string()),
        Data::Float(number) => figure::stored(*number),
        Data::DateTime(moment) => figure::stored(moment.as_f64()),
        Data::String(text) => Content::Text(text.clone()),
        Data::Bool(truth) => Content::Bool(*truth),
        Data::Error(error) => Content::Error(error.to_string()),
        _ => return None,
    })
}

fn blank() -> Content {
    Content::Text(String::new())
}
