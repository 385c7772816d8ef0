//! A sheet's part: the colours of its cells, and its reference to what draws its comments.

use std::collections::BTreeMap;

use super::super::super::xlsx::sheet::address;
use super::super::scan::{Kind, Piece, Splices};
use super::names::Address;
use super::styles::Styles;
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
    let mut rows: BTreeMap<u32, BTreeMap<u32, Severity>> = BTreeMap::new();
    for ((row, column), severity) in shaded {
        rows.entry(row).or_default().insert(column, severity);
    }
    let columns = column_styles(pieces);
    let mut painter =
        Painter { prefix: root.prefix(), rows, columns, styles, splices, row: 0, column: 0, base: None };
    for (index, piece) in pieces.iter().enumerate() {
        match (piece.depth, piece.name(), piece.kind) {
            (3, "row", Kind::Open | Kind::Empty) => painter.open_row(piece),
            (3, "row", Kind::Close) => painter.close_row(piece.range.start),
            (4, "c", Kind::Open | Kind::Empty) => painter.cell(piece),
            (2, "sheetData", Kind::Close | Kind::Empty) => painter.close(&pieces[..=index]),
            _ => {}
        }
    }
}

/// The styles of whole columns: first, last, style.
fn column_styles(pieces: &[Piece<'_>]) -> Vec<(u32, u32, u32)> {
    let columns = pieces.iter().filter(|piece| piece.depth == 3 && piece.begins("col"));
    let style =
        |piece: &Piece<'_>| Some((piece.number("min")?, piece.number("max")?, piece.number("style")?));
    columns.filter_map(style).collect()
}

struct Painter<'s> {
    prefix: &'s str,
    /// What is still to be coloured.
    rows: BTreeMap<u32, BTreeMap<u32, Severity>>,
    columns: Vec<(u32, u32, u32)>,
    styles: &'s mut Styles,
    splices: &'s mut Splices,
    /// Where the next row and cell lie unless they say otherwise.
    row: u32,
    column: u32,
    /// The style of the row that is open.
    base: Option<u32>,
}

impl Painter<'_> {
    fn open_row(&mut self, piece: &Piece<'_>) {
        let row = piece.number("r").map_or(self.row, |number| number.saturating_sub(1));
        self.rows_before(row, piece.range.start);
        (self.row, self.column) = (row, 0);
        self.base = piece.number("s").filter(|_| piece.attribute("customFormat").is_some());
        if piece.kind == Kind::Empty {
            if let Some(cells) = self.rows.remove(&row) {
                let made = self.cells(row, cells);
                self.splices.append(piece, piece, &made);
            }
            self.row += 1;
        }
    }

    fn close_row(&mut self, at: usize) {
        if let Some(cells) = self.rows.remove(&self.row) {
            let made = self.cells(self.row, cells);
            self.splices.insert(at, made);
        }
        self.row += 1;
    }

    fn cell(&mut self, piece: &Piece<'_>) {
        let at = piece.attribute("r").and_then(|name| address(name.as_bytes()).ok());
        let column = at.map_or(self.column, |(_, column)| column);
        self.column = column + 1;
        let severity = self.rows.get_mut(&self.row).map(|cells| {
            let behind = cells.split_off(&column);
            let before = std::mem::replace(cells, behind);
            let severity = cells.remove(&column);
            (before, severity)
        });
        let (before, severity) = severity.unwrap_or_default();
        if !before.is_empty() {
            let made = self.cells(self.row, before);
            self.splices.insert(piece.range.start, made);
        }
        let own = piece.number("s").unwrap_or(0);
        let plain = self.styles.without_ours(own);
        let style = severity.map_or(plain, |severity| self.styles.shaded(plain, severity));
        if style != own {
            self.splices.replace(piece.range.clone(), piece.with("s", &style.to_string()));
        }
    }

    /// Rows that are not in the sheet yet, before one that is.
    fn rows_before(&mut self, row: u32, at: usize) {
        let behind = self.rows.split_off(&row);
        let before = std::mem::replace(&mut self.rows, behind);
        self.base = None;
        for (row, cells) in before {
            let made = self.new_row(row, cells);
            self.splices.insert(at, made);
        }
    }

    fn close(&mut self, pieces: &[Piece<'_>]) {
        self.base = None;
        let rest = std::mem::take(&mut self.rows);
        let made: String = rest.into_iter().map(|(row, cells)| self.new_row(row, cells)).collect();
        let open = pieces.iter().find(|piece| piece.depth == 2 && piece.begins("sheetData"));
        if let (Some(open), Some(close), false) = (open, pieces.last(), made.is_empty()) {
            self.splices.append(open, close, &made);
        }
    }

    fn new_row(&mut self, row: u32, cells: BTreeMap<u32, Severity>) -> String {
        let made = self.cells(row, cells);
        format!("<{0}row r=\"{1}\">{made}</{0}row>", self.prefix, row + 1)
    }

    fn cells(&mut self, row: u32, cells: BTreeMap<u32, Severity>) -> String {
        let mut made = String::new();
        for (column, severity) in cells {
            let of_column =
                self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&(column + 1)));
            let base = self.base.or(of_column.map(|(_, _, style)| *style)).unwrap_or(0);
            let plain = self.styles.without_ours(base);
            let style = self.styles.shaded(plain, severity);
            made += &format!("<{}c r=\"{}\" s=\"{style}\"/>", self.prefix, cell_name(row, column));
        }
        made
    }
}
