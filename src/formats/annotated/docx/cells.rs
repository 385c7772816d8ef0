//! A table's cell or a paragraph where something is to be said: its ground, and where a comment is anchored in it.

use std::collections::BTreeSet;

use super::super::scan::{Kind, Piece, Splices};
use super::super::shades::{Ink, is_ours, shade};
use crate::vocabulary::Severity;

/// What stands behind a cell's ground among its properties.
const BEHIND: [&str; 11] = [
    "noWrap",
    "tcMar",
    "textDirection",
    "tcFitText",
    "vAlign",
    "hideMark",
    "headers",
    "cellIns",
    "cellDel",
    "cellMerge",
    "tcPrChange",
];

/// A cell or a paragraph, from its opening tag to its end.
pub struct Place<'l, 'p> {
    pieces: &'l [Piece<'p>],
}

impl<'l, 'p> Place<'l, 'p> {
    /// The one whose opening tag ends here.
    pub fn at(found: &'l [Piece<'p>], at: usize) -> Option<Place<'l, 'p>> {
        let first =
            found.iter().position(|piece| piece.range.end == at && matches!(piece.name(), "tc" | "p"))?;
        Some(Place { pieces: whole(found, first)? })
    }

    pub fn begins(&self) -> usize {
        self.pieces[0].range.end
    }

    /// Gives a cell its colour; a paragraph, and a cell with light words, keep their own.
    pub fn shade(&self, severity: Severity, prefix: &str, splices: &mut Splices) -> bool {
        if self.pieces[0].name() != "tc" || self.has_light_words() {
            return false;
        }
        let colour = shade(severity, Ink::Dark);
        let tag =
            format!("<{prefix}shd {prefix}val=\"clear\" {prefix}color=\"auto\" {prefix}fill=\"{colour}\"/>");
        let Some(properties) = self.child("tcPr") else {
            splices.insert(self.begins(), format!("<{prefix}tcPr>{tag}</{prefix}tcPr>"));
            return true;
        };
        let (open, close) = (&properties[0], &properties[properties.len() - 1]);
        let inside = |piece: &&Piece<'_>| piece.depth == open.depth + 1 && piece.kind != Kind::Close;
        let known = properties.iter().filter(inside).find(|piece| piece.name() == "shd");
        let behind = properties.iter().filter(inside).find(|piece| BEHIND.contains(&piece.name()));
        match (known, behind) {
            (Some(known), _) => splices.replace(known.range.clone(), tag),
            (None, Some(behind)) => splices.insert(behind.range.start, tag),
            (None, None) => splices.append(open, close, &tag),
        }
        true
    }

    /// Anchors a comment around the first paragraph, and names the place; `false` where there is no paragraph.
    pub fn anchor(&self, p: &str, comment: u32, bookmark: u32, splices: &mut Splices) -> bool {
        let Some(first) = self.pieces.iter().position(|piece| piece.begins("p")) else { return false };
        let Some(paragraph) = whole(self.pieces, first) else { return false };
        let begin = format!(
            "<{p}bookmarkStart {p}id=\"{bookmark}\" {p}name=\"hb_{bookmark}\"/><{p}bookmarkEnd {p}id=\"{bookmark}\"/><{p}commentRangeStart {p}id=\"{comment}\"/>"
        );
        let end = format!(
            "<{p}commentRangeEnd {p}id=\"{comment}\"/><{p}r><{p}commentReference {p}id=\"{comment}\"/></{p}r>"
        );
        let (open, close) = (&paragraph[0], &paragraph[paragraph.len() - 1]);
        if open.kind == Kind::Empty {
            splices.append(open, close, &(begin + &end));
            return true;
        }
        let properties = paragraph.iter().find(|piece| piece.depth == open.depth + 1 && piece.ends("pPr"));
        splices.insert(properties.map_or(open.range.end, |piece| piece.range.end), begin);
        splices.insert(close.range.start, end);
        true
    }

    fn has_light_words(&self) -> bool {
        let colours = self.pieces.iter().filter(|piece| piece.begins("color"));
        let colours = colours.filter_map(|piece| u32::from_str_radix(&piece.attribute("val")?, 16).ok());
        colours
            .into_iter()
            .any(|bits| Ink::of([(bits >> 16) as u8, (bits >> 8) as u8, bits as u8]) == Ink::Light)
    }

    fn child(&self, name: &str) -> Option<&'l [Piece<'p>]> {
        let depth = self.pieces[0].depth + 1;
        let first = self.pieces.iter().position(|piece| piece.depth == depth && piece.begins(name))?;
        whole(self.pieces, first)
    }
}

/// Takes our colours of the last time off cells that get none now.
pub fn unshade(found: &[Piece<'_>], shaded: &BTreeSet<usize>, splices: &mut Splices) {
    let mut cell = 0;
    for piece in found {
        if piece.begins("tc") {
            cell = piece.range.end;
        }
        let ours = piece.begins("shd") && piece.attribute("fill").is_some_and(|colour| is_ours(&colour));
        if ours && piece.kind == Kind::Empty && cell > 0 && !shaded.contains(&cell) {
            splices.replace(piece.range.clone(), "");
        }
    }
}

/// An element's pieces, from the one that opens it to the one that closes it.
fn whole<'l, 'p>(found: &'l [Piece<'p>], first: usize) -> Option<&'l [Piece<'p>]> {
    let open = &found[first];
    if open.kind == Kind::Empty {
        return Some(&found[first..=first]);
    }
    let length =
        found[first..].iter().position(|piece| piece.kind == Kind::Close && piece.depth == open.depth)?;
    Some(&found[first..=first + length])
}
