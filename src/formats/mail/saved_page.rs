//! Pages saved as one file (.mht, or .xls when Excel saved it): a mail that nobody sent, whose parts are files.
//!
//! Excel saves a workbook so: the main page lists the sheets and shows them in frames, and every sheet is a page of
//! its own with one table. The list says which sheets there are, their names, and which are hidden; a page of
//! names below the frames is no sheet. A browser saves one page with the tables on it, and then all pages that hold
//! a table are sheets. Parts bear the place that they were saved from; a part of a mail bears none.

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::Grid;

use super::super::gathering::Gathering;
use super::super::html::css::Classes;
use super::super::html::tags::{Piece, Pieces, attribute};
use super::super::html::{decode, read_into};
use super::super::limits::Limits;
use super::super::too_large;
use super::coding;
use super::part::{DEEPEST, Part, split};

/// A file among the parts, where it was saved from and its text.
struct File {
    is_style: bool,
    place: String,
    text: String,
}

/// A sheet as the main page lists it.
#[derive(Default)]
struct Listed {
    name: String,
    place: String,
    hidden: bool,
}

/// The tables of a page saved as one file; `None` where this is a mail.
pub fn saved_page(bytes: &[u8], limits: &Limits) -> Result<Option<Grid>, Refusal> {
    let mut files = Vec::new();
    collect(&Part::parse(bytes), limits, 0, &mut files)?;
    let (styles, pages): (Vec<File>, Vec<File>) = files.into_iter().partition(|file| file.is_style);
    let Some(main) = pages.first() else { return Ok(None) };
    let mut classes = Classes::default();
    styles.iter().for_each(|style| classes.learn(&style.text));
    let listed = listed(&main.text);
    let mut gathering = Gathering::new(limits);
    let tables = match listed.iter().any(|sheet| !sheet.place.is_empty()) {
        true => read_listed(&listed, &pages, &mut gathering, &mut classes)?,
        false => read_all(&listed, &pages, &mut gathering, &mut classes)?,
    };
    match tables {
        0 => Err(Refusal::new(RefusalCode::NoTable, "a saved page without a table")),
        _ => gathering.finish().map(Some),
    }
}

fn collect(part: &Part<'_>, limits: &Limits, depth: usize, files: &mut Vec<File>) -> Result<(), Refusal> {
    if depth > DEEPEST || files.len() > limits.entries {
        return Err(too_large("a saved page of too many parts"));
    }
    let kind = part.header("content-type").unwrap_or_default();
    let plain = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if matches!(plain.as_str(), "multipart/related" | "multipart/alternative") {
        let Some(boundary) = coding::parameter(&kind, "boundary") else { return Ok(()) };
        let pieces = split(part.body, &boundary)?;
        return pieces
            .into_iter()
            .try_for_each(|piece| collect(&Part::parse(piece), limits, depth + 1, files));
    }
    if let (Some(place), "text/html" | "text/css") = (part.header("content-location"), plain.as_str()) {
        let coded = part.header("content-transfer-encoding").unwrap_or_default();
        let text = decode(&coding::body(part.body, &coded)?)?;
        files.push(File { is_style: plain == "text/css", place, text });
    }
    Ok(())
}

/// The sheets that the main page lists, in order; a page of one sheet lists it without a place.
fn listed(text: &str) -> Vec<Listed> {
    let Some(from) = text.find("<x:ExcelWorksheets") else { return Vec::new() };
    let mut sheets: Vec<Listed> = Vec::new();
    let mut inside = String::new();
    for piece in Pieces::new(&text[from..]) {
        match (piece, sheets.last_mut()) {
            (Piece::Open { name, .. }, _) if name == "x:excelworksheet" => sheets.push(Listed::default()),
            (Piece::Open { name, attributes }, Some(sheet)) => {
                if name == "x:worksheetsource" {
                    sheet.place = attribute(attributes, "href").unwrap_or_default();
                }
                inside = name;
            }
            (Piece::Text(text), Some(sheet)) if inside == "x:name" => sheet.name.push_str(text.trim()),
            (Piece::Text(text), Some(sheet)) if inside == "x:visible" => {
                sheet.hidden |= text.contains("Hidden")
            }
            (Piece::Close(name), _) if name == "x:excelworksheets" => break,
            (Piece::Close(_), _) => inside.clear(),
            _ => {}
        }
    }
    sheets
}

fn read_listed(
    listed: &[Listed],
    pages: &[File],
    gathering: &mut Gathering<'_>,
    classes: &mut Classes,
) -> Result<usize, Refusal> {
    let mut tables = 0;
    for sheet in listed {
        let page = pages.iter().skip(1).find(|page| is_at(&page.place, &sheet.place));
        let hidden = sheet.hidden || page.is_some_and(|page| says_hidden(&page.text));
        match page {
            Some(page) => {
                gathering.open_sheet(sheet.name.as_str(), !hidden)?;
                tables += read_into(&page.text, gathering, classes)?.tables;
            }
            None if hidden => {}
            None => {
                let detail = format!("a sheet whose part {:?} is nowhere", sheet.place);
                return Err(Refusal::new(RefusalCode::SheetMissing, detail));
            }
        }
    }
    Ok(tables)
}

fn read_all(
    listed: &[Listed],
    pages: &[File],
    gathering: &mut Gathering<'_>,
    classes: &mut Classes,
) -> Result<usize, Refusal> {
    let mut tables = 0;
    for (index, page) in pages.iter().enumerate() {
        let name = listed.get(index).map(|sheet| sheet.name.clone()).filter(|name| !name.is_empty());
        gathering.open_sheet(name.unwrap_or_else(|| format!("表{}", index + 1)), true)?;
        let seen = read_into(&page.text, gathering, classes)?;
        if seen.frames > 0 && pages.len() == 1 {
            return Err(Refusal::new(RefusalCode::Frameset, "a saved page of frames without what they show"));
        }
        tables += seen.tables;
    }
    Ok(tables)
}

/// A hidden sheet's page says so among its options.
fn says_hidden(page: &str) -> bool {
    page.contains("<x:Visible>SheetHidden") || page.contains("<x:Visible>SheetVeryHidden")
}

/// Whether a part was saved from a place that the main page names from where it stands itself.
fn is_at(place: &str, named: &str) -> bool {
    let steps = |text: &str| {
        let text = text.replace('\\', "/");
        let mut steps: Vec<String> = text.rsplit('/').take(2).map(str::to_ascii_lowercase).collect();
        steps.truncate(1 + usize::from(named.contains(['/', '\\'])));
        steps
    };
    steps(place) == steps(named) || last(place) == last(named)
}

/// The file's own name, without the folders, whose letters are written in one way here and another way there.
fn last(place: &str) -> String {
    place.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase()
}
