//! The cells of a sheet's part, one after another: those that are there, and those that are put between them.
//!
//! Who colours cells and who fills them walk alike: each cell that the part has is shown to a pen with what it is to
//! get; a cell that it does not have is made by the pen, in the style of its row or column, at its place.

use std::collections::BTreeMap;

use super::super::super::xlsx::sheet::address;
use super::super::scan::{Kind, Piece, Splices};
use super::names::Address;

/// What changes cells.
pub trait Pen<T> {
    /// A cell that the part has, from its opening tag to its end, and what it is to get.
    fn on(&mut self, at: Address, cell: &[Piece<'_>], what: Option<T>, splices: &mut Splices);

    /// A cell that it does not have, of this style, as it is to be written.
    fn anew(&mut self, at: Address, style: u32, what: T) -> String;
}

/// Leads a pen over all cells of a part.
pub fn walk<T>(
    pieces: &[Piece<'_>],
    cells: BTreeMap<Address, T>,
    pen: &mut impl Pen<T>,
    splices: &mut Splices,
) {
    let Some(root) = pieces.first() else { return };
    let mut rows: BTreeMap<u32, BTreeMap<u32, T>> = BTreeMap::new();
    for ((row, column), what) in cells {
        rows.entry(row).or_default().insert(column, what);
    }
    let columns = column_styles(pieces);
    let mut walker =
        Walker { prefix: root.prefix(), rows, columns, pen, splices, row: 0, column: 0, base: None };
    for (index, piece) in pieces.iter().enumerate() {
        match (piece.depth, piece.name(), piece.kind) {
            (3, "row", Kind::Open | Kind::Empty) => walker.open_row(piece),
            (3, "row", Kind::Close) => walker.close_row(piece.range.start),
            (4, "c", Kind::Open | Kind::Empty) => walker.cell(whole(&pieces[index..])),
            (2, "sheetData", Kind::Close | Kind::Empty) => walker.close(&pieces[..=index]),
            _ => {}
        }
    }
}

/// An element from its opening tag to its end.
pub fn whole<'l, 'p>(pieces: &'l [Piece<'p>]) -> &'l [Piece<'p>] {
    let closes = |piece: &Piece<'_>| piece.kind == Kind::Close && piece.depth == pieces[0].depth;
    let last = match pieces[0].kind {
        Kind::Open => pieces.iter().position(closes).unwrap_or(0),
        _ => 0,
    };
    &pieces[..=last]
}

/// The styles of whole columns: first, last, style.
fn column_styles(pieces: &[Piece<'_>]) -> Vec<(u32, u32, u32)> {
    let columns = pieces.iter().filter(|piece| piece.depth == 3 && piece.begins("col"));
    let style =
        |piece: &Piece<'_>| Some((piece.number("min")?, piece.number("max")?, piece.number("style")?));
    columns.filter_map(style).collect()
}

struct Walker<'s, T, P> {
    prefix: &'s str,
    /// What is still to be given.
    rows: BTreeMap<u32, BTreeMap<u32, T>>,
    columns: Vec<(u32, u32, u32)>,
    pen: &'s mut P,
    splices: &'s mut Splices,
    /// Where the next row and cell lie unless they say otherwise.
    row: u32,
    column: u32,
    /// The style of the row that is open.
    base: Option<u32>,
}

impl<T, P: Pen<T>> Walker<'_, T, P> {
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

    fn cell(&mut self, cell: &[Piece<'_>]) {
        let piece = &cell[0];
        let at = piece.attribute("r").and_then(|name| address(name.as_bytes()).ok());
        let column = at.map_or(self.column, |(_, column)| column);
        self.column = column + 1;
        let what = self.rows.get_mut(&self.row).map(|cells| {
            let behind = cells.split_off(&column);
            let before = std::mem::replace(cells, behind);
            let what = cells.remove(&column);
            (before, what)
        });
        let (before, what) = what.unwrap_or_default();
        if !before.is_empty() {
            let made = self.cells(self.row, before);
            self.splices.insert(piece.range.start, made);
        }
        self.pen.on((self.row, column), cell, what, self.splices);
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

    fn new_row(&mut self, row: u32, cells: BTreeMap<u32, T>) -> String {
        let made = self.cells(row, cells);
        format!("<{0}row r=\"{1}\">{made}</{0}row>", self.prefix, row + 1)
    }

    fn cells(&mut self, row: u32, cells: BTreeMap<u32, T>) -> String {
        let mut made = String::new();
        for (column, what) in cells {
            let of_column =
                self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&(column + 1)));
            let base = self.base.or(of_column.map(|(_, _, style)| *style)).unwrap_or(0);
            made += &self.pen.anew((row, column), base, what);
        }
        made
    }
}
