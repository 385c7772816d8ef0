//! A document with comments, colours and the list in it.

mod cells;
mod list;
mod notes;

use std::collections::BTreeSet;

use super::super::docx::spots;
use super::super::docx::story::Spot;
use super::super::limits::Limits;
use super::super::relationships;
use super::parts::Parts;
use super::scan::{Kind, Piece, Splices, element, pieces};
use super::shades::Colours;
use crate::problem::Refusal;
use crate::submit::annotation::{Annotations, take_out};
use crate::submit::grid::{Grid, Said};
use cells::Place;
use notes::Notes;

/// The namespace that every office program writes.
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The bytes of the document that was read as this grid, with the annotations in it.
pub fn annotate(
    bytes: &[u8],
    grid: &Grid,
    annotations: &Annotations,
    limits: &Limits,
    colours: Colours,
) -> Result<Option<Vec<u8>>, Refusal> {
    let Some(mut parts) = Parts::editable(bytes, limits)? else { return Ok(None) };
    let path = relationships::main_part(&mut parts.container)?;
    let Some(text) = parts.text(&path)? else { return Ok(None) };
    let found = pieces(&text)?;
    let Some(root) = found.first().filter(|root| is_usual(root)) else { return Ok(None) };
    let Some((body, end)) = element(&found, "body") else { return Ok(None) };
    let prefix = root.prefix();
    let spots = spots(&text, limits)?;
    let Some(mut notes) = Notes::open(&mut parts, &path)? else { return Ok(None) };
    let mut splices = Splices::default();
    let marks = annotations.marks(grid);
    let mut bookmark = next_bookmark(&found);
    let mut named = Vec::new();
    let mut shaded = BTreeSet::new();
    for mark in &marks {
        let Some(place) = begins(&spots, (mark.sheet, mark.at)).and_then(|at| Place::at(&found, at)) else {
            continue;
        };
        let is_faint =
            grid.sheets[mark.sheet].remarks_at(mark.at.0, mark.at.1).any(|said| *said == Said::Faint);
        if colours == Colours::Added && !is_faint && place.shade(mark.severity, prefix, &mut splices) {
            shaded.insert(place.begins());
        }
        let comment = notes.add(&mark.words);
        if place.anchor(prefix, comment, bookmark, &mut splices) {
            named.push(((mark.sheet, mark.at), bookmark));
        }
        bookmark += 1;
    }
    cells::unshade(&found, &shaded, &mut splices);
    remove_list(grid, &spots, &found, &mut splices);
    let last = |piece: &&Piece<'_>| piece.depth == body.depth + 1 && piece.begins("sectPr");
    let at = found.iter().rev().find(last).map_or(end.range.start, |section| section.range.start);
    splices.insert(at, list::paragraphs(&annotations.rows(grid), &named, prefix));
    parts.put(&path, splices.apply(&text));
    notes.finish(&mut parts, &path)?;
    parts.write().map(Some)
}

fn is_usual(root: &Piece<'_>) -> bool {
    let declared = format!("xmlns:{}", root.prefix().trim_end_matches(':'));
    root.name() == "document"
        && !root.prefix().is_empty()
        && root.attribute_of(&declared).as_deref() == Some(MAIN)
}

/// Where in the part a cell of the grid begins, where that is known.
fn begins(spots: &[Spot], (sheet, at): (usize, (u32, u32))) -> Option<usize> {
    spots
        .iter()
        .find(|spot| spot.sheet == sheet && spot.at == at)
        .map(|spot| spot.begins)
        .filter(|at| *at > 0)
}

fn next_bookmark(found: &[Piece<'_>]) -> u32 {
    let numbers =
        found.iter().filter(|piece| piece.begins("bookmarkStart")).filter_map(|piece| piece.number("id"));
    numbers.max().map_or(1, |number| number.saturating_add(1))
}

/// Removes the list of the last time: the paragraphs that are taken out where the document is read.
fn remove_list(grid: &Grid, spots: &[Spot], found: &[Piece<'_>], splices: &mut Splices) {
    let mut bare = grid.clone();
    take_out(&mut bare);
    for (index, sheet) in grid.sheets.iter().enumerate() {
        let kept = bare.sheets.iter().find(|bare| bare.name == sheet.name);
        for cell in &sheet.cells {
            if kept.is_some_and(|kept| kept.at(cell.row, cell.column).is_some()) {
                continue;
            }
            let open = begins(spots, (index, (cell.row, cell.column)))
                .and_then(|at| found.iter().position(|piece| piece.range.end == at && piece.begins("p")));
            let Some(open) = open.filter(|open| found[*open].kind == Kind::Open) else { continue };
            let depth = found[open].depth;
            let close = found[open..].iter().find(|piece| piece.kind == Kind::Close && piece.depth == depth);
            if let Some(close) = close {
                splices.replace(found[open].range.start..close.range.end, "");
            }
        }
    }
}
