//! What formulas are calculated over: the cells of all sheets, with the numbers as they are stored.
//!
//! A cell of the grid holds what a reader of the sheet sees. Where a number format makes words of the number, or
//! the number is struck through, the stored one stands aside; so do formulas. Every look at a cell is counted, for
//! all formulas of a file together.

use std::cell::Cell as Counter;
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use super::Area;
use super::exact::Exact;
use crate::submit::cell_text::read_text;
use crate::submit::grid::{Content, Grid, Sheet};
use crate::vocabulary::plain::plain;

/// A cell: sheet, row and column.
pub type Address = (usize, u32, u32);

/// So many cells are looked at for all formulas of a file: some tens of milliseconds.
const MOST_LOOKS: u64 = 3_000_000;

/// What an operand is.
#[derive(Clone, Debug)]
pub enum Value {
    Number(Exact),
    Text(String),
    Bool(bool),
    Blank,
    /// `#DIV/0!` and its kin.
    Error,
    Area(Places),
    /// Not to be calculated.
    Unknown,
}

/// An area on sheets that are there.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    pub sheets: (usize, usize),
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

impl Places {
    pub fn is_one(&self) -> bool {
        self.sheets.0 == self.sheets.1 && self.rows.0 == self.rows.1 && self.columns.0 == self.columns.1
    }
}

/// What stands aside from the grid.
#[derive(Clone, Copy, Debug)]
pub enum Aside {
    /// A number as it is stored.
    Stored(Exact),
    /// The formula of this number.
    Formula(usize),
}

/// The cells of a file.
pub struct Cells<'g> {
    sheets: &'g [Sheet],
    named: HashMap<&'g str, usize>,
    aside: BTreeMap<Address, Aside>,
    looks: Counter<u64>,
}

impl<'g> Cells<'g> {
    pub fn new(grid: &'g Grid, aside: BTreeMap<Address, Aside>) -> Cells<'g> {
        let names = grid.sheets.iter().enumerate();
        let named = names.map(|(index, sheet)| (sheet.name.as_str(), index)).collect();
        Cells { sheets: &grid.sheets, named, aside, looks: Counter::new(MOST_LOOKS) }
    }

    /// Counts so many looks; false when there were too many already.
    pub fn look(&self, count: usize) -> bool {
        let left = self.looks.get().saturating_sub(count as u64);
        self.looks.set(left);
        left > 0
    }

    /// Where an area of a formula on a sheet lies.
    pub fn places(&self, area: &Area, own: usize) -> Option<Places> {
        let sheets = match area.sheets.as_deref() {
            None => (own, own),
            Some((first, last)) => (*self.named.get(first.as_str())?, *self.named.get(last.as_str())?),
        };
        let (rows, columns) = ((area.first.row, area.last.row), (area.first.column, area.last.column));
        (sheets.0 <= sheets.1).then_some(Places { sheets, rows, columns })
    }

    pub fn aside(&self, address: Address) -> Option<Aside> {
        self.aside.get(&address).copied()
    }

    /// What the grid holds at an address.
    pub fn value(&self, (sheet, row, column): Address) -> Value {
        let content = self.sheets.get(sheet).and_then(|sheet| sheet.at(row, column));
        content.map_or(Value::Blank, value)
    }

    /// Everything in an area: addresses with what stands aside, values of all other cells. False where it is too
    /// much.
    pub fn each(&self, places: Places, mut found: impl FnMut(Address, Option<Aside>, Value)) -> bool {
        for sheet in places.sheets.0..=places.sheets.1 {
            let Some(cells) = self.sheets.get(sheet).map(|sheet| sheet.cells.as_slice()) else {
                return false;
            };
            let from = cells.partition_point(|cell| cell.row < places.rows.0);
            let cells = &cells[from..cells.partition_point(|cell| cell.row <= places.rows.1)];
            let first = Bound::Included((sheet, places.rows.0, 0));
            let last = Bound::Included((sheet, places.rows.1, u32::MAX));
            let inside = |column: u32| (places.columns.0..=places.columns.1).contains(&column);
            for (address, aside) in self.aside.range((first, last)) {
                if !self.look(1) {
                    return false;
                }
                if inside(address.2) {
                    found(*address, Some(*aside), Value::Unknown);
                }
            }
            if !self.look(cells.len() + 1) {
                return false;
            }
            for cell in cells.iter().filter(|cell| inside(cell.column)) {
                let address = (sheet, cell.row, cell.column);
                if !self.aside.contains_key(&address) {
                    found(address, None, value(&cell.content));
                }
            }
        }
        true
    }

    /// Whether rows of an area are hidden.
    pub fn hides(&self, places: Places) -> bool {
        let hidden =
            |sheet: &Sheet| sheet.hidden_rows.iter().any(|row| (places.rows.0..=places.rows.1).contains(row));
        (places.sheets.0..=places.sheets.1).filter_map(|sheet| self.sheets.get(sheet)).any(hidden)
    }
}

fn value(content: &Content) -> Value {
    match content {
        Content::Number(text) => Exact::parse(text).map_or(Value::Unknown, Value::Number),
        Content::Text(text) => Value::Text(text.clone()),
        Content::Bool(truth) => Value::Bool(*truth),
        Content::Error(_) => Value::Error,
        // Days without their number, and formulas that are not among those aside.
        Content::Date(..) | Content::FormulaWithoutResult => Value::Unknown,
    }
}

/// The number that a text is to any reader, though not to the program that adds up.
pub fn plainly(text: &str) -> Option<Exact> {
    text.contains(|c: char| c.is_numeric()).then_some(())?;
    let read = read_text(&plain(text));
    let bare = read.manners.is_empty() && read.measure.is_none() && read.multiplier.is_none();
    Exact::parse(&read.number.filter(|_| bare)?.to_string())
}
