//! 填入: what is written into which cell of somebody else's blank file.

use serde::{Deserialize, Serialize};

/// A cell of a grid: its sheet, and row and column in it.
pub type Spot = (usize, (u32, u32));

/// What is written, and which formulas are asked for what they come to then.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filling {
    /// Rows that are repeated first; all other addresses are those of the file with these rows in it.
    pub grown: Vec<Grown>,
    pub edits: Vec<Edit>,
    pub asked: Vec<Spot>,
}

/// A row that is repeated below itself, so many times; what lies below moves down. Rows of a blank file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grown {
    pub sheet: usize,
    pub row: u32,
    pub count: u32,
}

/// Where a row of the blank file lies once rows are repeated.
pub fn moved(grown: &[Grown], sheet: usize, row: u32) -> u32 {
    let above = grown.iter().filter(|one| one.sheet == sheet && one.row < row);
    row + above.map(|one| one.count).sum::<u32>()
}

/// The row of the blank file that lies there once rows are repeated; nothing where a repeated one does.
pub fn moved_from(grown: &[Grown], sheet: usize, row: u32) -> Option<u32> {
    let mut own: Vec<&Grown> = grown.iter().filter(|one| one.sheet == sheet).collect();
    own.sort_by_key(|one| one.row);
    let mut before = 0;
    for one in own {
        if row <= one.row + before {
            break;
        }
        if row <= one.row + before + one.count {
            return None;
        }
        before += one.count;
    }
    Some(row - before)
}

/// One cell and what becomes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    pub at: Spot,
    pub value: Value,
}

/// What a cell holds afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Canonical decimal text.
    Number(String),
    Text(String),
    /// The words that it held, with these behind them.
    Behind(String),
    /// Nothing.
    Blank,
}

/// A file that was filled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    /// What the formulas that were asked come to, as canonical decimal text; nothing where that is not known.
    pub computed: Vec<Option<String>>,
    /// Cells whose format shows another number than the one that was written, and what it shows.
    pub shown: Vec<(Spot, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_again_where_others_are_repeated() {
        let grown = [Grown { sheet: 0, row: 9, count: 1 }, Grown { sheet: 0, row: 4, count: 2 }];
        for (row, expected) in [(0, 0), (4, 4), (5, 7), (9, 11), (10, 13)] {
            assert_eq!(moved(&grown, 0, row), expected, "{row}");
            assert_eq!(moved_from(&grown, 0, expected), Some(row), "{expected}");
            assert_eq!(moved(&grown, 1, row), row, "another sheet");
        }
        for repeated in [5, 6, 12] {
            assert_eq!(moved_from(&grown, 0, repeated), None, "{repeated}");
        }
    }
}
