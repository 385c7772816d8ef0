//! A document in which a row of a table is repeated: the row with its copies behind it, and nothing else.
//!
//! A row that holds more than words in cells (marks of places, pictures, changes to be accepted) would not be the same
//! twice in one document; it is left alone, and so is a table whose fields calculate with named cells.

use super::super::annotated::parts::Parts;
use super::super::annotated::scan::{Piece, Splices, pieces};
use super::super::annotated::xlsx::walk::whole;
use super::super::docx::spots;
use super::super::docx::story::Spot;
use super::super::limits::Limits;
use super::super::relationships;
use crate::problem::Refusal;
use crate::submit::filling::Grown;

/// Elements that may not stand twice in a document, or mean something else there.
const ALONE: [&str; 20] = [
    "bookmarkStart",
    "bookmarkEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
    "sdt",
    "drawing",
    "pict",
    "object",
    "footnoteReference",
    "endnoteReference",
    "fldChar",
    "fldSimple",
    "instrText",
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "hyperlink",
    "AlternateContent",
];

/// Repeats a row; `false` where that cannot be done with everything else as it was.
pub fn repeat(parts: &mut Parts<'_>, grown: &Grown, limits: &Limits) -> Result<bool, Refusal> {
    let path = relationships::main_part(&mut parts.container)?;
    let Some(text) = parts.text(&path)? else { return Ok(false) };
    let (found, places) = (pieces(&text)?, spots(&text, limits)?);
    let Some(row) = row(&found, &places, grown) else { return Ok(false) };
    if row.iter().any(is_alone) || calculates_by_name(&text, &found) {
        return Ok(false);
    }
    let copy = copy(&text, row);
    let mut splices = Splices::default();
    let count = usize::try_from(grown.count).unwrap_or(0);
    splices.insert(row[row.len() - 1].range.end, copy.repeat(count));
    parts.put(&path, splices.apply(&text));
    Ok(true)
}

/// The last row of each table, as rows of its sheet.
pub fn last_rows(parts: &mut Parts<'_>, limits: &Limits) -> Result<Vec<(usize, u32)>, Refusal> {
    let path = relationships::main_part(&mut parts.container)?;
    let Some(text) = parts.text(&path)? else { return Ok(Vec::new()) };
    let (found, places) = (pieces(&text)?, spots(&text, limits)?);
    let mut last_rows: Vec<(usize, u32)> = Vec::new();
    for spot in places.iter().filter(|spot| cell(&found, spot).is_some()) {
        match last_rows.iter_mut().find(|(sheet, _)| *sheet == spot.sheet) {
            Some((_, last)) => *last = spot.at.0.max(*last),
            None => last_rows.push((spot.sheet, spot.at.0)),
        }
    }
    Ok(last_rows)
}

/// Which piece opens the cell of a spot; nothing where it is a paragraph's.
fn cell(found: &[Piece<'_>], spot: &Spot) -> Option<usize> {
    let at = found.binary_search_by_key(&spot.begins, |piece| piece.range.end).ok()?;
    found[at].begins("tc").then_some(at)
}

/// The row's element.
fn row<'l, 'p>(found: &'l [Piece<'p>], places: &[Spot], grown: &Grown) -> Option<&'l [Piece<'p>]> {
    let of_row = |spot: &&Spot| (spot.sheet, spot.at.0) == (grown.sheet, grown.row);
    let cell = places.iter().filter(of_row).find_map(|spot| cell(found, spot))?;
    let depth = found[cell].depth;
    let opens = found[..cell].iter().rposition(|piece| piece.depth < depth && piece.begins("tr"))?;
    (found[opens].depth + 1 == depth).then(|| whole(&found[opens..]))
}

fn is_alone(piece: &Piece<'_>) -> bool {
    let begins_a_merge = piece.begins("vMerge") && piece.attribute("val").as_deref() == Some("restart");
    begins_a_merge || ALONE.contains(&piece.name())
}

/// Whether a field of the document is a sum over cells by their names, which would be others afterwards.
fn calculates_by_name(text: &str, found: &[Piece<'_>]) -> bool {
    let names_a_cell = |words: &str| words.contains('=') && words.contains(|c: char| c.is_ascii_digit());
    found.iter().enumerate().any(|(index, piece)| match piece.name() {
        "instrText" if piece.begins("instrText") => {
            let end = found.get(index + 1).map_or(piece.range.end, |next| next.range.start);
            names_a_cell(&text[piece.range.end..end])
        }
        "fldSimple" => piece.attribute("instr").is_some_and(|words| names_a_cell(&words)),
        _ => false,
    })
}

/// The row without the numbers that each paragraph of a document has for itself.
fn copy(text: &str, row: &[Piece<'_>]) -> String {
    let start = row[0].range.start;
    let mut splices = Splices::default();
    for piece in row {
        for name in ["w14:paraId", "w14:textId"] {
            let Some(value) = piece.value_range(name) else { continue };
            // ` name="` before the value, `"` behind it.
            let from = value.start - name.len() - 3;
            let own = text[from..].starts_with(&format!(" {name}="));
            if own {
                splices.replace(from - start..value.end + 1 - start, "");
            }
        }
    }
    splices.apply(&text[start..row[row.len() - 1].range.end])
}
