//! A document's cells and lines filled where their words stand: in the letters that the place has already.

use std::collections::BTreeMap;

use quick_xml::escape::escape;

use super::super::annotated::parts::Parts;
use super::super::annotated::scan::{Kind, Piece, Splices, pieces};
use super::super::docx::spots;
use super::super::limits::Limits;
use super::super::relationships;
use crate::problem::Refusal;
use crate::submit::filling::{Spot, Value};
use crate::submit::grid::{Content, Grid};

/// The bytes of the document with the values in its cells; nothing where its parts cannot be edited.
pub fn fill(
    bytes: &[u8],
    before: &Grid,
    values: &BTreeMap<Spot, Value>,
    limits: &Limits,
) -> Result<Option<Vec<u8>>, Refusal> {
    let Some(mut parts) = Parts::editable(bytes, limits)? else { return Ok(None) };
    let path = relationships::main_part(&mut parts.container)?;
    let Some(text) = parts.text(&path)? else { return Ok(None) };
    let found = pieces(&text)?;
    let places = spots(&text, limits)?;
    let mut splices = Splices::default();
    for ((sheet, at), value) in values {
        let place = places.iter().find(|spot| spot.sheet == *sheet && spot.at == *at && spot.begins > 0);
        let first = place.and_then(|spot| found.iter().position(|piece| piece.range.end == spot.begins));
        let Some(paragraph) = first.and_then(|first| paragraph(&found, first)) else { return Ok(None) };
        let known = before.sheets.get(*sheet).and_then(|sheet| sheet.at(at.0, at.1)).map(Content::text);
        let words = match value {
            Value::Blank => String::new(),
            Value::Number(words) | Value::Text(words) | Value::Behind(words) => words.clone(),
        };
        let behind = known.as_ref().and_then(|known| words.strip_prefix(known.trim_end()));
        match (known.as_deref().map(str::trim), behind) {
            (None | Some(""), _) => add(&text, paragraph, &words, &mut splices),
            (Some(_), Some(rest)) => add(&text, paragraph, rest, &mut splices),
            (Some(_), None) => replace(paragraph, &words, &mut splices),
        }
    }
    parts.put(&path, splices.apply(&text));
    parts.write().map(Some)
}

/// The first paragraph of a cell, or the paragraph itself.
fn paragraph<'l, 'p>(found: &'l [Piece<'p>], first: usize) -> Option<&'l [Piece<'p>]> {
    let cell = whole(&found[first..])?;
    let begins = cell.iter().position(|piece| piece.begins("p"))?;
    whole(&cell[begins..])
}

fn whole<'l, 'p>(found: &'l [Piece<'p>]) -> Option<&'l [Piece<'p>]> {
    let open = found.first()?;
    let last = match open.kind {
        Kind::Open => {
            found.iter().position(|piece| piece.kind == Kind::Close && piece.depth == open.depth)?
        }
        _ => 0,
    };
    Some(&found[..=last])
}

/// Adds words at the end of a paragraph, in the letters of its last run, else in those that it is marked with.
fn add(text: &str, paragraph: &[Piece<'_>], words: &str, splices: &mut Splices) {
    let (open, close) = (&paragraph[0], &paragraph[paragraph.len() - 1]);
    let p = open.prefix();
    let letters = |parent: &str| {
        let mut runs = paragraph.iter().enumerate().filter(|(_, piece)| piece.begins(parent));
        let (at, run) = if parent == "r" { runs.next_back()? } else { runs.next()? };
        let inside = whole(&paragraph[at..])?;
        let own = inside.iter().position(|piece| piece.begins("rPr") && piece.depth == run.depth + 1)?;
        Some(legible(text, whole(&inside[own..])?))
    };
    let letters = letters("r").or_else(|| letters("pPr")).unwrap_or_default();
    let run = format!("<{p}r>{letters}<{p}t xml:space=\"preserve\">{}</{p}t></{p}r>", escape(words));
    splices.append(open, close, &run);
}

/// Letters below this, in half points, are no choice of anybody: programs shrink empty cells so.
const SMALLEST: u32 = 10;

/// Marks of letters without a size in which nobody could read a figure.
fn legible(text: &str, marks: &[Piece<'_>]) -> String {
    let is_tiny = |piece: &Piece<'_>| {
        piece.kind == Kind::Empty
            && matches!(piece.name(), "sz" | "szCs")
            && piece.number("val").is_some_and(|size| size < SMALLEST)
    };
    let mut kept = String::new();
    let mut from = marks[0].range.start;
    for tiny in marks.iter().filter(|piece| is_tiny(piece)) {
        kept.push_str(&text[from..tiny.range.start]);
        from = tiny.range.end;
    }
    kept.push_str(&text[from..marks[marks.len() - 1].range.end]);
    kept
}

/// Puts words in the place of all that a paragraph says.
fn replace(paragraph: &[Piece<'_>], words: &str, splices: &mut Splices) {
    let mut is_first = true;
    for (index, piece) in paragraph.iter().enumerate().filter(|(_, piece)| piece.begins("t")) {
        let Some(own) = whole(&paragraph[index..]) else { continue };
        let words = if std::mem::take(&mut is_first) { escape(words) } else { "".into() };
        if piece.kind == Kind::Open {
            splices.replace(piece.range.end..own[own.len() - 1].range.start, words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_never_written_in_letters_that_nobody_can_read() {
        for (marks, expected) in [
            ("<w:rPr><w:b/><w:sz w:val=\"4\"/><w:szCs w:val=\"4\"/></w:rPr>", "<w:rPr><w:b/></w:rPr>"),
            ("<w:rPr><w:sz w:val=\"21\"/></w:rPr>", "<w:rPr><w:sz w:val=\"21\"/></w:rPr>"),
            ("<w:rPr><w:sz w:val=\"4\"/></w:rPr>", "<w:rPr></w:rPr>"),
        ] {
            let paragraph = format!("<w:p><w:pPr>{marks}</w:pPr></w:p>");
            let found = pieces(&paragraph).expect("XML");
            let mut splices = Splices::default();
            add(&paragraph, &found, "12", &mut splices);
            let written = splices.apply(&paragraph);
            assert!(written.contains(&format!("<w:r>{expected}<w:t xml:space=\"preserve\">12")), "{written}");
        }
    }
}
