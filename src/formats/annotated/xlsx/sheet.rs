//! A sheet's part: the colours of its cells, and its reference to what draws its comments.

use std::collections::BTreeMap;

use super::super::scan::{Kind, Piece, Splices};
use super::names::Address;
use super::styles::Styles;
use super::walk::{Pen, walk};
use crate::vocabulary::Severity;
use crate::vocabulary::place::cell_name;

/// What stands behind the reference to the comments' drawing.
const BEHIND: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

/// The number under which a sheet refers to what draws its comments.
pub fn legacy_drawing(pieces: &[Piece<'_>]) -> Option<String> {
    pieces.iter().find(|piece| piece.depth == 2 && piece.begins("legacyDrawing"))?.attribute("id")
}

pub fn add_legacy_drawing(pieces: &[Piece<'_>], id: &str, splices: &mut Splices) {
    const SPACE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let Some(root) = pieces.first() else { return };
    let after = pieces.iter().position(|piece| piece.ends("sheetData")).unwrap_or(0);
    let is_behind = |piece: &&Piece<'_>| match piece.depth {
        1 => piece.kind == Kind::Close,
        2 => piece.kind != Kind::Close && BEHIND.contains(&piece.name()),
        _ => false,
    };
    if let Some(behind) = pieces[after..].iter().find(is_behind) {
        let tag = format!("<{}legacyDrawing xmlns:r=\"{SPACE}\" r:id=\"{id}\"/>", root.prefix());
        splices.insert(behind.range.start, tag);
    }
}

/// Colours the cells; those that bear a colour of ours and are not among them get their own back.
pub fn shade(
    pieces: &[Piece<'_>],
    shaded: BTreeMap<Address, Severity>,
    styles: &mut Styles,
    splices: &mut Splices,
) {
    let Some(root) = pieces.first() else { return };
    walk(pieces, shaded, &mut Painter { prefix: root.prefix(), styles }, splices);
}

struct Painter<'s> {
    prefix: &'s str,
    styles: &'s mut Styles,
}

impl Pen<Severity> for Painter<'_> {
    fn on(&mut self, _: Address, cell: &[Piece<'_>], severity: Option<Severity>, splices: &mut Splices) {
        let Some(piece) = cell.first() else { return };
        let own = piece.number("s").unwrap_or(0);
        let plain = self.styles.without_ours(own);
        let style = severity.map_or(plain, |severity| self.styles.shaded(plain, severity));
        if style != own {
            splices.replace(piece.range.clone(), piece.with("s", &style.to_string()));
        }
    }

    fn anew(&mut self, (row, column): Address, base: u32, severity: Severity) -> String {
        let plain = self.styles.without_ours(base);
        let style = self.styles.shaded(plain, severity);
        format!("<{}c r=\"{}\" s=\"{style}\"/>", self.prefix, cell_name(row, column))
    }
}
