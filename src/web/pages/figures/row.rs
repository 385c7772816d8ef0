//! One row of the form's table: an item, how deep it lies, and its cells.

use super::cell::Cell;

/// One item.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// 序号, as printed; may be empty.
    pub number: String,
    pub label: String,
    /// 单位: `件`, `万元`; `—` for a section.
    pub measure: String,
    /// 0, or 1 for 其中 rows.
    pub depth: u8,
    /// A section row carries “—” and no figure.
    pub section: bool,
    /// A rate: computed after the sum.
    pub derived: bool,
    /// Whether figures may have decimals: decides the phone's keyboard.
    pub decimal: bool,
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn new(number: &str, label: &str, measure: &str, cells: Vec<Cell>) -> Row {
        let owned = str::to_owned;
        Row { number: owned(number), label: owned(label), measure: owned(measure), cells, ..Row::default() }
    }

    pub fn section(number: &str, label: &str) -> Row {
        Row { section: true, ..Row::new(number, label, "—", Vec::new()) }
    }

    pub fn part(mut self) -> Row {
        self.depth = 1;
        self
    }

    pub fn derived(mut self) -> Row {
        self.derived = true;
        self
    }

    pub fn decimal(mut self) -> Row {
        self.decimal = true;
        self
    }

    pub(super) fn has_findings(&self) -> bool {
        self.cells.iter().any(|cell| !cell.findings.is_empty())
    }

    pub(super) fn has_lines(&self) -> bool {
        self.cells.iter().any(Cell::has_lines)
    }
}
